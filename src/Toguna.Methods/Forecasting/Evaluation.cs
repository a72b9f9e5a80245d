using Toguna.Methods.Scoring;

namespace Toguna.Methods.Forecasting;

/// <summary>Tests a forecast on a year that has happened, as the VIEWS prediction challenge does: made in October, for each month of the next year.</summary>
public static class Evaluation
{
    /// <summary>January, seen from October.</summary>
    public const int FirstHorizon = 3;

    /// <summary>December of the next year.</summary>
    public const int LastHorizon = 14;

    /// <summary>A unit is active with a death in so many months before the forecast is made.</summary>
    public const int ActiveMonths = 12;

    /// <summary>Scores a forecast per unit and month and takes the means.</summary>
    /// <param name="known">What the forecast was made from.</param>
    /// <param name="forecast">[unit][horizon − 1] draws, horizons 1 to 14 at least.</param>
    /// <param name="outcomes">[unit][horizon − 1], as many horizons; NaN where the outcome is not known: it is not scored and is no zero.</param>
    /// <exception cref="ArgumentException">Units or horizons do not fit together; the message says which.</exception>
    /// <seealso href="https://arxiv.org/abs/2407.11045">Hegre et al. (2024), The 2023/24 VIEWS prediction challenge</seealso>
    public static MeanScores Score(Panel known, double[][][] forecast, double[][] outcomes)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(outcomes);
        if (forecast.Length != known.Units.Count || outcomes.Length != known.Units.Count)
        {
            throw new ArgumentException(
                $"There are forecasts of {forecast.Length} units and outcomes of {outcomes.Length}; the panel has {known.Units.Count}."
            );
        }
        var sheet = new ScoreSheet();
        for (var unit = 0; unit < forecast.Length; unit++)
        {
            if (forecast[unit].Length < LastHorizon || outcomes[unit].Length < LastHorizon)
            {
                throw new ArgumentException(
                    $"{known.Units[unit]} has {forecast[unit].Length} horizons and {outcomes[unit].Length} outcomes; {LastHorizon} are scored."
                );
            }
            var active = known.Deaths[unit].AsSpan(Math.Max(0, known.Months - ActiveMonths)).ContainsAnyExcept(0);
            for (var horizon = FirstHorizon; horizon <= LastHorizon; horizon++)
            {
                var observed = outcomes[unit][horizon - 1];
                if (!double.IsNaN(observed))
                {
                    sheet.Add(observed, forecast[unit][horizon - 1], active);
                }
            }
        }
        return sheet.Means();
    }
}
