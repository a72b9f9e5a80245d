namespace Toguna.Warn.Forecasts;

/// <summary>Marks the words of the pages of forecasts.</summary>
public sealed class ForecastsText;
