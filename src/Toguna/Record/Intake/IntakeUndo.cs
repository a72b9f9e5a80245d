using Dapper;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record.Cases;
using Toguna.Record.Incidents;

namespace Toguna.Record.Intake;

/// <summary>Takes back an import of incidents: what it made goes, what it changed is as before.</summary>
internal static class IntakeUndo
{
    private static readonly string[] Children =
    [
        "party",
        "act",
        "attribution",
        "casualties",
        "victim",
        "verification_report",
        "verification",
        "incident_key",
        "incident_report",
        "incident_history",
    ];

    public static async Task<UndoCounts> UndoAsync(WriteScope tx, AuditLog audit, Guid importId, bool discardEdits)
    {
        await RefuseWhatIsBuiltOnAsync(tx, importId, discardEdits);
        var shared = await CaseReports.SharedAsync(tx, importId);
        var restored = await RestoreAsync(tx, importId);
        foreach (var table in Children)
        {
            await tx.ExecuteAsync(
                $"DELETE FROM {table} WHERE incident_id IN (SELECT incident_id FROM incident WHERE import_id = @importId)",
                new { importId }
            );
        }
        var removed = await tx.ExecuteAsync("DELETE FROM incident WHERE import_id = @importId", new { importId });
        await RemoveActorsAsync(tx, importId);
        await CaseReports.LeftAloneAsync(tx, audit, shared);
        return new UndoCounts(removed, restored);
    }

    private static async Task RefuseWhatIsBuiltOnAsync(WriteScope tx, Guid importId, bool discardEdits)
    {
        var later = await tx.FindAsync<Later>(
            """
            SELECT count(*) AS incidents, max(m.file_name) AS file_name FROM incident_history h
            JOIN import m ON m.import_id = h.import_id
            WHERE h.import_id > @importId AND h.kind IN ('revised', 'kept') AND m.state <> 'undone' AND (
              h.incident_id IN (SELECT incident_id FROM incident WHERE import_id = @importId)
              OR h.incident_id IN (SELECT incident_id FROM incident_history WHERE import_id = @importId))
            """,
            new { importId }
        );
        if (later!.Incidents > 0)
        {
            throw GatherProblems.UndoneLater(later.Incidents, later.FileName).Raise();
        }
        await RefuseWhatIsMergedAsync(tx, importId);
        var edited = await tx.Connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*) FROM incident i WHERE (i.import_id = @importId
                AND (i.edited = @yes OR EXISTS (SELECT 1 FROM verification v WHERE v.incident_id = i.incident_id)))
              OR (i.edited = @yes
                AND EXISTS (SELECT 1 FROM incident_history h WHERE h.incident_id = i.incident_id AND h.import_id = @importId AND h.kind = 'revised'))
            """,
            new { importId, yes = true },
            tx.Transaction
        );
        if (edited > 0 && !discardEdits)
        {
            throw GatherProblems.EditedSince(edited).Raise();
        }
    }

    /// <summary>What a merge or a split has joined or parted must not lose one half: the merge is taken back first.</summary>
    private static async Task RefuseWhatIsMergedAsync(WriteScope tx, Guid importId)
    {
        const string Own = """
            (SELECT incident_id FROM incident WHERE import_id = @importId
             UNION SELECT incident_id FROM incident_history WHERE import_id = @importId AND kind <> 'kept')
            """;
        var joined = (
            await tx.QueryAsync<long>(
                $"""
                SELECT m.number FROM merged_incident m JOIN rearrangement r ON r.rearrangement_id = m.rearrangement_id
                WHERE r.undone_at IS NULL AND (m.import_id = @importId OR m.into_id IN {Own} OR m.incident_id IN {Own})
                UNION
                SELECT i.number FROM rearranged d JOIN rearrangement r ON r.rearrangement_id = d.rearrangement_id
                JOIN incident i ON i.incident_id = d.incident_id
                WHERE r.kind = 'split' AND r.undone_at IS NULL AND d.role = 'origin' AND d.incident_id IN {Own}
                """,
                new { importId }
            )
        ).ToList();
        if (joined.Count > 0)
        {
            throw RecordProblems.ImportMerged(joined.Count, IncidentSummary.ReferenceOf(joined.Min())).Raise();
        }
    }

    private static async Task<long> RestoreAsync(WriteScope tx, Guid importId)
    {
        var changes = (
            await tx.QueryAsync<Change>(
                """
                SELECT incident_id, kind, before FROM incident_history
                WHERE import_id = @importId AND kind IN ('revised', 'kept')
                  AND incident_id NOT IN (SELECT incident_id FROM incident WHERE import_id = @importId)
                ORDER BY history_id DESC
                """,
                new { importId }
            )
        ).AsList();
        foreach (var change in changes)
        {
            if (change.Kind == "revised")
            {
                await IncidentStore.RestoreAsync(tx, change.Before!, importId);
            }
            // The key goes back to the row that this import's row had superseded.
            await tx.ExecuteAsync(
                """
                UPDATE incident_key SET
                  report_id = (SELECT r.supersedes_id FROM report r WHERE r.report_id = incident_key.report_id),
                  fingerprint = (SELECT o.fingerprint FROM report r JOIN report o ON o.report_id = r.supersedes_id WHERE r.report_id = incident_key.report_id),
                  import_id = (SELECT o.import_id FROM report r JOIN report o ON o.report_id = r.supersedes_id WHERE r.report_id = incident_key.report_id)
                WHERE incident_id = @IncidentId AND import_id = @importId
                """,
                new { change.IncidentId, importId }
            );
            await tx.ExecuteAsync(
                """
                DELETE FROM incident_report WHERE incident_id = @IncidentId
                  AND report_id IN (SELECT report_id FROM report WHERE import_id = @importId)
                """,
                new { change.IncidentId, importId }
            );
        }
        return changes.Count(c => c.Kind == "revised");
    }

    /// <summary>Actors that only this import knew; one that others use stays, with its aliases.</summary>
    private static async Task RemoveActorsAsync(WriteScope tx, Guid importId)
    {
        const string Unused = """
            SELECT a.actor_id FROM actor a WHERE a.import_id = @importId
              AND NOT EXISTS (SELECT 1 FROM party p WHERE p.actor_id = a.actor_id)
              AND NOT EXISTS (SELECT 1 FROM attribution t WHERE t.actor_id = a.actor_id)
              AND NOT EXISTS (SELECT 1 FROM casualties c WHERE c.actor_id = a.actor_id)
              AND NOT EXISTS (SELECT 1 FROM victim v WHERE v.actor_id = a.actor_id)
              AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.actor_id = a.actor_id)
            """;
        var gone = Dialect.List(tx.Engine, await tx.QueryAsync<Guid>(Unused, new { importId }));
        foreach (var table in new[] { "actor_key", "actor_name", "actor" })
        {
            await tx.ExecuteAsync(
                $"DELETE FROM {table} WHERE {Dialect.InIds(tx.Engine, "actor_id", "gone")}",
                new { gone }
            );
        }
    }

    private sealed class Later
    {
        public long Incidents { get; init; }
        public string FileName { get; init; } = "";
    }

    private sealed class Change
    {
        public Guid IncidentId { get; init; }
        public string Kind { get; init; } = "";
        public string? Before { get; init; }
    }
}
