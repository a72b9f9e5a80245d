using Toguna.Methods.Numerics;

namespace Toguna.Methods.Forecasting;

/// <summary>What a forecast of one unit and horizon rests on.</summary>
public enum ForecastBasis
{
    /// <summary>Analogues, forest and own history, as the method means it.</summary>
    Pool,

    /// <summary>Own history alone: the panel is too short, or too little of it had deaths, for analogues. To be said beside the forecast.</summary>
    OwnHistory,

    /// <summary>What followed in units that had been as quiet: there was no death for 60 months.</summary>
    QuietUnits,
}

/// <summary>Forecasts the deaths of every unit of a panel: a pool of scaled analogues, a quantile forest and weighted own history.</summary>
public static class PooledForecaster
{
    /// <summary>How many draws a forecast has.</summary>
    public const int Draws = 1000;

    private const double HalfLife = 3;
    private const int HistoryMonths = 120;

    /// <summary>Forecasts each unit for the months after the last of the panel.</summary>
    /// <param name="panel">What happened until now. Any length from one month on, any number of units.</param>
    /// <param name="horizons">How many months ahead, 1 or more; horizon 1 is the month after the panel's last.</param>
    /// <param name="ct">Looked at before each unit and each tree.</param>
    /// <returns>[unit][horizon − 1] = 1,000 sorted draws, in the units of the panel's deaths, finite, 0 or more. Arrays may be shared: read only.</returns>
    /// <exception cref="ArgumentException">The shapes of the panel do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of the panel is negative, NaN or infinite, or <paramref name="horizons"/> is less than 1 or more than <see cref="QuantileForest.MostHorizons"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>
    /// The distribution functions of <see cref="Analogues"/>, <see cref="QuantileForest"/> and <see cref="WeightedHistory"/> (half-life 3, 120
    /// months) are added with weights .45, .30 and .25 and read off at 1,000 quantiles. A unit without a death for 60 months gets what followed
    /// in units as quiet. Where the panel has fewer than <see cref="Analogues.Fewest"/> unit-months to learn from, a forecast is own history
    /// alone (<see cref="Bases"/> says where), which is all zeros for a unit that had no deaths. The same panel gives the same draws, whatever
    /// the number of threads: the forest draws by seed 1.
    /// </remarks>
    public static double[][][] Forecast(Panel panel, int horizons, CancellationToken ct = default) =>
        Forecast(panel, horizons, PoolWeights.Usual, 1, ct);

    /// <summary>The same with other weights, and another seed for the forest.</summary>
    internal static double[][][] Forecast(Panel panel, int horizons, PoolWeights pool, ulong seed, CancellationToken ct)
    {
        var (book, quiet) = Read(panel, horizons, ct);
        var result = new double[panel.Units.Count][][];
        var quietDraws = quiet.Select(q => q.Length < Analogues.Fewest ? null : Draw(Part.Equal(1, q))).ToArray();
        var forest =
            pool.Forest > 0 && book.Known(1) >= Analogues.Fewest ? new QuantileForest(book, horizons, seed, ct) : null;
        Parallel.For(
            0,
            result.Length,
            new ParallelOptions { CancellationToken = ct },
            unit => result[unit] = book.IsQuiet(unit) ? Quiet(unit) : Active(unit)
        );
        return result;

        double[][] Quiet(int unit)
        {
            var own = WeightedHistory.Draws(panel.Deaths[unit], HalfLife, HistoryMonths, Draws);
            return [.. quietDraws.Select(q => q ?? own)];
        }

        double[][] Active(int unit)
        {
            var ranking = book.Rank(unit);
            var past = WeightedHistory.Last(panel.Deaths[unit], HistoryMonths).ToArray();
            var own = new Part(pool.History, past, WeightedHistory.Weights(past.Length, HalfLife));
            return [.. Enumerable.Range(1, horizons).Select(At)];

            double[] At(int horizon)
            {
                var analogues = book.Nearest(ranking, horizon, Analogues.Most);
                if (analogues.Length < Analogues.Fewest)
                {
                    return Draw(own with { Share = 1 });
                }
                var theirs = new Part(
                    pool.Analogues,
                    Array.ConvertAll(analogues, a => a.Scaled),
                    Array.ConvertAll(analogues, a => a.Weight)
                );
                if (forest is null)
                {
                    return Draw(theirs, own);
                }
                var (values, weights) = forest.Forecast(unit, horizon);
                return Draw(theirs, new Part(pool.Forest, values, weights), own);
            }
        }
    }

    /// <summary>What the forecast of each unit and horizon rests on: the same panel and horizons as of <see cref="Forecast"/>.</summary>
    /// <returns>[unit][horizon − 1].</returns>
    /// <inheritdoc cref="Forecast" path="/param"/>
    /// <inheritdoc cref="Forecast" path="/exception"/>
    public static ForecastBasis[][] Bases(Panel panel, int horizons, CancellationToken ct = default)
    {
        var (book, quiet) = Read(panel, horizons, ct);
        var known = Enumerable.Range(1, horizons).Select(book.Known).ToArray();
        return
        [
            .. panel.Units.Select(
                (_, unit) =>
                    book.IsQuiet(unit)
                        ? quiet.Select(q => Enough(q.Length, ForecastBasis.QuietUnits)).ToArray()
                        : known.Select(k => Enough(k, ForecastBasis.Pool)).ToArray()
            ),
        ];

        static ForecastBasis Enough(int rows, ForecastBasis basis) =>
            rows < Analogues.Fewest ? ForecastBasis.OwnHistory : basis;
    }

    private static (AnalogueBook Book, double[][] Quiet) Read(Panel panel, int horizons, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizons, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizons, QuantileForest.MostHorizons);
        panel.Check();
        ct.ThrowIfCancellationRequested();
        var book = new AnalogueBook(panel);
        return (book, [.. Enumerable.Range(1, horizons).Select(book.AfterQuiet)]);
    }

    /// <summary>Adds distribution functions with their shares and reads off the quantiles.</summary>
    private static double[] Draw(params ReadOnlySpan<Part> parts)
    {
        var (values, weights) = (new List<double>(), new List<double>());
        foreach (var part in parts)
        {
            var sum = part.Weights.Sum();
            values.AddRange(part.Values);
            weights.AddRange(part.Weights.Select(w => part.Share * w / sum));
        }
        return WeightedQuantiles.Of(values.ToArray(), weights.ToArray(), Draws);
    }

    /// <summary>One distribution of the pool: weighted values and its share; weights need not add up to 1.</summary>
    private readonly record struct Part(double Share, double[] Values, double[] Weights)
    {
        public static Part Equal(double share, double[] values)
        {
            var weights = new double[values.Length];
            Array.Fill(weights, 1);
            return new Part(share, values, weights);
        }
    }
}

/// <summary>What share each part of the pool has; 0 leaves it out. They need not add up to 1.</summary>
internal readonly record struct PoolWeights(double Analogues, double Forest, double History)
{
    public static PoolWeights Usual { get; } = new(0.45, 0.30, 0.25);
}
