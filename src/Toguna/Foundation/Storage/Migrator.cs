using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Toguna.Foundation.Storage;

/// <summary>Brings the database to the program's version: numbered SQL files, one set per engine, applied under a lock.</summary>
/// <remarks>
/// All pending migrations are one transaction. A database that is newer than the program, or whose applied migrations
/// differ from the shipped ones, is refused before anything is changed.
/// </remarks>
public static class Migrator
{
    /// <summary>"Toguna" in bytes: marks a SQLite file as ours, so that another program's file is refused.</summary>
    private const int ApplicationId = 0x546F6775;
    private const long LockKey = 0x546F67756E61;

    /// <summary>One numbered file.</summary>
    public sealed record Migration(int Version, string Name, string Sql)
    {
        public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
    }

    /// <summary>The migrations this program ships for an engine, in order.</summary>
    public static IReadOnlyList<Migration> Shipped(Engine engine)
    {
        var assembly = typeof(Migrator).Assembly;
        var folder = $"Toguna.Migrations.{engine}.";
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n => Read(assembly, n, n[folder.Length..^".sql".Length])),
        ];
    }

    /// <returns>How many migrations were applied.</returns>
    /// <exception cref="ProblemException">The database is newer, was migrated by other files, or is not ours.</exception>
    public static Task<int> ApplyAsync(Database database, CancellationToken ct = default) =>
        ApplyAsync(database, int.MaxValue, ct);

    /// <summary>As far as a version: a restore fills the tables as they were when the backup was made.</summary>
    internal static async Task<int> ApplyAsync(Database database, int upTo, CancellationToken ct)
    {
        var shipped = Shipped(database.Engine);
        await using var connection = await OpenAsync(database, ct);
        if (database.Engine == Engine.Sqlite)
        {
            await connection.ExecuteAsync("PRAGMA journal_mode=WAL");
        }
        // SQLite: BEGIN IMMEDIATE takes the write lock; PostgreSQL: an advisory lock held to the end of the transaction.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (database.Engine == Engine.Postgres)
        {
            await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@LockKey)", new { LockKey }, transaction);
        }
        var applied = await AppliedAsync(database.Engine, connection, transaction);
        Check(shipped, applied);
        var pending = shipped.Where(m => m.Version <= upTo && !applied.ContainsKey(m.Version)).ToList();
        foreach (var migration in pending)
        {
            await connection.ExecuteAsync(migration.Sql, transaction: transaction);
            await connection.ExecuteAsync(
                "INSERT INTO schema_version (version, name, fingerprint, applied_at, program) VALUES (@Version, @Name, @Fingerprint, @At, @Program)",
                new
                {
                    migration.Version,
                    migration.Name,
                    migration.Fingerprint,
                    At = Dialect.Instant(TimeProvider.System.GetUtcNow()),
                    Program = typeof(Migrator).Assembly.GetName().Version?.ToString(3),
                },
                transaction
            );
        }
        await transaction.CommitAsync(ct);
        return pending.Count;
    }

    private static async Task<DbConnection> OpenAsync(Database database, CancellationToken ct)
    {
        try
        {
            return await database.OpenAsync(ct);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 26)
        {
            throw FoundationProblems.NotADatabase(Path.Combine(database.DataFolder, Database.FileName)).Raise();
        }
    }

    private static async Task<Dictionary<int, (string Name, string Fingerprint)>> AppliedAsync(
        Engine engine,
        DbConnection connection,
        DbTransaction transaction
    )
    {
        if (engine == Engine.Sqlite)
        {
            var owner = await connection.ExecuteScalarAsync<long>("PRAGMA application_id", transaction: transaction);
            var tables = await connection.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM sqlite_master",
                transaction: transaction
            );
            if (owner != ApplicationId && tables > 0)
            {
                throw FoundationProblems.NotADatabase(connection.DataSource).Raise();
            }
            await connection.ExecuteAsync($"PRAGMA application_id={ApplicationId}", transaction: transaction);
        }
        await connection.ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS schema_version (
              version integer PRIMARY KEY, name text NOT NULL, fingerprint text NOT NULL,
              applied_at text NOT NULL, program text)
            """,
            transaction: transaction
        );
        var rows = await connection.QueryAsync<(int Version, string Name, string Fingerprint)>(
            "SELECT version, name, fingerprint FROM schema_version",
            transaction: transaction
        );
        return rows.ToDictionary(r => r.Version, r => (r.Name, r.Fingerprint));
    }

    private static void Check(
        IReadOnlyList<Migration> shipped,
        Dictionary<int, (string Name, string Fingerprint)> applied
    )
    {
        var known = shipped.ToDictionary(m => m.Version);
        var newest = applied.Keys.DefaultIfEmpty(0).Max();
        if (newest > shipped[^1].Version)
        {
            throw FoundationProblems.DatabaseNewer(newest, shipped[^1].Version).Raise();
        }
        foreach (var (version, (name, fingerprint)) in applied)
        {
            if (!known.TryGetValue(version, out var ours) || ours.Fingerprint != fingerprint)
            {
                throw FoundationProblems.MigrationChanged(version, name).Raise();
            }
        }
    }

    private static Migration Read(Assembly assembly, string resource, string fileName)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        var dash = fileName.IndexOf('_', StringComparison.Ordinal);
        return new Migration(
            int.Parse(fileName[..dash], System.Globalization.CultureInfo.InvariantCulture),
            fileName[(dash + 1)..],
            sql
        );
    }
}
