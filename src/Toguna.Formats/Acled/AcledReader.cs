namespace Toguna.Formats.Acled;

/// <summary>Reads ACLED rows (the 2024 columns and older layouts, any order) into <see cref="AcledEvent"/>.</summary>
/// <remarks>
/// Duplicate ids are the importer's to see. Blank rows are passed over. In semicolon-separated files
/// a coordinate may have a decimal comma. Warnings: <c>event_type_unknown</c>,
/// <c>inter_unknown</c>, <c>year_differs</c>. ACLED's licence forbids redistribution: this reads, nothing is shipped.
/// </remarks>
public static class AcledReader
{
    private static readonly string[] IdNames = ["event_id_cnty", "data_id"];

    private static readonly string[][] RequiredColumns =
    [
        IdNames,
        ["event_date"],
        ["event_type"],
        ["actor1"],
        ["latitude"],
        ["longitude"],
        ["fatalities"],
    ];

    private static readonly string[] Kinds =
    [
        "",
        "State forces",
        "Rebel group",
        "Political militia",
        "Identity militia",
        "Rioters",
        "Protesters",
        "Civilians",
        "External/Other forces",
    ];

    private static readonly HashSet<string> KnownTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Battles",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Riots",
        "Protests",
        "Strategic developments",
        "Remote violence",
        "Riots/Protests",
        "Strategic development",
        "Headquarters or base established",
        "Non-violent transfer of territory",
        "Battle-No change of territory",
        "Battle-Government regains territory",
        "Battle-Non-state actor overtakes territory",
    };

    /// <summary>Whether a header is that of ACLED: it has every required column.</summary>
    public static bool IsAcled(IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var map = new ColumnMap(header);
        return RequiredColumns.All(names => map.Find(names) >= 0);
    }

    /// <summary>The events of a file, one at a time, refused rows among them.</summary>
    /// <exception cref="UnreadableFileException">The header lacks required columns; the message names them. Thrown at once.</exception>
    public static IEnumerable<Parsed<AcledEvent>> Read(RowSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var map = new ColumnMap(rows.Header);
        map.Require("an ACLED file", RequiredColumns);
        return Events(rows, new Columns(map), Fields.For(rows));
    }

    private static IEnumerable<Parsed<AcledEvent>> Events(RowSource rows, Columns at, Fields fields)
    {
        while (rows.TryRead(out var item))
        {
            if (item.Row is not { } row)
            {
                yield return Parsed<AcledEvent>.Refused(item);
                continue;
            }
            if (Fields.IsBlank(row))
                continue;
            fields.Begin(row);
            var read = Event(at, fields);
            yield return new Parsed<AcledEvent>(row, fields.Good ? read : null, fields.Faults, fields.Warnings);
        }
    }

    private static AcledEvent Event(Columns at, Fields f)
    {
        var read = new AcledEvent
        {
            EventId = f.Required(at.Id),
            EventIdNoCountry = f.Text(at.IdNoCountry),
            DataId = f.Text(at.DataId),
            EventDate = f.Date(at.Date, anyNotation: true),
            Year = f.Whole(at.Year, 1800, 2199, "year_invalid"),
            TimePrecision = f.Whole(at.TimePrecision, 1, 3, "time_precision_invalid"),
            DisorderType = f.Text(at.Disorder),
            EventType = f.Required(at.Type),
            SubEventType = f.Text(at.SubType),
            Actor1 = f.Required(at.Actor1),
            Associates1 = Split(f.Text(at.Associates1)),
            Inter1 = Kind(f, at.Inter1),
            Actor2 = f.Text(at.Actor2),
            Associates2 = Split(f.Text(at.Associates2)),
            Inter2 = Kind(f, at.Inter2),
            Interaction = f.Text(at.Interaction),
            CivilianTargeting = f.Text(at.Targeting),
            Iso = f.Whole(at.Iso, 0, 999, "iso_invalid"),
            Iso3 = f.Text(at.Iso3),
            Region = f.Text(at.Region),
            Country = f.Text(at.Country),
            Admin1 = f.Text(at.Admin1),
            Admin2 = f.Text(at.Admin2),
            Admin3 = f.Text(at.Admin3),
            Location = f.Text(at.Location),
            Latitude = f.Number(at.Latitude, -90, 90, "latitude_invalid"),
            Longitude = f.Number(at.Longitude, -180, 180, "longitude_invalid"),
            GeoPrecision = f.Whole(at.GeoPrecision, 1, 3, "geo_precision_invalid"),
            Source = f.Text(at.Source),
            SourceScale = f.Text(at.SourceScale),
            Notes = f.Text(at.Notes),
            Fatalities = f.Whole(at.Fatalities, 0, int.MaxValue, "number_too_large"),
            Tags = f.Text(at.Tags),
            Timestamp = f.Whole(at.Timestamp, 0, int.MaxValue, "timestamp_invalid"),
        };
        if (!f.Good)
            return read;
        if (read.Year is { } year && year != read.EventDate.Year)
            f.Warn("year_differs", $"year is {year}, but event_date is {read.EventDate:yyyy-MM-dd}.");
        if (!KnownTypes.Contains(read.EventType))
            f.Warn("event_type_unknown", $"event_type {Fault.Quote(read.EventType)} is none of ACLED's.");
        return read;
    }

    private static string[] Split(string? text) =>
        text is null ? [] : text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Kind(Fields f, int column)
    {
        var text = f.Text(column);
        if (text is null or "0" or "0.0")
            return null;
        var number = text.EndsWith(".0", StringComparison.Ordinal) ? text.AsSpan(0, text.Length - 2) : text;
        if (number.Length == 1 && number[0] is >= '1' and <= '8')
            return Kinds[number[0] - '0'];
        if (!char.IsAsciiLetter(text[0]))
            f.Warn("inter_unknown", $"The kind of actor {Fault.Quote(text)} is none of ACLED's.");
        return text;
    }

    private sealed class Columns(ColumnMap map)
    {
        public readonly int Id = map.Find(IdNames);
        public readonly int IdNoCountry = map.Find("event_id_no_cnty");
        public readonly int DataId = map.Find("data_id");
        public readonly int Date = map.Find("event_date");
        public readonly int Year = map.Find("year");
        public readonly int TimePrecision = map.Find("time_precision");
        public readonly int Disorder = map.Find("disorder_type");
        public readonly int Type = map.Find("event_type");
        public readonly int SubType = map.Find("sub_event_type");
        public readonly int Actor1 = map.Find("actor1");
        public readonly int Associates1 = map.Find("assoc_actor_1", "ally_actor_1");
        public readonly int Inter1 = map.Find("inter1");
        public readonly int Actor2 = map.Find("actor2");
        public readonly int Associates2 = map.Find("assoc_actor_2", "ally_actor_2");
        public readonly int Inter2 = map.Find("inter2");
        public readonly int Interaction = map.Find("interaction");
        public readonly int Targeting = map.Find("civilian_targeting");
        public readonly int Iso = map.Find("iso");
        public readonly int Iso3 = map.Find("iso3");
        public readonly int Region = map.Find("region");
        public readonly int Country = map.Find("country");
        public readonly int Admin1 = map.Find("admin1");
        public readonly int Admin2 = map.Find("admin2");
        public readonly int Admin3 = map.Find("admin3");
        public readonly int Location = map.Find("location");
        public readonly int Latitude = map.Find("latitude");
        public readonly int Longitude = map.Find("longitude");
        public readonly int GeoPrecision = map.Find("geo_precision", "geo_precis");
        public readonly int Source = map.Find("source");
        public readonly int SourceScale = map.Find("source_scale");
        public readonly int Notes = map.Find("notes");
        public readonly int Fatalities = map.Find("fatalities");
        public readonly int Tags = map.Find("tags");
        public readonly int Timestamp = map.Find("timestamp");
    }
}
