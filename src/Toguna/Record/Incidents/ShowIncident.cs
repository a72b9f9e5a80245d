using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record.Rearrangements;
using Toguna.Record.Verification;
using Toguna.Record.Victims;

namespace Toguna.Record.Incidents;

/// <summary>The page of one incident: <c>/incidents/INC-0412</c>, also by number or id.</summary>
internal static class ShowIncident
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/incidents/{id}",
                (string id, string? from, HttpContext http, Database database, CancellationToken ct) =>
                    PageAsync(id, from, http, database, new IncidentNames(), ct)
            )
            .Needs(Permission.Read);

    /// <param name="names">What a form about victims' names was answered with.</param>
    public static async Task<IResult> PageAsync(
        string id,
        string? from,
        HttpContext http,
        Database database,
        IncidentNames names,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await using var c = await database.OpenAsync(ct);
        if (await IncidentFinder.FindAsync(c, database.Engine, id, caller) is not { } found)
        {
            return await SaveMerge.LeadsToAsync(c, database.Engine, id, caller) is { } into
                ? Results.LocalRedirect($"/incidents/{into}?from={Uri.EscapeDataString(id)}")
                : throw RecordProblems.IncidentUnknown(id).Raise();
        }
        var snapshot =
            await IncidentStore.LoadAsync(c, null, found) ?? throw RecordProblems.IncidentUnknown(id).Raise();
        var history = await IncidentFinder.HistoryAsync(c, found);
        var reports = await IncidentFinder.ReportsAsync(c, found, caller);
        var findings = await FindingBook.OfAsync(c, found, [.. reports.Select(r => r.ReportId)]);
        var consents = caller.May(Permission.Unseal)
            ? await VictimConsent.OfAsync(c, database.Engine, snapshot.Victims)
            : VictimConsent.None;
        var model = new ShowIncidentModel(
            snapshot,
            await IncidentFinder.ActorsAsync(c, database.Engine, snapshot),
            reports,
            history,
            findings,
            await IncidentFinder.MergedAsync(c, found),
            from is not null && IncidentSummary.NumberOf(from) is { } number
                ? IncidentSummary.ReferenceOf(number)
                : null,
            await People.NamesAsync(
                c,
                database.Engine,
                [
                    .. history.Select(h => h.ByUser),
                    .. findings.SelectMany(VerifyIncident.PeopleOf),
                    .. consents.SelectMany(v => v).Select(l => l.ByUser),
                ]
            ),
            caller
        )
        {
            Compartment = await CompartmentAsync(c, found),
            Named = await VictimNames.NamedAsync(c, found),
            Names = names,
            Consents = consents,
        };
        return new RazorComponentResult<ShowIncidentPage>(new { Model = model })
        {
            StatusCode = names.Problem?.Status ?? StatusCodes.Status200OK,
        };
    }

    private static Task<Compartment?> CompartmentAsync(DbConnection c, Guid incident) =>
        c.QuerySingleOrDefaultAsync<Compartment?>(
            """
            SELECT k.compartment_id, k.kind, k.code, k.opened_at FROM incident i
            JOIN compartment k ON k.compartment_id = i.compartment_id WHERE i.incident_id = @incident
            """,
            new { incident }
        );
}

/// <param name="Actors">Names by id.</param>
/// <param name="Reports">What the incident rests on, newest first.</param>
/// <param name="History">Newest first.</param>
/// <param name="Findings">Newest first.</param>
/// <param name="Merged">Incidents that were merged into it, as they were.</param>
/// <param name="From">The number by which the reader came, of an incident that was merged into this one.</param>
/// <param name="People">Names of those who made history and findings, and noted consents, by id.</param>
public sealed record ShowIncidentModel(
    IncidentSnapshot Snapshot,
    IReadOnlyDictionary<Guid, string> Actors,
    IReadOnlyList<RestsOn> Reports,
    IReadOnlyList<HistoryLine> History,
    IReadOnlyList<FindingRow> Findings,
    IReadOnlyList<IncidentFacts> Merged,
    string? From,
    IReadOnlyDictionary<string, string> People,
    Caller Caller
)
{
    /// <summary>Where it lies, hidden from those outside; null: in none.</summary>
    public Compartment? Compartment { get; init; }

    /// <summary>Victims whose name is sealed.</summary>
    public IReadOnlySet<Guid> Named { get; init; } = new HashSet<Guid>();

    /// <summary>What a form about victims' names was answered with.</summary>
    public IncidentNames Names { get; init; } = new();

    /// <summary>What victims have said, the newest first, for who may read their names.</summary>
    public ILookup<Guid, ConsentLine> Consents { get; init; } = VictimConsent.None;

    public bool MayUnseal => Caller.May(Permission.Unseal);

    public bool MayWrite => Caller.May(Permission.Write);

    public bool MayImport => Caller.May(Permission.Import);

    public bool MayVerify => Caller.May(Permission.Verify);

    public bool MayRearrange => Caller.May(Permission.Rearrange);

    public IncidentFacts Incident => Snapshot.Incident;

    public string Reference => IncidentSummary.ReferenceOf(Incident.Number);

    public IReadOnlyList<string> Warnings => Incident.Warnings?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public long Scale { get; } =
        Snapshot
            .Casualties.Select(c => new Bounds(c.Minimum, c.Best, c.Maximum).Largest)
            .Append(
                new Bounds(
                    Snapshot.Incident.KilledMin,
                    Snapshot.Incident.KilledBest,
                    Snapshot.Incident.KilledMax
                ).Largest
            )
            .Append(
                new Bounds(
                    Snapshot.Incident.InjuredMin,
                    Snapshot.Incident.InjuredBest,
                    Snapshot.Incident.InjuredMax
                ).Largest
            )
            .Max()
            is { } most
                and > 0
            ? most
            : 1;

    public string NameOf(Guid? actor) => actor is { } id && Actors.TryGetValue(id, out var name) ? name : "?";

    /// <summary>Each act with each attribution of it; an act of nobody once.</summary>
    public IEnumerable<(ActFacts Act, AttributionFacts? By)> Acts =>
        Snapshot.Acts.SelectMany(a =>
            Snapshot
                .Attributions.Where(t => t.ActId == a.ActId)
                .Select(t => (a, (AttributionFacts?)t))
                .DefaultIfEmpty((a, null))
        );

    /// <summary>Those who suffered an act, in words.</summary>
    public IReadOnlyList<VictimFacts> VictimsOf(ActFacts act) =>
        [.. Snapshot.Victims.Where(v => v.ActId == act.ActId || (v.ActId is null && Snapshot.Acts.Count == 1))];

    /// <summary>The rows of a breakdown: what is counted, killed and injured side by side.</summary>
    public IEnumerable<(string Label, Bounds Killed, Bounds Injured)> Breakdown =>
        Snapshot
            .Casualties.Where(c => !CasualtySums.IsTotal(c))
            .GroupBy(Describe)
            .Select(g =>
                (
                    g.Key,
                    Bounds.Sum(
                        g.Where(c => c.Outcome == "killed").Select(c => new Bounds(c.Minimum, c.Best, c.Maximum))
                    ),
                    Bounds.Sum(
                        g.Where(c => c.Outcome == "injured").Select(c => new Bounds(c.Minimum, c.Best, c.Maximum))
                    )
                )
            );

    private string Describe(CasualtiesFacts c) =>
        string.Join(
            ", ",
            new[]
            {
                c.ActorId is { } actor ? NameOf(actor) : null,
                c.Status is { } status ? IncidentWords.Status(status) : null,
                c.Sex is { } sex ? IncidentWords.Sex(sex) : null,
                c.Age is { } age ? IncidentWords.Age(age) : null,
                c.Cause is { } cause ? IncidentWords.Cause(cause) : null,
            }.OfType<string>()
        );
}
