using System.Globalization;
using System.Text;
using System.Xml;

namespace Toguna.Formats.Spreadsheet;

/// <summary>What a workbook says apart from its rows: sheets, shared strings, which styles are dates.</summary>
internal sealed class XlsxParts
{
    private const long MaxSharedCharacters = 64 << 20;
    private const int MaxSheets = 10_000;
    private const int MaxStyles = 100_000;

    private readonly GuardedZip _zip;
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);
    private readonly HashSet<int> _dateFormats = [14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57];
    private readonly List<bool> _dateStyles = [];
    private string? _sharedPath;
    private string _stylesPath = "xl/styles.xml";

    /// <exception cref="UnreadableFileException">The archive holds no workbook, or its parts are beyond reason.</exception>
    public XlsxParts(GuardedZip zip)
    {
        _zip = zip;
        if (!zip.Has("xl/workbook.xml"))
            throw new UnreadableFileException(
                "not_a_workbook",
                zip.Names.Any(n => n is "content.xml")
                    ? "The file is an OpenDocument sheet (.ods) or text; save it as .xlsx or CSV."
                    : "The zip archive holds no Excel workbook."
            );
        try
        {
            ReadRelations();
            ReadWorkbook();
            ReadStyles();
            ReadShared();
        }
        catch (XmlException e)
        {
            throw new UnreadableFileException("damaged_workbook", "The workbook is damaged: " + e.Message, e);
        }
        if (Sheets.Count == 0)
            throw new UnreadableFileException("not_a_workbook", "The workbook has no sheet.");
    }

    /// <summary>Names of the visible sheets (of all when none is visible) and where they lie.</summary>
    public List<(string Name, string Path)> Sheets { get; private set; } = [];

    /// <summary>Whether days count from 1904, as old Mac workbooks have it.</summary>
    public bool From1904 { get; private set; }

    /// <summary>Texts that cells refer to.</summary>
    public List<string> Shared { get; } = [];

    /// <summary>Whether a cell style shows its number as a date or time.</summary>
    public bool IsDate(int style) => style >= 0 && style < _dateStyles.Count && _dateStyles[style];

    /// <summary>The text inside the current element (<c>si</c>, <c>is</c>), runs joined, phonetic hints left out, at most <paramref name="max"/> characters and one.</summary>
    public static string Text(XmlReader xml, int max)
    {
        if (xml.IsEmptyElement)
            return "";
        var text = new StringBuilder();
        var depth = xml.Depth;
        var chunk = new char[4096];
        var inside = xml.LocalName;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
                inside = xml.LocalName;
            else if (xml.NodeType == XmlNodeType.EndElement)
                inside = "";
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "rPh")
            {
                inside = "";
                xml.Skip();
                if (xml.Depth <= depth)
                    break;
                if (xml.NodeType == XmlNodeType.Element)
                    inside = xml.LocalName;
            }
            // White space between the elements of a rich text is layout, inside t and v it is the text.
            if (
                inside is not ("t" or "v")
                || xml.NodeType
                    is not (
                        XmlNodeType.Text
                        or XmlNodeType.SignificantWhitespace
                        or XmlNodeType.Whitespace
                        or XmlNodeType.CDATA
                    )
            )
                continue;
            int got;
            while ((got = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
                if (text.Length <= max)
                    text.Append(chunk, 0, Math.Min(got, max + 1 - text.Length));
        }
        return text.ToString();
    }

    private void ReadRelations()
    {
        using var xml = _zip.Open("xl/_rels/workbook.xml.rels");
        while (xml is not null && xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "Relationship")
                continue;
            var (id, type, target) = (
                xml.GetAttribute("Id"),
                xml.GetAttribute("Type") ?? "",
                xml.GetAttribute("Target")
            );
            if (id is null || target is null || _targets.Count > MaxSheets)
                continue;
            var path = target.StartsWith('/') ? target[1..] : "xl/" + target;
            _targets[id] = path;
            if (type.EndsWith("/sharedStrings", StringComparison.Ordinal))
                _sharedPath = path;
            if (type.EndsWith("/styles", StringComparison.Ordinal))
                _stylesPath = path;
        }
    }

    private void ReadWorkbook()
    {
        using var xml = _zip.Open("xl/workbook.xml")!;
        var hidden = new List<(string, string)>();
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "workbookPr")
                From1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml.LocalName != "sheet" || Sheets.Count + hidden.Count >= MaxSheets)
                continue;
            var name = xml.GetAttribute("name") ?? "";
            var state = xml.GetAttribute("state");
            string? id = null;
            while (xml.MoveToNextAttribute())
                if (xml.LocalName == "id" && xml.Prefix.Length > 0)
                    id = xml.Value;
            if (id is not null && _targets.TryGetValue(id, out var path) && _zip.Has(path))
                (state is "hidden" or "veryHidden" ? hidden : Sheets).Add((name, path));
        }
        if (Sheets.Count == 0)
            Sheets = hidden;
    }

    private void ReadStyles()
    {
        using var xml = _zip.Open(_stylesPath);
        var inCells = false;
        while (xml is not null && xml.Read())
        {
            if (xml.LocalName == "cellXfs")
                inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "numFmt" && Number(xml.GetAttribute("numFmtId")) is { } format)
            {
                if (ShowsDate(xml.GetAttribute("formatCode") ?? ""))
                    _dateFormats.Add(format);
                else
                    _dateFormats.Remove(format);
            }
            if (inCells && xml.LocalName == "xf" && _dateStyles.Count < MaxStyles)
                _dateStyles.Add(Number(xml.GetAttribute("numFmtId")) is { } used && _dateFormats.Contains(used));
        }
    }

    private void ReadShared()
    {
        if (_sharedPath is null)
            return;
        using var xml = _zip.Open(_sharedPath);
        long held = 0;
        while (xml is not null && xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si")
                continue;
            var text = XlsxText.Unescape(Text(xml, 2 << 20));
            // 32: what an empty string and its place in the list cost.
            held += text.Length + 32;
            if (held > MaxSharedCharacters)
                throw new UnreadableFileException(
                    "shared_strings_too_large",
                    "The workbook's texts need more than 64 Mi characters of memory; save the sheet as CSV."
                );
            Shared.Add(text);
        }
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether a format code has a date or time letter outside quotes, brackets and escapes.</summary>
    private static bool ShowsDate(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            var c = code[i];
            if (c == '\\' || c == '_' || c == '*')
                i++;
            else if (c == '"')
                i = Past(code, i, '"');
            else if (c == '[' && !(i + 1 < code.Length && code[i + 1] is 'h' or 'H' or 'm' or 'M' or 's' or 'S'))
                i = Past(code, i, ']');
            else if (c is 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S')
                return true;
            else if (c is 'G' or 'g')
                return false;
        }
        return false;
    }

    private static int Past(string code, int from, char end)
    {
        var at = code.IndexOf(end, from + 1);
        return at < 0 ? code.Length : at;
    }
}
