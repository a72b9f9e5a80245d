using System.Globalization;
using Microsoft.AspNetCore.Http;
using Toguna.Foundation;
using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>A bulk change as it was typed.</summary>
public sealed record BulkForm
{
    private const int LongestLine = 300;
    private const int LongestNote = 5_000;

    /// <summary>Made with the form: sent twice, it is done once.</summary>
    public Guid Id { get; init; }

    /// <summary>Ids of the incidents that were picked; empty: all that the filter finds.</summary>
    public IReadOnlyList<string> Picked { get; init; } = [];

    /// <summary>The filter as it stands in an address.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Fingerprint of the selection that was shown.</summary>
    public string Seen { get; init; } = "";
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();
    public PlaceHit? Place { get; init; }

    public string this[string field] => Fields.GetValueOrDefault(field, "");

    public string Why => FormReading.Clean(this["why"]).Trim();

    public string? ActorName => Line("actor");

    /// <summary>What is asked for; the actor is known by name only until it is saved.</summary>
    public BulkChange Change =>
        new(
            this["under"] == "1",
            Number("classification", 0, 2),
            Place,
            Line("country"),
            Line("adm1"),
            Line("adm2"),
            Line("event_type"),
            Number("type", 1, 3),
            Line("note"),
            ActorName is null ? null : Guid.Empty,
            IncidentWords.Grades.Contains(this["grade"]) ? this["grade"] : "",
            this["how"] == "replace"
        );

    /// <summary>The fields that are changed, for the list of changes: names of fields and what they become.</summary>
    public IReadOnlyDictionary<string, string> Said
    {
        get
        {
            var said = new Dictionary<string, string>();
            foreach (
                var name in new[]
                {
                    "under",
                    "classification",
                    "country",
                    "adm1",
                    "adm2",
                    "event_type",
                    "type",
                    "note",
                    "actor",
                }
            )
            {
                if (Line(name) is { } value)
                {
                    said[name] = value;
                }
            }
            if (Place is not null)
            {
                said["place"] = Place.Name;
            }
            return said;
        }
    }

    public static BulkForm Read(IFormCollection sent) =>
        new()
        {
            Id = Guid.TryParse(sent["sending"], out var id) ? id : default,
            Picked = [.. sent["id"].OfType<string>()],
            Filter = sent["filter"].ToString(),
            Seen = sent["seen"].ToString(),
            Fields = sent.Where(f => f.Key is not ("id" or "filter" or "seen" or "sending") && f.Key[0] != '_')
                .ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal),
        };

    /// <summary>What cannot be asked for, whatever the incidents are.</summary>
    public IReadOnlyList<Problem> Refuse(int clearance)
    {
        var problems = new List<Problem>();
        if (Change.IsNone)
        {
            problems.Add(RecordProblems.BulkNothing());
        }
        if (Line("classification") is { } level && Number("classification", 0, clearance) is null)
        {
            problems.Add(RecordProblems.NumberInvalid(level, 0, clearance).At("classification"));
        }
        if (ActorName is { } actor && Change.Grade.Length == 0)
        {
            problems.Add(RecordProblems.GradeMissing(actor).At("grade"));
        }
        if (this["place_id"].Length > 0 && Place is null)
        {
            problems.Add(RecordProblems.PlaceUnknown(this["place_id"]).At("place"));
        }
        foreach (var field in new[] { "country", "adm1", "adm2", "event_type", "actor", "note", "why" })
        {
            var most = field == "note" ? LongestNote : LongestLine;
            if (this[field].Length > most)
            {
                problems.Add(RecordProblems.TextTooLong(this[field].Length, most).At(field));
            }
        }
        if (Why.Length == 0)
        {
            problems.Add(RecordProblems.WhyMissing().At("why"));
        }
        return problems;
    }

    private string? Line(string field) => FormReading.Clean(this[field]).Trim() is { Length: > 0 } said ? said : null;

    private int? Number(string field, int from, int to) =>
        int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= from && n <= to
            ? n
            : null;
}
