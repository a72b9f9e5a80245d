using System.Runtime.Intrinsics;

namespace Toguna.Record.Columns;

/// <summary>The figures of each row, side by side: killed, civilians killed, injured, each minimum, best, maximum.</summary>
/// <remarks>A row's figures lie in one or two cache lines and are added up in one step. Not thread-safe.</remarks>
internal sealed class Figures
{
    public const int PerRow = 9;

    /// <summary>Figures of a row that one vector holds; the last one goes by itself.</summary>
    private const int InVector = 8;

    private int[] values = [];

    /// <summary>The best count of the killed by row, once more: filters and lists read it alone.</summary>
    public int[] Killed = [];

    public int this[int row, int figure] => values[row * PerRow + figure];

    public void Resize(int rows)
    {
        Array.Resize(ref values, rows * PerRow);
        Array.Resize(ref Killed, rows);
    }

    public void Set(int row, int figure, int value)
    {
        values[row * PerRow + figure] = value;
        if (figure == 1)
        {
            Killed[row] = value;
        }
    }

    /// <summary>Adds the figures of a row that are given.</summary>
    /// <param name="sums">At least nine, added to.</param>
    /// <returns>A bit for each figure that is given, the first in the last place.</returns>
    public int AddTo(Span<long> sums, int row)
    {
        var own = values.AsSpan(row * PerRow, PerRow);
        sums = sums[..PerRow];
        var vector = Vector256.Create<int>(own);
        var missing = Vector256.Equals(vector, Vector256.Create(IncidentColumns.NotGiven));
        var (low, high) = Vector256.Widen(Vector256.AndNot(vector, missing));
        (Vector256.Create<long>(sums) + low).CopyTo(sums);
        (Vector256.Create<long>(sums[4..]) + high).CopyTo(sums[4..]);
        var given = (int)(~missing.ExtractMostSignificantBits() & 0xFF);
        if (own[InVector] == IncidentColumns.NotGiven)
        {
            return given;
        }
        sums[InVector] += own[InVector];
        return given | 1 << InVector;
    }
}
