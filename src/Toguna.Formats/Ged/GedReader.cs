namespace Toguna.Formats.Ged;

/// <summary>Reads UCDP GED rows (19.1 and later, any column order, optional columns missing) into <see cref="GedEvent"/>.</summary>
/// <remarks>
/// Rows are checked one by one, so duplicate ids are the importer's to see. Blank rows are passed over. In semicolon-separated files
/// a coordinate may have a decimal comma. Warnings:
/// <c>low_above_best</c>, <c>best_above_high</c>, <c>sum_differs</c> (best is not a + b + civilians + unknown),
/// <c>year_differs</c>, <c>priogrid_differs</c>.
/// </remarks>
public static class GedReader
{
    private static readonly string[][] RequiredColumns =
    [
        ["id"],
        ["type_of_violence"],
        ["date_start"],
        ["date_end"],
        ["latitude"],
        ["longitude"],
        ["best", "best_est"],
        ["low", "low_est"],
        ["high", "high_est"],
        ["side_a"],
    ];

    /// <summary>Whether a header is that of GED: it has every required column.</summary>
    public static bool IsGed(IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var map = new ColumnMap(header);
        return RequiredColumns.All(names => map.Find(names) >= 0);
    }

    /// <summary>The events of a file, one at a time, refused rows among them.</summary>
    /// <exception cref="UnreadableFileException">The header lacks required columns; the message names them. Thrown at once.</exception>
    public static IEnumerable<Parsed<GedEvent>> Read(RowSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var map = new ColumnMap(rows.Header);
        map.Require("a UCDP GED file", RequiredColumns);
        return Events(rows, new Columns(map), Fields.For(rows));
    }

    private static IEnumerable<Parsed<GedEvent>> Events(RowSource rows, Columns at, Fields fields)
    {
        while (rows.TryRead(out var item))
        {
            if (item.Row is not { } row)
            {
                yield return Parsed<GedEvent>.Refused(item);
                continue;
            }
            if (Fields.IsBlank(row))
                continue;
            fields.Begin(row);
            var read = Event(at, fields);
            yield return new Parsed<GedEvent>(row, fields.Good ? read : null, fields.Faults, fields.Warnings);
        }
    }

    private static GedEvent Event(Columns at, Fields f)
    {
        var read = new GedEvent
        {
            Id = f.RequiredWhole(at.Id, 1, int.MaxValue, "id_invalid"),
            RelId = f.Text(at.RelId),
            Year = f.Whole(at.Year, 1800, 2199, "year_invalid"),
            ActiveYear = Flag(f, at.ActiveYear),
            CodeStatus = f.Text(at.CodeStatus),
            TypeOfViolence = f.RequiredWhole(at.Type, 1, 3, "type_invalid"),
            ConflictId = f.Whole(at.Conflict, 0, int.MaxValue, "id_invalid"),
            ConflictName = f.Text(at.ConflictName),
            DyadId = f.Whole(at.Dyad, 0, int.MaxValue, "id_invalid"),
            DyadName = f.Text(at.DyadName),
            SideAId = f.Whole(at.SideAId, 0, int.MaxValue, "id_invalid"),
            SideA = f.Required(at.SideA),
            SideBId = f.Whole(at.SideBId, 0, int.MaxValue, "id_invalid"),
            SideB = f.Text(at.SideB),
            // -1: the coder of the early years did not count.
            NumberOfSources = f.Whole(at.Sources, -1, int.MaxValue, "number_invalid") is var n and >= 0 ? n : null,
            WherePrec = f.Whole(at.WherePrec, 1, 7, "where_prec_invalid"),
            WhereCoordinates = f.Text(at.WhereCoordinates),
            WhereDescription = f.Text(at.WhereDescription),
            Adm1 = f.Text(at.Adm1),
            Adm2 = f.Text(at.Adm2),
            Latitude = f.Number(at.Latitude, -90, 90, "latitude_invalid"),
            Longitude = f.Number(at.Longitude, -180, 180, "longitude_invalid"),
            PriogridGid = f.Whole(at.Gid, 1, 259_200, "priogrid_invalid"),
            Country = f.Text(at.Country),
            CountryId = f.Whole(at.CountryId, 0, int.MaxValue, "id_invalid"),
            Region = f.Text(at.Region),
            EventClarity = f.Whole(at.Clarity, 1, 2, "event_clarity_invalid"),
            DatePrec = f.Whole(at.DatePrec, 1, 5, "date_prec_invalid"),
            DateStart = f.Date(at.Start, anyNotation: true),
            DateEnd = f.Date(at.End, anyNotation: true),
            DeathsA = f.Whole(at.DeathsA, 0, int.MaxValue, "number_too_large"),
            DeathsB = f.Whole(at.DeathsB, 0, int.MaxValue, "number_too_large"),
            DeathsCivilians = f.Whole(at.DeathsCivilians, 0, int.MaxValue, "number_too_large"),
            DeathsUnknown = f.Whole(at.DeathsUnknown, 0, int.MaxValue, "number_too_large"),
            Best = f.Whole(at.Best, 0, int.MaxValue, "number_too_large"),
            High = f.Whole(at.High, 0, int.MaxValue, "number_too_large"),
            Low = f.Whole(at.Low, 0, int.MaxValue, "number_too_large"),
            SourceArticle = f.Text(at.Article),
            SourceHeadline = f.Text(at.Headline),
            SourceOffice = f.Text(at.Office),
            SourceDate = f.Text(at.SourceDate),
            SourceOriginal = f.Text(at.Original),
            GwnoA = f.Text(at.GwnoA),
            GwnoB = f.Text(at.GwnoB),
        };
        if (f.Good && read.DateEnd < read.DateStart)
            f.Refuse(
                at.End,
                "end_before_start",
                $"date_end is {read.DateEnd:yyyy-MM-dd}, before date_start {read.DateStart:yyyy-MM-dd}."
            );
        if (f.Good)
            LookTwice(read, f);
        return read;
    }

    private static bool? Flag(Fields f, int column) =>
        f.Text(column) switch
        {
            "1" or "1.0" or "TRUE" or "True" or "true" => true,
            "0" or "0.0" or "FALSE" or "False" or "false" => false,
            _ => null,
        };

    private static void LookTwice(GedEvent e, Fields f)
    {
        if (e.Low > e.Best)
            f.Warn("low_above_best", $"low is {e.Low}, best {e.Best}.");
        if (e.Best > e.High)
            f.Warn("best_above_high", $"best is {e.Best}, high {e.High}.");
        if (
            e
                is {
                    Best: { } best,
                    DeathsA: { } a,
                    DeathsB: { } b,
                    DeathsCivilians: { } civilians,
                    DeathsUnknown: { } unknown
                }
            && (long)a + b + civilians + unknown is var sum
            && sum != best
        )
            f.Warn("sum_differs", $"best is {best}, but sides, civilians and unknown add up to {sum}.");
        if (e.Year is { } year && (year < e.DateStart.Year || year > e.DateEnd.Year))
            f.Warn(
                "year_differs",
                $"year is {year}, but the dates are {e.DateStart:yyyy-MM-dd} to {e.DateEnd:yyyy-MM-dd}."
            );
        if (e.PriogridGid is { } gid && gid != Priogrid.Gid(e.Latitude, e.Longitude))
            f.Warn(
                "priogrid_differs",
                $"priogrid_gid is {gid}, but the coordinates lie in {Priogrid.Gid(e.Latitude, e.Longitude)}."
            );
    }

    /// <summary>Where each value stands; the first name is that of 23.1, the others those of older layouts.</summary>
    private sealed class Columns(ColumnMap map)
    {
        public readonly int Id = map.Find("id");
        public readonly int RelId = map.Find("relid");
        public readonly int Year = map.Find("year");
        public readonly int ActiveYear = map.Find("active_year");
        public readonly int CodeStatus = map.Find("code_status");
        public readonly int Type = map.Find("type_of_violence");
        public readonly int Conflict = map.Find("conflict_new_id", "conflict_id", "conflict_dset_id");
        public readonly int ConflictName = map.Find("conflict_name");
        public readonly int Dyad = map.Find("dyad_new_id", "dyad_id", "dyad_dset_id");
        public readonly int DyadName = map.Find("dyad_name");
        public readonly int SideAId = map.Find("side_a_new_id", "side_a_id", "side_a_dset_id");
        public readonly int SideA = map.Find("side_a");
        public readonly int SideBId = map.Find("side_b_new_id", "side_b_id", "side_b_dset_id");
        public readonly int SideB = map.Find("side_b");
        public readonly int Sources = map.Find("number_of_sources");
        public readonly int WherePrec = map.Find("where_prec");
        public readonly int WhereCoordinates = map.Find("where_coordinates");
        public readonly int WhereDescription = map.Find("where_description");
        public readonly int Adm1 = map.Find("adm_1");
        public readonly int Adm2 = map.Find("adm_2");
        public readonly int Latitude = map.Find("latitude");
        public readonly int Longitude = map.Find("longitude");
        public readonly int Gid = map.Find("priogrid_gid");
        public readonly int Country = map.Find("country");
        public readonly int CountryId = map.Find("country_id", "gwno");
        public readonly int Region = map.Find("region");
        public readonly int Clarity = map.Find("event_clarity");
        public readonly int DatePrec = map.Find("date_prec");
        public readonly int Start = map.Find("date_start");
        public readonly int End = map.Find("date_end");
        public readonly int DeathsA = map.Find("deaths_a");
        public readonly int DeathsB = map.Find("deaths_b");
        public readonly int DeathsCivilians = map.Find("deaths_civilians");
        public readonly int DeathsUnknown = map.Find("deaths_unknown");
        public readonly int Best = map.Find("best", "best_est");
        public readonly int High = map.Find("high", "high_est");
        public readonly int Low = map.Find("low", "low_est");
        public readonly int Article = map.Find("source_article");
        public readonly int Headline = map.Find("source_headline");
        public readonly int Office = map.Find("source_office");
        public readonly int SourceDate = map.Find("source_date");
        public readonly int Original = map.Find("source_original");
        public readonly int GwnoA = map.Find("gwnoa");
        public readonly int GwnoB = map.Find("gwnob");
    }
}
