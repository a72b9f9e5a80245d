using Toguna.Methods.Numerics;

namespace Toguna.Methods.Forecasting;

/// <summary>A benchmark: the coming months will be like the last one.</summary>
public static class LastValue
{
    /// <summary>Poisson at the value of the last month, whatever the horizon.</summary>
    /// <param name="history">Outcomes of one unit, oldest first; shape (m,), m ≥ 1; only the last is read: finite, 0 or more.</param>
    /// <param name="draws">How many draws, by quantiles; 1 or more.</param>
    /// <returns>Shape (draws,), sorted whole numbers.</returns>
    /// <exception cref="ArgumentException">The history is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The last value is out of its bounds, or there are less than 1 draws.</exception>
    /// <remarks>Far too sure of itself: deaths vary from month to month much more than Poisson.</remarks>
    public static double[] Draws(ReadOnlySpan<double> history, int draws = 1000) =>
        history.IsEmpty
            ? throw new ArgumentException("The history is empty; it needs at least one month.", nameof(history))
            : PoissonQuantiles.Of(history[^1], draws);
}
