namespace Toguna.Record.Victims;

/// <summary>Marks the words of victims and purposes (VictimsText.resx, VictimsText.fr.resx).</summary>
public sealed class VictimsText;
