namespace Toguna.Methods.Detection;

/// <summary>Many tests at once: which of them to believe, so that among those believed few are false.</summary>
public static class FalseDiscovery
{
    /// <summary>For each test the smallest false discovery rate at which it is still believed (Benjamini and Hochberg's adjusted p-value).</summary>
    /// <param name="pValues">Of every test that was made, also of those that saw nothing; shape (m,), any order, not changed; each in [0, 1].</param>
    /// <returns>Shape (m,), in the order of <paramref name="pValues"/>, each in [0, 1] and not below its p-value; empty for no tests.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is not in [0, 1] or not a number; the message names it and its position.</exception>
    /// <remarks>
    /// min over j ≥ i of m p₍ⱼ₎/j. Believing those at most q keeps the expected share of false ones among them at most q, where
    /// tests are independent or depend on each other positively (Benjamini and Yekutieli); p-values of counts are larger than
    /// they need be, which errs on the safe side. It is a rate over many times, no promise for one. Leaving out tests because they
    /// saw nothing breaks it. O(m log m).
    /// </remarks>
    /// <seealso href="https://doi.org/10.1111/j.2517-6161.1995.tb02031.x">Benjamini and Hochberg (1995), JRSS B 57(1), section 3.1</seealso>
    /// <seealso href="https://doi.org/10.1214/aos/1013699998">Benjamini and Yekutieli (2001), Annals of Statistics 29(4), theorem 1.2</seealso>
    public static double[] QValues(ReadOnlySpan<double> pValues)
    {
        var sorted = new double[pValues.Length];
        var places = new int[pValues.Length];
        for (var i = 0; i < pValues.Length; i++)
        {
            if (!(pValues[i] is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(pValues),
                    pValues[i],
                    $"Value {i} is no probability; from 0 to 1 is needed."
                );
            }
            (sorted[i], places[i]) = (pValues[i], i);
        }
        Array.Sort(sorted, places);
        var q = new double[pValues.Length];
        var least = 1.0;
        for (var rank = sorted.Length; rank >= 1; rank--)
        {
            // The last is p itself, and nothing falls below p: m/rank rounds, and must not say otherwise.
            least = Math.Min(least, Math.Max(sorted[rank - 1], sorted[rank - 1] * sorted.Length / rank));
            q[places[rank - 1]] = least;
        }
        return q;
    }
}
