using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Logging;
using Toguna.Formats;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Imports;

/// <summary>Takes files in, runs them, stops them, resumes them and takes them back.</summary>
public sealed partial class ImportService(
    Database database,
    AuditLog audit,
    IEnumerable<ImportKind> kinds,
    TimeProvider clock,
    ILogger<ImportService> log
)
{
    private readonly string worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>The kinds of file that can be imported, in the order of lists.</summary>
    public IReadOnlyList<ImportKind> Kinds { get; } = [.. kinds.OrderBy(k => k.Order)];

    public ImportKind Kind(string name) =>
        Kinds.FirstOrDefault(k => k.Name == name)
        ?? throw GatherProblems.KindUnknown(name, string.Join(", ", Kinds.Select(k => k.Name))).Raise();

    /// <summary>Puts a file that lies on this machine on the list; <see cref="RunAsync"/> does the work.</summary>
    /// <param name="path">Where it lies. Inside the data folder: an upload, removed when the import is done.</param>
    public async Task<Guid> QueueAsync(
        string kind,
        string path,
        string fileName,
        string? mapping,
        Caller by,
        CancellationToken ct = default
    )
    {
        if (Kind(kind).NeedsMapping && mapping is null)
        {
            throw GatherProblems.MappingMissing(fileName).Raise();
        }
        return await AddAsync(kind, path, fileName, mapping, ImportState.Queued, by, ct);
    }

    /// <summary>Takes an upload into the data folder; kinds that need a mapping wait for it.</summary>
    public async Task<Guid> ReceiveAsync(
        string kind,
        Stream content,
        string fileName,
        Caller by,
        CancellationToken ct = default
    )
    {
        var needsMapping = Kind(kind).NeedsMapping;
        var folder = Directory.CreateDirectory(UploadFolder(database.DataFolder)).FullName;
        var path = Path.Combine(folder, Ids.New(clock) + ".upload");
        await using (var file = new FileStream(path, FileMode.CreateNew))
        {
            await content.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }
        var state = needsMapping ? ImportState.Mapping : ImportState.Queued;
        return await AddAsync(kind, path, Path.GetFileName(fileName), null, state, by, ct);
    }

    /// <summary>Nothing real is ever mixed with the invented country; its own files come from the program itself.</summary>
    private async Task RefuseSampleAsync(string fileName, Caller by, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        if (
            by.Id != Caller.System.Id
            && await c.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM setting WHERE name = @name",
                new { name = Installation.SampleSetting }
            ) > 0
        )
        {
            throw GatherProblems.SampleFolder(fileName, database.DataFolder).Raise();
        }
    }

    private async Task<Guid> AddAsync(
        string kind,
        string path,
        string fileName,
        string? mapping,
        string state,
        Caller by,
        CancellationToken ct
    )
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw FoundationProblems.FileMissing(path).Raise();
        }
        await RefuseSampleAsync(fileName, by, ct);
        var uploads = UploadFolder(database.DataFolder) + Path.DirectorySeparatorChar;
        var id = Ids.New(clock);
        var row = new ImportRow
        {
            ImportId = id,
            Kind = kind,
            FileName = fileName,
            FileSize = new FileInfo(full).Length,
            FileHash = await HashAsync(full, ct),
            StoredAs = full.StartsWith(uploads, StringComparison.Ordinal)
                ? Path.GetRelativePath(database.DataFolder, full)
                : full,
            Mapping = mapping,
            State = state,
            QueuedAt = clock.GetUtcNow(),
            ByUser = by.Id,
        };
        await database.WriteAsync(
            async tx =>
            {
                await ImportStore.InsertAsync(tx, row);
                await audit.AppendAsync(
                    tx,
                    by.Id,
                    "import.queued",
                    $"import:{id}",
                    new
                    {
                        kind,
                        fileName,
                        row.FileHash,
                    }
                );
            },
            ct
        );
        return id;
    }

    /// <summary>Runs a queued, stopped, failed or abandoned import to its end.</summary>
    /// <param name="again">Also one that was stopped or has failed; a worker that found it queued must not wake what was stopped since.</param>
    /// <returns>The import as it stands afterwards: done, cancelled or failed with its message.</returns>
    public async Task<ImportRow> RunAsync(
        Guid id,
        IProgress<ImportProgress>? progress = null,
        bool again = true,
        CancellationToken ct = default
    )
    {
        var import = await FindAsync(id);
        if (!await database.WriteAsync(tx => ImportStore.ClaimAsync(tx, id, worker, again), ct))
        {
            throw import.State == ImportState.Running
                ? GatherProblems.ImportTaken(id).Raise()
                : GatherProblems.NotResumable(import.State).Raise();
        }
        var (state, message) = await RunClaimedAsync(import, progress, ct);
        await FinishAsync(import, state, message);
        return await FindAsync(id);
    }

    private async Task<(string State, string? Message)> RunClaimedAsync(
        ImportRow import,
        IProgress<ImportProgress>? progress,
        CancellationToken ct
    )
    {
        try
        {
            var file = Path.Combine(database.DataFolder, import.StoredAs);
            if (import.RowsRead > 0 && await HashAsync(file, ct) != import.FileHash)
            {
                throw GatherProblems.FileChanged(import.FileName).Raise();
            }
            var run = new ImportRun(database, import, file, worker, clock, progress);
            await Kind(import.Kind).RunAsync(run, ct);
            return (ImportState.Done, null);
        }
        catch (OperationCanceledException)
        {
            return (ImportState.Cancelled, null);
        }
        catch (UnreadableFileException e)
        {
            return (ImportState.Failed, GatherProblems.FileUnreadable(import.FileName, e.Message).Message());
        }
        catch (IOException e)
        {
            return (ImportState.Failed, GatherProblems.FileUnreadable(import.FileName, e.Message).Message());
        }
        catch (ProblemException e) when (e.Problem.Name != "import_taken")
        {
            return (ImportState.Failed, e.Problem.Message());
        }
    }

    private async Task FinishAsync(ImportRow import, string state, string? message)
    {
        var rejects = await RejectsFile.WriteAsync(database, import.ImportId);
        await database.WriteAsync(async tx =>
        {
            await ImportStore.FinishAsync(tx, import.ImportId, state, message, rejects);
            var end = await tx.FindAsync<ImportRow>(
                "SELECT * FROM import WHERE import_id = @ImportId",
                new { import.ImportId }
            );
            await audit.AppendAsync(
                tx,
                import.ByUser,
                "import." + state,
                $"import:{import.ImportId}",
                new
                {
                    end!.RowsRead,
                    end.Created,
                    end.Updated,
                    end.Unchanged,
                    end.Rejected,
                }
            );
        });
        if (state == ImportState.Done && import.Uploaded)
        {
            File.Delete(Path.Combine(database.DataFolder, import.StoredAs));
        }
        LogFinished(import.ImportId, state);
    }

    /// <summary>An upload that turned out to be no list.</summary>
    public Task FailAsync(Guid id, Problem problem) =>
        database.WriteAsync(tx => ImportStore.FinishAsync(tx, id, ImportState.Failed, problem.Message(), null));

    /// <summary>Asks the process that runs it to stop after the step it is at.</summary>
    public async Task StopAsync(Guid id, Caller by)
    {
        var import = await FindAsync(id);
        var asked = await database.WriteAsync(async tx =>
        {
            var done = await ImportStore.AskToStopAsync(tx, id);
            // The row is ours since it was asked: a worker that took it in between stops by itself.
            if (done && await ImportStore.IsQueuedAsync(tx, id))
            {
                await ImportStore.FinishAsync(tx, id, ImportState.Cancelled, null, null);
            }
            await audit.AppendAsync(tx, by.Id, "import.stop", $"import:{id}");
            return done;
        });
        if (!asked)
        {
            throw GatherProblems.NotRunning(import.State).Raise();
        }
    }

    /// <summary>Puts a stopped or failed import back on the list.</summary>
    public async Task ResumeAsync(Guid id, Caller by)
    {
        var import = await FindAsync(id);
        if (!import.CanResume || import.State == ImportState.Running)
        {
            throw GatherProblems.NotResumable(import.State).Raise();
        }
        await database.WriteAsync(async tx =>
        {
            await ImportStore.RequeueAsync(tx, id);
            await audit.AppendAsync(tx, by.Id, "import.resumed", $"import:{id}");
        });
    }

    /// <summary>Takes back all that the import brought, in one transaction.</summary>
    /// <param name="discardEdits">Also where people edited since; otherwise that is refused.</param>
    public async Task<UndoCounts> UndoAsync(Guid id, Caller by, bool discardEdits, CancellationToken ct = default)
    {
        var import = await FindAsync(id);
        if (!import.CanUndo)
        {
            throw GatherProblems.NotUndoable(import.State).Raise();
        }
        var counts = await database.WriteAsync(
            async tx =>
            {
                var undone = await Kind(import.Kind).UndoAsync(tx, id, discardEdits);
                await ImportStore.UndoAsync(tx, id, by.Id);
                await audit.AppendAsync(
                    tx,
                    by.Id,
                    "import.undone",
                    $"import:{id}",
                    new
                    {
                        undone.Removed,
                        undone.Restored,
                        discardEdits,
                    }
                );
                return undone;
            },
            ct
        );
        RejectsFile.Delete(database, id);
        if (import.Uploaded)
        {
            File.Delete(Path.Combine(database.DataFolder, import.StoredAs));
        }
        return counts;
    }

    public async Task<ImportRow> FindAsync(Guid id)
    {
        await using var c = await database.OpenAsync();
        return await ImportStore.FindAsync(c, id) ?? throw GatherProblems.ImportUnknown(id.ToString()).Raise();
    }

    public async Task<IReadOnlyList<ImportRow>> ListAsync(int skip, int take)
    {
        await using var c = await database.OpenAsync();
        return await ImportStore.ListAsync(c, skip, take);
    }

    public static string UploadFolder(string dataFolder) => Path.Combine(dataFolder, "uploads");

    private static async Task<string> HashAsync(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {Id} is {State}")]
    private partial void LogFinished(Guid id, string state);
}
