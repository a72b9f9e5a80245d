using System.Globalization;
using System.Text;
using System.Xml;

namespace Toguna.Formats.Spreadsheet;

/// <summary>Reads a sheet of an Excel workbook as the same stream of rows and faults that a CSV file gives.</summary>
/// <remarks>
/// The first row that is not blank is the header. Formula cells count by their stored value, nothing is worked out; numbers
/// whose style is a date become <c>yyyy-MM-dd</c> (with <c> HH:mm:ss</c> where there is a time of day). Shorter rows are
/// filled with empty cells. <see cref="RawRow.Verbatim"/> is the row as CSV, <see cref="RawRow.Line"/> the sheet row. Memory:
/// one row, and the shared texts up to 64 Mi characters. Zip bombs and references to the outside are refused, also in the
/// middle of reading. A sheet that breaks off gives a last fault <c>sheet_damaged</c>. Not thread-safe.
/// </remarks>
public sealed class XlsxReader : RowSource
{
    private readonly RowReaderOptions _options;
    private readonly Stream _stream;
    private readonly GuardedZip _zip;
    private readonly XlsxParts _parts;
    private readonly XmlReader _xml;
    private readonly List<string> _cells = [];
    private readonly StringBuilder _line = new();
    private readonly string[] _header;
    private readonly Warning[] _warnings;
    private long _row;
    private Fault? _fault;
    private bool _ended;

    /// <summary>Opens a workbook and reads the header of one sheet.</summary>
    /// <param name="stream">The file, seekable, from its start; disposed with the reader. When the file is refused it stays the caller's.</param>
    /// <param name="sheet">Name of the sheet, case ignored; null for the first visible one.</param>
    /// <param name="options">Limits; delimiter, quotes and encoding do not apply.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="UnreadableFileException">Not a workbook (the message says what it is), protected, damaged, a zip bomb, without that sheet, or without a header.</exception>
    public XlsxReader(Stream stream, string? sheet = null, RowReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException(
                "A workbook is read back to front: give a stream that can seek.",
                nameof(stream)
            );
        _options = options ?? new RowReaderOptions();
        _stream = stream;
        _zip = new GuardedZip(stream);
        _parts = new XlsxParts(_zip);
        SheetNames = [.. _parts.Sheets.Select(s => s.Name)];
        var (name, path) = sheet is null
            ? _parts.Sheets[0]
            : _parts.Sheets.FirstOrDefault(s => s.Name.Equals(sheet, StringComparison.OrdinalIgnoreCase));
        if (path is null)
            throw new UnreadableFileException(
                "sheet_missing",
                $"The workbook has no sheet {Fault.Quote(sheet!)}; it has {string.Join(", ", SheetNames.Take(20).Select(Fault.Quote))}."
            );
        SheetName = name;
        _xml = _zip.Open(path)!;
        _header = ReadHeader();
        _warnings = !_options.Ragged && Repeated(_header) is { } repeated ? [repeated] : [];
        HeaderVerbatim = Verbatim(_header.Length);
    }

    /// <summary>Names of the visible sheets.</summary>
    public IReadOnlyList<string> SheetNames { get; }

    /// <summary>Name of the sheet read.</summary>
    public string SheetName { get; }

    /// <inheritdoc />
    public override IReadOnlyList<string> Header => _header;

    /// <inheritdoc />
    public override string HeaderVerbatim { get; }

    /// <summary>Position in the packed file; only roughly the progress, since a sheet is read in blocks.</summary>
    public override long BytesRead => _stream.CanSeek ? _stream.Position : 0;

    /// <inheritdoc />
    public override IReadOnlyList<Warning> Warnings => _warnings;

    /// <inheritdoc />
    public override bool TryRead(out RowOrFault item)
    {
        if (!Next())
        {
            item = default;
            return false;
        }
        RecordsRead++;
        var verbatim = Verbatim(_options.Ragged || _fault is not null ? _cells.Count : _header.Length);
        if (_fault is { } fault)
        {
            item = new RowOrFault(
                null,
                fault with
                {
                    Value = Fault.Cut(verbatim),
                },
                verbatim[..Math.Min(verbatim.Length, 65_536)]
            );
            return true;
        }
        var cells = new string[_options.Ragged ? _cells.Count : _header.Length];
        Array.Fill(cells, "");
        _cells.CopyTo(0, cells, 0, Math.Min(_cells.Count, cells.Length));
        item = new RowOrFault(new RawRow(_row, verbatim, cells), null, verbatim);
        return true;
    }

    /// <inheritdoc />
    public override long Skip(long records)
    {
        long skipped = 0;
        while (skipped < records && Next())
            skipped++;
        RecordsRead += skipped;
        return skipped;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _ended = true;
        _xml.Dispose();
        _zip.Dispose();
        _stream.Dispose();
    }

    private string[] ReadHeader()
    {
        if (!Next())
            throw new UnreadableFileException(
                "empty",
                $"The sheet {Fault.Quote(SheetName)} is empty: it has no header row."
            );
        if (_fault is { } fault)
            throw new UnreadableFileException("header_" + fault.Code, "The header cannot be read: " + fault.Reason);
        var names = _cells.ConvertAll(c => c.Trim());
        if (!_options.Ragged && names.Find(n => n.Length > 1000) is { } name)
            throw new UnreadableFileException(
                "header_name_too_long",
                $"A column name has {name.Length:N0} characters, at most 1,000: {Fault.Quote(name)}. Is the first row the header?"
            );
        return [.. names];
    }

    /// <summary>Goes to the next row that is not blank; its cells without trailing empty ones.</summary>
    private bool Next()
    {
        while (!_ended)
        {
            _fault = null;
            _cells.Clear();
            try
            {
                if (!NextRowElement())
                {
                    _ended = true;
                    return false;
                }
                ReadCells();
            }
            catch (Exception e)
                when (e
                        is XmlException
                            or InvalidOperationException
                            or UnreadableFileException { Code: "damaged_archive" }
                )
            {
                _ended = true;
                _fault = new Fault(
                    _row,
                    null,
                    null,
                    "sheet_damaged",
                    $"The sheet breaks off or is damaged after row {_row}: {e.Message}"
                );
                return true;
            }
            while (_cells.Count > 0 && _cells[^1].Length == 0)
                _cells.RemoveAt(_cells.Count - 1);
            if (_cells.Count == 0 && _fault is null)
                continue;
            // While the header itself is read there is none yet.
            if (_fault is null && _header is not null && !_options.Ragged && _cells.Count > _header.Length)
                _fault = new Fault(
                    _row,
                    null,
                    null,
                    "cell_count",
                    $"The row has {_cells.Count:N0} cells; the header has {_header.Length:N0}."
                );
            return true;
        }
        return false;
    }

    private bool NextRowElement()
    {
        while (_xml.Read())
        {
            if (_xml.NodeType != XmlNodeType.Element || _xml.LocalName != "row")
                continue;
            _row = long.TryParse(
                _xml.GetAttribute("r"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : _row + 1;
            return true;
        }
        return false;
    }

    private void ReadCells()
    {
        if (_xml.IsEmptyElement)
            return;
        var depth = _xml.Depth;
        long characters = 0;
        var next = 0;
        while (_xml.Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType != XmlNodeType.Element || _xml.LocalName != "c")
                continue;
            var column = XlsxText.Column(_xml.GetAttribute("r"));
            if (column < 0)
                column = next;
            next = column + 1;
            var text = Cell();
            if (text.Length == 0)
                continue;
            characters += text.Length;
            if (text.Length > _options.MaxCell)
                Refuse("cell_too_long", $"A cell has more than {_options.MaxCell:N0} characters.");
            else if (characters > _options.MaxRow)
                Refuse("row_too_long", $"The row has more than {_options.MaxRow:N0} characters.");
            else if (column >= _options.MaxColumns)
                Refuse(
                    "too_many_columns",
                    $"The row has a cell in column {column + 1:N0}; at most {_options.MaxColumns:N0} are read."
                );
            if (_fault is not null)
                continue;
            while (_cells.Count <= column)
                _cells.Add("");
            _cells[column] = text;
        }
    }

    private void Refuse(string code, string reason) => _fault ??= new Fault(_row, null, null, code, reason);

    private string Cell()
    {
        var type = _xml.GetAttribute("t") ?? "n";
        var style = int.TryParse(_xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var s)
            ? s
            : -1;
        if (_xml.IsEmptyElement)
            return "";
        var depth = _xml.Depth;
        var value = "";
        while (_xml.Read() && _xml.Depth > depth)
            if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName is "v" or "is")
                value = XlsxParts.Text(_xml, _options.MaxCell);
        return type switch
        {
            "s" => SharedText(value),
            "str" or "inlineStr" => XlsxText.Unescape(value),
            "b" => value.Trim() == "1" ? "TRUE" : "FALSE",
            "d" or "e" => value,
            _ => Number(value, style),
        };
    }

    private string SharedText(string value)
    {
        if (
            int.TryParse(
                value,
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out var index
            )
            && index >= 0
            && index < _parts.Shared.Count
        )
            return _parts.Shared[index];
        Refuse(
            "shared_string_missing",
            $"A cell refers to shared text {Fault.Quote(value)}, which the workbook does not have."
        );
        return "";
    }

    private string Number(string value, int style)
    {
        if (
            !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number)
        )
            return value;
        if (_parts.IsDate(style) && AsDate(number) is { } date)
            return date;
        // Excel stores 5.399784 as 5.3997840000000004; the shortest text that reads back equal is what was typed.
        return Math.Abs(number) < 1e15 && number == Math.Truncate(number)
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private string? AsDate(double serial)
    {
        if (serial is < 0 or >= 2_958_466)
            return null;
        if (_parts.From1904)
            serial += 1462;
        var seconds = (long)Math.Round(serial * 86_400);
        if (seconds < 86_400)
            return TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);
        // Serial 60 is the 29 February 1900 that Excel keeps for Lotus 1-2-3; days before it lie one off.
        var origin = new DateTime(1899, 12, seconds / 86_400 < 60 ? 31 : 30, 0, 0, 0, DateTimeKind.Unspecified);
        if (seconds / 86_400 > 2_958_465)
            return null;
        var moment = origin.AddSeconds(seconds);
        return moment.ToString(
            seconds % 86_400 == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture
        );
    }

    private string Verbatim(int cells)
    {
        _line.Clear();
        for (var i = 0; i < cells; i++)
        {
            if (i > 0)
                _line.Append(',');
            if (i < _cells.Count)
                CsvOut.Append(_line, _cells[i], ',');
        }
        return _line.ToString();
    }
}
