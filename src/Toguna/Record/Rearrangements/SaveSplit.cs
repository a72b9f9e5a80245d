using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Rearrangements;

/// <summary>Makes a part of an incident an incident of its own, and puts the two together again.</summary>
internal sealed class SaveSplit(Database database, AuditLog audit)
{
    /// <returns>The number of the new incident; or why there is none.</returns>
    public Task<(long? Number, IReadOnlyList<Problem> Problems)> SplitAsync(
        Guid origin,
        SplitForm form,
        Caller caller,
        CancellationToken ct
    ) =>
        database.WriteAsync<(long?, IReadOnlyList<Problem>)>(
            async tx =>
            {
                if (
                    await tx.FindAsync<long?>(
                        "SELECT number FROM incident WHERE incident_id = @Id",
                        new { form.Made.Id }
                    ) is
                    { } before
                )
                {
                    // Sent twice.
                    return (before, []);
                }
                await RearrangementBook.LockAsync(tx, [origin]);
                await IncidentFinder.NeedAsync(tx, origin, caller);
                var now = await IncidentStore.LoadAsync(tx, origin);
                if (now.Incident.Version != form.Version)
                {
                    return (null, [RecordProblems.ChangedSinceRead(form.Version, now.Incident.Version)]);
                }
                var (stays, made, problems) = DecideSplit.Decide(
                    now,
                    form,
                    tx.NewId,
                    IncidentAccess.ClearanceOf(caller)
                );
                if (stays is null || made is null)
                {
                    return (null, problems);
                }
                return (await SplitAsync(tx, now, stays, made, form, caller), []);
            },
            ct
        );

    private async Task<long> SplitAsync(
        WriteScope tx,
        IncidentSnapshot before,
        IncidentSnapshot stays,
        IncidentSnapshot made,
        SplitForm form,
        Caller caller
    )
    {
        var (rearrangement, origin, id) = (tx.NewId(), before.Incident.IncidentId, made.Incident.IncidentId);
        var why = FormReading.Clean(form.Why).Trim();
        made.Incident.Number = await IncidentStore.NextNumberAsync(tx);
        await MoveSealedAsync(tx, made.Victims, origin, id);
        await IncidentStore.ReplaceAsync(tx, stays);
        await IncidentStore.InsertAsync(tx, made, caller.Id);
        await IncidentStore.StayWithAsync(tx, id, origin);
        foreach (var (report, where) in form.Reports)
        {
            await tx.ExecuteAsync(
                where == "goes"
                    ? "UPDATE incident_report SET incident_id = @id WHERE incident_id = @origin AND report_id = @report"
                    : """
                    INSERT INTO incident_report (incident_id, report_id, import_id)
                    SELECT @id, report_id, import_id FROM incident_report WHERE incident_id = @origin AND report_id = @report
                    """,
                new
                {
                    id,
                    origin,
                    report,
                }
            );
        }
        await Withholding.FollowAsync(tx, id, origin);
        await IncidentStore.KeepHistoryAsync(
            tx,
            origin,
            "split",
            caller.Id,
            null,
            why,
            IncidentStore.ToJson(before),
            rearrangement: rearrangement
        );
        await IncidentStore.KeepHistoryAsync(
            tx,
            id,
            "split_off",
            caller.Id,
            null,
            why,
            null,
            rearrangement: rearrangement
        );
        await RearrangementBook.KeepAsync(
            tx,
            rearrangement,
            "split",
            why,
            new { origin = before.Incident.Number, made = made.Incident.Number },
            caller,
            [(origin, "origin", before.Incident.Version + 1, null), (id, "made", made.Incident.Version, null)]
        );
        await audit.AppendAsync(
            tx,
            caller.Id,
            "incident.split",
            $"incident:{origin}",
            new { rearrangement, made = id }
        );
        return made.Incident.Number;
    }

    /// <summary>The origin is as it was; the number of the part leads to it.</summary>
    public async Task UndoAsync(WriteScope tx, Rearrangement split, IReadOnlyList<Rearranged> incidents, Caller caller)
    {
        var (origin, part) = (incidents.Single(i => i.Role == "origin"), incidents.Single(i => i.Role == "made"));
        var (id, made) = (origin.IncidentId, part.IncidentId);
        var now = await IncidentStore.LoadJsonAsync(tx, id);
        var gone = await IncidentStore.LoadAsync(tx, made);
        await MoveSealedAsync(tx, gone.Victims, made, id);
        await MergedRows.HandOverAsync(tx, made, id);
        await IncidentStore.RemoveAsync(tx, made);
        await tx.ExecuteAsync(
            "INSERT INTO merged_incident (incident_id, number, into_id, rearrangement_id) VALUES (@made, @Number, @id, @RearrangementId)",
            new
            {
                made,
                gone.Incident.Number,
                id,
                split.RearrangementId,
            }
        );
        await IncidentStore.ReplaceAsync(tx, await IncidentStore.BeforeAsync(tx, id, split.RearrangementId));
        await IncidentStore.KeepHistoryAsync(
            tx,
            id,
            "unsplit",
            caller.Id,
            null,
            null,
            now,
            rearrangement: split.RearrangementId
        );
        await audit.AppendAsync(
            tx,
            caller.Id,
            "incident.unsplit",
            $"incident:{id}",
            new { rearrangement = split.RearrangementId }
        );
    }

    /// <summary>A sealed name and what somebody said are in no snapshot: their row goes over as it is.</summary>
    private static Task MoveSealedAsync(WriteScope tx, IEnumerable<VictimFacts> victims, Guid from, Guid to) =>
        tx.ExecuteAsync(
            $"UPDATE victim SET incident_id = @to WHERE incident_id = @from AND {SealedVictims.Stays} AND {Dialect.InIds(tx.Engine, "victim_id", "ids")}",
            new
            {
                to,
                from,
                ids = Dialect.List(tx.Engine, victims.Select(v => v.VictimId)),
            }
        );
}
