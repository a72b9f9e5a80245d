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
using Toguna.Gather;
using Toguna.Record.Incidents;

namespace Toguna.Record.Victims;

/// <summary>What a victim allows: noted on the incident's page by who may read the name, and kept over time.</summary>
internal static class VictimConsent
{
    public static readonly ILookup<Guid, ConsentLine> None = Array.Empty<ConsentLine>().ToLookup(_ => Guid.Empty);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/incidents/{id}/victims/{victim:guid}/consent", NoteAsync)
            .Needs(Permission.Unseal)
            .KeepsTyped();

    /// <summary>Of the ids of the fields of a victim's form.</summary>
    public static string Prefix(Guid victim) => $"consent-{victim}-";

    /// <summary>What these victims have said, the newest first.</summary>
    public static async Task<ILookup<Guid, ConsentLine>> OfAsync(
        DbConnection c,
        Engine engine,
        IEnumerable<VictimFacts> victims
    ) => await Consents.HistoriesAsync(c, engine, SealedVictims.Kind, victims.Select(v => v.VictimId));

    /// <summary>Whether the victim has said that the name must not be kept; silence is none of that.</summary>
    public static async Task<bool> RefusesRecordAsync(WriteScope tx, Guid victim)
    {
        var said = await Consents.HistoryAsync(
            tx.Connection,
            new ConsentOf(SealedVictims.Kind, victim),
            tx.Transaction
        );
        return ConsentRule.Answer(said, Consents.Record) is { Given: false };
    }

    /// <summary>A name whose victim does not want it kept is taken out in the same transaction, and the audit log says so.</summary>
    public static ConsentChanged RemovesName(AuditLog audit) =>
        new(
            async (tx, of, by) =>
            {
                if (of.Kind != SealedVictims.Kind || !await RefusesRecordAsync(tx, of.Subject))
                {
                    return;
                }
                var removed = await tx.ExecuteAsync(
                    $"""
                    UPDATE victim SET name_sealed = NULL, name_index = NULL
                    WHERE victim_id = @Subject AND kind = '{SealedVictims.Person}' AND name_sealed IS NOT NULL
                    """,
                    new { of.Subject }
                );
                if (removed > 0)
                {
                    await audit.AppendAsync(
                        tx,
                        by,
                        "victim.name_removed",
                        new Subject(SealedVictims.Kind, of.Subject).ToString(),
                        new { because = "refused" }
                    );
                }
            }
        );

    private static async Task<IResult> NoteAsync(
        string id,
        Guid victim,
        HttpContext http,
        Database database,
        Consents consents,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var sent = await http.Request.ReadFormAsync(ct);
        var of = new ConsentOf(SealedVictims.Kind, victim);
        var problem = await database.WriteAsync<Problem?>(
            async tx =>
            {
                var (incident, facts) = await VictimNames.FindAsync(tx, id, victim, caller);
                if (!facts.IsPerson)
                {
                    return RecordProblems.VictimNotOne().At(Prefix(victim) + Consents.Uses[0]);
                }
                var before = await Consents.HistoryAsync(tx.Connection, of, tx.Transaction);
                var (answers, refused) = ConsentAnswer.Read(sent, before, Prefix(victim));
                if (refused is not null)
                {
                    return refused;
                }
                // Counted as one until now: who has been asked is one person.
                await tx.ExecuteAsync(
                    $"UPDATE victim SET kind = '{SealedVictims.Person}' WHERE incident_id = @incident AND victim_id = @victim",
                    new { incident, victim }
                );
                await consents.NoteAsync(tx, of, answers, caller.Id);
                return null;
            },
            ct
        );
        return problem is null
            ? Results.LocalRedirect($"/incidents/{Uri.EscapeDataString(id)}#victims")
            : await ShowIncident.PageAsync(
                id,
                null,
                http,
                database,
                new IncidentNames(null, problem, sent.ToDictionary(f => f.Key, f => f.Value.ToString())),
                ct
            );
    }
}
