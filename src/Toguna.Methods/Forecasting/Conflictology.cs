using Toguna.Methods.Numerics;

namespace Toguna.Methods.Forecasting;

/// <summary>The benchmark that is hard to beat: the coming months will be like one of the last.</summary>
public static class Conflictology
{
    /// <summary>The last months of the unit itself, each as likely as the other, whatever the horizon.</summary>
    /// <param name="history">Outcomes of one unit, oldest first; shape (m,), m ≥ 1; finite, 0 or more. Not changed.</param>
    /// <param name="months">How many of the last months, 1 or more; 12, or 36 for a longer memory. A shorter history is taken whole.</param>
    /// <param name="draws">How many draws to expand them to, by quantiles; 1 or more.</param>
    /// <returns>Shape (draws,), sorted.</returns>
    /// <exception cref="ArgumentException">The history is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names it.</exception>
    /// <remarks>
    /// Assumes that nothing changes. On the true future of the VIEWS challenge no entrant had a lower CRPS for countries. It gives what
    /// has not happened within its months no chance at all.
    /// </remarks>
    /// <seealso href="https://arxiv.org/abs/2407.11045">Hegre et al. (2024), The 2023/24 VIEWS prediction challenge</seealso>
    public static double[] Draws(ReadOnlySpan<double> history, int months = 12, int draws = 1000)
    {
        var last = WeightedHistory.Last(history, months);
        var equal = new double[last.Length];
        Array.Fill(equal, 1);
        return WeightedQuantiles.Of(last, equal, draws);
    }
}
