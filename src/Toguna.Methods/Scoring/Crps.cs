namespace Toguna.Methods.Scoring;

/// <summary>How good a forecast was that says how likely each outcome is, in one number in the units of the outcome.</summary>
public static class Crps
{
    /// <summary>Continuous ranked probability score of a sample forecast: how far the forecast distribution lies from what happened.</summary>
    /// <param name="observed">The outcome, in the units of the target, e.g. deaths per district-month. Finite.</param>
    /// <param name="draws">The forecast. Shape (S,), S ≥ 1, any order, not changed; same units; every value finite.</param>
    /// <returns>The score in the units of <paramref name="observed"/>; [0, ∞), smaller is better.</returns>
    /// <exception cref="ArgumentException"><paramref name="draws"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; the message names it and its position.</exception>
    /// <remarks>
    /// (1/S)Σ|xᵢ−y| − (1/2S²)ΣΣ|xᵢ−xⱼ|, not the "fair" variant. O(S log S). A missing outcome is not a zero: the caller drops it.
    /// Computed as the integral of (F(x) − 1{x ≥ y})² over the gaps between ordered draws, which is the same number and cannot
    /// fall below 0 by rounding.
    /// </remarks>
    /// <seealso href="https://doi.org/10.1198/016214506000001437">Gneiting and Raftery (2007), JASA 102(477)</seealso>
    public static double Score(double observed, ReadOnlySpan<double> draws)
    {
        Sample.Check(observed, draws);
        var ordered = Sample.Ordered(draws);
        double score = Math.Max(0, ordered[0] - observed) + Math.Max(0, observed - ordered[^1]);
        for (var i = 1; i < ordered.Length; i++)
        {
            var (from, to) = (ordered[i - 1], ordered[i]);
            if (from == to)
            {
                continue;
            }
            var below = (double)i / ordered.Length;
            var turn = Math.Clamp(observed, from, to);
            score += (turn - from) * below * below + (to - turn) * (1 - below) * (1 - below);
        }
        return score;
    }
}
