using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>Changes many incidents in one transaction, each with its line of history, under one id; and takes that back.</summary>
internal sealed class SaveBulkChange(Database database, AuditLog audit)
{
    /// <summary>Incidents that are read and written in one go.</summary>
    private const int Step = 500;

    private static readonly (string, Cell)[] HistoryColumns =
    [
        ("incident_id", Cell.Id),
        ("history_id", Cell.Id),
        ("version", Cell.Int),
        ("at", Cell.Instant),
        ("by_user", Cell.Text),
        ("kind", Cell.Text),
        ("why", Cell.Text),
        ("before", Cell.Text),
        ("after", Cell.Text),
        ("rearrangement_id", Cell.Id),
    ];

    private static readonly (string, Cell)[] AttributionColumns =
    [
        ("incident_id", Cell.Id),
        ("attribution_id", Cell.Id),
        ("act_id", Cell.Id),
        ("actor_id", Cell.Id),
        ("unit_id", Cell.Id),
        ("grade", Cell.Text),
        ("contested", Cell.Bool),
        ("report_id", Cell.Id),
        ("note", Cell.Text),
    ];

    /// <param name="selection">As it was shown; where any of it was changed since, nothing is done.</param>
    /// <param name="done">Told how many are done.</param>
    public Task<Problem?> ApplyAsync(
        BulkSelection selection,
        BulkForm form,
        Caller caller,
        Action<int> done,
        CancellationToken ct
    ) =>
        database.WriteAsync(
            async tx =>
            {
                if (
                    await tx.FindAsync<long>(
                        "SELECT count(*) FROM rearrangement WHERE rearrangement_id = @Id",
                        new { form.Id }
                    ) > 0
                )
                {
                    // Sent twice.
                    return null;
                }
                await RearrangementBook.LockAsync(tx, selection.Versions.Keys);
                var actors = await ActorRegister.MeetAsync(tx, form.ActorName is { } name ? [name] : [], []);
                var change = form.Change with { Actor = actors.Ids.Values.Select(v => (Guid?)v).FirstOrDefault() };
                var changed = new List<(Guid, string, int, string?)>();
                foreach (var ids in selection.Versions.Keys.Chunk(Step))
                {
                    var all = await IncidentStore.LoadManyAsync(tx.Connection, tx.Transaction, tx.Engine, ids);
                    if (
                        all.Count != ids.Length
                        || all.Any(s => s.Incident.Version != selection.Versions[s.Incident.IncidentId])
                    )
                    {
                        return RecordProblems.BulkSelectionChanged();
                    }
                    var pairs = all.Select(s => (Before: s, DecideBulkChange.Decide(s, change, tx.NewId).After))
                        .Where(p => p.After is not null)
                        .ToList();
                    await WriteAsync(tx, pairs!, "changed", form.Why, form.Id, caller, ct);
                    changed.AddRange(
                        pairs.Select(p =>
                            (p.Before.Incident.IncidentId, "changed", p.Before.Incident.Version + 1, (string?)null)
                        )
                    );
                    done(ids.Length);
                }
                if (changed.Count == 0)
                {
                    return RecordProblems.BulkNoneFound();
                }
                await actors.KeepAsync(tx);
                await RearrangementBook.KeepAsync(tx, form.Id, "bulk", form.Why, form.Said, caller, changed);
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    "incidents.changed",
                    $"rearrangement:{form.Id}",
                    new { incidents = changed.Count, fields = form.Said.Keys }
                );
                return (Problem?)null;
            },
            ct
        );

    /// <summary>Each is as it was before, with another line of history.</summary>
    public async Task UndoAsync(WriteScope tx, Rearrangement change, IReadOnlyList<Rearranged> incidents, Caller caller)
    {
        foreach (var ids in incidents.Select(i => i.IncidentId).Chunk(Step))
        {
            var now = await IncidentStore.LoadManyAsync(tx.Connection, tx.Transaction, tx.Engine, ids);
            var before = (
                await tx.QueryAsync<(Guid Id, string Before)>(
                    $"""
                    SELECT incident_id, before FROM incident_history
                    WHERE rearrangement_id = @RearrangementId AND kind = 'changed' AND {Dialect.InIds(
                        tx.Engine,
                        "incident_id",
                        "ids"
                    )}
                    """,
                    new { change.RearrangementId, ids = Dialect.List(tx.Engine, ids) }
                )
            ).ToDictionary(b => b.Id, b => IncidentStore.FromJson(b.Before));
            var pairs = now.Select(n => (n, before[n.Incident.IncidentId])).ToList();
            await WriteAsync(tx, pairs, "change_undone", null, change.RearrangementId, caller, default);
        }
        await audit.AppendAsync(
            tx,
            caller.Id,
            "incidents.change_undone",
            $"rearrangement:{change.RearrangementId}",
            new { incidents = incidents.Count }
        );
    }

    /// <summary>What a bulk change touches of each incident: its own row, and who is held responsible.</summary>
    private static async Task WriteAsync(
        WriteScope tx,
        List<(IncidentSnapshot Before, IncidentSnapshot After)> pairs,
        string kind,
        string? why,
        Guid rearrangement,
        Caller caller,
        CancellationToken ct
    )
    {
        var history = new List<object?[]>(pairs.Count);
        var reattributed = new List<IncidentSnapshot>();
        foreach (var (before, after) in pairs)
        {
            after.Incident.Version = before.Incident.Version + 1;
            await IncidentStore.UpdateFactsAsync(tx, after);
            history.Add([
                after.Incident.IncidentId,
                tx.NewId(),
                after.Incident.Version,
                tx.Now,
                caller.Id,
                kind,
                why,
                IncidentStore.ToJson(before),
                IncidentStore.ToJson(after),
                rearrangement,
            ]);
            if (
                !before
                    .Attributions.Select(a => (a.AttributionId, a.Grade))
                    .SequenceEqual(after.Attributions.Select(a => (a.AttributionId, a.Grade)))
            )
            {
                reattributed.Add(after);
            }
        }
        await tx.ExecuteAsync(
            $"DELETE FROM attribution WHERE {Dialect.InIds(tx.Engine, "incident_id", "ids")}",
            new { ids = Dialect.List(tx.Engine, reattributed.Select(s => s.Incident.IncidentId)) }
        );
        await BulkInsert.IntoAsync(
            tx,
            "attribution",
            AttributionColumns,
            [
                .. reattributed.SelectMany(s =>
                    s.Attributions.Select(a =>
                        new object?[]
                        {
                            s.Incident.IncidentId,
                            a.AttributionId,
                            a.ActId,
                            a.ActorId,
                            a.UnitId,
                            a.Grade,
                            a.Contested,
                            a.ReportId,
                            a.Note,
                        }
                    )
                ),
            ],
            ct
        );
        await BulkInsert.IntoAsync(tx, "incident_history", HistoryColumns, history, ct);
    }
}
