using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Hxl;

/// <summary>Writes a tagged table as CSV: header row, hashtag row, rows.</summary>
public sealed class HxlWriter : IDisposable
{
    private readonly CsvOut _out;
    private readonly int _columns;

    /// <summary>Writes both heading rows. The stream stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="columns">Header text and tag (e.g. <c>#affected+killed+f</c>; null for an untagged column).</param>
    /// <param name="options">Null: comma, text made harmless.</param>
    /// <exception cref="ArgumentException">A tag is none, or too few columns are tagged to be recognised; the message names it.</exception>
    public HxlWriter(Stream stream, IReadOnlyList<(string Header, string? Tag)> columns, CsvOutOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var wrong = columns.FirstOrDefault(c => c.Tag is not null && HxlTag.Parse(c.Tag) is null).Tag;
        if (wrong is not null)
            throw new ArgumentException($"\"{wrong}\" is no hashtag.", nameof(columns));
        if (columns.All(c => c.Tag is null))
            throw new ArgumentException("At least one column needs a tag.", nameof(columns));
        _columns = columns.Count;
        _out = new CsvOut(stream, options);
        _out.Row([.. columns.Select(c => Cell.Of(c.Header))]);
        _out.Row([.. columns.Select(c => Cell.Of(HxlTag.Parse(c.Tag)?.ToString() ?? ""))]);
    }

    /// <summary>Writes one row.</summary>
    /// <exception cref="ArgumentException">Not as many cells as columns.</exception>
    public void Row(params ReadOnlySpan<Cell> cells)
    {
        if (cells.Length != _columns)
            throw new ArgumentException(
                $"The row has {cells.Length} cells; the table has {_columns} columns.",
                nameof(cells)
            );
        _out.Row(cells);
    }

    /// <inheritdoc />
    public void Dispose() => _out.Dispose();
}
