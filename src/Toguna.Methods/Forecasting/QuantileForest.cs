using Toguna.Methods.Numerics;

namespace Toguna.Methods.Forecasting;

/// <summary>What followed months that a hundred trees hold alike, as ratios to the level there, brought to the level of here.</summary>
/// <remarks>
/// Extremely randomised trees on log((y + ½)/(S + ½)) with S = exp(.25 of the last log, .35 and .40 of its means over 3 and 12 months) − 1,
/// all horizons together with the horizon as a feature; a leaf holds at least 15 outcomes. A forecast is the histogram of all outcomes in the
/// leaves, each leaf with the same weight, times S of the unit; a month without deaths stays one. Read-only once grown; safe to read from several threads.
/// </remarks>
/// <seealso href="https://www.jmlr.org/papers/v7/meinshausen06a.html">Meinshausen (2006), Quantile regression forests, JMLR 7</seealso>
public sealed class QuantileForest
{
    /// <summary>The furthest a forest looks ahead, in months.</summary>
    public const int MostHorizons = 600;

    private const int Trees = 100;

    /// <summary>A tree draws half as many outcomes as there are, and no more than these: neighbouring months and horizons say nearly the same. Measured, not published.</summary>
    private const int MostPerTree = 10_000;

    /// <summary>Width of a bin of the histogram of log ratios; a bin stands for the mean of the ratios in it, each within 5 % of it.</summary>
    private const double BinWidth = 0.05;

    private const double LowestRatio = -20;

    private const int Bins = (int)(40 / BinWidth);

    private readonly AnalogueBook book;
    private readonly ForestFeatures features;
    private readonly FeatureClasses classes;
    private readonly ForestRows rows;
    private readonly ForestTree[] trees;

    /// <summary>Grows the forest of a panel.</summary>
    /// <param name="panel">What happened until now: 38 months at least, in which somebody died.</param>
    /// <param name="horizons">How many months ahead it looks, 1 to <see cref="MostHorizons"/>.</param>
    /// <param name="seed">The same seed and panel give the same forest, whatever the number of threads.</param>
    /// <param name="ct">Looked at before each tree.</param>
    /// <exception cref="ArgumentException">The shapes of the panel do not fit together, or it has nothing to learn from.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of the panel or the horizons are out of their bounds; the message names it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public QuantileForest(Panel panel, int horizons, ulong seed = 1, CancellationToken ct = default)
        : this(Checked(panel), horizons, seed, ct) { }

    internal QuantileForest(AnalogueBook book, int horizons, ulong seed, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizons, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizons, MostHorizons);
        if (book.Units.Count == 0)
        {
            throw new ArgumentException(
                "The panel has no month from its 37th on with a death before and a month after it."
            );
        }
        this.book = book;
        features = new ForestFeatures(book.Panel);
        var count = book.Units.Count;
        var values = new double[count * ForestFeatures.Count];
        Parallel.For(0, count, i => features.Write(book.Units[i], book.Origins[i], Row(values, i)));
        classes = new FeatureClasses(values, ForestFeatures.Count);
        var cells = new byte[values.Length];
        var (ratios, zeros) = (new float[count * horizons], new bool[count * horizons]);
        for (var i = 0; i < count; i++)
        {
            classes.Write(Row(values, i), cells.AsSpan(i * ForestFeatures.Count, ForestFeatures.Count));
            var scale = Math.Log(Math.Exp(book.Reader.LogScale(book.Units[i], book.Origins[i])) - 0.5);
            for (var h = 0; h < horizons; h++)
            {
                var month = book.Origins[i] + h + 1;
                var followed = month < book.Panel.Months ? book.Panel.Deaths[book.Units[i]][month] : double.NaN;
                ratios[i * horizons + h] = (float)(Math.Log(followed + 0.5) - scale);
                zeros[i * horizons + h] = followed == 0;
            }
        }
        int[] usable = [.. Enumerable.Range(0, ForestFeatures.Count).Where(classes.Differs), ForestFeatures.Count];
        rows = new ForestRows(cells, ForestFeatures.Count, usable, horizons, ratios, zeros);
        var size = Math.Clamp(ratios.Count(r => !float.IsNaN(r)) / 2, 1, MostPerTree);
        trees = new ForestTree[Trees];
        Parallel.For(
            0,
            Trees,
            new ParallelOptions { CancellationToken = ct },
            t => trees[t] = new ForestTree(rows, size, Xoshiro256.Fork(seed, (ulong)t))
        );
    }

    /// <summary>The forecast of a unit as it stands, for one horizon.</summary>
    /// <param name="unit">Position in the panel's units.</param>
    /// <param name="horizon">From 1 to as many as the forest was grown for.</param>
    /// <returns>Values, finite and 0 or more, and their weights, which add up to 1.</returns>
    public (double[] Values, double[] Weights) Forecast(int unit, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unit, book.Panel.Units.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizon, rows.Horizons);
        var now = book.Panel.Months - 1;
        Span<double> values = stackalloc double[ForestFeatures.Count];
        Span<byte> cells = stackalloc byte[ForestFeatures.Count];
        features.Write(unit, now, values);
        classes.Write(values, cells);
        // The last one is for months without deaths.
        var (histogram, ratios) = (new double[Bins + 1], new double[Bins + 1]);
        foreach (var tree in trees)
        {
            var leaf = tree.Leaf(cells, horizon);
            var weight = 1.0 / Trees / leaf.Length;
            foreach (var sample in leaf)
            {
                var bin = rows.Zeros[sample] ? Bins : Bin(rows.Ratios[sample]);
                histogram[bin] += weight;
                ratios[bin] += weight * rows.Ratios[sample];
            }
        }
        var scale = Math.Exp(book.Reader.LogScale(unit, now)) - 0.5;
        var (found, weights) = (new List<double>(), new List<double>());
        for (var bin = 0; bin <= Bins; bin++)
        {
            if (histogram[bin] > 0)
            {
                var ratio = Math.Exp(ratios[bin] / histogram[bin]);
                found.Add(bin == Bins ? 0 : Math.Max(0, scale * ratio - 0.5));
                weights.Add(histogram[bin]);
            }
        }
        return ([.. found], [.. weights]);
    }

    private static AnalogueBook Checked(Panel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        panel.Check();
        return new AnalogueBook(panel);
    }

    private static int Bin(float ratio) => Math.Clamp((int)((ratio - LowestRatio) / BinWidth), 0, Bins - 1);

    private static Span<double> Row(double[] values, int row) =>
        values.AsSpan(row * ForestFeatures.Count, ForestFeatures.Count);
}
