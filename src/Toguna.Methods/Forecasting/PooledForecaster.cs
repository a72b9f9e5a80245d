using Toguna.Methods.Numerics;

namespace Toguna.Methods.Forecasting;

/// <summary>What a forecast of one unit and horizon rests on.</summary>
public enum ForecastBasis
{
    /// <summary>Analogues and own history, as the method means it.</summary>
    Pool,

    /// <summary>Own history alone: the panel is too short, or too little of it had deaths, for analogues. To be said beside the forecast.</summary>
    OwnHistory,

    /// <summary>What followed in units that had been as quiet: there was no death for 60 months.</summary>
    QuietUnits,
}

/// <summary>Forecasts the deaths of every unit of a panel: a pool of scaled analogues and weighted own history.</summary>
public static class PooledForecaster
{
    /// <summary>How many draws a forecast has.</summary>
    public const int Draws = 1000;

    private const double AnalogueWeight = 0.45;
    private const double HistoryWeight = 0.25;
    private const double HalfLife = 3;
    private const int HistoryMonths = 120;

    /// <summary>Forecasts each unit for the months after the last of the panel.</summary>
    /// <param name="panel">What happened until now. Any length from one month on, any number of units.</param>
    /// <param name="horizons">How many months ahead, 1 or more; horizon 1 is the month after the panel's last.</param>
    /// <param name="ct">Looked at before each unit.</param>
    /// <returns>[unit][horizon − 1] = 1,000 sorted draws, in the units of the panel's deaths, finite, 0 or more. Arrays may be shared: read only.</returns>
    /// <exception cref="ArgumentException">The shapes of the panel do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of the panel is negative, NaN or infinite, or <paramref name="horizons"/> is less than 1.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>
    /// The distribution functions of <see cref="Analogues"/> and <see cref="WeightedHistory"/> (half-life 3, 120 months) are added with
    /// weights .45 : .25, made to add up to 1, and read off at 1,000 quantiles. The pool is meant to hold a quantile forest with .30 between
    /// them; it is not part of it yet. A unit without a death for 60 months gets what followed in units as quiet. Where the panel has fewer
    /// than <see cref="Analogues.Fewest"/> unit-months to learn from, a forecast is own history alone (<see cref="Bases"/> says where), which
    /// is all zeros for a unit that had no deaths. No chance: the same panel gives the same draws, whatever the number of threads.
    /// </remarks>
    public static double[][][] Forecast(Panel panel, int horizons, CancellationToken ct = default)
    {
        var (book, quiet) = Read(panel, horizons, ct);
        var result = new double[panel.Units.Count][][];
        var quietDraws = quiet.Select(q => q.Length < Analogues.Fewest ? null : Equal(q)).ToArray();
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
            var own = new Lazy<double[]>(() =>
                WeightedHistory.Draws(panel.Deaths[unit], HalfLife, HistoryMonths, Draws)
            );
            return
            [
                .. Enumerable
                    .Range(1, horizons)
                    .Select(h => book.Nearest(ranking, h, Analogues.Most))
                    .Select(a => a.Length < Analogues.Fewest ? own.Value : Pool(a, panel.Deaths[unit])),
            ];
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
        panel.Check();
        ct.ThrowIfCancellationRequested();
        var book = new AnalogueBook(panel);
        return (book, [.. Enumerable.Range(1, horizons).Select(book.AfterQuiet)]);
    }

    private static double[] Equal(double[] values)
    {
        var equal = new double[values.Length];
        Array.Fill(equal, 1);
        return WeightedQuantiles.Of(values, equal, Draws);
    }

    private static double[] Pool(Analogue[] analogues, ReadOnlySpan<double> history)
    {
        var own = WeightedHistory.Last(history, HistoryMonths);
        var ownWeights = WeightedHistory.Weights(own.Length, HalfLife);
        var values = new double[analogues.Length + own.Length];
        var weights = new double[values.Length];
        var (theirSum, ownSum) = (analogues.Sum(a => a.Weight), ownWeights.Sum());
        for (var i = 0; i < analogues.Length; i++)
        {
            values[i] = analogues[i].Scaled;
            weights[i] = AnalogueWeight * analogues[i].Weight / theirSum;
        }
        for (var i = 0; i < own.Length; i++)
        {
            values[analogues.Length + i] = own[i];
            weights[analogues.Length + i] = HistoryWeight * ownWeights[i] / ownSum;
        }
        return WeightedQuantiles.Of(values, weights, Draws);
    }
}
