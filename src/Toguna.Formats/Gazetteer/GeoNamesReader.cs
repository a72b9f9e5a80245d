using System.Globalization;

namespace Toguna.Formats.Gazetteer;

/// <summary>Reads a GeoNames dump: 19 tab-separated columns, no header, no quotes, UTF-8; plain, gzip or zip.</summary>
public static class GeoNamesReader
{
    private const int Columns = 19;

    private static readonly string[] Names =
    [
        "geonameid",
        "name",
        "asciiname",
        "alternatenames",
        "latitude",
        "longitude",
        "feature class",
        "feature code",
        "country code",
        "cc2",
        "admin1 code",
        "admin2 code",
        "admin3 code",
        "admin4 code",
        "population",
        "elevation",
        "dem",
        "timezone",
        "modification date",
    ];

    /// <summary>The places of the wanted feature classes, one at a time, refused rows of any class among them.</summary>
    /// <param name="stream">The file; disposed when the last place was taken.</param>
    /// <param name="classes">Feature classes to keep; default administrative units (A) and populated places (P).</param>
    /// <exception cref="UnreadableFileException">The first row is not of a GeoNames dump.</exception>
    public static IEnumerable<Parsed<GeoName>> Read(Stream stream, string classes = "AP")
    {
        ArgumentNullException.ThrowIfNull(classes);
        var options = new RowReaderOptions
        {
            Delimiter = '\t',
            Quotes = false,
            Ragged = true,
            SkipComments = false,
        };
        // The dump has no header: the reader's "header" is the first place.
        var rows = new RowReader(Unpacked.Open(stream), options);
        var first = new RawRow(1, rows.HeaderVerbatim, [.. rows.Header]);
        if (
            first.Cells.Length != Columns
            || !long.TryParse(first.Cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        )
        {
            rows.Dispose();
            throw new UnreadableFileException(
                "not_geonames",
                $"The file is no GeoNames dump: the first line has {first.Cells.Length} tab-separated cells and starts with {Fault.Quote(first.Cells[0])}; expected {Columns} and a number."
            );
        }
        return Places(rows, first, classes);
    }

    private static IEnumerable<Parsed<GeoName>> Places(RowReader rows, RawRow first, string classes)
    {
        using var reader = rows;
        var fields = new Fields(Names);
        if (Place(first, fields, classes) is { } place)
            yield return place;
        while (reader.TryRead(out var item))
        {
            if (item.Row is not { } row)
                yield return Parsed<GeoName>.Refused(item);
            else if (Place(row, fields, classes) is { } next)
                yield return next;
        }
    }

    private static Parsed<GeoName>? Place(RawRow row, Fields f, string classes)
    {
        if (row.Cells.Length != Columns)
        {
            var fault = new Fault(
                row.Line,
                null,
                Fault.Cut(row.Verbatim),
                "cell_count",
                $"The line has {row.Cells.Length:N0} tab-separated cells; a GeoNames dump has {Columns}."
            );
            return new Parsed<GeoName>(row, null, [fault], []);
        }
        // Some hundred places of the world have no class; they cannot be asked for.
        var kind = row.Cells[6];
        if (kind.Length == 0 || !classes.Contains(kind[0], StringComparison.OrdinalIgnoreCase))
            return null;
        f.Begin(row);
        var read = new GeoName
        {
            Id = f.RequiredWhole(0, 1, int.MaxValue, "id_invalid"),
            Name = f.Required(1),
            AsciiName = f.Text(2),
            AlternateNames = row.Cells[3]
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Latitude = f.Number(4, -90, 90, "latitude_invalid"),
            Longitude = f.Number(5, -180, 180, "longitude_invalid"),
            FeatureClass = char.ToUpperInvariant(kind[0]),
            FeatureCode = f.Text(7),
            // NA is Namibia here.
            CountryCode = row.Cells[8].Length > 0 ? row.Cells[8] : null,
            Admin1 = row.Cells[10].Length > 0 ? row.Cells[10] : null,
            Admin2 = row.Cells[11].Length > 0 ? row.Cells[11] : null,
            Admin3 = row.Cells[12].Length > 0 ? row.Cells[12] : null,
            Admin4 = row.Cells[13].Length > 0 ? row.Cells[13] : null,
            Population = Population(f),
            Elevation = f.Whole(15, -500, 9000, "elevation_invalid"),
            TimeZone = f.Text(17),
            Modified = Dates.TryIso(row.Cells[18], out var day) ? day : null,
        };
        return new Parsed<GeoName>(row, f.Good ? read : null, f.Faults, f.Warnings);
    }

    private static long? Population(Fields f)
    {
        if (f.Text(14) is not { } text || text == "0")
            return null;
        // The continents and the world are beyond 32 bits.
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        f.Refuse(14, "number_invalid", $"population is {Fault.Quote(text)}; expected a whole number of at least 0.");
        return null;
    }
}
