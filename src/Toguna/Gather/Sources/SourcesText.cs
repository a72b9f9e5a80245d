namespace Toguna.Gather.Sources;

/// <summary>Marks the words of the pages of sources (SourcesText.resx, SourcesText.fr.resx).</summary>
public sealed class SourcesText;
