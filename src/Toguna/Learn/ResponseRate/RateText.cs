namespace Toguna.Learn.ResponseRate;

/// <summary>Marks the words of the rate of response.</summary>
public sealed class RateText;
