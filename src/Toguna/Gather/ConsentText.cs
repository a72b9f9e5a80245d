namespace Toguna.Gather;

/// <summary>Marks the words of consents of sources and victims (ConsentText.resx, ConsentText.fr.resx).</summary>
public sealed class ConsentText;
