using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Series;

/// <summary>Takes back an import of series: what it brought goes, what it revised is as before.</summary>
internal static class SeriesUndo
{
    public static async Task<UndoCounts> UndoAsync(WriteScope tx, Guid importId, bool discardEdits)
    {
        var later = await tx.FindAsync<Later>(
            """
            SELECT count(*) AS count, max(m.file_name) AS file_name FROM series_history h
            JOIN import m ON m.import_id = h.revision_id WHERE h.import_id = @importId
            """,
            new { importId }
        );
        if (later!.Count > 0)
        {
            throw RecordProblems.SeriesUndoneLater(later.Count, later.FileName).Raise();
        }
        var before = (
            await tx.QueryAsync<StoredValue>(
                """
                SELECT series_id, place_id, date_from, date_to, value, low, high, warnings, row_id, import_id
                FROM series_history WHERE revision_id = @importId
                """,
                new { importId }
            )
        ).ToList();
        foreach (var value in before)
        {
            await SeriesStore.SetAsync(tx, value);
        }
        await tx.ExecuteAsync("DELETE FROM series_history WHERE revision_id = @importId", new { importId });
        var removed = await tx.ExecuteAsync("DELETE FROM series_value WHERE import_id = @importId", new { importId });
        await tx.ExecuteAsync("DELETE FROM series_row WHERE import_id = @importId", new { importId });
        await tx.ExecuteAsync(
            """
            DELETE FROM series WHERE (import_id = @importId OR import_id IN (SELECT import_id FROM import WHERE state = 'undone'))
              AND NOT EXISTS (SELECT 1 FROM series_value v WHERE v.series_id = series.series_id)
            """,
            new { importId }
        );
        return new UndoCounts(removed, before.Count);
    }

    private sealed class Later
    {
        public long Count { get; init; }
        public string FileName { get; init; } = "";
    }
}
