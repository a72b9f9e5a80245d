using Toguna.Methods.Numerics;

namespace Toguna.Methods.Proportions;

/// <summary>A share with its uncertainty: so many of so many, and the limits between which the true share may lie.</summary>
/// <remarks>0 ≤ <see cref="Lower"/> ≤ <see cref="Share"/> ≤ <see cref="Upper"/> ≤ 1. Immutable.</remarks>
public readonly record struct Proportion
{
    private Proportion(int hits, int of, double lower, double upper) =>
        (Hits, Of, Lower, Upper) = (hits, of, lower, upper);

    /// <summary>How many it happened to; 0 to <see cref="Of"/>.</summary>
    public int Hits { get; }

    /// <summary>Out of how many; 0 or more.</summary>
    public int Of { get; }

    /// <summary>The lower limit; 0 when it happened to none.</summary>
    public double Lower { get; }

    /// <summary>The upper limit; 1 when it happened to all.</summary>
    public double Upper { get; }

    /// <summary>The share itself; null out of none, where nothing is known.</summary>
    public double? Share => Of == 0 ? null : (double)Hits / Of;

    /// <summary>The share and its Wilson score limits.</summary>
    /// <param name="hits">How many it happened to; 0 to <paramref name="of"/>.</param>
    /// <param name="of">Out of how many; 0 gives the limits 0 and 1 and no share.</param>
    /// <param name="confidence">Two-sided, in (0, 1); 0.95 unless another is asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, more hits than cases, or a confidence out of (0, 1); the message names it.</exception>
    /// <remarks>
    /// All p with |hits/of − p| ≤ z √(p(1−p)/of), the score test turned round; no correction for continuity, so that coverage is
    /// the confidence on average and not at least. Each case counts alike and is independent of the others.
    /// </remarks>
    /// <seealso href="https://doi.org/10.1080/01621459.1927.10502953">Wilson (1927), JASA 22(158)</seealso>
    /// <seealso href="https://doi.org/10.1214/ss/1009213286">Brown, Cai and DasGupta (2001), Statistical Science 16(2), section 3.1.1</seealso>
    public static Proportion Wilson(int hits, int of, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(of);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, of);
        var z = NormalQuantile.ForConfidence(confidence);
        if (of == 0)
        {
            return new Proportion(0, 0, 0, 1);
        }
        var n = (double)of;
        var share = hits / n;
        var centre = share + z * z / (2 * n);
        var half = z * Math.Sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        var scale = 1 + z * z / n;
        // At the ends a limit is exactly 0 or 1; rounding must not leave it a hair inside or beyond.
        var lower = hits == 0 ? 0 : Math.Min(share, (centre - half) / scale);
        var upper = hits == of ? 1 : Math.Max(share, (centre + half) / scale);
        return new Proportion(hits, of, lower, upper);
    }
}
