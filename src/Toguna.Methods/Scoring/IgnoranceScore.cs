namespace Toguna.Methods.Scoring;

/// <summary>How surprised a forecast was: bits between what it held likely and what happened, over eleven bins of deaths.</summary>
public static class IgnoranceScore
{
    /// <summary>Where the bins begin; the last is open. An outcome on an edge lies in the bin that begins there.</summary>
    public static IReadOnlyList<double> LowerEdges { get; } =
    [0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5];

    /// <summary>−log₂ of the share of draws in the bin of the outcome, with one draw added to each bin.</summary>
    /// <param name="observed">The outcome, deaths per unit and month. Finite, 0 or more.</param>
    /// <param name="draws">
    /// The forecast. Shape (S,), S ≥ 1, any order, not changed; every value finite, 0 or more. Few or weighted draws are expanded by
    /// quantiles before (<see cref="Numerics.WeightedQuantiles"/>): with 12 raw draws the eleven added ones would be half of the forecast.
    /// </param>
    /// <returns>Bits; (0, ∞), smaller is better. At best log₂((S + 11)/(S + 1)), at worst log₂(S + 11).</returns>
    /// <exception cref="ArgumentException"><paramref name="draws"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative, NaN or infinite; the message names it and its position.</exception>
    /// <remarks>The bins and the added draw are those of the VIEWS prediction challenge 2023/24.</remarks>
    /// <seealso href="https://doi.org/10.1175/1520-0493(2002)130%3C1653:EPFUIT%3E2.0.CO;2">Roulston and Smith (2002), Monthly Weather Review 130(6)</seealso>
    public static double Score(double observed, ReadOnlySpan<double> draws)
    {
        Sample.Check(observed, draws);
        if (observed < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(observed),
                observed,
                $"The outcome is {observed}; the bins begin at 0."
            );
        }
        var bin = Bin(observed);
        var hits = 1;
        for (var i = 0; i < draws.Length; i++)
        {
            if (draws[i] < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(draws),
                    draws[i],
                    $"Draw {i} is {draws[i]}; the bins begin at 0."
                );
            }
            hits += Bin(draws[i]) == bin ? 1 : 0;
        }
        return Math.Log2((draws.Length + LowerEdges.Count) / (double)hits);
    }

    private static int Bin(double value)
    {
        var bin = LowerEdges.Count - 1;
        while (value < LowerEdges[bin])
        {
            bin--;
        }
        return bin;
    }
}
