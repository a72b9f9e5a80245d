namespace Toguna.Methods.Forecasting;

/// <summary>What the months up to an origin look like, as numbers that can be compared across units and times.</summary>
/// <remarks>Read-only once made; safe to read from several threads.</remarks>
internal sealed class Shapes
{
    /// <summary>How many numbers a shape has.</summary>
    public const int Length = 15;

    /// <summary>How many months a shape looks back over, its own included.</summary>
    public const int Memory = 24;

    private static readonly double[] LagWeights = [1, 0.8, 0.7, 0.6, 0.5, 0.5];

    private readonly double[][] deaths;
    private readonly double[][] events;
    private readonly double[][] companion;

    public Shapes(Panel panel)
    {
        (deaths, events, companion) = (Logs(panel.Deaths), Logs(panel.Events), Logs(panel.Companion));

        static double[][] Logs(double[][] rows) => [.. rows.Select(r => Array.ConvertAll(r, v => Math.Log(1 + v)))];
    }

    /// <summary>log(1 + level) of deaths at an origin: logs, not deaths, are averaged, so that one enormous month does not rule for a year.</summary>
    /// <param name="origin">From <see cref="Memory"/> − 1 on.</param>
    public double LogLevel(int unit, int origin)
    {
        var logs = deaths[unit];
        return 0.15 * logs[origin]
            + 0.25 * Mean(logs, origin, 0, 2)
            + 0.30 * Mean(logs, origin, 0, 5)
            + 0.30 * Mean(logs, origin, 0, 11);
    }

    /// <summary>log(1 + scale): the level again, slower, as the forest divides outcomes by it.</summary>
    /// <inheritdoc cref="LogLevel" path="/param"/>
    public double LogScale(int unit, int origin)
    {
        var logs = deaths[unit];
        return 0.25 * logs[origin] + 0.35 * Mean(logs, origin, 0, 2) + 0.40 * Mean(logs, origin, 0, 11);
    }

    /// <summary>Writes the shape at an origin: recent months against the level, the level, events, and the companion series.</summary>
    /// <param name="shape">Shape (<see cref="Length"/>,).</param>
    public void Write(int unit, int origin, double logLevel, Span<double> shape)
    {
        var logs = deaths[unit];
        for (var lag = 0; lag < LagWeights.Length; lag++)
        {
            shape[lag] = LagWeights[lag] * (logs[origin - lag] - logLevel);
        }
        shape[6] = 0.8 * (Mean(logs, origin, 6, 8) - logLevel);
        shape[7] = 0.8 * (Mean(logs, origin, 9, 11) - logLevel);
        shape[8] = 0.8 * (Mean(logs, origin, 12, 23) - logLevel);
        shape[9] = 0.6 * logLevel;
        shape[10] = 0.4 * events[unit][origin];
        shape[11] = 0.4 * Mean(events[unit], origin, 0, 2);
        shape[12] = 0.4 * Mean(events[unit], origin, 0, 11);
        shape[13] = 0.2 * Mean(companion[unit], origin, 0, 2);
        shape[14] = 0.2 * Mean(companion[unit], origin, 0, 11);
    }

    /// <summary>The mean over the lags from <paramref name="near"/> to <paramref name="far"/>, both included.</summary>
    private static double Mean(double[] values, int origin, int near, int far)
    {
        double sum = 0;
        for (var lag = near; lag <= far; lag++)
        {
            sum += values[origin - lag];
        }
        return sum / (far - near + 1);
    }
}
