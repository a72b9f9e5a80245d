using System.Data;
using System.IO.Compression;
using Dapper;
using Npgsql;

namespace Toguna.Foundation.Storage.Backups;

/// <summary>All tables by COPY from one snapshot, and back: needs no client tools and no particular server version.</summary>
internal static class PostgresBackup
{
    private const string Folder = "tables/";

    public static string EntryOf(string table) => Folder + table + ".copy";

    /// <summary>Writes each table as an entry; others go on writing, the snapshot stands still.</summary>
    public static async Task<(int Tables, long Rows)> CopyAsync(
        Database database,
        Func<string, Stream> entry,
        CancellationToken ct
    )
    {
        await using var c = (NpgsqlConnection)await database.OpenAsync(ct);
        await using var snapshot = await c.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var tables = await TablesAsync(c);
        long rows = 0;
        foreach (var table in tables)
        {
            rows += await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM \"{table}\"");
            await using var target = entry(EntryOf(table));
            await using var copy = await c.BeginRawBinaryCopyAsync($"COPY \"{table}\" TO STDOUT (FORMAT BINARY)", ct);
            await copy.CopyToAsync(target, ct);
        }
        return (tables.Count, rows);
    }

    /// <summary>Fills an empty database of the backup's schema version.</summary>
    public static async Task<(int Tables, long Rows)> RestoreAsync(
        Database database,
        ZipArchive zip,
        string backup,
        CancellationToken ct
    )
    {
        await using var c = (NpgsqlConnection)await database.OpenAsync(ct);
        await using var transaction = await c.BeginTransactionAsync(ct);
        var tables = await TablesAsync(c);
        long rows = 0;
        // Rows that the migrations themselves put in come back with the backup.
        foreach (var table in Enumerable.Reverse(tables).Where(t => t is not ("audit_entry" or "schema_version")))
        {
            await c.ExecuteAsync($"DELETE FROM \"{table}\"");
        }
        foreach (var table in tables.Where(t => t != "schema_version"))
        {
            var entry =
                zip.GetEntry(EntryOf(table))
                ?? throw FoundationProblems.BackupUnreadable(backup, $"table {table} is not in it").Raise();
            await using var source = await entry.OpenAsync(ct);
            await using (var copy = await c.BeginRawBinaryCopyAsync($"COPY \"{table}\" FROM STDIN (FORMAT BINARY)", ct))
            {
                await source.CopyToAsync(copy, ct);
            }
            rows += await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM \"{table}\"");
        }
        await ResetSequencesAsync(c);
        await transaction.CommitAsync(ct);
        return (tables.Count, rows);
    }

    /// <summary>Our tables, those that others refer to first.</summary>
    private static async Task<List<string>> TablesAsync(NpgsqlConnection c)
    {
        var left = (
            await c.QueryAsync<string>(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'qrtz!_%' ESCAPE '!' ORDER BY tablename"
            )
        ).ToList();
        var refers = (
            await c.QueryAsync<(string From, string To)>(
                """
                SELECT f.relname, t.relname FROM pg_constraint k
                JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
                WHERE k.contype = 'f' AND f.relname <> t.relname
                """
            )
        ).ToLookup(r => r.From, r => r.To);
        var sorted = new List<string>();
        while (left.Count > 0)
        {
            var next = left.First(t => refers[t].All(sorted.Contains));
            sorted.Add(next);
            left.Remove(next);
        }
        return sorted;
    }

    private static Task ResetSequencesAsync(NpgsqlConnection c) =>
        c.ExecuteAsync(
            """
            DO $$
            DECLARE s record;
            BEGIN
              FOR s IN SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) AS seq
                FROM information_schema.columns WHERE table_schema = current_schema() AND (is_identity = 'YES' OR column_default LIKE 'nextval%')
              LOOP
                EXECUTE format('SELECT setval(%L, coalesce((SELECT max(%I) FROM %I), 0) + 1, false)', s.seq, s.column_name, s.table_name);
              END LOOP;
            END $$
            """
        );
}
