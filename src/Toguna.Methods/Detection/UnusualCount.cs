namespace Toguna.Methods.Detection;

/// <summary>A count against its own past: how likely as many or more are, if things go on as they did.</summary>
/// <remarks>0 &lt; <see cref="PValue"/> ≤ 1. Immutable.</remarks>
public readonly record struct UnusualCount
{
    /// <summary>Counts that are judged, and sums of counts that they are judged by, are not above this.</summary>
    public const long Most = 1_000_000;

    private UnusualCount(long observed, double expected, double dispersion, double pValue) =>
        (Observed, Expected, Dispersion, PValue) = (observed, expected, dispersion, pValue);

    /// <summary>How many happened.</summary>
    public long Observed { get; }

    /// <summary>How many the past predicts for the same length of time; above 0, also where nothing ever happened.</summary>
    public double Expected { get; }

    /// <summary>How much more than Poisson the past varied: variance over mean, at least 1.</summary>
    public double Dispersion { get; }

    /// <summary>The probability of so many or more; 1 where none happened.</summary>
    public double PValue { get; }

    /// <summary>Judges a count by counts of earlier periods of one length.</summary>
    /// <param name="observed">How many happened in <paramref name="periods"/> periods; 0 to <see cref="Most"/>.</param>
    /// <param name="baseline">Counts of the past, shape (n,), n ≥ 2, any order, not changed; each 0 or more, their sum at most <see cref="Most"/>.</param>
    /// <param name="periods">How many periods of the baseline's length were observed; 1 or more.</param>
    /// <exception cref="ArgumentException"><paramref name="baseline"/> has fewer than two counts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names it.</exception>
    /// <remarks>
    /// Poisson counts with Jeffreys' prior Gamma(½, 0) on their mean: after n periods with S in all, a sum of h periods is
    /// negative binomial with mean μ = h (S + ½) / n and variance μ (1 + h/n). Where the past varied more than Poisson, the
    /// variance is multiplied by the dispersion φ = s²/x̄ (method of moments, never below 1) at the same mean: a heuristic, since
    /// φ is taken as known. Season, trend and lag of reporting are not in it. O(n + observed).
    /// </remarks>
    /// <seealso href="https://doi.org/10.1201/b16018">Gelman et al. (2013), Bayesian Data Analysis, sections 2.6 and 2.8</seealso>
    /// <seealso href="https://doi.org/10.1201/9780203753736">McCullagh and Nelder (1989), Generalized Linear Models, sections 4.5 and 6.2, for the dispersion</seealso>
    public static UnusualCount Judge(long observed, ReadOnlySpan<int> baseline, int periods = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(observed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(observed, Most);
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        if (baseline.Length < 2)
        {
            throw new ArgumentException(
                $"A baseline of {baseline.Length} has no variance; at least two counts are needed.",
                nameof(baseline)
            );
        }
        var sum = Sum(baseline);
        var n = (double)baseline.Length;
        var dispersion = DispersionOf(baseline, sum / n);
        var expected = periods * (sum + 0.5) / n;
        // Variance over mean of what is predicted; above 1 because the mean itself is known from n periods only.
        var widening = dispersion * (1 + periods / n);
        return new UnusualCount(observed, expected, dispersion, UpperTail(observed, expected, widening));
    }

    /// <summary>P(Y ≥ observed) of a negative binomial by its mean and its variance over mean.</summary>
    private static double UpperTail(long observed, double mean, double widening)
    {
        if (observed == 0)
        {
            return 1;
        }
        var size = mean / (widening - 1);
        var more = 1 - 1 / widening;
        if (observed <= mean)
        {
            // Most of it lies above: what lies below is the smaller sum.
            var below = 0.0;
            var mass = Math.Exp(LogMass(observed - 1, size, more, widening));
            for (var k = observed - 1; k >= 0 && mass > 0; k--)
            {
                below += mass;
                mass *= k / ((k - 1 + size) * more);
            }
            return Math.Clamp(1 - below, double.Epsilon, 1);
        }
        // Above the mean each term is smaller than the one before it.
        double sum = 0,
            term = 1;
        for (var k = observed; term > sum * 1e-17; k++)
        {
            sum += term;
            term *= (k + size) / (k + 1.0) * more;
        }
        return Math.Clamp(Math.Exp(LogMass(observed, size, more, widening)) * sum, double.Epsilon, 1);
    }

    /// <summary>log P(Y = count), term by term from none.</summary>
    private static double LogMass(long count, double size, double more, double widening)
    {
        var log = -size * Math.Log(widening);
        for (var k = 0L; k < count; k++)
        {
            log += Math.Log((k + size) / (k + 1.0) * more);
        }
        return log;
    }

    private static long Sum(ReadOnlySpan<int> baseline)
    {
        var sum = 0L;
        for (var i = 0; i < baseline.Length; i++)
        {
            if (baseline[i] < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(baseline),
                    baseline[i],
                    $"Count {i} of the baseline is negative."
                );
            }
            sum += baseline[i];
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sum, Most, nameof(baseline));
        return sum;
    }

    private static double DispersionOf(ReadOnlySpan<int> baseline, double mean)
    {
        if (mean == 0)
        {
            return 1;
        }
        var squares = 0.0;
        foreach (var count in baseline)
        {
            squares += (count - mean) * (count - mean);
        }
        return Math.Max(1, squares / (baseline.Length - 1) / mean);
    }
}
