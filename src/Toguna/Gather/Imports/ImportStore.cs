using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Imports;

/// <summary>The SQL of imports: the queue, the cursor and the rejects.</summary>
internal static class ImportStore
{
    /// <summary>A running import whose worker has been silent for longer is taken over.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private const int LongestKeptRow = 10_000;

    public static Task<ImportRow?> FindAsync(DbConnection c, Guid id) =>
        c.QuerySingleOrDefaultAsync<ImportRow>("SELECT * FROM import WHERE import_id = @id", new { id });

    public static async Task<IReadOnlyList<ImportRow>> ListAsync(DbConnection c, int skip, int take) =>
        (
            await c.QueryAsync<ImportRow>(
                "SELECT * FROM import ORDER BY import_id DESC LIMIT @take OFFSET @skip",
                new { skip, take }
            )
        ).AsList();

    public static Task InsertAsync(WriteScope tx, ImportRow row) =>
        tx.ExecuteAsync(
            """
            INSERT INTO import (import_id, kind, file_name, file_size, file_hash, stored_as, mapping, state, queued_at, by_user)
            VALUES (@ImportId, @Kind, @FileName, @FileSize, @FileHash, @StoredAs, @Mapping, @State, @QueuedAt, @ByUser)
            """,
            row
        );

    /// <summary>The import becomes this worker's, if nobody else is at it.</summary>
    /// <param name="again">Also one that was stopped or has failed.</param>
    public static async Task<bool> ClaimAsync(WriteScope tx, Guid id, string worker, bool again) =>
        await tx.ExecuteAsync(
            $"""
            UPDATE import SET state = 'running', worker = @worker, heartbeat_at = @Now, wish = NULL, message = NULL, finished_at = NULL
            WHERE import_id = @id AND (state IN ('queued'{(
                again ? ", 'cancelled', 'failed'" : ""
            )}) OR (state = 'running' AND (heartbeat_at IS NULL OR heartbeat_at < @Before)))
            """,
            new
            {
                id,
                worker,
                tx.Now,
                Before = tx.Now - Silence,
            }
        ) == 1;

    /// <summary>Uploaded imports that wait, or whose worker died.</summary>
    public static async Task<IReadOnlyList<Guid>> WaitingAsync(DbConnection c, DateTimeOffset now) => (
            await c.QueryAsync<ImportRow>(
                """
                SELECT * FROM import
                WHERE state = 'queued' OR (state = 'running' AND (heartbeat_at IS NULL OR heartbeat_at < @before))
                ORDER BY import_id
                """,
                new { before = now - Silence }
            )
        ).Where(r => r.Uploaded).Select(r => r.ImportId).ToList();

    /// <returns>Whether somebody asked to stop, and how many rows are rejected so far.</returns>
    public static async Task<(bool Stop, long Rejected)> AdvanceAsync(
        WriteScope tx,
        Guid id,
        string worker,
        long rowsRead,
        long bytesRead,
        StepCounts counts,
        int rejected,
        double seconds
    )
    {
        var mine = await tx.ExecuteAsync(
            """
            UPDATE import SET rows_read = @rowsRead, bytes_read = @bytesRead, created = created + @Created,
              updated = updated + @Updated, unchanged = unchanged + @Unchanged, warnings = warnings + @Warnings,
              rejected = rejected + @rejected, seconds = seconds + @seconds, heartbeat_at = @Now
            WHERE import_id = @id AND worker = @worker AND state = 'running'
            """,
            new
            {
                id,
                worker,
                rowsRead,
                bytesRead,
                counts.Created,
                counts.Updated,
                counts.Unchanged,
                counts.Warnings,
                rejected,
                seconds,
                tx.Now,
            }
        );
        if (mine == 0)
        {
            // Another worker took over, or it was undone: this step must not be committed a second time.
            throw GatherProblems.ImportTaken(id).Raise();
        }
        var now = await tx.FindAsync<StopRow>("SELECT wish, rejected FROM import WHERE import_id = @id", new { id });
        return (now!.Wish == "cancel", now.Rejected);
    }

    public static async Task KeepRejectsAsync(
        WriteScope tx,
        Guid id,
        IReadOnlyList<Reject> rejects,
        CancellationToken ct
    )
    {
        if (rejects.Count == 0)
        {
            return;
        }
        var next = await tx.Connection.ExecuteScalarAsync<long>(
            "SELECT coalesce(max(number), 0) + 1 FROM import_reject WHERE import_id = @id",
            new { id },
            tx.Transaction
        );
        await BulkInsert.IntoAsync(
            tx,
            "import_reject",
            [
                ("import_id", Cell.Id),
                ("number", Cell.Long),
                ("line", Cell.Long),
                ("column_name", Cell.Text),
                ("value", Cell.Text),
                ("code", Cell.Text),
                ("reason", Cell.Text),
                ("row_text", Cell.Text),
            ],
            rejects
                .Select(
                    (r, i) =>
                        new object?[]
                        {
                            id,
                            next + i,
                            r.Fault.Line,
                            r.Fault.Column,
                            r.Fault.Value,
                            r.Fault.Code,
                            r.Fault.Reason,
                            r.Row is { Length: > LongestKeptRow } ? r.Row[..LongestKeptRow] + "…" : r.Row,
                        }
                )
                .ToList(),
            ct
        );
    }

    public static Task FinishAsync(WriteScope tx, Guid id, string state, string? message, string? rejectsFile) =>
        tx.ExecuteAsync(
            """
            UPDATE import SET state = @state, message = @message, rejects_file = coalesce(@rejectsFile, rejects_file),
              finished_at = @Now, worker = NULL, wish = NULL
            WHERE import_id = @id
            """,
            new
            {
                id,
                state,
                message,
                rejectsFile,
                tx.Now,
            }
        );

    /// <summary>Nobody works at it yet.</summary>
    public static async Task<bool> IsQueuedAsync(WriteScope tx, Guid id) =>
        await tx.FindAsync<string>("SELECT state FROM import WHERE import_id = @id", new { id }) == ImportState.Queued;

    public static async Task<bool> AskToStopAsync(WriteScope tx, Guid id) =>
        await tx.ExecuteAsync(
            "UPDATE import SET wish = 'cancel' WHERE import_id = @id AND state IN ('queued', 'running')",
            new { id }
        ) == 1;

    public static Task RequeueAsync(WriteScope tx, Guid id) =>
        tx.ExecuteAsync("UPDATE import SET state = 'queued', wish = NULL WHERE import_id = @id", new { id });

    /// <summary>The import's reports and rejects go; the import itself stays on the record as undone.</summary>
    public static async Task UndoAsync(WriteScope tx, Guid id, string by)
    {
        await tx.ExecuteAsync("DELETE FROM report WHERE import_id = @id", new { id });
        await tx.ExecuteAsync("DELETE FROM import_reject WHERE import_id = @id", new { id });
        await tx.ExecuteAsync(
            "UPDATE import SET state = 'undone', undone_at = @Now, undone_by = @by, rejects_file = NULL WHERE import_id = @id",
            new
            {
                id,
                by,
                tx.Now,
            }
        );
    }

    public static IEnumerable<RejectRow> Rejects(DbConnection c, Guid id, int? take = null) =>
        c.Query<RejectRow>(
            "SELECT line, column_name, value, code, reason, row_text FROM import_reject WHERE import_id = @id ORDER BY number LIMIT @take",
            new { id, take = take ?? long.MaxValue },
            buffered: false
        );

    private sealed class StopRow
    {
        public string? Wish { get; init; }
        public long Rejected { get; init; }
    }
}

/// <summary>A rejected row as it is shown and written to the rejects file.</summary>
public sealed class RejectRow
{
    public long Line { get; init; }
    public string? ColumnName { get; init; }
    public string? Value { get; init; }
    public string Code { get; init; } = "";
    public string Reason { get; init; } = "";
    public string? RowText { get; init; }
}
