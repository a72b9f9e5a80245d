using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;

namespace Toguna.Gather;

/// <summary>One run of an import, from its cursor to the end of the file or until somebody stops it.</summary>
/// <remarks>
/// A kind reads <see cref="Open"/>, skips <see cref="RowsDone"/> rows that earlier runs committed, and commits in steps:
/// the records, the rejects and the cursor of a step are one transaction, so a killed import goes on where it was.
/// </remarks>
public sealed class ImportRun
{
    /// <summary>In bytes; from here on building the indexes at the end is quicker than keeping them up.</summary>
    public const long LargeFile = 4 << 20;

    private readonly Database database;
    private readonly ImportRow import;
    private readonly string file;
    private readonly string worker;
    private readonly IProgress<ImportProgress>? progress;
    private long lastStep;

    internal ImportRun(
        Database database,
        ImportRow import,
        string file,
        string worker,
        TimeProvider clock,
        IProgress<ImportProgress>? progress
    )
    {
        this.database = database;
        this.import = import;
        this.file = file;
        this.worker = worker;
        this.progress = progress;
        Clock = clock;
        lastStep = clock.GetTimestamp();
        RowsDone = import.RowsRead;
    }

    public Guid Id => import.ImportId;

    public string FileName => import.FileName;

    /// <summary>Who started it: a user's id or <c>command-line</c>.</summary>
    public string By => import.ByUser;

    /// <summary>The column mapping as JSON, for kinds that need one.</summary>
    public string? Mapping => import.Mapping;

    public TimeProvider Clock { get; }

    /// <summary>Data rows that are dealt with and committed: skip them.</summary>
    public long RowsDone { get; private set; }

    public long FileSize => import.FileSize;

    public Stream Open() =>
        new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);

    /// <summary>Keeps the header row, so that verbatim rows can be read with their columns' names.</summary>
    public Task KeepHeaderAsync(string verbatim, CancellationToken ct) =>
        database.WriteAsync(
            tx => tx.ExecuteAsync("UPDATE import SET header = @verbatim WHERE import_id = @Id", new { verbatim, Id }),
            ct
        );

    /// <summary>
    /// Runs <paramref name="work"/> with the secondary indexes of the tables it fills, and of reports, set aside, when this is a large file
    /// and the first of the tables is empty; builds them before it returns, whatever happened.
    /// </summary>
    public async Task FillAsync(string[] tables, Func<Task> work, CancellationToken ct)
    {
        if (
            FileSize < LargeFile
            || !await database.WriteAsync(tx => LateIndexes.SetAsideAsync(tx, [.. tables, "report"]), ct)
        )
        {
            await work();
            return;
        }
        try
        {
            await work();
        }
        finally
        {
            await LateIndexes.BuildAsync(database, CancellationToken.None);
        }
    }

    /// <summary>Commits a step as a whole: <paramref name="work"/>'s records, the rejects, the counts and the cursor.</summary>
    /// <param name="rowsRead">The new cursor: data rows read so far, rejects included.</param>
    /// <param name="bytesRead">Bytes of the file read so far; for the progress bar.</param>
    /// <exception cref="OperationCanceledException">Somebody asked to stop; the step itself was committed.</exception>
    public async Task CommitAsync(
        long rowsRead,
        long bytesRead,
        IReadOnlyList<Reject> rejects,
        Func<WriteScope, Task<StepCounts>> work,
        CancellationToken ct
    )
    {
        var counted = lastStep;
        var (stop, rejected) = await database.WriteAsync(
            async tx =>
            {
                var counts = await work(tx);
                var all = counts.Rejected.Count == 0 ? rejects : [.. rejects, .. counts.Rejected];
                await ImportStore.KeepRejectsAsync(tx, Id, all, ct);
                // The commit itself falls into the next step's time.
                counted = Clock.GetTimestamp();
                return await ImportStore.AdvanceAsync(
                    tx,
                    Id,
                    worker,
                    rowsRead,
                    bytesRead,
                    counts,
                    all.Count,
                    Clock.GetElapsedTime(lastStep, counted).TotalSeconds
                );
            },
            ct
        );
        lastStep = counted;
        RowsDone = rowsRead;
        progress?.Report(new ImportProgress(rowsRead, bytesRead, import.FileSize, rejected));
        if (stop)
        {
            throw new OperationCanceledException("The import was stopped.");
        }
    }
}
