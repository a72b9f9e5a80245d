namespace Toguna.Methods.Scoring;

/// <summary>What every score asks of an outcome and its draws before it reads them.</summary>
internal static class Sample
{
    /// <exception cref="ArgumentException">There are no draws.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite; the message names it and its position.</exception>
    public static void Check(double observed, ReadOnlySpan<double> draws)
    {
        if (!double.IsFinite(observed))
        {
            throw new ArgumentOutOfRangeException(
                nameof(observed),
                observed,
                $"The outcome is {observed}; it must be finite."
            );
        }
        Check(draws);
    }

    /// <inheritdoc cref="Check(double, ReadOnlySpan{double})"/>
    public static void Check(ReadOnlySpan<double> draws)
    {
        if (draws.IsEmpty)
        {
            throw new ArgumentException("There are no draws; a forecast has at least one.", nameof(draws));
        }
        for (var i = 0; i < draws.Length; i++)
        {
            if (!double.IsFinite(draws[i]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(draws),
                    draws[i],
                    $"Draw {i} is {draws[i]}; every draw must be finite."
                );
            }
        }
    }

    /// <summary>The draws in order: a copy, so that those of the caller stay as they were.</summary>
    public static double[] Ordered(ReadOnlySpan<double> draws)
    {
        var ordered = draws.ToArray();
        for (var i = 1; i < ordered.Length; i++)
        {
            if (ordered[i] < ordered[i - 1])
            {
                Array.Sort(ordered);
                break;
            }
        }
        return ordered;
    }
}
