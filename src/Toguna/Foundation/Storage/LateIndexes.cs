using Dapper;
using Npgsql;

namespace Toguna.Foundation.Storage;

/// <summary>
/// Takes the secondary indexes of tables away while a large first import fills them, and builds them at the end in one
/// go: a third less time (bench/README.md).
/// </summary>
/// <remarks>
/// What is taken away is remembered in <c>index_aside</c> in the same transaction. A process that is killed in between
/// leaves a record that is whole and slow; the next start builds what is missing. Primary keys and unique indexes stay.
/// </remarks>
public static class LateIndexes
{
    private const int MostTries = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the indexes of <paramref name="tables"/> away if the first of them is empty.</summary>
    /// <param name="tables">Names of our own tables.</param>
    /// <returns>Whether they were taken away: then <see cref="BuildAsync"/> must follow.</returns>
    public static async Task<bool> SetAsideAsync(WriteScope tx, params string[] tables)
    {
        if (await tx.FindAsync<int?>($"SELECT 1 FROM {tables[0]} LIMIT 1") is not null)
        {
            return false;
        }
        if (tx.Engine == Engine.Postgres && !await HoldAsync(tx, tables))
        {
            return false;
        }
        var indexes = await tx.QueryAsync<Aside>(
            tx.Engine == Engine.Sqlite
                ? $"""
                SELECT name, sql AS definition FROM sqlite_master
                WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' AND {Dialect.In(tx.Engine, "tbl_name", "tables")}
                """
                : $"""
                SELECT indexname AS name, indexdef AS definition FROM pg_indexes
                WHERE schemaname = current_schema() AND indexdef LIKE 'CREATE INDEX %'
                  AND {Dialect.In(tx.Engine, "tablename::text", "tables")}
                """,
            new { tables = Dialect.List(tx.Engine, tables) }
        );
        foreach (var index in indexes)
        {
            await tx.ExecuteAsync("INSERT INTO index_aside (name, definition) VALUES (@Name, @Definition)", index);
            await tx.ExecuteAsync($"DROP INDEX {index.Name}");
        }
        return true;
    }

    /// <summary>
    /// Holds all tables at once or none: who reads them one after the other in one transaction, as the record in memory does,
    /// and who takes their indexes away one after the other would wait for each other for ever.
    /// </summary>
    /// <returns>False: somebody reads them for so long that the import goes on with its indexes.</returns>
    private static async Task<bool> HoldAsync(WriteScope tx, string[] tables)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            await tx.ExecuteAsync("SAVEPOINT hold");
            try
            {
                await tx.ExecuteAsync($"LOCK TABLE {string.Join(", ", tables)} IN ACCESS EXCLUSIVE MODE NOWAIT");
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await tx.ExecuteAsync("ROLLBACK TO SAVEPOINT hold");
                await Task.Delay(Pause);
            }
        }
        return false;
    }

    /// <summary>Builds whatever is set aside. Safe to call at any time; what exists already is left.</summary>
    public static async Task BuildAsync(Database database, CancellationToken ct = default)
    {
        await using (var db = await database.OpenAsync(ct))
        {
            if (await db.ExecuteScalarAsync<long>("SELECT count(*) FROM index_aside") == 0)
            {
                return;
            }
        }
        await database.WriteAsync(
            async tx =>
            {
                if (tx.Engine == Engine.Postgres)
                {
                    // Room to sort in memory, for this transaction.
                    await tx.ExecuteAsync("SET LOCAL maintenance_work_mem = '256MB'");
                }
                var waiting = await tx.QueryAsync<Aside>("SELECT name, definition FROM index_aside ORDER BY name");
                foreach (var index in waiting)
                {
                    ct.ThrowIfCancellationRequested();
                    await tx.ExecuteAsync("CREATE INDEX IF NOT EXISTS" + index.Definition["CREATE INDEX".Length..]);
                }
                await tx.ExecuteAsync("DELETE FROM index_aside");
                if (tx.Engine == Engine.Sqlite)
                {
                    // The planner knows nothing of tables that were empty a minute ago; PostgreSQL looks by itself.
                    await tx.ExecuteAsync("PRAGMA analysis_limit=1000; ANALYZE");
                }
            },
            ct
        );
    }

    private sealed class Aside
    {
        public string Name { get; init; } = "";
        public string Definition { get; init; } = "";
    }
}
