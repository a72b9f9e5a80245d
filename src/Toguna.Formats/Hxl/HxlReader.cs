namespace Toguna.Formats.Hxl;

/// <summary>Finds the row of hashtags in a table and reads the rows below it.</summary>
/// <remarks>
/// The tag row stands within the first 25 rows; it is the first in which at least half of the filled cells are hashtags, so that a
/// few cells somebody forgot to tag do not hide it. Its header is the text of the row above. Rows may be shorter or longer than the
/// tag row. <see cref="RowSource.Header"/> is the tag of each column, or its header text when it has none.
/// </remarks>
public sealed class HxlReader : RowSource
{
    private const int RowsToLookAt = 25;
    private readonly RowSource _rows;
    private readonly string[] _names;

    /// <summary>Finds the tags.</summary>
    /// <param name="rows">A source opened with <see cref="Options"/>; disposed with the reader.</param>
    /// <exception cref="UnreadableFileException">No row of hashtags among the first 25.</exception>
    public HxlReader(RowSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _rows = rows;
        string[] above = [];
        string[] candidate = [.. rows.Header];
        var verbatim = rows.HeaderVerbatim;
        for (var n = 1; ; n++)
        {
            if (IsTagRow(candidate))
                break;
            above = candidate;
            RowOrFault item = default;
            while (n < RowsToLookAt && rows.TryRead(out item) && item.Row is null)
                n++;
            if (item.Row is not { } row)
                throw new UnreadableFileException(
                    "no_hashtags",
                    $"No row of HXL hashtags stands within the first {RowsToLookAt} rows."
                );
            candidate = row.Cells;
            verbatim = row.Verbatim;
        }
        HeaderVerbatim = verbatim;
        Columns =
        [
            .. candidate.Select(
                (c, i) => new HxlColumn(i, i < above.Length && above[i].Length > 0 ? above[i] : null, HxlTag.Parse(c))
            ),
        ];
        _names = [.. Columns.Select((c, i) => c.Tag?.ToString() ?? c.Header ?? candidate[i])];
    }

    /// <summary>How to open the file beneath: rows of any length, nothing taken for a comment.</summary>
    public static RowReaderOptions Options { get; } = new() { Ragged = true, SkipComments = false };

    /// <summary>The columns of the tag row.</summary>
    public IReadOnlyList<HxlColumn> Columns { get; }

    /// <inheritdoc />
    public override IReadOnlyList<string> Header => _names;

    /// <inheritdoc />
    public override string HeaderVerbatim { get; }

    /// <inheritdoc />
    public override long BytesRead => _rows.BytesRead;

    /// <inheritdoc />
    public override IReadOnlyList<Warning> Warnings => _rows.Warnings;

    /// <summary>Opens a CSV file.</summary>
    public static HxlReader Open(Stream stream) => new(new RowReader(stream, Options));

    /// <summary>Index of the first column whose tag fits a pattern such as <c>#adm1+code</c>; −1 for none.</summary>
    public int Find(string pattern)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i].Tag?.Matches(pattern) == true)
                return i;
        return -1;
    }

    /// <inheritdoc />
    public override bool TryRead(out RowOrFault item)
    {
        if (!_rows.TryRead(out item))
            return false;
        RecordsRead++;
        if (item.Row is { } row && row.Cells.Length != _names.Length)
        {
            var cells = new string[_names.Length];
            Array.Fill(cells, "");
            Array.Copy(row.Cells, cells, Math.Min(row.Cells.Length, cells.Length));
            item = item with { Row = row with { Cells = cells } };
        }
        return true;
    }

    /// <inheritdoc />
    public override long Skip(long records)
    {
        var skipped = _rows.Skip(records);
        RecordsRead += skipped;
        return skipped;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rows.Dispose();
    }

    private static bool IsTagRow(string[] cells)
    {
        var filled = cells.Count(c => !string.IsNullOrWhiteSpace(c));
        var tags = cells.Count(c => HxlTag.Parse(c) is not null);
        return tags > 0 && tags * 2 >= filled;
    }
}
