namespace Toguna.Methods.Scoring;

/// <summary>A central interval of a forecast: how wide it is, whether the outcome lies in it, and the score of both together.</summary>
/// <remarks><see cref="Lower"/> ≤ <see cref="Upper"/>, both finite. Immutable.</remarks>
public readonly record struct IntervalScore
{
    private IntervalScore(double lower, double upper, double score, bool covers) =>
        (Lower, Upper, Score, Covers) = (lower, upper, score, covers);

    /// <summary>The quantile (1 − level)/2 of the draws, in the units of the target.</summary>
    public double Lower { get; }

    /// <summary>The quantile (1 + level)/2 of the draws.</summary>
    public double Upper { get; }

    /// <summary>Width plus 2/(1 − level) for each unit by which the outcome lies outside; [0, ∞), smaller is better.</summary>
    public double Score { get; }

    /// <summary>True when the outcome lies between the limits or on one.</summary>
    public bool Covers { get; }

    /// <summary>The interval of the forecast and its score.</summary>
    /// <param name="observed">The outcome. Finite.</param>
    /// <param name="draws">The forecast. Shape (S,), S ≥ 1, any order, not changed; same units; every value finite.</param>
    /// <param name="level">What share of outcomes the interval means to hold, in (0, 1); .9 adds 20 for each unit outside.</param>
    /// <exception cref="ArgumentException"><paramref name="draws"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite, or the level is not in (0, 1); the message names it.</exception>
    /// <remarks>Quantiles by straight lines between ordered draws (type 7 of Hyndman and Fan). The mean over outcomes is the MIS.</remarks>
    /// <seealso href="https://doi.org/10.1198/016214506000001437">Gneiting and Raftery (2007), JASA 102(477), section 6.2</seealso>
    public static IntervalScore Of(double observed, ReadOnlySpan<double> draws, double level = 0.9)
    {
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(level),
                level,
                $"The level is {level}; it lies between 0 and 1, such as 0.9."
            );
        }
        Sample.Check(observed, draws);
        var ordered = Sample.Ordered(draws);
        var lower = Quantile(ordered, (1 - level) / 2);
        var upper = Math.Max(lower, Quantile(ordered, (1 + level) / 2));
        var outside = Math.Max(0, lower - observed) + Math.Max(0, observed - upper);
        return new IntervalScore(lower, upper, upper - lower + 2 / (1 - level) * outside, outside == 0);
    }

    private static double Quantile(double[] ordered, double probability)
    {
        var at = probability * (ordered.Length - 1);
        // Binary fractions miss a whole position by a hair: .05 of 20 is one draw, not nearly one.
        at = Math.Abs(at - Math.Round(at)) < 1e-9 ? Math.Round(at) : at;
        var below = Math.Min((int)at, ordered.Length - 1);
        var above = Math.Min(below + 1, ordered.Length - 1);
        return ordered[below] + (at - below) * (ordered[above] - ordered[below]);
    }
}
