namespace Toguna.Methods.Forecasting;

/// <summary>What the trees of a forest may ask of a unit at an origin. Windows that reach before the panel are cut at its start.</summary>
/// <remarks>
/// Levels over 1 to 60 months, of deaths and of their logs; how often and how unevenly; the long run; how long ago; short against long;
/// events, the companion series, deaths per event. Read-only once made; safe to read from several threads.
/// </remarks>
internal sealed class ForestFeatures
{
    /// <summary>How many there are, the horizon not counted.</summary>
    public const int Count = 29;

    private static readonly int[] MeanMonths = [1, 2, 3, 6, 12, 24, 60];
    private static readonly int[] LogMonths = [3, 6, 12, 36];
    private static readonly int[] OtherMonths = [1, 3, 12];

    private readonly Panel panel;
    private readonly Sums[] deaths;
    private readonly Sums[] logs;
    private readonly Sums[] active;
    private readonly Sums[] events;
    private readonly Sums[] eventLogs;
    private readonly Sums[] companionLogs;

    public ForestFeatures(Panel panel)
    {
        this.panel = panel;
        deaths = Sums.Of(panel.Deaths, v => v);
        logs = Sums.Of(panel.Deaths, v => Math.Log(1 + v));
        active = Sums.Of(panel.Deaths, v => v > 0 ? 1 : 0);
        events = Sums.Of(panel.Events, v => v);
        eventLogs = Sums.Of(panel.Events, v => Math.Log(1 + v));
        companionLogs = Sums.Of(panel.Companion, v => Math.Log(1 + v));
    }

    /// <param name="features">Shape (<see cref="Count"/>,).</param>
    public void Write(int unit, int origin, Span<double> features)
    {
        var at = 0;
        foreach (var months in MeanMonths)
        {
            features[at++] = Math.Log(1 + deaths[unit].Mean(origin, months));
        }
        var own = logs[unit];
        foreach (var months in LogMonths)
        {
            features[at++] = own.Mean(origin, months);
        }
        features[at++] = active[unit].Mean(origin, 12);
        features[at++] = active[unit].Mean(origin, 36);
        (features[at++], features[at++], features[at++]) = Spread(unit, origin);
        features[at++] = own.Mean(origin, origin + 1);
        features[at++] = SinceLast(unit, origin);
        features[at++] = own.Mean(origin, 3) - own.Mean(origin, 12);
        features[at++] = own.Mean(origin, 6) - own.Mean(origin, 24);
        features[at++] = own.Mean(origin, 12) - own.Mean(origin, 36);
        foreach (var months in OtherMonths)
        {
            features[at++] = eventLogs[unit].Mean(origin, months);
        }
        foreach (var months in OtherMonths)
        {
            features[at++] = companionLogs[unit].Mean(origin, months);
        }
        var happened = events[unit].Mean(origin, 12);
        features[at++] = happened > 0 ? Math.Log(1 + deaths[unit].Mean(origin, 12) / happened) : 0;
        features[at] = own.Mean(origin, 1) - own.Mean(origin, 6);
    }

    private (double Most, double Least, double Deviation) Spread(int unit, int origin)
    {
        double most = 0,
            least = double.MaxValue,
            squares = 0;
        var mean = logs[unit].Mean(origin, 12);
        var from = Math.Max(0, origin - 11);
        for (var m = from; m <= origin; m++)
        {
            var log = Math.Log(1 + panel.Deaths[unit][m]);
            (most, least) = (Math.Max(most, log), Math.Min(least, log));
            squares += (log - mean) * (log - mean);
        }
        return (most, least, Math.Sqrt(squares / (origin - from + 1)));
    }

    private double SinceLast(int unit, int origin)
    {
        var months = 0;
        while (months < AnalogueBook.QuietMonths && months <= origin && panel.Deaths[unit][origin - months] == 0)
        {
            months++;
        }
        return months;
    }

    /// <summary>Running sums of a series, for means over any window.</summary>
    private readonly struct Sums(double[] running)
    {
        public static Sums[] Of(double[][] rows, Func<double, double> value) =>
            [
                .. rows.Select(row =>
                {
                    var running = new double[row.Length + 1];
                    for (var m = 0; m < row.Length; m++)
                    {
                        running[m + 1] = running[m] + value(row[m]);
                    }
                    return new Sums(running);
                }),
            ];

        public double Mean(int origin, int months)
        {
            var from = Math.Max(0, origin + 1 - months);
            // A window of zeros after a sum with a fraction must not come out below 0.
            return Math.Max(0, (running[origin + 1] - running[from]) / (origin + 1 - from));
        }
    }
}
