using Toguna.Formats.Spreadsheet;

namespace Toguna.Record.Exports;

/// <summary>The columns of a list export: stable names for programs, HXL tags for those that read them.</summary>
internal static class ExportColumns
{
    public static readonly IReadOnlyList<(string Name, string? Tag, Func<ExportRow, Cell> Value)> All =
    [
        ("incident", "#event+id", r => r.Incident.Reference),
        ("title", "#event+name", r => r.Incident.Title),
        ("date_start", "#date+start", r => r.Incident.DateStart),
        ("date_end", "#date+end", r => r.Incident.DateEnd),
        ("date_prec", "#date+precision", r => r.Incident.DatePrec),
        ("place", "#loc+name", r => r.Incident.PlaceText),
        ("adm2", "#adm2+name", r => r.Incident.Adm2),
        ("adm1", "#adm1+name", r => r.Incident.Adm1),
        ("country", "#country+name", r => r.Incident.Country),
        ("latitude", "#geo+lat", r => r.Incident.Latitude),
        ("longitude", "#geo+lon", r => r.Incident.Longitude),
        ("where_prec", "#geo+precision", r => r.Incident.WherePrec),
        ("type_of_violence", "#event+type+code", r => r.Incident.ViolenceType),
        ("event_type", "#event+type", r => r.Incident.EventType),
        ("acts", "#event+acts", r => Join(r.Incident.Acts)),
        (
            "held_responsible",
            "#actor+responsible",
            r => Join(r.Incident.HeldResponsible.Select(h => $"{h.Name} ({h.Grade})"))
        ),
        ("parties", "#actor+parties", r => Join(r.Parties.Select(p => p.Name))),
        ("killed_min", "#affected+killed+min", r => r.Incident.KilledMin),
        ("killed_best", "#affected+killed+best", r => r.Incident.KilledBest),
        ("killed_max", "#affected+killed+max", r => r.Incident.KilledMax),
        ("civilians_killed_min", "#affected+civilians+killed+min", r => r.Incident.CiviliansMin),
        ("civilians_killed_best", "#affected+civilians+killed+best", r => r.Incident.CiviliansBest),
        ("civilians_killed_max", "#affected+civilians+killed+max", r => r.Incident.CiviliansMax),
        ("injured_min", "#affected+injured+min", r => r.Incident.InjuredMin),
        ("injured_best", "#affected+injured+best", r => r.Incident.InjuredBest),
        ("injured_max", "#affected+injured+max", r => r.Incident.InjuredMax),
        ("finding", "#status", r => r.Incident.Finding),
        ("warnings", "#meta+warnings", r => Join(r.Incident.WarningCodes)),
        ("sources", "#meta+source", r => Join(r.Keys.Select(k => $"{k.Scheme}:{k.ExternalId}"))),
        ("edited", "#meta+edited", r => r.Incident.Edited ? "yes" : "no"),
    ];

    public static Cell[] Names { get; } = [.. All.Select(c => (Cell)c.Name)];

    public static Cell[] Of(ExportRow row) => [.. All.Select(c => c.Value(row))];

    private static string? Join(IEnumerable<string> values) =>
        string.Join("; ", values) is { Length: > 0 } joined ? joined : null;
}
