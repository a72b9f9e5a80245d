using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record.Victims;

namespace Toguna.Record.Incidents;

/// <summary>What became of a form.</summary>
/// <param name="Number">Number of the incident that was made or changed; null: refused.</param>
/// <param name="Form">What the page shows: as typed, or put together with what somebody else changed.</param>
/// <param name="Merge">The comparison with what somebody else changed, where there is one to show.</param>
internal sealed record SaveOutcome(
    long? Number,
    IReadOnlyList<Problem> Problems,
    IncidentForm Form,
    FormMerge? Merge = null
);

/// <summary>Load, decide, save: an incident, its report, its history and the audit line in one transaction.</summary>
internal sealed class SaveIncident(Database database, AuditLog audit, EvidenceBook evidence, TriageBook triage)
{
    private static readonly JsonSerializerOptions AsTyped = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A new incident. The same form sent again, also at the same moment, gives the same incident.</summary>
    public async Task<SaveOutcome> CreateAsync(IncidentForm form, Caller caller, CancellationToken ct)
    {
        try
        {
            return await database.WriteAsync(tx => CreateAsync(tx, form, caller), ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await using var c = await database.OpenAsync(ct);
            var number = await c.QuerySingleOrDefaultAsync<long?>(
                "SELECT number FROM incident WHERE incident_id = @Id",
                new { form.Id }
            );
            return number is null
                ? throw new InvalidOperationException("An id was taken by something else.", e)
                : new(number, [], form);
        }
    }

    private async Task<SaveOutcome> CreateAsync(WriteScope tx, IncidentForm form, Caller caller)
    {
        if (
            await tx.FindAsync<long?>("SELECT number FROM incident WHERE incident_id = @Id", new { form.Id }) is
            { } made
        )
        {
            return new(made, [], form);
        }
        var actors = await ActorRegister.MeetAsync(tx, form.ActorNames(), []);
        var (after, problems) = DecideIncident.Decide(
            form,
            null,
            actors.Ids,
            tx.NewId,
            IncidentAccess.ClearanceOf(caller)
        );
        if (after is null)
        {
            return new(null, problems, form);
        }
        var from = form.From is { } id ? await triage.FindAsync(tx, id, caller) : null;
        if (form.From is not null && from is null)
        {
            return new(null, [FoundationProblems.NotFound("report")], form);
        }
        after.Incident.Number = await IncidentStore.NextNumberAsync(tx);
        after.Incident.Component = caller.Standing.Component?.ToString();
        after.Incident.Classification = Math.Max(after.Incident.Classification, from?.Classification ?? 0);
        await actors.KeepAsync(tx);
        var report =
            await KeepReportAsync(tx, form, after.Incident.Classification, from?.CompartmentId, orForm: from is null)
            ?? from!.ReportId;
        after.Attributions.ForEach(a => a.ReportId = report);
        after.Casualties.ForEach(c => c.ReportId = report);
        await IncidentStore.InsertAsync(tx, after, caller.Id);
        if (from is not null)
        {
            // What it is made from keeps others from it as well.
            await tx.ExecuteAsync(
                "UPDATE incident SET compartment_id = @CompartmentId WHERE incident_id = @Id",
                new { from.CompartmentId, form.Id }
            );
            if (await evidence.MakeAsync(tx, form.Id, from.ReportId, caller) is { } refused)
            {
                throw refused.Raise();
            }
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO incident_key (scheme, external_id, incident_id, report_id, fingerprint)
            VALUES ('form', @External, @Id, @report, @Fingerprint)
            """,
            new
            {
                External = form.Id.ToString(),
                form.Id,
                report,
                Fingerprint = ReportBook.FingerprintOf(form.Id.ToString()),
            }
        );
        await IncidentStore.KeepHistoryAsync(tx, form.Id, "created", caller.Id, null, null, null);
        await audit.AppendAsync(
            tx,
            caller.Id,
            "incident.created",
            $"incident:{form.Id}",
            new { after.Incident.Number }
        );
        await Drafts.DropAsync(tx, form.Id, caller);
        return new(after.Incident.Number, [], form);
    }

    public Task<SaveOutcome> EditAsync(IncidentForm form, Caller caller, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                if (tx.Engine == Engine.Postgres)
                {
                    await tx.ExecuteAsync("SELECT 1 FROM incident WHERE incident_id = @Id FOR UPDATE", new { form.Id });
                }
                // It may have been hidden from the caller a moment ago: then nothing of it is shown, not even as a conflict.
                var id = form.Id.ToString();
                if (await IncidentFinder.FindAsync(tx.Connection, tx.Engine, id, caller, tx.Transaction) is null)
                {
                    throw RecordProblems.IncidentUnknown(id).Raise();
                }
                var before = await IncidentStore.LoadAsync(tx, form.Id);
                if (form.Sending is { } sending && await IncidentStore.HasSendingAsync(tx, form.Id, sending))
                {
                    return new SaveOutcome(before.Incident.Number, [], form);
                }
                if (before.Incident.Version != form.Version)
                {
                    return await ConflictAsync(tx, form, before);
                }
                if (form.ComparedWith is { } compared)
                {
                    var merge = await CompareAsync(tx, compared, before, form, seen: true);
                    if (merge.Conflicts.Count > 0)
                    {
                        return new SaveOutcome(null, [.. merge.Conflicts.Select(ToChoose)], form, merge);
                    }
                    form = merge.Offered;
                    form.Fields.Remove("compared");
                }
                return await EditAsync(tx, form, before, caller);
            },
            ct
        );

    private async Task<SaveOutcome> EditAsync(WriteScope tx, IncidentForm form, IncidentSnapshot before, Caller caller)
    {
        var preferred = before
            .Attributions.Select(a => a.ActorId)
            .Concat(before.Parties.Select(p => p.ActorId))
            .ToHashSet();
        var actors = await ActorRegister.MeetAsync(tx, form.ActorNames(), preferred);
        var (after, problems) = DecideIncident.Decide(
            form,
            before,
            actors.Ids,
            tx.NewId,
            IncidentAccess.ClearanceOf(caller)
        );
        if (after is null)
        {
            return new(null, problems, form);
        }
        var named = await RemovedVictims.KeptAsync(tx, before, after);
        var stay = caller.May(Permission.Unseal) ? [.. named.Where(v => v.Said)] : named;
        if (stay.Count > 0)
        {
            return new(null, RemovedVictims.GiveBack(form, await FormOfAsync(tx, before), stay), form);
        }
        var was = IncidentStore.ToJson(before);
        await actors.KeepAsync(tx);
        await RemovedVictims.RemoveAsync(tx, audit, form.Id, named, caller);
        await IncidentStore.ReplaceAsync(tx, after);
        var lies = await tx.FindAsync<Guid?>(
            "SELECT compartment_id FROM incident WHERE incident_id = @Id AND compartment_id IS NOT NULL",
            new { form.Id }
        );
        await KeepReportAsync(tx, form, after.Incident.Classification, lies, orForm: false);
        await IncidentStore.KeepHistoryAsync(
            tx,
            form.Id,
            "edited",
            caller.Id,
            null,
            FormReading.Clean(form["why"]).Trim(),
            was,
            sending: form.Sending
        );
        await audit.AppendAsync(
            tx,
            caller.Id,
            "incident.edited",
            $"incident:{form.Id}",
            new
            {
                fields = SnapshotChanges.Between(before, after).Select(c => c.Field),
                version = before.Incident.Version + 1,
            }
        );
        await Drafts.DropAsync(tx, form.Id, caller);
        return new(before.Incident.Number, [], form);
    }

    /// <summary>Somebody saved while this form was open: both are put together, and what both changed is to be chosen.</summary>
    private static async Task<SaveOutcome> ConflictAsync(WriteScope tx, IncidentForm form, IncidentSnapshot now)
    {
        var problem = RecordProblems.ChangedMeanwhile(form.Version, now.Incident.Version);
        // What was chosen against the version before holds; the next comparison begins from there.
        if (
            form.ComparedWith is { } compared
            && await IncidentStore.LoadVersionAsync(tx, form.Id, form.Version) is { } seen
        )
        {
            form = (await CompareAsync(tx, compared, seen, form, seen: true)).Offered;
        }
        var merge = await CompareAsync(tx, form.Version, now, form, seen: false);
        foreach (
            var chosen in merge
                .Offered.Fields.Keys.Where(k => k.StartsWith(FormMerge.ChoicePrefix, StringComparison.Ordinal))
                .ToList()
        )
        {
            merge.Offered.Fields.Remove(chosen);
        }
        merge.Offered.Fields["compared"] = form.Version.ToString(CultureInfo.InvariantCulture);
        return new(null, [problem], merge.Offered, merge);
    }

    private static async Task<FormMerge> CompareAsync(
        WriteScope tx,
        int opened,
        IncidentSnapshot theirs,
        IncidentForm mine,
        bool seen
    )
    {
        var was = await IncidentStore.LoadVersionAsync(tx, mine.Id, opened);
        return FormMerge.Of(
            was is null ? null : await FormOfAsync(tx, was),
            await FormOfAsync(tx, theirs),
            mine,
            seen ? mine.Choice : null,
            seen
        );
    }

    private static async Task<IncidentForm> FormOfAsync(WriteScope tx, IncidentSnapshot snapshot) =>
        IncidentForm.Of(snapshot, await IncidentFinder.ActorsAsync(tx.Connection, tx.Engine, snapshot, tx.Transaction));

    private static Problem ToChoose(FormConflict conflict) =>
        RecordProblems.ChoiceMissing().At(FormMerge.ChoicePrefix + conflict.Key);

    /// <summary>What the reporter wrote becomes a report of its own; of a new incident without one, the form is the report.</summary>
    /// <param name="compartment">Where the incident lies: nobody reads the report who may not know of the incident.</param>
    private static async Task<Guid?> KeepReportAsync(
        WriteScope tx,
        IncidentForm form,
        int classification,
        Guid? compartment,
        bool orForm
    )
    {
        var text = FormReading.Clean(form["report"]).Trim();
        if (text.Length == 0 && !orForm)
        {
            return null;
        }
        if (text.Length == 0)
        {
            var answers = form.Fields.Where(f =>
                f.Value.Length > 0 && f.Key is not ("do" or "id" or "version" or "sending") && !f.Key.StartsWith('_')
            );
            text = FormReading.Clean(
                JsonSerializer.Serialize(
                    new
                    {
                        fields = answers.ToDictionary(),
                        form.Parties,
                        form.Acts,
                        form.Victims,
                        form.Casualties,
                    },
                    AsTyped
                )
            );
        }
        var id = tx.NewId();
        var source = await ReportBook.SourceAsync(tx, "Form", "mission");
        await ReportBook.KeepAsync(
            tx,
            [
                new NewReport(
                    id,
                    source,
                    "form",
                    "form",
                    form.Id.ToString(),
                    null,
                    null,
                    text,
                    ReportBook.FingerprintOf(text),
                    // A report is no less secret than the incident it tells of.
                    Classification: classification,
                    CompartmentId: compartment
                ),
            ]
        );
        await tx.ExecuteAsync(
            "INSERT INTO incident_report (incident_id, report_id) VALUES (@incident, @report)",
            new { incident = form.Id, report = id }
        );
        return id;
    }
}
