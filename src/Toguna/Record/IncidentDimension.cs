using System.Globalization;
using Toguna.Foundation.Storage;

namespace Toguna.Record;

/// <summary>What incidents can be grouped by.</summary>
/// <param name="Name">As it stands after <c>--by</c> and in addresses.</param>
/// <param name="Rule">Which sentence the counting rule adds: several, began, or none.</param>
public sealed record IncidentDimension(string Name, string? Rule, bool IsTime)
{
    private const string Several = "several";
    private const string Began = "began";
    private const string BrokenDown = "broken_down";

    /// <summary>In the order of lists.</summary>
    public static IReadOnlyList<IncidentDimension> All { get; } =
    [
        new("type", null, false),
        new("year", Began, true),
        new("quarter", Began, true),
        new("month", Began, true),
        new("country", null, false),
        new("adm1", null, false),
        new("adm2", null, false),
        new("place", null, false),
        new("actor", Several, false),
        new("category", Several, false),
        new("party", Several, false),
        new("involved", Several, false),
        new("side_a", Several, false),
        new("side_b", Several, false),
        new("act", Several, false),
        new("sex", BrokenDown, false),
        new("age", BrokenDown, false),
        new("status", BrokenDown, false),
        new("finding", null, false),
        new("source", Several, false),
        new("where_prec", null, true),
        new("date_prec", null, true),
        new("event_type", null, false),
    ];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["type_of_violence"] = "type",
        ["violence_type"] = "type",
        ["adm_1"] = "adm1",
        ["adm_2"] = "adm2",
        ["perpetrator"] = "actor",
        ["where_coordinates"] = "place",
        ["act_type"] = "act",
        ["where_precision"] = "where_prec",
        ["date_precision"] = "date_prec",
        ["scheme"] = "source",
    };

    /// <returns>Null when there is no such dimension.</returns>
    public static IncidentDimension? Find(string name)
    {
        var lower = name.Trim().ToLowerInvariant();
        var known = Aliases.GetValueOrDefault(lower, lower);
        return All.FirstOrDefault(d => d.Name == known);
    }

    /// <exception cref="Foundation.ProblemException">There is no such dimension; the message names it and the known ones.</exception>
    public static IncidentDimension Get(string name) =>
        Find(name) ?? throw RecordProblems.DimensionUnknown(name, string.Join(", ", All.Select(d => d.Name))).Raise();

    /// <summary>The value of an incident <c>i</c>, as text or number.</summary>
    internal string Expression(Engine engine) =>
        Name switch
        {
            "type" => "i.violence_type",
            "year" => Date(engine, "YYYY", "substr(i.date_start, 1, 4)"),
            "month" => Date(engine, "YYYY-MM", "substr(i.date_start, 1, 7)"),
            "quarter" => Date(
                engine,
                "YYYY-\"Q\"Q",
                "substr(i.date_start, 1, 4) || '-Q' || ((CAST(substr(i.date_start, 6, 2) AS INTEGER) + 2) / 3)"
            ),
            "place" => "i.place_text",
            "actor" => "t.actor_id",
            "party" or "involved" or "side_a" or "side_b" => "p.actor_id",
            "category" => "g.category",
            "act" => "a.kind",
            "source" => "k.scheme",
            _ => "i." + Name,
        };

    /// <summary>The table whose rows give an incident several values; each value once per incident.</summary>
    internal string Join =>
        Name switch
        {
            "actor" => Once("attribution", "t", "actor_id", "attribution_id"),
            "party" => Once("party", "p", "actor_id", "role"),
            "involved" => """
                LEFT JOIN (SELECT incident_id, actor_id FROM party UNION SELECT incident_id, actor_id FROM attribution) p
                  ON p.incident_id = i.incident_id
                """,
            "side_a" => "JOIN party p ON p.incident_id = i.incident_id AND p.role = 'side_a'",
            "side_b" => "JOIN party p ON p.incident_id = i.incident_id AND p.role = 'side_b'",
            "category" => $"""
                LEFT JOIN (SELECT DISTINCT t.incident_id, {ActorCategories.SqlOf("x")} AS category
                  FROM attribution t JOIN actor x ON x.actor_id = t.actor_id) g ON g.incident_id = i.incident_id
                """,
            "act" => Once("act", "a", "kind", "act_id"),
            "source" => Once("incident_key", "k", "scheme", "external_id"),
            _ => "",
        };

    /// <summary>Answered from memory only.</summary>
    internal bool IsBrokenDown => Rule == BrokenDown;

    internal bool IsActor => Name is "actor" or "party" or "involved" or "side_a" or "side_b";

    /// <summary>The value in the reader's words.</summary>
    internal string Label(string? key, CultureInfo? culture)
    {
        if (key is null)
        {
            return Name is "actor" or "category"
                ? IncidentWords.NotAttributed(culture)
                : IncidentWords.NotGiven(culture);
        }
        return Name switch
        {
            "month" or "quarter" => Months.Parse(key)?.Words(culture ?? CultureInfo.CurrentUICulture) ?? key,
            "sex" => IncidentWords.Sex(key, culture),
            "age" => IncidentWords.Age(key, culture),
            "status" => IncidentWords.Status(key, culture),
            "category" => ActorCategories.Name(key, culture),
            "type" => IncidentWords.Type(Number(key), culture),
            "act" => ActTypes.Name(key, culture),
            "finding" => IncidentWords.Finding(key, culture),
            "source" => IncidentWords.Source(key, culture),
            "where_prec" => IncidentWords.WherePrecision(Number(key), culture),
            "date_prec" => IncidentWords.DatePrecision(Number(key), culture),
            _ => key,
        };
    }

    /// <summary>The filter that finds the incidents of a group among those that <paramref name="all"/> finds; null where none does.</summary>
    /// <remarks>
    /// Where an incident can have several values, a filter that asks for other ones already cannot ask for this one as well.
    /// </remarks>
    public IncidentFilter? Narrow(IncidentFilter all, string? key) =>
        (Name, key) switch
        {
            ("actor" or "category", null) when IsFree(all.Perpetrators, IncidentFilter.Nobody) => all with
            {
                Perpetrators = [IncidentFilter.Nobody],
            },
            (_, null) => null,
            ("actor", _) when IsFree(all.Perpetrators, key) => all with { Perpetrators = [key] },
            ("category", _) when IsFree(all.Categories, key) => all with { Categories = [key] },
            ("involved", _) when IsFree(all.Actors, key) => all with { Actors = [key] },
            ("act", _) when IsFree(all.Acts, key) => all with { Acts = [key] },
            ("source", _) when IsFree(all.Sources, key) => all with { Sources = [key] },
            ("sex", _) when IsFree(all.VictimSexes, key) => all with { VictimSexes = [key] },
            ("age", _) when IsFree(all.VictimAges, key) => all with { VictimAges = [key] },
            ("status", _) when IsFree(all.VictimStatuses, key) => all with { VictimStatuses = [key] },
            ("month" or "quarter", _) when all.Began is null || all.Began.ToString() == key => all with
            {
                Began = Months.Parse(key),
            },
            ("type", _) => all with { Types = [Number(key)] },
            ("year", _) => all with { Year = Number(key) },
            ("country", _) => all with { Countries = [key] },
            ("adm1", _) => all with { Adm1 = [key] },
            ("adm2", _) => all with { Adm2 = [key] },
            ("finding", _) => all with { Findings = [key] },
            _ => null,
        };

    private static bool IsFree(IReadOnlyList<string> asked, string key) =>
        asked.Count == 0 || (asked.Count == 1 && asked[0] == key);

    private static int Number(string key) => int.Parse(key, CultureInfo.InvariantCulture);

    private static string Date(Engine engine, string postgres, string sqlite) =>
        engine == Engine.Postgres ? $"to_char(i.date_start, '{postgres}')" : sqlite;

    /// <summary>Of rows that give the same value the first counts: cheaper than DISTINCT over the whole table.</summary>
    private static string Once(string table, string alias, string value, string key) =>
        $"""
            LEFT JOIN {table} {alias} ON {alias}.incident_id = i.incident_id AND NOT EXISTS (
              SELECT 1 FROM {table} e WHERE e.incident_id = {alias}.incident_id AND e.{value} = {alias}.{value} AND e.{key} < {alias}.{key})
            """;
}
