using Toguna.Record.Incidents;

namespace Toguna.Record.Api;

/// <summary>A page of incidents.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
public sealed record IncidentListAnswer(
    IReadOnlyList<IncidentAnswer> Items,
    long Total,
    int Page,
    int PageSize,
    string? Next
);

/// <summary>Figures of a filter, and of its groups; by two dimensions also of each pair of values that occurs.</summary>
public sealed record TotalsAnswer(
    long Incidents,
    Bounds Killed,
    Bounds CiviliansKilled,
    Bounds Injured,
    string? By,
    IReadOnlyList<IncidentGroup> Groups,
    IReadOnlyList<IncidentCell> Cells,
    string CountingRule
);

/// <summary>Where and how surely: precision is a category of UCDP, not a scale.</summary>
public sealed record WhereAnswer(
    string? Place,
    string? Adm2,
    string? Adm1,
    string? Country,
    double? Latitude,
    double? Longitude,
    int? Precision
);

public sealed record WhenAnswer(DateOnly From, DateOnly To, int Precision);

public sealed record ResponsibleAnswer(Guid Actor, string Name, string Grade, bool Contested);

/// <summary>An incident in a list.</summary>
public sealed record IncidentAnswer(
    Guid Id,
    string Reference,
    string Title,
    WhenAnswer When,
    WhereAnswer Where,
    int? TypeOfViolence,
    string? EventType,
    IReadOnlyList<string> Acts,
    IReadOnlyList<ResponsibleAnswer> HeldResponsible,
    Bounds Killed,
    Bounds CiviliansKilled,
    Bounds Injured,
    string Finding,
    IReadOnlyList<string> Warnings,
    bool Edited
)
{
    internal static IncidentAnswer Of(IncidentSummary i) =>
        new(
            i.IncidentId,
            i.Reference,
            i.Title,
            new WhenAnswer(i.DateStart, i.DateEnd, i.DatePrec),
            new WhereAnswer(i.PlaceText, i.Adm2, i.Adm1, i.Country, i.Latitude, i.Longitude, i.WherePrec),
            i.ViolenceType,
            i.EventType,
            i.Acts,
            [.. i.HeldResponsible.Select(h => new ResponsibleAnswer(h.ActorId, h.Name, h.Grade, h.Contested))],
            i.Killed,
            i.CiviliansKilled,
            i.Injured,
            i.Finding,
            i.WarningCodes,
            i.Edited
        );
}

public sealed record PartyAnswer(string Role, Guid Actor, string? Name);

public sealed record ActAnswer(
    Guid Id,
    string Kind,
    bool SummaryExecution,
    string? Target,
    string? Note,
    IReadOnlyList<ResponsibleAnswer> HeldResponsible
);

/// <summary>A null dimension: not broken down by it.</summary>
public sealed record CasualtiesAnswer(
    string Outcome,
    string? Sex,
    string? Age,
    string? Status,
    string? Cause,
    string? Party,
    Bounds Count
);

public sealed record VictimsAnswer(
    string Kind,
    string? Description,
    string? Sex,
    string? Age,
    string? Status,
    Bounds Count
);

/// <summary>What the incident rests on, exactly as it arrived.</summary>
public sealed record ReportAnswer(
    Guid Id,
    string Source,
    string Channel,
    string? Scheme,
    string? ExternalId,
    DateTimeOffset ReceivedAt,
    long? Line,
    string Verbatim,
    bool Superseded
);

/// <summary>One incident whole; names of victims and sources are sealed and never here.</summary>
public sealed record WholeIncidentAnswer(
    Guid Id,
    string Reference,
    int Version,
    string Title,
    WhenAnswer When,
    WhereAnswer Where,
    int? Priogrid,
    int? TypeOfViolence,
    string? EventType,
    string Finding,
    string? Note,
    IReadOnlyList<string> Warnings,
    bool Edited,
    Bounds Killed,
    Bounds CiviliansKilled,
    Bounds Injured,
    IReadOnlyList<PartyAnswer> Parties,
    IReadOnlyList<ActAnswer> Acts,
    IReadOnlyList<CasualtiesAnswer> Casualties,
    IReadOnlyList<VictimsAnswer> Victims,
    IReadOnlyList<ReportAnswer> Reports
)
{
    internal static WholeIncidentAnswer Of(
        IncidentSnapshot s,
        IReadOnlyDictionary<Guid, string> actors,
        IReadOnlyList<RestsOn> reports
    )
    {
        var i = s.Incident;
        string? Name(Guid? actor) => actor is { } id ? actors.GetValueOrDefault(id) : null;
        return new WholeIncidentAnswer(
            i.IncidentId,
            IncidentSummary.ReferenceOf(i.Number),
            i.Version,
            i.Title,
            new WhenAnswer(i.DateStart, i.DateEnd, i.DatePrec),
            new WhereAnswer(i.PlaceText, i.Adm2, i.Adm1, i.Country, i.Latitude, i.Longitude, i.WherePrec),
            i.Priogrid,
            i.ViolenceType,
            i.EventType,
            i.Finding,
            i.Note,
            i.Warnings?.Split(',') ?? [],
            i.Edited,
            new Bounds(i.KilledMin, i.KilledBest, i.KilledMax),
            new Bounds(i.CiviliansMin, i.CiviliansBest, i.CiviliansMax),
            new Bounds(i.InjuredMin, i.InjuredBest, i.InjuredMax),
            [.. s.Parties.Select(p => new PartyAnswer(p.Role, p.ActorId, Name(p.ActorId)))],
            [
                .. s.Acts.Select(a => new ActAnswer(
                    a.ActId,
                    a.Kind,
                    a.SummaryExecution,
                    a.Target,
                    a.Note,
                    [
                        .. s
                            .Attributions.Where(t => t.ActId == a.ActId)
                            .Select(t => new ResponsibleAnswer(t.ActorId, Name(t.ActorId) ?? "", t.Grade, t.Contested)),
                    ]
                )),
            ],
            [
                .. s.Casualties.Select(c => new CasualtiesAnswer(
                    c.Outcome,
                    c.Sex,
                    c.Age,
                    c.Status,
                    c.Cause,
                    Name(c.ActorId),
                    new Bounds(c.Minimum, c.Best, c.Maximum)
                )),
            ],
            [
                .. s.Victims.Select(v => new VictimsAnswer(
                    v.Kind,
                    v.Description,
                    v.Sex,
                    v.Age,
                    v.Status,
                    new Bounds(v.Minimum, v.Best, v.Maximum)
                )),
            ],
            [
                .. reports.Select(r => new ReportAnswer(
                    r.ReportId,
                    r.CodeName,
                    r.Channel,
                    r.Scheme,
                    r.ExternalId,
                    r.ReceivedAt,
                    r.Line,
                    r.Verbatim,
                    r.Superseded
                )),
            ]
        );
    }
}
