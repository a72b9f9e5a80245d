using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;

namespace Toguna.Foundation.Storage.Backups;

/// <summary>Puts a backup into an empty installation. The whole file is checked before the first byte is written.</summary>
public static class Restore
{
    private const string ManifestEntry = "manifest.json";
    private const string KeysEntry = "keys.sealed";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="dataFolder">Empty, or without a database.</param>
    /// <param name="connection">PostgreSQL, or null for SQLite; the engine the backup was made on.</param>
    /// <param name="passphrase">Opens the keys, when the backup has them.</param>
    public static async Task<BackupCounts> RunAsync(
        string path,
        string dataFolder,
        string? connection,
        string? passphrase,
        TimeProvider clock,
        CancellationToken ct = default
    )
    {
        if (!File.Exists(path))
        {
            throw FoundationProblems.FileMissing(path).Raise();
        }
        using var zip = OpenZip(path);
        var manifest = await ReadManifestAsync(zip, path, ct);
        await CheckAsync(zip, manifest, path, connection, ct);
        Directory.CreateDirectory(dataFolder);
        var keys = new KeyFolder(dataFolder);
        var (tables, rows) =
            manifest.Engine == Engine.Sqlite
                ? await RestoreSqliteAsync(
                    zip,
                    path,
                    dataFolder,
                    () => OpenKeys(zip, manifest, path, keys, passphrase),
                    ct
                )
                : await RestorePostgresAsync(
                    zip,
                    manifest,
                    path,
                    dataFolder,
                    connection!,
                    clock,
                    () => OpenKeys(zip, manifest, path, keys, passphrase),
                    ct
                );
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("rejects/", StringComparison.Ordinal)))
        {
            var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "rejects")).FullName;
            entry.ExtractToFile(Path.Combine(folder, Path.GetFileName(entry.FullName)), overwrite: true);
        }
        await using var database = new Database(dataFolder, connection, clock);
        await Migrator.ApplyAsync(database, ct);
        if (manifest.Keys && passphrase is not null)
        {
            var audit = new AuditLog(keys);
            await database.WriteAsync(
                tx =>
                    audit.AppendAsync(
                        tx,
                        Caller.CommandLine.Id,
                        "backup.restored",
                        "installation",
                        new { manifest.MadeAt, rows }
                    ),
                ct
            );
        }
        return new BackupCounts(path, tables, rows, new FileInfo(path).Length, manifest.Keys && passphrase is not null);
    }

    private static ZipArchive OpenZip(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException e)
        {
            throw FoundationProblems.BackupUnreadable(path, e.Message).Raise();
        }
    }

    private static async Task<Manifest> ReadManifestAsync(ZipArchive zip, string path, CancellationToken ct)
    {
        var entry = zip.GetEntry(ManifestEntry);
        if (entry is null || entry.Length > 1 << 20)
        {
            throw FoundationProblems.BackupUnreadable(path, "it holds no manifest").Raise();
        }
        await using var stream = await entry.OpenAsync(ct);
        try
        {
            return await JsonSerializer.DeserializeAsync<Manifest>(stream, Json, ct)
                ?? throw FoundationProblems.BackupUnreadable(path, "its manifest is empty").Raise();
        }
        catch (JsonException e)
        {
            throw FoundationProblems.BackupUnreadable(path, e.Message).Raise();
        }
    }

    private static async Task CheckAsync(
        ZipArchive zip,
        Manifest manifest,
        string path,
        string? connection,
        CancellationToken ct
    )
    {
        var engine = connection is null ? Engine.Sqlite : Engine.Postgres;
        if (manifest.Engine != engine)
        {
            throw FoundationProblems.BackupOtherEngine(manifest.Engine.ToString(), engine.ToString()).Raise();
        }
        var newest = Migrator.Shipped(engine)[^1].Version;
        if (manifest.Schema > newest)
        {
            throw FoundationProblems.DatabaseNewer(manifest.Schema, newest).Raise();
        }
        foreach (var (name, hash) in manifest.Entries)
        {
            var entry =
                zip.GetEntry(name) ?? throw FoundationProblems.BackupUnreadable(path, $"{name} is missing").Raise();
            string found;
            try
            {
                await using var stream = await entry.OpenAsync(ct);
                found = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
            }
            catch (InvalidDataException e)
            {
                throw FoundationProblems.BackupUnreadable(path, e.Message).Raise();
            }
            if (found != hash)
            {
                throw FoundationProblems.BackupUnreadable(path, $"{name} was changed or damaged").Raise();
            }
        }
    }

    private static async Task<(int, long)> RestoreSqliteAsync(
        ZipArchive zip,
        string path,
        string dataFolder,
        Action openKeys,
        CancellationToken ct
    )
    {
        var target = Path.Combine(dataFolder, Database.FileName);
        if (File.Exists(target))
        {
            throw FoundationProblems.RestoreNotEmpty(target).Raise();
        }
        openKeys();
        var draft = target + ".part";
        await zip.GetEntry(SqliteBackup.Entry)!.ExtractToFileAsync(draft, overwrite: true, ct);
        var counts = await SqliteBackup.CheckAsync(draft, path);
        File.Move(draft, target);
        return counts;
    }

    private static async Task<(int, long)> RestorePostgresAsync(
        ZipArchive zip,
        Manifest manifest,
        string path,
        string dataFolder,
        string connection,
        TimeProvider clock,
        Action openKeys,
        CancellationToken ct
    )
    {
        await using var database = new Database(dataFolder, connection, clock);
        await Migrator.ApplyAsync(database, manifest.Schema, ct);
        await using (var c = await database.OpenAsync(ct))
        {
            if (await c.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM audit_entry)"))
            {
                throw FoundationProblems.RestoreNotEmpty(c.Database).Raise();
            }
        }
        openKeys();
        return await PostgresBackup.RestoreAsync(database, zip, path, ct);
    }

    private static void OpenKeys(ZipArchive zip, Manifest manifest, string path, KeyFolder keys, string? passphrase)
    {
        if (!manifest.Keys || passphrase is null)
        {
            return;
        }
        using var stream = zip.GetEntry(KeysEntry)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        if (!KeySeal.Open(memory.ToArray(), keys, passphrase))
        {
            throw FoundationProblems.BackupUnreadable(path, "the passphrase of its keys is wrong").Raise();
        }
    }
}
