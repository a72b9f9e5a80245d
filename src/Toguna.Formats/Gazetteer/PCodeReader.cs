namespace Toguna.Formats.Gazetteer;

/// <summary>Reads the OCHA global list of P-codes: CSV, plain, gzip or zip; a row of HXL tags under the header is passed over.</summary>
/// <seealso href="https://data.humdata.org/dataset/global-pcodes">Global P-code list</seealso>
public static class PCodeReader
{
    private static readonly string[][] RequiredColumns =
    [
        ["Location", "iso3"],
        ["Admin Level", "level"],
        ["P-Code", "pcode"],
        ["Name"],
    ];

    /// <summary>The codes, one at a time, refused rows among them.</summary>
    /// <param name="stream">The file; disposed when the last code was taken.</param>
    /// <exception cref="UnreadableFileException">The header lacks required columns; the message names them.</exception>
    public static IEnumerable<Parsed<PCode>> Read(Stream stream)
    {
        var rows = new RowReader(Unpacked.Open(stream));
        try
        {
            var map = new ColumnMap(rows.Header);
            map.Require("a list of P-codes", RequiredColumns);
            return Codes(rows, map);
        }
        catch (UnreadableFileException)
        {
            rows.Dispose();
            throw;
        }
    }

    private static IEnumerable<Parsed<PCode>> Codes(RowReader reader, ColumnMap map)
    {
        using var rows = reader;
        var fields = new Fields(rows.Header);
        int location = map.Find(RequiredColumns[0]),
            level = map.Find(RequiredColumns[1]),
            code = map.Find(RequiredColumns[2]);
        int name = map.Find(RequiredColumns[3]),
            parent = map.Find("Parent P-Code"),
            valid = map.Find("Valid from date");
        while (rows.TryRead(out var item))
        {
            if (item.Row is not { } row)
            {
                yield return Parsed<PCode>.Refused(item);
                continue;
            }
            if (Fields.IsBlank(row) || row.Cells[code].StartsWith('#'))
                continue;
            fields.Begin(row);
            var read = new PCode(
                fields.Required(location),
                fields.RequiredWhole(level, 0, 9, "level_invalid"),
                fields.Required(code),
                fields.Required(name),
                fields.Text(parent),
                fields.Text(valid) is null ? null : fields.Date(valid, anyNotation: false)
            );
            yield return new Parsed<PCode>(row, fields.Good ? read : null, fields.Faults, fields.Warnings);
        }
    }
}
