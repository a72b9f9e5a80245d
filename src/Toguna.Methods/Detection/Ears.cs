using Toguna.Methods.Numerics;

namespace Toguna.Methods.Detection;

/// <summary>The three methods of the Early Aberration Reporting System: a count against the few before it.</summary>
public enum EarsMethod
{
    /// <summary>Against the baseline just before.</summary>
    C1,

    /// <summary>Against a baseline that ends two positions earlier, so that an outbreak that builds up does not hide itself.</summary>
    C2,

    /// <summary>C2 with the excess of the two positions before it added.</summary>
    C3,
}

/// <summary>Upper bounds of a series, and the positions at which it lies above them.</summary>
/// <param name="Bounds">One for each position that was judged, 0 or more where counts are.</param>
/// <param name="Alarms">Positions from 1 in the whole series, ascending.</param>
public sealed record SeriesAlarms(IReadOnlyList<double> Bounds, IReadOnlyList<int> Alarms);

/// <summary>EARS C1, C2 and C3.</summary>
public static class Ears
{
    /// <summary>Fewer have no variance worth the name.</summary>
    public const int ShortestBaseline = 3;

    /// <summary>The first position, from 1, that can be judged.</summary>
    public static int FirstOf(EarsMethod method, int baseline = 7) =>
        baseline
        + method switch
        {
            EarsMethod.C1 => 1,
            EarsMethod.C2 => 3,
            _ => 5,
        };

    /// <summary>Judges positions of a series, each by those before it.</summary>
    /// <param name="series">Counts in time, shape (T,), not changed; every value finite.</param>
    /// <param name="first">The first position that is judged, from 1; at least <see cref="FirstOf"/>.</param>
    /// <param name="last">The last one; <paramref name="first"/> to T.</param>
    /// <param name="alpha">One-sided, in (0, 1): the bound lies Φ⁻¹(1 − α) standard deviations above the mean.</param>
    /// <param name="baseline">How many positions a count is judged by; <see cref="ShortestBaseline"/> or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds or not a number; the message names it.</exception>
    /// <remarks>
    /// C1: mean + z s of positions t−b … t−1. C2: of t−b−2 … t−3. C3, as R's <c>surveillance</c> has it: y + s (z − Σ max(0, C2(i) − 1)),
    /// i = t−1 and t−2, and not below 0. That bound begins at the count itself and not at the mean: whether C3 alarms follows from
    /// the two positions before, and of the count only that it is not 0. A standard deviation of 0 is left as it is: any rise over
    /// a flat baseline alarms. Means and deviations of seven counts are noisy: false alarms come much oftener than α.
    /// </remarks>
    /// <seealso href="https://doi.org/10.1007/PL00022319">Hutwagner et al. (2003), Journal of Urban Health 80(2 Suppl 1)</seealso>
    /// <seealso href="https://doi.org/10.18637/jss.v070.i10">Salmon, Schumacher and Höhle (2016), Journal of Statistical Software 70(10)</seealso>
    public static SeriesAlarms Judge(
        EarsMethod method,
        ReadOnlySpan<double> series,
        int first,
        int last,
        double alpha = 0.001,
        int baseline = 7
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(baseline, ShortestBaseline);
        ArgumentOutOfRangeException.ThrowIfLessThan(first, FirstOf(method, baseline));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, series.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        for (var i = 0; i < series.Length; i++)
        {
            if (!double.IsFinite(series[i]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(series),
                    series[i],
                    $"Position {i + 1} is not a finite number."
                );
            }
        }
        if (!(alpha is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "An α between 0 and 1 is needed.");
        }
        var z = -NormalQuantile.Of(alpha);
        var bounds = new double[last - first + 1];
        var alarms = new List<int>();
        for (var position = first; position <= last; position++)
        {
            var at = position - 1;
            var bound =
                method == EarsMethod.C3 ? Third(series, at, z, baseline) : Plain(series, at, z, baseline, method);
            bounds[position - first] = bound;
            if (series[at] > bound)
            {
                alarms.Add(position);
            }
        }
        return new SeriesAlarms(bounds, alarms);
    }

    private static double Plain(ReadOnlySpan<double> series, int at, double z, int baseline, EarsMethod method)
    {
        var (mean, deviation) = Before(series, method == EarsMethod.C1 ? at : at - 2, baseline);
        return mean + z * deviation;
    }

    private static double Third(ReadOnlySpan<double> series, int at, double z, int baseline)
    {
        var (_, deviation) = Before(series, at - 2, baseline);
        // Nothing times an endless excess is nothing: a flat baseline has no bound beside the count itself.
        return deviation == 0
            ? series[at]
            : Math.Max(
                0,
                series[at] + deviation * (z - Excess(series, at - 1, baseline) - Excess(series, at - 2, baseline))
            );
    }

    /// <summary>By how much C2 lies above one standard deviation; ∞ above a flat baseline.</summary>
    private static double Excess(ReadOnlySpan<double> series, int at, int baseline)
    {
        var (mean, deviation) = Before(series, at - 2, baseline);
        return series[at] <= mean ? 0 : Math.Max(0, (series[at] - mean) / deviation - 1);
    }

    private static (double Mean, double Deviation) Before(ReadOnlySpan<double> series, int end, int baseline)
    {
        var part = series.Slice(end - baseline, baseline);
        var mean = 0.0;
        foreach (var value in part)
        {
            mean += value;
        }
        mean /= baseline;
        var squares = 0.0;
        foreach (var value in part)
        {
            squares += (value - mean) * (value - mean);
        }
        // A flat baseline is flat, whatever rounding makes of its mean.
        return (mean, part.IndexOfAnyExcept(part[0]) < 0 ? 0 : Math.Sqrt(squares / (baseline - 1)));
    }
}
