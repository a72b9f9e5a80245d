using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Gather;

/// <summary>An import that waits for a person.</summary>
public sealed class WaitingImport
{
    public Guid ImportId { get; init; }
    public string FileName { get; init; } = "";

    /// <summary><c>mapping</c>: somebody must say which column holds what; <c>failed</c> or <c>cancelled</c>: it can go on.</summary>
    public string State { get; init; } = "";
}

/// <summary>Reads imports for pages of later stages.</summary>
public sealed class ImportBook(Database database)
{
    private const int Most = 10;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<WaitingImport>> WaitingAsync(CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var rows = await c.QueryAsync<WaitingImport>(
            """
            SELECT import_id, file_name, state FROM import WHERE state IN ('mapping', 'failed', 'cancelled')
            ORDER BY import_id DESC LIMIT @Most
            """,
            new { Most }
        );
        return rows.AsList();
    }

    /// <summary>Some file is being brought in, or waits for it: what is in the record of it is not all of it.</summary>
    public static async Task<bool> IsUnderWayAsync(Database database, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await c.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                "SELECT EXISTS (SELECT 1 FROM import WHERE state IN ('queued', 'running'))",
                cancellationToken: ct
            )
        );
    }
}
