using Toguna.Methods.Numerics;

namespace Toguna.Methods.Forecasting;

/// <summary>A benchmark with a memory that fades: the coming months will be like one of the past, more likely like a late one.</summary>
public static class WeightedHistory
{
    /// <summary>The months of the unit itself, each half as likely as one a half-life later, whatever the horizon.</summary>
    /// <param name="history">Outcomes of one unit, oldest first; shape (m,), m ≥ 1; finite, 0 or more. Not changed.</param>
    /// <param name="halfLife">In months, above 0, finite.</param>
    /// <param name="months">How far back, 1 or more. A shorter history is taken whole.</param>
    /// <param name="draws">How many draws to expand them to, by quantiles; 1 or more.</param>
    /// <returns>Shape (draws,), sorted.</returns>
    /// <exception cref="ArgumentException">The history is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names it.</exception>
    /// <remarks>
    /// The weight of the month t before the last is 2^(−t/halfLife): with a half-life of 3, the last twelve months hold 94 % of it. What has
    /// not happened within its months has no chance at all.
    /// </remarks>
    public static double[] Draws(ReadOnlySpan<double> history, double halfLife = 3, int months = 120, int draws = 1000)
    {
        var last = Last(history, months);
        return WeightedQuantiles.Of(last, Weights(last.Length, halfLife), draws);
    }

    internal static ReadOnlySpan<double> Last(ReadOnlySpan<double> history, int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        return history[^Math.Min(months, history.Length)..];
    }

    internal static double[] Weights(int months, double halfLife)
    {
        if (!(halfLife > 0 && double.IsFinite(halfLife)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(halfLife),
                halfLife,
                $"The half-life is {halfLife} months; it must be above 0 and finite."
            );
        }
        var weights = new double[months];
        for (var i = 0; i < months; i++)
        {
            weights[i] = Math.Pow(2, -(months - 1 - i) / halfLife);
        }
        return weights;
    }
}
