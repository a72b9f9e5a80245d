using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;

namespace Toguna.Gather;

/// <summary>What became of a file.</summary>
/// <param name="IsDone">All of it is in; otherwise <paramref name="Message"/> says why not.</param>
public sealed record FileOutcome(Guid ImportId, bool IsDone, long Rows, long Created, long Rejected, string? Message);

/// <summary>Brings a file in from the program itself, once: by the same import that a person would start.</summary>
public sealed class FileIntake(Database database, ImportService imports)
{
    public bool Knows(string kind) => imports.Kinds.Any(k => k.Name == kind);

    /// <summary>Imports the file; goes on where an earlier try stopped, and does nothing when it is in already.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; another call goes on.</exception>
    /// <exception cref="Foundation.ProblemException">Somebody else is importing it, or it cannot be queued.</exception>
    public async Task<FileOutcome> BringInAsync(
        string kind,
        string path,
        ColumnMapping? mapping,
        Caller by,
        IProgress<ImportProgress>? progress,
        CancellationToken ct
    )
    {
        var full = Path.GetFullPath(path);
        var earlier = await FindAsync(kind, full, ct);
        var id =
            earlier?.ImportId
            ?? await imports.QueueAsync(kind, full, Path.GetFileName(full), mapping?.ToJson(), by, ct);
        var end = earlier is { State: ImportState.Done } ? earlier : await imports.RunAsync(id, progress, ct: ct);
        ct.ThrowIfCancellationRequested();
        return new(
            id,
            end.State == ImportState.Done,
            end.RowsRead,
            end.Created,
            end.Rejected,
            end.Message ?? end.State
        );
    }

    /// <summary>Keeps a mapping under its name, so that the next file of the same list finds it.</summary>
    public static Task SaveMappingAsync(WriteScope tx, ColumnMapping mapping, Caller by, string kind = "csv") =>
        tx.ExecuteAsync(
            """
            INSERT INTO import_mapping (kind, name, mapping, saved_at, by_user) VALUES (@kind, @Name, @Json, @Now, @Id)
            ON CONFLICT (kind, name) DO UPDATE SET mapping = excluded.mapping, saved_at = excluded.saved_at, by_user = excluded.by_user
            """,
            new
            {
                kind,
                mapping.Name,
                Json = mapping.ToJson(),
                tx.Now,
                by.Id,
            }
        );

    private async Task<ImportRow?> FindAsync(string kind, string full, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return await c.QueryFirstOrDefaultAsync<ImportRow>(
            "SELECT * FROM import WHERE kind = @kind AND stored_as = @full AND state <> 'undone' ORDER BY import_id DESC LIMIT 1",
            new { kind, full }
        );
    }
}
