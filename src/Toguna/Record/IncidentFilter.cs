using System.Globalization;

namespace Toguna.Record;

/// <summary>A box on the map in decimal degrees; west may be greater than east: the box crosses the date line.</summary>
public readonly record struct GeoBox(double West, double South, double East, double North)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{West},{South},{East},{North}");
}

/// <summary>
/// Which incidents are meant: the same words in the address of a page, in an export, in the API and after
/// <c>--where</c> on the command line.
/// </summary>
/// <remarks>
/// Immutable. What stands in different properties must all hold; of several values in one property any. Read one with
/// <see cref="IncidentFilterReading.Parse"/>; <see cref="ToPairs"/> writes it back in one order, so that two equal
/// filters have one address.
/// </remarks>
public sealed record IncidentFilter
{
    /// <summary>No condition: every incident that the reader may know of.</summary>
    public static IncidentFilter None { get; } = new();

    /// <summary>Words looked for in titles, notes, and names of places and actors; null: none.</summary>
    public string? Search { get; init; }

    /// <summary>Numbers of the incidents that <see cref="Search"/> finds: the database does not search (<see cref="IncidentBook.FindAsync"/>).</summary>
    internal IReadOnlyList<long>? Found { get; init; }

    /// <summary>Names of places, districts, provinces or countries; whole words, without case and accents.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>The incident may have happened on the first day of this date or later.</summary>
    public PartialDate? From { get; init; }

    /// <summary>The incident may have happened on the last day of this date or before.</summary>
    public PartialDate? To { get; init; }

    /// <summary>Began in this year. Unlike <see cref="From"/> and <see cref="To"/> it counts each incident in one year.</summary>
    public int? Year { get; init; }

    /// <summary>Began in this month or quarter; like <see cref="Year"/> it counts each incident once.</summary>
    public Months? Began { get; init; }

    /// <summary>Codes of acts.</summary>
    public IReadOnlyList<string> Acts { get; init; } = [];

    /// <summary>Ids or names of actors that are held responsible or took part.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>Ids or names of actors that are held responsible; <see cref="Nobody"/>: no act is attributed, <see cref="Anybody"/>: one is.</summary>
    public IReadOnlyList<string> Perpetrators { get; init; } = [];

    /// <summary>Codes of <see cref="ActorCategories"/>: somebody of that category is held responsible.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>UCDP types of violence, 1 to 3.</summary>
    public IReadOnlyList<int> Types { get; init; } = [];

    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>Lists that the incident is known in: <c>ucdp-ged</c>, <c>acled</c>, <c>form</c>, <c>csv:name</c>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    public IReadOnlyList<string> Countries { get; init; } = [];

    public IReadOnlyList<string> Adm1 { get; init; } = [];

    public IReadOnlyList<string> Adm2 { get; init; } = [];

    public GeoBox? Box { get; init; }

    /// <summary>Located within this distance.</summary>
    public GeoCircle? Near { get; init; }

    /// <summary>Place known at least so exactly: UCDP <c>where_prec</c> up to this, 1 to 7.</summary>
    public int? WherePrecMax { get; init; }

    /// <summary>Best estimate of the killed is at least this.</summary>
    public long? KilledMin { get; init; }

    /// <summary>Best estimate of the killed is at most this.</summary>
    public long? KilledMax { get; init; }

    /// <summary>A source breaks its casualties down to these sexes, ages or statuses.</summary>
    public IReadOnlyList<string> VictimSexes { get; init; } = [];

    public IReadOnlyList<string> VictimAges { get; init; } = [];

    public IReadOnlyList<string> VictimStatuses { get; init; } = [];

    /// <summary>Has warnings, or has none.</summary>
    public bool? Warnings { get; init; }

    /// <summary>Made or updated by this import.</summary>
    public Guid? Import { get; init; }

    /// <summary>Written or changed by a person, or by none.</summary>
    public bool? Edited { get; init; }

    /// <summary>Recorded or changed at this instant or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The value of <c>perpetrator</c> that asks for incidents of which nobody is held responsible.</summary>
    public const string Nobody = "none";

    /// <summary>The value of <c>perpetrator</c> that asks for incidents of which somebody is held responsible.</summary>
    public const string Anybody = "any";

    /// <summary>The address of the incidents that it finds.</summary>
    public string Incidents => IsNone ? "/incidents" : "/incidents?" + ToQuery();

    public bool IsNone => ToPairs().Count == 0;

    /// <summary>Keys and values in one order; <see cref="IncidentFilterReading.Parse"/> reads them back to an equal filter.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ToPairs()
    {
        var pairs = new List<KeyValuePair<string, string>>();
        One("q", Search);
        Each("place", Places);
        One("from", From is { } from ? Text(from) : null);
        One("to", To is { } to ? Text(to) : null);
        One("year", Plain(Year));
        One("began", Began?.ToString());
        Each("act", Acts);
        Each("actor", Actors);
        Each("perpetrator", Perpetrators);
        Each("category", Categories);
        Each("type", Types.Select(t => Plain(t)!));
        Each("finding", Findings);
        Each("source", Sources);
        Each("country", Countries);
        Each("adm1", Adm1);
        Each("adm2", Adm2);
        One("bbox", Box?.ToString());
        One("near", Near?.ToString());
        One("where_prec", Plain(WherePrecMax));
        One("killed_min", Plain(KilledMin));
        One("killed_max", Plain(KilledMax));
        Each("victim_sex", VictimSexes);
        Each("victim_age", VictimAges);
        Each("victim_status", VictimStatuses);
        One("warnings", YesNo(Warnings));
        One("import", Import?.ToString());
        One("edited", YesNo(Edited));
        One("since", Since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return pairs;

        void One(string key, string? value)
        {
            if (value is not null)
            {
                pairs.Add(new(key, value));
            }
        }

        void Each(string key, IEnumerable<string> values) =>
            pairs.AddRange(values.Select(v => KeyValuePair.Create(key, v)));
    }

    /// <summary>As it stands in an address, without the question mark; empty for <see cref="None"/>.</summary>
    public string ToQuery() => Query(ToPairs());

    /// <summary>The address of the same list with other settings beside the filter, e.g. <c>sort</c>; null values are left out.</summary>
    public string ToQuery(params (string Key, string? Value)[] more) =>
        Query(ToPairs().Concat(more.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Key, m.Value!))));

    /// <summary>The filter without one of its values: what a chip's cross leads to.</summary>
    public IncidentFilter Without(string key, string value)
    {
        var rest = ToPairs().Where(p => !(p.Key == key && p.Value == value));
        return IncidentFilterReading.Parse(rest.Select(p => KeyValuePair.Create(p.Key, (string?)p.Value))).Filter;
    }

    /// <summary>The date as it is written in an address: 2017, 2017-03 or 2017-03-06.</summary>
    public static string Text(PartialDate date) =>
        date.From.ToString(
            date.From == date.To ? "yyyy-MM-dd"
                : date.To.DayNumber - date.From.DayNumber > 31 ? "yyyy"
                : "yyyy-MM",
            CultureInfo.InvariantCulture
        );

    private static string Query(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    private static string? Plain(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? YesNo(bool? value) =>
        value switch
        {
            true => "yes",
            false => "no",
            _ => null,
        };
}
