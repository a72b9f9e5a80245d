using System.Text.Json;
using Dapper;
using Npgsql;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Incidents;

/// <summary>What became of a form.</summary>
/// <param name="Number">Number of the incident that was made or changed; null: refused.</param>
/// <param name="Others">What somebody else changed since the form was opened.</param>
internal sealed record SaveOutcome(long? Number, IReadOnlyList<Problem> Problems, IReadOnlyList<FieldChange> Others);

/// <summary>Load, decide, save: an incident, its report, its history and the audit line in one transaction.</summary>
internal sealed class SaveIncident(Database database, AuditLog audit)
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
                : new(number, [], []);
        }
    }

    private async Task<SaveOutcome> CreateAsync(WriteScope tx, IncidentForm form, Caller caller)
    {
        if (
            await tx.FindAsync<long?>("SELECT number FROM incident WHERE incident_id = @Id", new { form.Id }) is
            { } made
        )
        {
            return new(made, [], []);
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
            return new(null, problems, []);
        }
        after.Incident.Number = await IncidentStore.NextNumberAsync(tx);
        await actors.KeepAsync(tx);
        var report = await KeepReportAsync(tx, form, after.Incident.Classification, orForm: true);
        after.Attributions.ForEach(a => a.ReportId = report);
        after.Casualties.ForEach(c => c.ReportId = report);
        await IncidentStore.InsertAsync(tx, after, caller.Id);
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
        return new(after.Incident.Number, [], []);
    }

    public Task<SaveOutcome> EditAsync(IncidentForm form, Caller caller, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                if (tx.Engine == Engine.Postgres)
                {
                    await tx.ExecuteAsync("SELECT 1 FROM incident WHERE incident_id = @Id FOR UPDATE", new { form.Id });
                }
                var before = await IncidentStore.LoadAsync(tx, form.Id);
                if (before.Incident.Version != form.Version)
                {
                    var others = await OthersAsync(tx, form, before);
                    return new SaveOutcome(
                        null,
                        [RecordProblems.ChangedMeanwhile(form.Version, before.Incident.Version)],
                        others
                    );
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
            return new(null, problems, []);
        }
        var was = IncidentStore.ToJson(before);
        await actors.KeepAsync(tx);
        await IncidentStore.ReplaceAsync(tx, after);
        await KeepReportAsync(tx, form, after.Incident.Classification, orForm: false);
        await IncidentStore.KeepHistoryAsync(
            tx,
            form.Id,
            "edited",
            caller.Id,
            null,
            FormReading.Clean(form["why"]).Trim(),
            was
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
        return new(before.Incident.Number, [], []);
    }

    /// <summary>From what the form was opened on to what is there now.</summary>
    private static async Task<IReadOnlyList<FieldChange>> OthersAsync(
        WriteScope tx,
        IncidentForm form,
        IncidentSnapshot now
    )
    {
        var since = await tx.QueryAsync<string?>(
            "SELECT before FROM incident_history WHERE incident_id = @Id AND version = @Next",
            new { form.Id, Next = form.Version + 1 }
        );
        return since.FirstOrDefault() is { } opened ? SnapshotChanges.Between(IncidentStore.FromJson(opened), now) : [];
    }

    /// <summary>What the reporter wrote becomes a report of its own; of a new incident without one, the form is the report.</summary>
    private static async Task<Guid?> KeepReportAsync(WriteScope tx, IncidentForm form, int classification, bool orForm)
    {
        var text = FormReading.Clean(form["report"]).Trim();
        if (text.Length == 0 && !orForm)
        {
            return null;
        }
        if (text.Length == 0)
        {
            var answers = form.Fields.Where(f =>
                f.Value.Length > 0 && f.Key is not ("do" or "id" or "version") && !f.Key.StartsWith('_')
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
                    ReportBook.FingerprintOf(text)
                ),
            ]
        );
        // A report is no less secret than the incident it tells of.
        await tx.ExecuteAsync(
            "UPDATE report SET classification = @classification WHERE report_id = @id",
            new { classification, id }
        );
        await tx.ExecuteAsync(
            "INSERT INTO incident_report (incident_id, report_id) VALUES (@incident, @report)",
            new { incident = form.Id, report = id }
        );
        return id;
    }
}
