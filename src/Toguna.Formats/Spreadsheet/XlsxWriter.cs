using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Toguna.Formats.Spreadsheet;

/// <summary>Writes an Excel workbook as a stream: several sheets, typed cells, nothing a spreadsheet would run.</summary>
/// <remarks>
/// Memory does not grow with the rows. Text is always typed as text, so no formula can arise; direction overrides are spelled
/// out and characters XML cannot hold become U+FFFD. Excel's own bounds are kept: text is cut at 32,767 characters
/// (<see cref="CutCells"/> counts them), rows beyond 1,048,576 go on in a further sheet that repeats the header. The same
/// calls make the same bytes. Not thread-safe.
/// </remarks>
/// <seealso href="https://ecma-international.org/publications-and-standards/standards/ecma-376/">ECMA-376</seealso>
public sealed class XlsxWriter : IDisposable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const int MaxText = 32_767;
    private const int MaxColumns = 16_384;
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip;
    private readonly int _maxRows;
    private readonly List<string> _names = [];
    private XmlWriter? _sheet;
    private Cell[]? _header;
    private bool _wantsHeader;
    private string _title = "";
    private int _rows;

    /// <summary>Starts a workbook.</summary>
    /// <param name="stream">Where to; need not be seekable; stays open.</param>
    /// <param name="maxRows">Rows per sheet, 2 to 1,048,576, the default.</param>
    public XlsxWriter(Stream stream, int maxRows = 1_048_576)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRows, 1_048_576);
        _maxRows = maxRows;
        _zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>Cells whose text was cut at Excel's bound.</summary>
    public int CutCells { get; private set; }

    /// <summary>Starts a further sheet.</summary>
    /// <param name="name">Its name; characters Excel forbids, over-length and repetition are mended.</param>
    /// <param name="header">Whether the first row is a header: bold and kept in view.</param>
    public void Sheet(string name, bool header = true)
    {
        ArgumentNullException.ThrowIfNull(name);
        _title = name;
        _wantsHeader = header;
        _header = null;
        Begin(name);
    }

    /// <summary>Writes one row into the current sheet.</summary>
    /// <exception cref="InvalidOperationException">No sheet was started.</exception>
    /// <exception cref="ArgumentException">More than 16,384 cells.</exception>
    public void Row(params ReadOnlySpan<Cell> cells)
    {
        if (_sheet is null)
            throw new InvalidOperationException("Start a sheet first.");
        if (cells.Length > MaxColumns)
            throw new ArgumentException(
                $"A row has {cells.Length:N0} cells; a sheet holds {MaxColumns:N0}.",
                nameof(cells)
            );
        if (_rows == _maxRows)
        {
            Begin(_title);
            if (_header is not null)
                Put(_header, bold: true);
        }
        var isHeader = _wantsHeader && _header is null;
        if (isHeader)
            _header = cells.ToArray();
        Put(cells, isHeader);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_names.Count == 0)
            Begin("Sheet1");
        End();
        Part("xl/workbook.xml", Workbook);
        Part("xl/_rels/workbook.xml.rels", WorkbookRelations);
        Part("xl/styles.xml", w => w.WriteRaw(Styles));
        Part(
            "_rels/.rels",
            w =>
                w.WriteRaw(
                    $"<Relationships xmlns=\"{Package}relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                )
        );
        Part("[Content_Types].xml", ContentTypes);
        _zip.Dispose();
    }

    private void Begin(string name)
    {
        End();
        _names.Add(Unused(name));
        _rows = 0;
        _sheet = Open($"xl/worksheets/sheet{_names.Count}.xml");
        _sheet.WriteStartElement("worksheet", Main);
        if (_wantsHeader)
            _sheet.WriteRaw(
                "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
            );
        _sheet.WriteStartElement("sheetData", Main);
    }

    private void End()
    {
        if (_sheet is null)
            return;
        _sheet.WriteEndElement();
        _sheet.WriteEndElement();
        _sheet.Dispose();
        _sheet = null;
    }

    private void Put(ReadOnlySpan<Cell> cells, bool bold)
    {
        var w = _sheet!;
        _rows++;
        w.WriteStartElement("row", Main);
        w.WriteAttributeString("r", _rows.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < cells.Length; i++)
            Put(w, cells[i], i, bold);
        w.WriteEndElement();
    }

    private void Put(XmlWriter w, Cell cell, int column, bool bold)
    {
        if (cell.Kind == CellKind.Nothing)
            return;
        w.WriteStartElement("c", Main);
        w.WriteAttributeString("r", ColumnName(column) + _rows.ToString(CultureInfo.InvariantCulture));
        // Excel counts days from 1900 with a leap day that never was; before 1 March 1900 a date stays text.
        var serial = cell.Kind == CellKind.Date ? cell.Date.DayNumber - new DateOnly(1899, 12, 30).DayNumber : 0;
        if (cell.Kind == CellKind.Number || serial > 60)
        {
            if (serial > 60)
                w.WriteAttributeString("s", "2");
            else if (bold)
                w.WriteAttributeString("s", "1");
            w.WriteElementString("v", Main, serial > 60 ? serial.ToString(CultureInfo.InvariantCulture) : cell.Value);
        }
        else
        {
            if (bold)
                w.WriteAttributeString("s", "1");
            w.WriteAttributeString("t", "inlineStr");
            w.WriteStartElement("is", Main);
            w.WriteStartElement("t", Main);
            w.WriteAttributeString("xml", "space", null, "preserve");
            w.WriteString(Text(cell.Value));
            w.WriteEndElement();
            w.WriteEndElement();
        }
        w.WriteEndElement();
    }

    private string Text(string text)
    {
        text = SafeText.NoIllegal(SafeText.NoOverride(text));
        if (text.Length > MaxText)
        {
            CutCells++;
            text = text[..(char.IsHighSurrogate(text[MaxText - 2]) ? MaxText - 2 : MaxText - 1)] + "…";
        }
        return XlsxText.Escape(text);
    }

    private string Unused(string wanted)
    {
        var name = new StringBuilder(SafeText.NoIllegal(SafeText.NoOverride(wanted)));
        for (var i = 0; i < name.Length; i++)
            if (name[i] is '[' or ']' or ':' or '*' or '?' or '/' or '\\' || char.IsControl(name[i]))
                name[i] = ' ';
        var plain = name.ToString().Trim().Trim('\'').Trim();
        if (plain.Length == 0 || plain.Equals("History", StringComparison.OrdinalIgnoreCase))
            plain = "Sheet " + plain;
        for (var n = 1; ; n++)
        {
            var suffix = n == 1 ? "" : $" ({n})";
            var length = Math.Min(plain.Length, 31 - suffix.Length);
            if (length > 0 && char.IsHighSurrogate(plain[length - 1]))
                length--;
            var candidate = plain[..length].TrimEnd() + suffix;
            if (!_names.Contains(candidate, StringComparer.OrdinalIgnoreCase))
                return candidate;
        }
    }

    private void Workbook(XmlWriter w)
    {
        w.WriteStartElement("workbook", Main);
        w.WriteAttributeString("xmlns", "r", null, Relations);
        w.WriteStartElement("sheets", Main);
        for (var i = 1; i <= _names.Count; i++)
        {
            w.WriteStartElement("sheet", Main);
            w.WriteAttributeString("name", _names[i - 1]);
            w.WriteAttributeString("sheetId", i.ToString(CultureInfo.InvariantCulture));
            w.WriteAttributeString("id", Relations, $"rId{i}");
            w.WriteEndElement();
        }
        w.WriteEndElement();
        w.WriteEndElement();
    }

    private void WorkbookRelations(XmlWriter w)
    {
        var relations = new StringBuilder($"<Relationships xmlns=\"{Package}relationships\">");
        for (var i = 1; i <= _names.Count; i++)
            relations.Append(
                CultureInfo.InvariantCulture,
                $"<Relationship Id=\"rId{i}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"
            );
        relations.Append(
            CultureInfo.InvariantCulture,
            $"<Relationship Id=\"rId{_names.Count + 1}\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>"
        );
        w.WriteRaw(relations.ToString());
    }

    private void ContentTypes(XmlWriter w)
    {
        const string kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        var types = new StringBuilder(
            $"<Types xmlns=\"{Package}content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        );
        types.Append("<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
        types.Append(
            CultureInfo.InvariantCulture,
            $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}styles+xml\"/>"
        );
        for (var i = 1; i <= _names.Count; i++)
            types.Append(
                CultureInfo.InvariantCulture,
                $"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"{kind}worksheet+xml\"/>"
            );
        w.WriteRaw(types.Append("</Types>").ToString());
    }

    private static readonly string Styles =
        $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
        + "<cellXfs count=\"3\"><xf xfId=\"0\"/><xf fontId=\"1\" xfId=\"0\" applyFont=\"1\"/><xf numFmtId=\"164\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

    private XmlWriter Open(string path)
    {
        var entry = _zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = Written;
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            CloseOutput = true,
            NewLineHandling = NewLineHandling.Entitize,
        };
        return XmlWriter.Create(entry.Open(), settings);
    }

    private void Part(string path, Action<XmlWriter> write)
    {
        using var writer = Open(path);
        writer.WriteStartDocument(true);
        write(writer);
    }

    private static string ColumnName(int index)
    {
        var name = "";
        for (var n = index + 1; n > 0; n = (n - 1) / 26)
            name = (char)('A' + (n - 1) % 26) + name;
        return name;
    }
}
