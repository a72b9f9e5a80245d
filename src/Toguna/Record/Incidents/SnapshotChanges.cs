using System.Globalization;

namespace Toguna.Record.Incidents;

/// <summary>One field that changed; null: there was, or is, nothing.</summary>
/// <param name="Field">Name of the field; its words stand in the texts under <c>field_</c>.</param>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>What differs between two states of an incident, in the order of the form. Pure.</summary>
public static class SnapshotChanges
{
    public static IReadOnlyList<FieldChange> Between(IncidentSnapshot before, IncidentSnapshot after)
    {
        var (b, a) = (before.Incident, after.Incident);
        var changes = new List<FieldChange>();
        Add("title", b.Title, a.Title);
        Add("when", DateWords.Of(b.DateStart, b.DateEnd), DateWords.Of(a.DateStart, a.DateEnd));
        Add("date_prec", IncidentWords.DatePrecision(b.DatePrec), IncidentWords.DatePrecision(a.DatePrec));
        Add("place", b.PlaceText, a.PlaceText);
        Add("where_prec", IncidentWords.WherePrecision(b.WherePrec), IncidentWords.WherePrecision(a.WherePrec));
        Add("coordinates", Position(b), Position(a));
        Add("country", b.Country, a.Country);
        Add("adm1", b.Adm1, a.Adm1);
        Add("adm2", b.Adm2, a.Adm2);
        Add(
            "type",
            b.ViolenceType is { } bt ? IncidentWords.Type(bt) : null,
            a.ViolenceType is { } at ? IncidentWords.Type(at) : null
        );
        Add("event_type", b.EventType, a.EventType);
        Add("finding", IncidentWords.Finding(b.Finding), IncidentWords.Finding(a.Finding));
        Add("killed", Count(b.KilledMin, b.KilledBest, b.KilledMax), Count(a.KilledMin, a.KilledBest, a.KilledMax));
        Add(
            "civilians",
            Count(b.CiviliansMin, b.CiviliansBest, b.CiviliansMax),
            Count(a.CiviliansMin, a.CiviliansBest, a.CiviliansMax)
        );
        Add(
            "injured",
            Count(b.InjuredMin, b.InjuredBest, b.InjuredMax),
            Count(a.InjuredMin, a.InjuredBest, a.InjuredMax)
        );
        Add("acts", Acts(before), Acts(after));
        Add("responsible", Responsible(before), Responsible(after));
        Add("victims", Victims(before), Victims(after));
        Add("note", b.Note, a.Note);
        Add("classification", Plain(b.Classification), Plain(a.Classification));
        return changes;

        void Add(string field, string? was, string? now)
        {
            if (!string.Equals(was ?? "", now ?? "", StringComparison.Ordinal))
            {
                changes.Add(new FieldChange(field, was, now));
            }
        }
    }

    private static string? Position(IncidentFacts i) =>
        i is { Latitude: { } lat, Longitude: { } lon }
            ? string.Create(CultureInfo.InvariantCulture, $"{lat:0.#####}, {lon:0.#####}")
            : null;

    private static string? Count(long? minimum, long? best, long? maximum) =>
        minimum is null && best is null && maximum is null
            ? null
            : $"{CountWords.Figure(minimum)} – {CountWords.Figure(best)} – {CountWords.Figure(maximum)}";

    private static string Acts(IncidentSnapshot s) =>
        string.Join(
            "; ",
            s.Acts.Select(a => a.Target is null ? ActTypes.Name(a.Kind) : $"{ActTypes.Name(a.Kind)}: {a.Target}")
                .Order(StringComparer.Ordinal)
        );

    /// <summary>Names are not in a snapshot; that who is held responsible changed is said by grade and number.</summary>
    private static string Responsible(IncidentSnapshot s) =>
        string.Join(
            "; ",
            s.Attributions.OrderBy(a => a.ActorId)
                .Select(a => $"{IncidentWords.Grade(a.Grade)} ({a.ActorId.ToString()[^6..]})")
        );

    private static string Victims(IncidentSnapshot s) =>
        string.Join("; ", s.Victims.Select(v => v.Description ?? "?").Order(StringComparer.Ordinal));

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
