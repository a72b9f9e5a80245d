using Toguna.Methods.Numerics;

namespace Toguna.Methods.Survival;

/// <summary>How long one case took, or has been open for.</summary>
/// <param name="Time">From the start, such as the receipt of an alert, to its end or to when it was last seen open; any unit, the same for all. Finite, 0 or more.</param>
/// <param name="Ended">True when what is waited for happened then; false when the case is still open, which says only that it takes longer.</param>
public readonly record struct CaseTime(double Time, bool Ended);

/// <summary>The share of cases still open after a time, with cases that are still open counted for as long as they were seen.</summary>
public static class KaplanMeier
{
    /// <summary>The curve of the share still open, its standard error and its limits.</summary>
    /// <param name="cases">Shape (n,), n ≥ 0, any order, not changed. None gives a curve without steps that knows nothing.</param>
    /// <param name="confidence">Of the limits, two-sided, pointwise, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, NaN or infinite, with its position; or the confidence is not in (0, 1).</exception>
    /// <remarks>
    /// S(t) = Π (1 − d/n) over the times up to t, d ended and n at risk; who is last seen open at a time at which others end is
    /// at risk with them. Variance by Greenwood's formula, limits on the scale log(−log S), which keeps them within 0 and 1.
    /// Assumes that a case is not seen open for less long because of how it would have gone on. O(n log n).
    /// </remarks>
    /// <seealso href="https://doi.org/10.1080/01621459.1958.10501452">Kaplan and Meier (1958), JASA 53(282)</seealso>
    /// <seealso href="https://doi.org/10.1002/9781118032985">Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, section 1.4</seealso>
    public static SurvivalCurve Estimate(IReadOnlyList<CaseTime> cases, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var z = NormalQuantile.ForConfidence(confidence);
        for (var i = 0; i < cases.Count; i++)
        {
            if (!(cases[i].Time >= 0 && double.IsFinite(cases[i].Time)))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(cases),
                    cases[i].Time,
                    $"Case {i} has the time {cases[i].Time}; a time is a finite number, 0 or more."
                );
            }
        }
        CaseTime[] ordered = [.. cases];
        Array.Sort(ordered, (a, b) => a.Time.CompareTo(b.Time));
        var steps = new List<SurvivalStep>();
        var atRisk = cases.Count;
        double open = 1,
            greenwood = 0;
        for (var i = 0; i < ordered.Length; )
        {
            var time = ordered[i].Time;
            var (ended, left) = (0, 0);
            for (; i < ordered.Length && ordered[i].Time == time; i++)
            {
                _ = ordered[i].Ended ? ended++ : left++;
            }
            if (ended > 0)
            {
                open *= (double)(atRisk - ended) / atRisk;
                greenwood += ended / ((double)atRisk * (atRisk - ended));
            }
            steps.Add(Step(time, atRisk, ended, left, open, greenwood, z));
            atRisk -= ended + left;
        }
        return new SurvivalCurve(cases.Count, steps);
    }

    private static SurvivalStep Step(
        double time,
        int atRisk,
        int ended,
        int left,
        double open,
        double greenwood,
        double z
    )
    {
        if (open is 0 or 1)
        {
            return new SurvivalStep(time, atRisk, ended, left, open, 0, null, null);
        }
        var spread = Math.Sqrt(greenwood);
        var power = Math.Exp(z * spread / -Math.Log(open));
        return new SurvivalStep(
            time,
            atRisk,
            ended,
            left,
            open,
            open * spread,
            Math.Pow(open, power),
            Math.Pow(open, 1 / power)
        );
    }
}
