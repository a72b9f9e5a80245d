namespace Toguna.Methods.Numerics;

/// <summary>The Poisson distribution as draws of equal weight, without chance.</summary>
public static class PoissonQuantiles
{
    /// <summary>From here on a normal stands for it: the quantiles differ by less than one in 10⁷.</summary>
    private const double LargeMean = 1e7;

    /// <summary>The quantiles (i + ½)/draws, i = 0 … draws − 1.</summary>
    /// <param name="mean">Finite, 0 or more; need not be whole.</param>
    /// <param name="draws">How many; 1 or more.</param>
    /// <returns>Shape (draws,), whole numbers, not decreasing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative, NaN or infinite, or there are less than 1 draws.</exception>
    /// <remarks>
    /// Probabilities by their ratio to that of the mode, up and down from it until they no longer count, so that no factorial is needed
    /// and nothing underflows. O(√mean + draws).
    /// </remarks>
    public static double[] Of(double mean, int draws = 1000)
    {
        if (!(mean >= 0 && double.IsFinite(mean)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(mean),
                mean,
                $"The mean is {mean}; it must be finite and not below 0."
            );
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        if (mean > LargeMean)
        {
            var normal = new double[draws];
            for (var i = 0; i < draws; i++)
            {
                normal[i] = Math.Round(mean + Math.Sqrt(mean) * NormalQuantile.Of((i + 0.5) / draws));
            }
            return normal;
        }
        var mode = Math.Floor(mean);
        const double Nothing = 1e-18;
        var below = new List<double>();
        for (double k = mode, weight = 1; k > 0 && (weight *= k / mean) > Nothing; k--)
        {
            below.Add(weight);
        }
        below.Reverse();
        List<double> weights = [.. below, 1];
        for (double k = mode + 1, weight = 1; (weight *= mean / k) > Nothing; k++)
        {
            weights.Add(weight);
        }
        var first = mode - below.Count;
        return WeightedQuantiles.Of([.. weights.Select((_, i) => first + i)], weights.ToArray(), draws);
    }
}
