namespace Toguna.Methods.Text;

/// <summary>How many slips of the pen lie between two spellings.</summary>
public static class EditDistance
{
    private const int OnStack = 128;

    /// <summary>The optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, no part edited twice.</summary>
    /// <param name="a">One text, compared by UTF-16 unit; fold it first.</param>
    /// <param name="b">The other.</param>
    /// <param name="max">Largest distance of interest, at least 0.</param>
    /// <returns>The distance, 0 to <paramref name="max"/>; null when it is larger.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is negative.</exception>
    /// <remarks>
    /// Only a band of 2·max + 1 cells per row is worked out, and it stops at the first two rows wholly beyond
    /// <paramref name="max"/>: O(min(|a|,|b|)·max). Allocates nothing when the shorter text has less than 128 characters. Not
    /// a metric: "ca" to "abc" is 3 here, 2 in full Damerau–Levenshtein.
    /// </remarks>
    /// <seealso href="https://doi.org/10.1145/363958.363994">Damerau (1964), CACM 7(3)</seealso>
    public static int? Within(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        if (a.Length < b.Length)
        {
            var longer = b;
            b = a;
            a = longer;
        }
        if (a.Length - b.Length > max)
            return null;
        var head = a.CommonPrefixLength(b);
        a = a[head..];
        b = b[head..];
        while (b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }
        if (b.Length == 0)
            return a.Length;
        // What is left differs at both ends, which one slip mends only where it is a letter, or two that are swapped.
        if (max == 1 && a.Length > 2)
            return null;
        max = Math.Min(max, a.Length);
        var width = b.Length + 1;
        var rows = width <= OnStack ? stackalloc int[3 * OnStack] : new int[3 * width];
        return Banded(a, b, max, rows[..width], rows.Slice(width, width), rows.Slice(2 * width, width));
    }

    private static int? Banded(
        ReadOnlySpan<char> a,
        ReadOnlySpan<char> b,
        int max,
        Span<int> current,
        Span<int> previous,
        Span<int> beforeThat
    )
    {
        var beyond = max + 1;
        beforeThat.Fill(beyond);
        for (var j = 0; j < previous.Length; j++)
            previous[j] = Math.Min(j, beyond);
        var bestBefore = 0;
        for (var i = 1; i <= a.Length; i++)
        {
            var from = Math.Max(1, i - max);
            var to = (int)Math.Min(b.Length, (long)i + max);
            current.Fill(beyond);
            current[0] = Math.Min(i, beyond);
            var best = current[0];
            for (var j = from; j <= to; j++)
            {
                var cost = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost = Math.Min(cost, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost = Math.Min(cost, beforeThat[j - 2] + 1);
                current[j] = Math.Min(cost, beyond);
                best = Math.Min(best, cost);
            }
            // A swap reaches two rows back, so one row beyond the limit does not yet decide.
            if (best > max && bestBefore > max)
                return null;
            bestBefore = best;
            var freed = beforeThat;
            beforeThat = previous;
            previous = current;
            current = freed;
        }
        return previous[b.Length] <= max ? previous[b.Length] : null;
    }
}
