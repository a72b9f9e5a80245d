namespace Toguna.Record.Rearrangements;

/// <summary>Names the words of these pages.</summary>
public sealed class RearrangementsText;
