using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>Merges records of one event into one of them, and takes a merge back; each in one transaction with history and audit.</summary>
internal sealed class SaveMerge(Database database, AuditLog audit)
{
    /// <summary>Survivors that were merged again are followed so far.</summary>
    private const int LongestWay = 50;

    /// <param name="survivor">The incident that stays.</param>
    /// <param name="merged">Those that go into it.</param>
    /// <param name="versions">Of each as the person saw it.</param>
    /// <returns>The problem; null: done.</returns>
    public Task<Problem?> MergeAsync(
        Guid survivor,
        IReadOnlyList<Guid> merged,
        IReadOnlyDictionary<Guid, int> versions,
        MergeChoices choices,
        string why,
        Caller caller,
        CancellationToken ct
    ) =>
        database.WriteAsync(
            async tx =>
            {
                await RearrangementBook.LockAsync(tx, [survivor, .. merged]);
                var all = new List<IncidentSnapshot>();
                foreach (var id in merged.Prepend(survivor))
                {
                    if (await IncidentStore.LoadAsync(tx.Connection, tx.Transaction, id) is not { } found)
                    {
                        return RecordProblems.GoneMeanwhile();
                    }
                    await IncidentFinder.NeedAsync(tx, id, caller);
                    if (versions.GetValueOrDefault(id) != found.Incident.Version)
                    {
                        return RecordProblems.MergeChanged(
                            IncidentSummary.ReferenceOf(found.Incident.Number),
                            versions.GetValueOrDefault(id),
                            found.Incident.Version
                        );
                    }
                    all.Add(found);
                }
                if (await AcrossAsync(tx, [survivor, .. merged]))
                {
                    return RecordProblems.MergeAcross();
                }
                await MergeAsync(tx, all[0], all[1..], choices, why, caller);
                return (Problem?)null;
            },
            ct
        );

    /// <summary>Whether they lie in different compartments: merged, one would show itself to those of the other.</summary>
    private static async Task<bool> AcrossAsync(WriteScope tx, IEnumerable<Guid> incidents) =>
        await tx.FindAsync<long>(
            $"""
            SELECT count(*) FROM (SELECT DISTINCT compartment_id FROM incident
              WHERE {Dialect.InIds(tx.Engine, "incident_id", "ids")}) lie
            """,
            new { ids = Dialect.List(tx.Engine, incidents) }
        ) > 1;

    private async Task MergeAsync(
        WriteScope tx,
        IncidentSnapshot survivor,
        List<IncidentSnapshot> merged,
        MergeChoices choices,
        string why,
        Caller caller
    )
    {
        var rearrangement = tx.NewId();
        var id = survivor.Incident.IncidentId;
        var after = DecideMerge.Decide(survivor, merged, choices, tx.NewId);
        var kept = new List<(Guid, string, int, string?)>();
        foreach (var one in merged)
        {
            await IncidentStore.KeepLastAsync(tx, one, caller.Id, why, rearrangement);
            var rows = await MergedRows.MoveAsync(tx, one, id, rearrangement);
            kept.Add((one.Incident.IncidentId, "merged", one.Incident.Version + 1, rows.ToJson()));
        }
        await IncidentStore.ReplaceAsync(tx, after);
        await IncidentStore.KeepHistoryAsync(
            tx,
            id,
            "merged",
            caller.Id,
            null,
            why,
            IncidentStore.ToJson(survivor),
            rearrangement: rearrangement
        );
        kept.Add((id, "survivor", survivor.Incident.Version + 1, null));
        var numbers = merged.ConvertAll(m => m.Incident.Number);
        await RearrangementBook.KeepAsync(
            tx,
            rearrangement,
            "merge",
            why,
            new { survivor = survivor.Incident.Number, merged = numbers },
            caller,
            kept
        );
        await audit.AppendAsync(
            tx,
            caller.Id,
            "incident.merged",
            $"incident:{id}",
            new { rearrangement, merged = merged.Select(m => m.Incident.IncidentId) }
        );
    }

    /// <summary>All are as they were before, with another line of history; refused where the survivor was changed since.</summary>
    public async Task UndoAsync(WriteScope tx, Rearrangement merge, IReadOnlyList<Rearranged> incidents, Caller caller)
    {
        var survivor = incidents.Single(i => i.Role == "survivor").IncidentId;
        var after = await IncidentStore.LoadJsonAsync(tx, survivor);
        foreach (var one in incidents.Where(i => i.Role == "merged"))
        {
            var before = await IncidentStore.BeforeAsync(tx, one.IncidentId, merge.RearrangementId);
            await MergedRows.FromJson(one.Kept!).RestoreAsync(tx, before, survivor);
            await IncidentStore.KeepHistoryAsync(
                tx,
                one.IncidentId,
                "unmerged",
                caller.Id,
                null,
                null,
                null,
                rearrangement: merge.RearrangementId
            );
        }
        await IncidentStore.ReplaceAsync(tx, await IncidentStore.BeforeAsync(tx, survivor, merge.RearrangementId));
        await IncidentStore.KeepHistoryAsync(
            tx,
            survivor,
            "unmerged",
            caller.Id,
            null,
            null,
            after,
            rearrangement: merge.RearrangementId
        );
        await audit.AppendAsync(
            tx,
            caller.Id,
            "incident.unmerged",
            $"incident:{survivor}",
            new { rearrangement = merge.RearrangementId }
        );
    }

    /// <summary>Where the number or id of a merged incident leads; null: nowhere that the caller may go.</summary>
    /// <remarks>A survivor may have been merged again: the way is followed to its end.</remarks>
    public static async Task<Guid?> LeadsToAsync(DbConnection c, Engine engine, string text, Caller caller)
    {
        var into =
            Guid.TryParse(text, out var id) ? await NextAsync("incident_id = @id", new { id })
            : IncidentSummary.NumberOf(text) is { } number ? await NextAsync("number = @number", new { number })
            : null;
        Guid? end = null;
        for (var steps = 0; into is not null && steps < LongestWay; steps++)
        {
            end = into;
            into = await NextAsync("incident_id = @end", new { end });
        }
        return end is null ? null : await IncidentFinder.FindAsync(c, engine, end.Value.ToString(), caller);

        Task<Guid?> NextAsync(string which, object args) =>
            c.QuerySingleOrDefaultAsync<Guid?>($"SELECT into_id FROM merged_incident WHERE {which}", args);
    }
}
