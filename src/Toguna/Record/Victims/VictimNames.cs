using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Victims;

/// <summary>The name of a victim: sealed by a form of the incident's page, and read there with a purpose; never in an address.</summary>
internal sealed class VictimNames(Database database, SealedFields fields, AuditLog audit)
{
    private const int LongestName = 200;

    /// <summary>What a victim is called where the destruction of the name is asked for: by the incident.</summary>
    public static readonly SubjectLabel Label = new(
        SealedVictims.Kind,
        async (c, engine, caller, ids) =>
        {
            var parameters = new DynamicParameters(new { ids = Dialect.List(engine, ids) });
            var rows = await c.QueryAsync<(Guid Victim, long Number)>(
                $"""
                SELECT v.victim_id, i.number FROM victim v JOIN incident i ON i.incident_id = v.incident_id
                WHERE {Dialect.InIds(engine, "v.victim_id", "ids")} AND {IncidentAccess.AccessClause(
                    caller,
                    parameters
                )}
                """,
                parameters
            );
            return rows.DistinctBy(r => r.Victim)
                .ToDictionary(r => r.Victim, r => IncidentSummary.ReferenceOf(r.Number));
        }
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/incidents/{id}/victims/{victim:guid}/name").Needs(Permission.Unseal);
        pages.MapPost("", SealAsync);
        pages.MapPost("/read", ReadAsync);
    }

    /// <summary>Victims of an incident whose name is sealed.</summary>
    public static async Task<IReadOnlySet<Guid>> NamedAsync(DbConnection c, Guid incident) =>
        (
            await c.QueryAsync<Guid>(
                "SELECT victim_id FROM victim WHERE incident_id = @incident AND name_sealed IS NOT NULL",
                new { incident }
            )
        ).ToHashSet();

    private static async Task<IResult> SealAsync(
        string id,
        Guid victim,
        HttpContext http,
        VictimNames names,
        Database database,
        IFormCollection sent,
        CancellationToken ct
    )
    {
        var name = FormReading.Clean(sent["name"].ToString()).Trim();
        var problem = await names.KeepAsync(id, victim, name, Caller.Of(http)!, ct);
        return problem is null
            ? Results.LocalRedirect($"/incidents/{Uri.EscapeDataString(id)}#victims")
            : await ShowIncident.PageAsync(id, null, http, database, new IncidentNames(null, problem), ct);
    }

    private static async Task<IResult> ReadAsync(
        string id,
        Guid victim,
        HttpContext http,
        VictimNames names,
        Database database,
        IFormCollection sent,
        CancellationToken ct
    )
    {
        var shown = Purposes.Find(sent["purpose"]) is { } purpose
            ? new IncidentNames(await names.OpenAsync(id, victim, purpose, Caller.Of(http)!, ct))
            : new IncidentNames(null, RecordProblems.PurposeMissing().At($"purpose-{victim}"));
        http.Response.Headers.CacheControl = "no-store";
        return await ShowIncident.PageAsync(id, null, http, database, shown, ct);
    }

    /// <summary>Seals a name, or another in its place.</summary>
    private Task<Problem?> KeepAsync(string id, Guid victim, string name, Caller caller, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var (incident, facts) = await FindAsync(tx, id, victim, caller);
                if (name.Length is 0 or > LongestName)
                {
                    return RecordProblems.NameLength(name.Length, LongestName).At($"name-{victim}");
                }
                if (!facts.IsPerson)
                {
                    return RecordProblems.VictimNotOne().At($"name-{victim}");
                }
                if (await VictimConsent.RefusesRecordAsync(tx, victim))
                {
                    return RecordProblems.VictimRefusesRecord().At($"name-{victim}");
                }
                var kept = await fields.SealAsync(tx, SealedVictims.Name, victim, victim, name);
                await tx.ExecuteAsync(
                    """
                    UPDATE victim SET name_sealed = @Text, name_index = @Index, kind = 'person'
                    WHERE incident_id = @incident AND victim_id = @victim
                    """,
                    new
                    {
                        kept.Text,
                        kept.Index,
                        incident,
                        victim,
                    }
                );
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    "victim.name_sealed",
                    new Subject(SealedVictims.Kind, victim).ToString(),
                    new { incident }
                );
                return (Problem?)null;
            },
            ct
        );

    private Task<IReadOnlyDictionary<Guid, string>> OpenAsync(
        string id,
        Guid victim,
        ReadPurpose purpose,
        Caller caller,
        CancellationToken ct
    ) =>
        database.WriteAsync(
            async tx =>
            {
                await FindAsync(tx, id, victim, caller);
                return await fields.OpenAsync(tx, caller, purpose, SealedVictims.Name, [victim]);
            },
            ct
        );

    /// <exception cref="ProblemException">There is no such incident or victim for the caller.</exception>
    internal static async Task<(Guid Incident, VictimFacts Victim)> FindAsync(
        WriteScope tx,
        string id,
        Guid victim,
        Caller caller
    )
    {
        var incident =
            await IncidentFinder.FindAsync(tx.Connection, tx.Engine, id, caller, tx.Transaction)
            ?? throw RecordProblems.IncidentUnknown(id).Raise();
        // Held while its name is sealed: an edit at the same moment comes before or after.
        await Rearrangements.RearrangementBook.LockAsync(tx, [incident]);
        var found = await tx.FindAsync<VictimFacts>(
            "SELECT * FROM victim WHERE incident_id = @incident AND victim_id = @victim",
            new { incident, victim }
        );
        return (incident, found ?? throw FoundationProblems.NotFound(SealedVictims.Kind).Raise());
    }
}

/// <summary>What a form about victims was answered with, on the page of the incident.</summary>
/// <param name="Opened">Names that were just opened, by victim; empty: there is none any more.</param>
/// <param name="Typed">Of a form about consent that was refused, by field.</param>
public sealed record IncidentNames(
    IReadOnlyDictionary<Guid, string>? Opened = null,
    Problem? Problem = null,
    IReadOnlyDictionary<string, string>? Typed = null
)
{
    public IReadOnlyList<Problem> Problems => Problem is null ? [] : [Problem];
}
