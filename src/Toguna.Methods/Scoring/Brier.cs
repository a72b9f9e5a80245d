namespace Toguna.Methods.Scoring;

/// <summary>How good the forecast probability was that at least so many die.</summary>
public static class Brier
{
    /// <summary>The squared distance between the probability of reaching a threshold and whether it was reached.</summary>
    /// <param name="observed">The outcome. Finite.</param>
    /// <param name="draws">The forecast. Shape (S,), S ≥ 1, any order, not changed; same units; every value finite.</param>
    /// <param name="threshold">Reached when an outcome is this or more, e.g. 1 or 25 deaths. Finite.</param>
    /// <returns>[0, 1], smaller is better; always saying .5 gives .25.</returns>
    /// <exception cref="ArgumentException"><paramref name="draws"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; the message names it and its position.</exception>
    /// <seealso href="https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2">Brier (1950), Monthly Weather Review 78(1)</seealso>
    public static double Score(double observed, ReadOnlySpan<double> draws, double threshold)
    {
        var missed = Probability(draws, threshold) - (observed >= threshold ? 1 : 0);
        Sample.Check(observed, draws);
        return missed * missed;
    }

    /// <summary>The share of draws that reach the threshold, [0, 1].</summary>
    /// <inheritdoc cref="Score" path="/param"/>
    /// <inheritdoc cref="Score" path="/exception"/>
    public static double Probability(ReadOnlySpan<double> draws, double threshold)
    {
        Sample.Check(draws);
        if (!double.IsFinite(threshold))
        {
            throw new ArgumentOutOfRangeException(
                nameof(threshold),
                threshold,
                $"The threshold is {threshold}; it must be finite."
            );
        }
        var reached = 0;
        foreach (var draw in draws)
        {
            reached += draw >= threshold ? 1 : 0;
        }
        return (double)reached / draws.Length;
    }
}
