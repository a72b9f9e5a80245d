namespace Toguna.Analyse.Trends;

/// <summary>Marks the words of the page of trends.</summary>
public sealed class TrendsText;
