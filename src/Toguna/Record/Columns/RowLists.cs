namespace Toguna.Record.Columns;

/// <summary>A list of numbers per row, all in one array. Rows are filled in their order.</summary>
/// <remarks>Not thread-safe; <see cref="IncidentIndex"/> guards it.</remarks>
internal sealed class RowLists
{
    private int[] ends = [];
    private int[] values = [];
    private int filled;
    private int used;

    /// <summary>Adds to the list of a row; all rows before it are complete from now on.</summary>
    public void Add(int row, int value)
    {
        Complete(row);
        if (used == values.Length)
        {
            Array.Resize(ref values, Math.Max(1024, used + used / 2));
        }
        values[used++] = value;
    }

    /// <summary>Adds to the list of a row what is not in it.</summary>
    public void AddOnce(int row, int value)
    {
        Complete(row);
        var from = row == 0 ? 0 : ends[row - 1];
        if (!values.AsSpan(from, used - from).Contains(value))
        {
            Add(row, value);
        }
    }

    /// <summary>Says that the rows before this one have all they will have.</summary>
    public void Complete(int row)
    {
        if (row > ends.Length)
        {
            Array.Resize(ref ends, Math.Max(1024, row + row / 2));
        }
        while (filled < row)
        {
            ends[filled++] = used;
        }
    }

    public ReadOnlySpan<int> Of(int row)
    {
        var from = row == 0 ? 0 : ends[row - 1];
        return values.AsSpan(from, ends[row] - from);
    }

    /// <summary>The other way round: for each number the rows whose list has it, in their order.</summary>
    /// <param name="rows">How many rows are complete.</param>
    /// <param name="numbers">One more than the greatest number.</param>
    /// <param name="shift">Bits of a value below its number.</param>
    public RowLists Turned(int rows, int numbers, int shift)
    {
        var turned = new RowLists
        {
            ends = new int[numbers],
            values = new int[rows == 0 ? 0 : ends[rows - 1]],
            filled = numbers,
        };
        turned.used = turned.values.Length;
        foreach (var value in values.AsSpan(0, turned.used))
        {
            turned.ends[value >> shift]++;
        }
        var at = new int[numbers];
        for (var n = 1; n < numbers; n++)
        {
            at[n] = turned.ends[n - 1];
            turned.ends[n] += at[n];
        }
        for (var row = 0; row < rows; row++)
        {
            foreach (var value in Of(row))
            {
                turned.values[at[value >> shift]++] = row;
            }
        }
        return turned;
    }
}
