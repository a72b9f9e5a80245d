using Toguna.Foundation.Storage;

namespace Toguna.Record.Places;

/// <summary>The gazetteers we read.</summary>
public enum GazetteerKind
{
    Geonames,
    Pcodes,
    Boundaries,
}

/// <summary>One step of an import, for the books that are kept in the same transaction.</summary>
/// <param name="RowsRead">Rows dealt with from the beginning of the file, refused ones included.</param>
/// <param name="Refused">The refused rows of this step.</param>
public sealed record GazetteerStep(long RowsRead, IReadOnlyList<GazetteerItem> Refused);

/// <summary>Runs the work of a step in one transaction and keeps the books of it there.</summary>
public delegate Task<GazetteerCounts> CommitStep(
    GazetteerStep step,
    Func<WriteScope, Task<GazetteerCounts>> work,
    CancellationToken ct
);

/// <summary>
/// Brings a gazetteer file into the record: streaming, in transactions of some thousand rows, each place found again
/// by its gazetteer's id, so that a file can be imported any number of times and a run that was stopped can be repeated.
/// </summary>
public static class GazetteerImport
{
    /// <summary>Rows in one transaction.</summary>
    public const int BatchRows = 4_000;

    /// <summary>Bytes of outlines in one transaction: a province can weigh as much as a thousand villages.</summary>
    private const long BatchBytes = 16 << 20;

    /// <param name="items">What the file yields, in its order; read once, never held.</param>
    /// <param name="importId">The import that creates these places; an undo finds them by it.</param>
    /// <param name="commit">Commits a step; null: a transaction and no books.</param>
    /// <param name="skip">Rows (also refused ones) that an earlier run has committed.</param>
    /// <returns>What this run did, without the skipped rows.</returns>
    /// <exception cref="OperationCanceledException">Whole steps stay; the one in the making does not.</exception>
    public static async Task<GazetteerCounts> RunAsync(
        Database database,
        GazetteerKind kind,
        IEnumerable<GazetteerItem> items,
        Guid? importId,
        CommitStep? commit = null,
        long skip = 0,
        CancellationToken ct = default
    )
    {
        commit ??= (_, work, token) => database.WriteAsync(work, token);
        var gazetteer = Name(kind);
        var total = GazetteerCounts.None;
        var read = 0L;
        var batch = new Batch();
        foreach (var item in items)
        {
            ct.ThrowIfCancellationRequested();
            if (read < skip)
            {
                read++;
                continue;
            }
            // An id that stands twice in the file is two steps: the later row is the newer word.
            if (batch.Full || (item.Row is not null && batch.Has(item.Row.ExternalId)))
            {
                await FlushAsync();
            }
            batch.Add(item);
            read++;
        }
        await FlushAsync();
        await PlaceHierarchy.LinkAsync(database, gazetteer, ct);
        return total;

        async Task FlushAsync()
        {
            var full = batch;
            batch = new Batch();
            if (full.Rows.Count + full.Refused.Count == 0)
            {
                return;
            }
            total += await commit(
                new GazetteerStep(read, full.Refused),
                async tx =>
                    await PlaceWriter.SaveAsync(tx, gazetteer, full.Rows, importId)
                    + new GazetteerCounts(full.Refused.Count, 0, 0, 0, full.Refused.Count, full.Warnings),
                ct
            );
        }
    }

    /// <summary>
    /// Removes the places that <paramref name="importId"/> created and nothing rests on: no incident, no unit, no value of a series.
    /// What it only updated stays as it is.
    /// </summary>
    /// <returns>How many places were removed.</returns>
    public static async Task<int> UndoAsync(WriteScope tx, Guid importId)
    {
        const string Doomed = """
            import_id = @importId
            AND place_id NOT IN (SELECT place_id FROM incident WHERE place_id IS NOT NULL)
            AND place_id NOT IN (SELECT place_id FROM unit_period WHERE place_id IS NOT NULL)
            AND place_id NOT IN (SELECT place_id FROM series_value)
            """;
        var args = new { importId };
        // A place of another import that lay inside one of these keeps its parent's key and is linked again when it returns.
        await tx.ExecuteAsync(
            $"UPDATE place SET parent_id = NULL WHERE parent_id IN (SELECT place_id FROM place WHERE {Doomed})",
            args
        );
        await tx.ExecuteAsync(
            $"DELETE FROM place_area WHERE place_id IN (SELECT place_id FROM place WHERE {Doomed})",
            args
        );
        await tx.ExecuteAsync(
            $"DELETE FROM place_name WHERE place_id IN (SELECT place_id FROM place WHERE {Doomed})",
            args
        );
        return await tx.ExecuteAsync($"DELETE FROM place WHERE {Doomed}", args);
    }

    /// <summary>The kind as it stands in the database and on the command line.</summary>
    public static string Name(GazetteerKind kind) =>
        kind switch
        {
            GazetteerKind.Geonames => "geonames",
            GazetteerKind.Pcodes => "pcodes",
            _ => "boundaries",
        };

    private sealed class Batch
    {
        private readonly HashSet<string> ids = new(StringComparer.Ordinal);
        private long bytes;

        public List<GazetteerRow> Rows { get; } = [];
        public List<GazetteerItem> Refused { get; } = [];
        public long Warnings { get; private set; }

        public bool Full => Rows.Count + Refused.Count >= BatchRows || bytes >= BatchBytes;

        public bool Has(string id) => ids.Contains(id);

        public void Add(GazetteerItem item)
        {
            Warnings += item.Warnings.Count;
            if (item.Row is { } row)
            {
                ids.Add(row.ExternalId);
                bytes += row.Outline?.Wkb.Length ?? 0;
                Rows.Add(row);
            }
            else
            {
                bytes += item.Verbatim?.Length ?? 0;
                Refused.Add(item);
            }
        }
    }
}
