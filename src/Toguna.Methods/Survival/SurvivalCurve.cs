namespace Toguna.Methods.Survival;

/// <summary>What is known at one time at which a case ended or was last seen open.</summary>
/// <param name="Time">In the unit of the cases.</param>
/// <param name="AtRisk">Open until just before this time and still seen; 1 or more.</param>
/// <param name="Ended">Cases that ended then.</param>
/// <param name="LeftOpen">Cases last seen then, still open.</param>
/// <param name="Open">The estimated share open after this time; 0 to 1, never above that of the step before.</param>
/// <param name="StandardError">Of <paramref name="Open"/>, by Greenwood; 0 where the share is 0 or 1.</param>
/// <param name="Lower">Lower limit of the share; null where it is 0 or 1 and the method has no limits.</param>
/// <param name="Upper">Upper limit, likewise.</param>
public sealed record SurvivalStep(
    double Time,
    int AtRisk,
    int Ended,
    int LeftOpen,
    double Open,
    double StandardError,
    double? Lower,
    double? Upper
);

/// <summary>The time by which a share of the cases has ended; each null where the curve or its limit does not get there.</summary>
/// <param name="Time">The first time at which at most the rest is open.</param>
/// <param name="Lower">Lower limit, where the lower limit of the curve gets there.</param>
/// <param name="Upper">Upper limit; null is “no bound is known”, not “none”.</param>
public readonly record struct TimeReached(double? Time, double? Lower, double? Upper);

/// <summary>The share of cases still open as time goes by. Immutable; steps by time, ascending.</summary>
public sealed class SurvivalCurve
{
    /// <summary>A share of exactly one half comes out of a product a few last places off; this far it is one half.</summary>
    private const double Rounding = 1e-12;

    internal SurvivalCurve(int cases, IReadOnlyList<SurvivalStep> steps) => (Cases, Steps) = (cases, steps);

    /// <summary>All cases, ended and open.</summary>
    public int Cases { get; }

    /// <summary>One for each time at which a case ended or was last seen.</summary>
    public IReadOnlyList<SurvivalStep> Steps { get; }

    /// <summary>Cases that ended.</summary>
    public int Ended => Steps.Sum(s => s.Ended);

    /// <summary>The share open after a time; null beyond the last case seen while some are open, and of no cases.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or NaN.</exception>
    public double? OpenAfter(double time)
    {
        if (!(time >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, "A time is 0 or more.");
        }
        if (Steps.Count == 0 || (time > Steps[^1].Time && Steps[^1].Open > 0))
        {
            return null;
        }
        return Steps.LastOrDefault(s => s.Time <= time)?.Open ?? 1;
    }

    /// <summary>How many were open and still seen just before a time, for the line under a chart.</summary>
    public int AtRisk(double time) => Steps.FirstOrDefault(s => s.Time >= time)?.AtRisk ?? 0;

    /// <summary>The time by which half of the cases have ended.</summary>
    public TimeReached Median => EndedBy(0.5);

    /// <summary>The time by which nine in ten cases have ended.</summary>
    public TimeReached NinetyPercent => EndedBy(0.9);

    /// <summary>The time by which a share of the cases has ended, with its limits.</summary>
    /// <param name="share">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not in (0, 1).</exception>
    /// <remarks>The first time at which the curve is at or below 1 − share; its limits are those of the curve, read the same way.</remarks>
    /// <seealso href="https://doi.org/10.2307/2530286">Brookmeyer and Crowley (1982), Biometrics 38(1)</seealso>
    public TimeReached EndedBy(double share)
    {
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share between 0 and 1 is needed.");
        }
        var rest = 1 - share + Rounding;
        return new TimeReached(
            Steps.FirstOrDefault(s => s.Open <= rest)?.Time,
            Steps.FirstOrDefault(s => s.Lower <= rest)?.Time,
            Steps.FirstOrDefault(s => s.Upper <= rest)?.Time
        );
    }
}
