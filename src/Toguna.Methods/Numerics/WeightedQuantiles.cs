namespace Toguna.Methods.Numerics;

/// <summary>Turns values with weights, or few values, into many draws of equal weight with the same distribution function.</summary>
public static class WeightedQuantiles
{
    /// <summary>The quantiles (i + ½)/draws of the weighted values, i = 0 … draws − 1.</summary>
    /// <param name="values">Shape (n,), n ≥ 1, any order, not changed; finite.</param>
    /// <param name="weights">Shape (n,); finite, 0 or more, at least one above 0; they need not add up to 1.</param>
    /// <param name="draws">How many; 1 or more.</param>
    /// <returns>Shape (draws,), not decreasing; each is one of the values, none is made up between two.</returns>
    /// <exception cref="ArgumentException">No values, or as many weights as values are not there, or all weights are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value or weight is out of its bounds; the message names it and its position.</exception>
    /// <remarks>
    /// The generalised inverse of the step distribution function: a value with the share p of all weight is drawn p × draws times, to
    /// within one. O(n log n + draws).
    /// </remarks>
    public static double[] Of(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int draws = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        if (values.IsEmpty || values.Length != weights.Length)
        {
            throw new ArgumentException(
                $"There are {values.Length} values and {weights.Length} weights; one weight for each of at least one value is needed.",
                nameof(weights)
            );
        }
        double total = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(values),
                    values[i],
                    $"Value {i} is {values[i]}; every value must be finite."
                );
            }
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(weights),
                    weights[i],
                    $"Weight {i} is {weights[i]}; a weight is finite and not below 0."
                );
            }
            total += weights[i];
        }
        if (!(total > 0))
        {
            throw new ArgumentException("All weights are 0; at least one must be above.", nameof(weights));
        }
        double[] ordered = [.. values],
            theirs = [.. weights];
        Array.Sort(ordered, theirs);
        return Read(ordered, theirs, draws);
    }

    private static double[] Read(double[] ordered, double[] weights, int draws)
    {
        // Added up in the order of the values, so that the sum that is reached at the end is the one that is shared out.
        double total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }
        var result = new double[draws];
        var at = 0;
        var sum = weights[0];
        for (var i = 0; i < draws; i++)
        {
            var reach = (i + 0.5) / draws * total;
            while (sum < reach && at < ordered.Length - 1)
            {
                sum += weights[++at];
            }
            result[i] = ordered[at];
        }
        return result;
    }
}
