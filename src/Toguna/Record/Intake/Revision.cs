using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record.Incidents;

namespace Toguna.Record.Intake;

/// <summary>A row came again with other contents: its incident follows, with history; one that a person edited is left as it is.</summary>
internal sealed class Revision(Guid importId, string by, string scheme, Guid sourceId, ActorBook actors)
{
    private static readonly string[] FromTheRow = ["party", "act", "attribution", "casualties", "victim"];

    /// <returns>How many incidents follow their new row, and how many only rest on it because a person edited them.</returns>
    public async Task<(long Updated, long Kept)> ApplyAsync(
        WriteScope tx,
        IReadOnlyList<(DraftRow Row, IntakeBook.KeyRow Key)> changed,
        CancellationToken ct
    )
    {
        long kept = 0;
        foreach (var (row, key) in changed)
        {
            var report = IntakeBook.ReportOf(tx, row, importId, scheme, sourceId, key.ReportId);
            await ReportBook.KeepAsync(tx, [report], ct);
            await tx.ExecuteAsync(
                "INSERT INTO incident_report (incident_id, report_id) VALUES (@IncidentId, @Id)",
                new { key.IncidentId, report.Id }
            );
            await tx.ExecuteAsync(
                """
                UPDATE incident_key SET report_id = @Id, fingerprint = @Fingerprint, import_id = @importId
                WHERE scheme = @scheme AND external_id = @ExternalId
                """,
                new
                {
                    report.Id,
                    report.Fingerprint,
                    importId,
                    scheme,
                    row.Draft.ExternalId,
                }
            );
            if (key.Edited)
            {
                kept++;
                await IncidentStore.NoteAsync(tx, key.IncidentId, "kept", by, importId);
            }
            else
            {
                await ReviseAsync(tx, row, key.IncidentId, report.Id, ct);
            }
        }
        return (changed.Count - kept, kept);
    }

    private async Task ReviseAsync(WriteScope tx, DraftRow row, Guid incidentId, Guid reportId, CancellationToken ct)
    {
        var before = await IncidentStore.LoadJsonAsync(tx, incidentId);
        foreach (var table in FromTheRow)
        {
            await tx.ExecuteAsync($"DELETE FROM {table} WHERE incident_id = @incidentId", new { incidentId });
        }
        var records = new IncidentRows();
        records.AddChildren(tx, incidentId, row.Draft, reportId, actors);
        await actors.WriteAsync(tx, ct);
        await records.WriteAsync(tx, ct);
        await IncidentRows.UpdateAsync(tx, incidentId, row.Draft);
        await IncidentStore.KeepHistoryAsync(tx, incidentId, "revised", by, importId, null, before);
    }
}
