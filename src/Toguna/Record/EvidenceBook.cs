using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record.Incidents;
using Toguna.Record.Rearrangements;

namespace Toguna.Record;

/// <summary>Links reports to the incidents that they are evidence for.</summary>
public sealed class EvidenceBook(Database database, TriageBook triage, AuditLog audit)
{
    /// <summary>Links a report, and notes that it was decided.</summary>
    /// <param name="incident">INC-0412, 412 or an id.</param>
    /// <param name="version">Of the report's triage, as the officer saw it.</param>
    /// <returns>The incident's number, or why not.</returns>
    public Task<(long? Number, Problem? Problem)> LinkAsync(
        Guid report,
        string incident,
        int version,
        Caller caller,
        CancellationToken ct = default
    ) =>
        database.WriteAsync<(long?, Problem?)>(
            async tx =>
            {
                if (await IncidentFinder.FindAsync(tx.Connection, tx.Engine, incident, caller) is not { } id)
                {
                    return (null, RecordProblems.IncidentUnknown(incident).At("incident"));
                }
                // Held, so that it does not move into a case while it gets one report more.
                await RearrangementBook.LockAsync(tx, [id]);
                // An incident that others see must not rest on what they may not know, nor the other way round.
                if (!await AreTogetherAsync(tx, id, report))
                {
                    return (null, RecordProblems.OtherCompartment(incident).At("incident"));
                }
                return await triage.DecideAsync(tx, report, caller, TriageState.Linked, version) is { } problem
                    ? (null, problem)
                    : (await LinkAsync(tx, id, report, caller), null);
            },
            ct
        );

    /// <summary>The incidents that rest on a report, as far as the caller may know of them.</summary>
    public async Task<IReadOnlyList<IncidentSummary>> OfReportAsync(
        Guid report,
        Caller caller,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var parameters = new DynamicParameters(new { report });
        var rows = await c.QueryAsync<IncidentSummary>(
            $"""
            SELECT {IncidentBook.SummaryColumns} FROM incident i JOIN incident_report ir ON ir.incident_id = i.incident_id
            WHERE ir.report_id = @report AND {IncidentAccess.AccessClause(caller, parameters)} ORDER BY i.number
            """,
            parameters
        );
        return rows.AsList();
    }

    /// <summary>A new incident rests on the report that it was made from.</summary>
    internal async Task<Problem?> MakeAsync(WriteScope tx, Guid incident, Guid report, Caller caller)
    {
        if (await triage.DecideAsync(tx, report, caller, TriageState.Made) is { } problem)
        {
            return problem;
        }
        await LinkAsync(tx, incident, report, caller);
        return null;
    }

    private async Task<long> LinkAsync(WriteScope tx, Guid incident, Guid report, Caller caller)
    {
        await tx.ExecuteAsync(
            "INSERT INTO incident_report (incident_id, report_id) VALUES (@incident, @report) ON CONFLICT DO NOTHING",
            new { incident, report }
        );
        await Withholding.FollowAsync(tx, incident);
        await audit.AppendAsync(tx, caller.Id, "incident.rests_on", $"incident:{incident}", new { report });
        return await tx.FindAsync<long>("SELECT number FROM incident WHERE incident_id = @incident", new { incident });
    }

    private static Task<bool> AreTogetherAsync(WriteScope tx, Guid incident, Guid report) =>
        tx.FindAsync<bool>(
            """
            SELECT EXISTS (SELECT 1 FROM incident i JOIN report r ON r.report_id = @report WHERE i.incident_id = @incident
              AND (i.compartment_id = r.compartment_id OR (i.compartment_id IS NULL AND r.compartment_id IS NULL)))
            """,
            new { incident, report }
        );
}
