using Dapper;
using Microsoft.Data.Sqlite;

namespace Toguna.Foundation.Storage.Backups;

/// <summary>SQLite's own online backup: a consistent copy while others write.</summary>
internal static class SqliteBackup
{
    public const string Entry = "database.sqlite";

    /// <returns>Tables and rows of the copy.</returns>
    public static async Task<(int Tables, long Rows)> CopyAsync(Database database, string path, CancellationToken ct)
    {
        await using var source = (SqliteConnection)await database.OpenAsync(ct);
        await using var copy = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()
        );
        await copy.OpenAsync(ct);
        source.BackupDatabase(copy);
        await copy.ExecuteAsync("PRAGMA journal_mode=DELETE");
        return await CountAsync(copy);
    }

    /// <exception cref="ProblemException">The file is no sound SQLite database.</exception>
    public static async Task<(int Tables, long Rows)> CheckAsync(string path, string backup)
    {
        await using var copy = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
                Mode = SqliteOpenMode.ReadWrite,
            }.ToString()
        );
        try
        {
            await copy.OpenAsync();
            var verdict = await copy.ExecuteScalarAsync<string>("PRAGMA integrity_check(1)");
            return verdict == "ok"
                ? await CountAsync(copy)
                : throw FoundationProblems.BackupUnreadable(backup, verdict ?? "").Raise();
        }
        catch (SqliteException e)
        {
            throw FoundationProblems.BackupUnreadable(backup, e.Message).Raise();
        }
    }

    private static async Task<(int Tables, long Rows)> CountAsync(SqliteConnection c)
    {
        var tables = (
            await c.QueryAsync<string>(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ).AsList();
        long rows = 0;
        foreach (var table in tables)
        {
            rows += await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM \"{table}\"");
        }
        return (tables.Count, rows);
    }
}
