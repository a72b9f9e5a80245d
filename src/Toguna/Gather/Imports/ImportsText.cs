namespace Toguna.Gather.Imports;

/// <summary>Marks the words of the import pages (ImportsText.resx, ImportsText.fr.resx).</summary>
public sealed class ImportsText;
