using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;

namespace Toguna.Foundation.Storage.Backups;

/// <summary>Backup and restore of an installation, also while it runs.</summary>
/// <remarks>
/// A backup is a zip file: a manifest with a hash of each entry, the database, rejects files, and the keys only under a
/// passphrase. Without the keys a restored installation cannot prove its audit chain, and sealed fields need a recovery
/// copy beside: keep them elsewhere.
/// </remarks>
public sealed class Backup(Database database, KeyFolder keys, SubjectKeys subjects, TimeProvider clock)
{
    private const string ManifestEntry = "manifest.json";
    private const string KeysEntry = "keys.sealed";
    private const string RejectsFolder = "rejects";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    /// <param name="path">A file that does not exist yet; written beside and moved there when whole.</param>
    /// <param name="passphrase">Seals the keys into the backup; null leaves them out.</param>
    public async Task<BackupCounts> MakeAsync(
        string path,
        string? passphrase,
        Caller by,
        CancellationToken ct = default
    )
    {
        if (File.Exists(path))
        {
            throw FoundationProblems.FileExists(path).Raise();
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = path + ".part";
        var scratch = Directory.CreateDirectory(Path.Combine(database.DataFolder, "backup-" + Ids.New(clock))).FullName;
        try
        {
            var (tables, rows) = await FillAsync(draft, scratch, passphrase, ct);
            File.Move(draft, path);
            var audit = new AuditLog(keys);
            await database.WriteAsync(
                tx =>
                    audit.AppendAsync(
                        tx,
                        by.Id,
                        "backup.made",
                        "installation",
                        new
                        {
                            tables,
                            rows,
                            keys = passphrase is not null,
                        }
                    ),
                ct
            );
            return new BackupCounts(path, tables, rows, new FileInfo(path).Length, passphrase is not null);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
            File.Delete(draft);
        }
    }

    private async Task<(int Tables, long Rows)> FillAsync(
        string draft,
        string scratch,
        string? passphrase,
        CancellationToken ct
    )
    {
        // Entries are hashed as they are written; the manifest, which holds the hashes, comes last.
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var file = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite);
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, true, null, ct);
        var schema = await SchemaAsync(ct);
        (int Tables, long Rows) counts;
        if (database.Engine == Engine.Sqlite)
        {
            var copy = Path.Combine(scratch, SqliteBackup.Entry);
            counts = await SqliteBackup.CopyAsync(database, copy, ct);
            await AddFileAsync(zip, SqliteBackup.Entry, copy, hashes, ct);
        }
        else
        {
            counts = await PostgresBackup.CopyAsync(database, name => Entry(zip, name, hashes), ct);
        }
        var rejects = Path.Combine(database.DataFolder, RejectsFolder);
        foreach (var reject in Directory.Exists(rejects) ? Directory.EnumerateFiles(rejects) : [])
        {
            await AddFileAsync(zip, $"{RejectsFolder}/{Path.GetFileName(reject)}", reject, hashes, ct);
        }
        if (passphrase is not null)
        {
            await using var entry = Entry(zip, KeysEntry, hashes);
            await entry.WriteAsync(KeySeal.Seal(keys, subjects, passphrase), ct);
        }
        var manifest = new Manifest
        {
            Program = typeof(Backup).Assembly.GetName().Version!.ToString(3),
            Engine = database.Engine,
            Schema = schema,
            MadeAt = clock.GetUtcNow(),
            Keys = passphrase is not null,
            Entries = hashes,
        };
        await using var last = await zip.CreateEntry(ManifestEntry).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(last, manifest, Json, ct);
        return counts;
    }

    private async Task<int> SchemaAsync(CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return await c.ExecuteScalarAsync<int>("SELECT max(version) FROM schema_version");
    }

    private static async Task AddFileAsync(
        ZipArchive zip,
        string name,
        string path,
        SortedDictionary<string, string> hashes,
        CancellationToken ct
    )
    {
        await using var source = File.OpenRead(path);
        await using var entry = Entry(zip, name, hashes);
        await source.CopyToAsync(entry, ct);
    }

    private static HashingStream Entry(ZipArchive zip, string name, SortedDictionary<string, string> hashes) =>
        new(zip.CreateEntry(name, CompressionLevel.Fastest).Open(), hash => hashes[name] = hash);

    /// <summary>Writes through and tells the SHA-256 of what went by when it is closed.</summary>
    private sealed class HashingStream(Stream inner, Action<string> done) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private bool closed;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            hash.AppendData(buffer, offset, count);
            inner.Write(buffer, offset, count);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !closed)
            {
                closed = true;
                inner.Dispose();
                done(Convert.ToHexStringLower(hash.GetHashAndReset()));
                hash.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
