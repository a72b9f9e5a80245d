using System.Globalization;

namespace Toguna.Formats;

/// <summary>Which column of a file holds what: names compared without case, spaces or underscores deciding nothing.</summary>
internal sealed class ColumnMap
{
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyList<string> _header;

    public ColumnMap(IReadOnlyList<string> header)
    {
        _header = header;
        for (var i = 0; i < header.Count; i++)
            _index.TryAdd(Plain(header[i]), i);
    }

    /// <summary>The first of the names that the header has; −1 for none.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_index.TryGetValue(Plain(name), out var index))
                return index;
        return -1;
    }

    /// <summary>Refuses a header that lacks columns; names them all.</summary>
    /// <exception cref="UnreadableFileException">At least one of the names is missing.</exception>
    public void Require(string format, IEnumerable<string[]> columns)
    {
        var missing = columns.Where(names => Find(names) < 0).Select(names => names[0]).ToList();
        if (missing.Count > 0)
            throw new UnreadableFileException(
                "header_incomplete",
                $"The file is not {format}: the header lacks {string.Join(", ", missing)}. It has {Shown()}."
            );
    }

    private string Shown()
    {
        var names = string.Join(", ", _header.Take(12));
        if (names.Length > 300)
            names = names[..300];
        return _header.Count > 12 ? $"{names}, … ({_header.Count:N0} columns)" : names;
    }

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal);
}

/// <summary>Reads typed values from the cells of one row after the other and gathers what is wrong. Reused, not thread-safe.</summary>
/// <param name="header">Column names, for the faults.</param>
/// <param name="decimalComma">Whether <c>14,5</c> is read as 14.5, as semicolon-separated files of continental spreadsheets have it.</param>
internal sealed class Fields(IReadOnlyList<string> header, bool decimalComma = false)
{
    private List<Fault>? _faults;
    private List<Warning>? _warnings;
    private RawRow _row = new(0, "", []);

    public IReadOnlyList<Fault> Faults => (IReadOnlyList<Fault>?)_faults ?? [];
    public IReadOnlyList<Warning> Warnings => (IReadOnlyList<Warning>?)_warnings ?? [];
    public bool Good => _faults is null;

    /// <summary>For the rows of a source, whose delimiter tells whether a comma can be a decimal point.</summary>
    public static Fields For(RowSource rows) => new(rows.Header, rows is RowReader { Delimiter: ';' });

    /// <summary>Goes to another row.</summary>
    public void Begin(RawRow row)
    {
        _row = row;
        _faults = null;
        _warnings = null;
    }

    /// <summary>Whether every cell is blank: a line that a spreadsheet left behind, not a record.</summary>
    public static bool IsBlank(RawRow row)
    {
        foreach (var cell in row.Cells)
            if (!string.IsNullOrWhiteSpace(cell))
                return false;
        return true;
    }

    public void Refuse(int column, string code, string reason)
    {
        var value = (uint)column < (uint)_row.Cells.Length ? _row.Cells[column] : null;
        (_faults ??= []).Add(
            new Fault(
                _row.Line,
                column < 0 ? null : header[column],
                value is null ? null : Fault.Cut(value),
                code,
                reason
            )
        );
    }

    public void Warn(string code, string detail) => (_warnings ??= []).Add(new Warning(code, detail));

    /// <summary>Text without outer white space; null when absent, empty, <c>NA</c> or <c>NULL</c>.</summary>
    public string? Text(int column)
    {
        if ((uint)column >= (uint)_row.Cells.Length)
            return null;
        var cell = _row.Cells[column];
        if (cell.Length == 0)
            return null;
        if (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1]))
            cell = cell.Trim();
        return cell is "" or "NA" or "NULL" or "null" ? null : cell;
    }

    /// <summary>Text that must be there.</summary>
    public string Required(int column)
    {
        if (Text(column) is { } text)
            return text;
        Missing(column);
        return "";
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>; <c>3.0</c> is 3; null when there is none.</summary>
    public int? Whole(int column, int min, int max, string code)
    {
        if (Text(column) is not { } text)
            return null;
        if (!TryWhole(text, out var value))
        {
            if (IsNaN(text))
                return null;
            Refuse(column, "number_invalid", $"{header[column]} is {Fault.Quote(text)}; expected a whole number.");
            return null;
        }
        if (value >= min && value <= max)
            return (int)value;
        Refuse(
            column,
            value < 0 && min == 0 ? "number_negative" : code,
            max == int.MaxValue
                ? $"{header[column]} is {text}; expected a whole number of at least {min}."
                : $"{header[column]} is {text}; expected a whole number from {min} to {max}."
        );
        return null;
    }

    /// <summary>As <see cref="Whole"/>, and must be there.</summary>
    public int RequiredWhole(int column, int min, int max, string code)
    {
        var faults = _faults?.Count ?? 0;
        if (Whole(column, min, max, code) is { } value)
            return value;
        if ((_faults?.Count ?? 0) == faults)
            Missing(column);
        return 0;
    }

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/> that must be there.</summary>
    public double Number(int column, double min, double max, string code)
    {
        if (Text(column) is not { } text)
        {
            Missing(column);
            return 0;
        }
        var plain = decimalComma && !text.Contains('.', StringComparison.Ordinal) ? text.Replace(',', '.') : text;
        if (
            !double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !double.IsFinite(value)
        )
        {
            Refuse(
                column,
                "number_invalid",
                $"{header[column]} is {Fault.Quote(text)}; expected a number with a decimal point."
            );
            return 0;
        }
        if (value >= min && value <= max)
            return value;
        Refuse(
            column,
            code,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{header[column]} is {Fault.Quote(text)}; expected {min} to {max}."
            )
        );
        return 0;
    }

    /// <summary>A date that must be there.</summary>
    public DateOnly Date(int column, bool anyNotation)
    {
        if (Text(column) is not { } text)
        {
            Missing(column);
            return default;
        }
        if (Dates.TryIso(text, out var date) || anyNotation && Dates.TryAny(text, out date))
            return date;
        Refuse(
            column,
            "date_invalid",
            $"{header[column]} is {Fault.Quote(text)}; expected a date that exists, as 2025-05-16{(anyNotation ? " or 16 May 2025" : "")}."
        );
        return default;
    }

    private void Missing(int column) =>
        Refuse(column, "value_missing", $"{header[column]} is empty; a value is required.");

    private static bool IsNaN(string text) =>
        text.Equals("NaN", StringComparison.OrdinalIgnoreCase) || text is "None" or "N/A" or "n/a" or "<NA>";

    private static bool TryWhole(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return true;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 0
            && text.AsSpan(point + 1).IndexOfAnyExcept('0') < 0
            && long.TryParse(
                text.AsSpan(0, point),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out value
            );
    }
}
