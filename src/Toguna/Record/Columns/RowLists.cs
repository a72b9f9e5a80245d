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
}
