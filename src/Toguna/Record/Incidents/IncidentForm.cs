using System.Globalization;
using Microsoft.AspNetCore.Http;
using Toguna.Foundation;

namespace Toguna.Record.Incidents;

/// <summary>A form of an incident exactly as it was typed: everything is text, so that a refused form comes back as it was.</summary>
public sealed class IncidentForm
{
    /// <summary>Most rows of one kind.</summary>
    public const int MostRows = 60;

    /// <summary>Made with the empty form: the incident's id. A form that is sent twice makes one incident.</summary>
    public Guid Id { get; init; }

    /// <summary>The version that the form was opened on; 0: a new incident.</summary>
    public int Version { get; set; }

    public Dictionary<string, string> Fields { get; init; } = new(StringComparer.Ordinal);

    public List<Dictionary<string, string>> Parties { get; init; } = [];
    public List<Dictionary<string, string>> Acts { get; init; } = [];
    public List<Dictionary<string, string>> Victims { get; init; } = [];
    public List<Dictionary<string, string>> Casualties { get; init; } = [];

    public string this[string field] => Fields.GetValueOrDefault(field, "");

    /// <summary>The tables of the form, by the first part of their fields' names.</summary>
    public IEnumerable<(string Name, List<Dictionary<string, string>> Rows)> Tables =>
        [("party", Parties), ("act", Acts), ("victim", Victims), ("casualties", Casualties)];

    /// <summary>Of two sendings of one form the second changes nothing.</summary>
    public Guid? Sending => Guid.TryParse(this["sending"], out var id) ? id : null;

    /// <summary>The report that a new incident is made from.</summary>
    public Guid? From => Guid.TryParse(this["from"], out var id) ? id : null;

    /// <summary>The version that a comparison with somebody else's changes began from; null: there is nothing to compare.</summary>
    public int? ComparedWith =>
        int.TryParse(this["compared"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    /// <summary>By the key of a statement that two changed: whose stands.</summary>
    public string? Choice(string key) => Fields.GetValueOrDefault(FormMerge.ChoicePrefix + key);

    public static IncidentForm Empty(TimeProvider clock)
    {
        var form = new IncidentForm { Id = Ids.New(clock) };
        form.Acts.Add(NewAct(clock));
        form.Casualties.Add(new() { ["outcome"] = "killed" });
        form.Parties.Add(new() { ["role"] = "side_a" });
        return form;
    }

    public static Dictionary<string, string> NewAct(TimeProvider clock) => new() { ["id"] = Ids.New(clock).ToString() };

    /// <summary>The form as it was sent; names like <c>act.0.kind</c> are cells of a table.</summary>
    public static IncidentForm Read(IFormCollection sent, Guid id)
    {
        var form = new IncidentForm
        {
            Id = id,
            Version = int.TryParse(sent["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? version
                : 0,
        };
        var tables = form.Tables.ToDictionary(
            t => t.Name,
            t => (t.Rows, Seen: new SortedDictionary<int, Dictionary<string, string>>())
        );
        foreach (var (name, values) in sent)
        {
            var parts = name.Split('.');
            if (
                parts.Length == 3
                && tables.TryGetValue(parts[0], out var table)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            )
            {
                if (!table.Seen.TryGetValue(at, out var row))
                {
                    table.Seen[at] = row = [];
                }
                row[parts[2]] = values.ToString();
            }
            else
            {
                form.Fields[name] = values.ToString();
            }
        }
        foreach (var (_, (rows, seen)) in tables)
        {
            rows.AddRange(seen.Values.Take(MostRows));
        }
        return form;
    }

    /// <summary>The form that shows an incident as it is.</summary>
    public static IncidentForm Of(IncidentSnapshot s, IReadOnlyDictionary<Guid, string> actors)
    {
        var i = s.Incident;
        string Name(Guid? id) => id is { } known ? actors.GetValueOrDefault(known, "") : "";
        return new IncidentForm
        {
            Id = i.IncidentId,
            Version = i.Version,
            Fields = new()
            {
                ["title"] = i.Title,
                ["date_from"] = Day(i.DateStart, i.DateEnd),
                ["date_to"] = IsOne(i.DateStart, i.DateEnd)
                    ? ""
                    : i.DateEnd.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["date_prec"] = Plain(i.DatePrec),
                ["place"] = i.PlaceText ?? "",
                ["place_id"] = i.PlaceId?.ToString() ?? "",
                ["where_prec"] = Plain(i.WherePrec),
                ["latitude"] = Degrees(i.Latitude),
                ["longitude"] = Degrees(i.Longitude),
                ["country"] = i.Country ?? "",
                ["adm1"] = i.Adm1 ?? "",
                ["adm2"] = i.Adm2 ?? "",
                ["type"] = Plain(i.ViolenceType),
                ["classification"] = Plain(i.Classification),
                ["note"] = i.Note ?? "",
            },
            Parties =
            [
                .. s.Parties.Select(p => new Dictionary<string, string>
                {
                    ["role"] = p.Role,
                    ["name"] = Name(p.ActorId),
                }),
            ],
            Acts =
            [
                .. s.Acts.SelectMany(a =>
                    s.Attributions.Where(t => t.ActId == a.ActId)
                        .Select(t => (AttributionFacts?)t)
                        .DefaultIfEmpty()
                        .Select(t => new Dictionary<string, string>
                        {
                            ["id"] = a.ActId.ToString(),
                            ["attribution"] = t?.AttributionId.ToString() ?? "",
                            ["kind"] = a.Kind,
                            ["summary"] = a.SummaryExecution ? "1" : "",
                            ["target"] = a.Target ?? "",
                            ["by"] = Name(t?.ActorId),
                            ["grade"] = t?.Grade ?? "",
                            ["contested"] = t?.Contested == true ? "1" : "",
                        })
                ),
            ],
            Victims =
            [
                .. s.Victims.Select(v => new Dictionary<string, string>
                {
                    ["id"] = v.VictimId.ToString(),
                    ["description"] = v.Description ?? "",
                    ["status"] = v.Status ?? "",
                    ["sex"] = v.Sex ?? "",
                    ["age"] = v.Age ?? "",
                    ["min"] = Plain(v.Minimum),
                    ["best"] = Plain(v.Best),
                    ["max"] = Plain(v.Maximum),
                }),
            ],
            Casualties =
            [
                .. s.Casualties.Select(c => new Dictionary<string, string>
                {
                    ["id"] = c.CasualtiesId.ToString(),
                    ["outcome"] = c.Outcome,
                    ["status"] = c.Status ?? "",
                    ["sex"] = c.Sex ?? "",
                    ["age"] = c.Age ?? "",
                    ["cause"] = c.Cause ?? "",
                    ["party"] = Name(c.ActorId),
                    ["min"] = Plain(c.Minimum),
                    ["best"] = Plain(c.Best),
                    ["max"] = Plain(c.Maximum),
                }),
            ],
        };
    }

    /// <summary>Every actor that is named anywhere in the form.</summary>
    public IEnumerable<string> ActorNames() =>
        Parties
            .Select(p => p.GetValueOrDefault("name", ""))
            .Concat(Acts.SelectMany(a => Names(a.GetValueOrDefault("by", ""))))
            .Concat(Casualties.Select(c => c.GetValueOrDefault("party", "")))
            .Select(n => n.Trim())
            .Where(n => n.Length > 0);

    /// <summary>Joint perpetrators are separated by semicolons.</summary>
    public static IEnumerable<string> Names(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsOne(DateOnly from, DateOnly to) =>
        PartialDate.Parse(Day(from, to)) is { } date && date.To == to;

    /// <summary>The shortest text that says the span; where none does, its first day.</summary>
    private static string Day(DateOnly from, DateOnly to)
    {
        foreach (var format in new[] { "yyyy-MM-dd", "yyyy-MM", "yyyy" })
        {
            var text = from.ToString(format, CultureInfo.InvariantCulture);
            if (PartialDate.Parse(text) is { } date && date.From == from && date.To == to)
            {
                return text;
            }
        }
        return from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Plain(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Degrees(double? degrees) => degrees?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
