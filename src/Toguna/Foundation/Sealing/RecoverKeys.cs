using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>A recovery copy that was issued.</summary>
/// <param name="OpensNow">It holds the master that seals today; the others should be destroyed.</param>
public sealed record RecoveryCopy(Guid Copy, DateTimeOffset MadeAt, IReadOnlyList<string> Masters, bool OpensNow);

/// <summary>What came back from a recovery copy.</summary>
public sealed record RecoveredKeys(Guid Copy, IReadOnlyList<string> Masters, long Subjects);

/// <summary>The masters under a passphrase in a file to be kept elsewhere, and back.</summary>
/// <remarks>
/// It holds no data key: what was shredded does not come back from it, and a backup without it opens no sealed text. Each
/// copy is registered, so that a certificate can name the copies to be destroyed.
/// </remarks>
public sealed class RecoverKeys(
    Database database,
    KeyFolder keys,
    KeyRing ring,
    SubjectKeys subjects,
    AuditLog audit,
    TimeProvider clock
)
{
    private static readonly string[] Beside = ["audit.key", "tokens.key"];
    private static readonly byte[] Purpose = "toguna.recovery.1"u8.ToArray();
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The file: what it is stands in clear, the keys under the passphrase.</summary>
    private sealed record CopyFile(
        string What,
        Guid Copy,
        DateTimeOffset MadeAt,
        IReadOnlyList<string> Masters,
        string Sealed,
        byte[] Box
    );

    private sealed record Content(byte[] Ring, IReadOnlyDictionary<string, byte[]> Files);

    /// <param name="path">A file that does not exist yet.</param>
    /// <exception cref="ProblemException">The passphrase is weak, the file exists, the office is locked.</exception>
    public async Task<RecoveryCopy> MakeAsync(string path, string passphrase, Caller by)
    {
        Demand(by);
        PassphraseBox.Demand(passphrase);
        if (File.Exists(path))
        {
            throw FoundationProblems.FileExists(path).Raise();
        }
        using var now = subjects.Change(subjects.EnsureRing);
        var masters = now.Masters.Select(m => m.Id).ToList();
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new Content(
                now.ToBytes(),
                Beside
                    .Where(f => File.Exists(keys.PathOf(f)))
                    .ToDictionary(f => f, f => File.ReadAllBytes(keys.PathOf(f)))
            )
        );
        var file = new CopyFile(
            "Toguna: recovery copy of a key ring, format 1",
            Ids.New(clock),
            clock.GetUtcNow(),
            masters,
            $"AES-256-GCM, key from the passphrase by PBKDF2-HMAC-SHA256, {PassphraseBox.Rounds} rounds",
            PassphraseBox.Seal(passphrase, Purpose, content)
        );
        CryptographicOperations.ZeroMemory(content);
        // Registered first: a copy that nobody knows of is worse than one that was never finished.
        await database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync(
                "INSERT INTO recovery_copy (copy_id, made_at, made_by, masters) VALUES (@Copy, @Now, @By, @Masters)",
                new
                {
                    file.Copy,
                    tx.Now,
                    By = by.Id,
                    Masters = string.Join(',', masters),
                }
            );
            await audit.AppendAsync(tx, by.Id, "keys.recovery_made", $"recovery_copy:{file.Copy}", new { masters });
        });
        await WritePrivateAsync(path, JsonSerializer.SerializeToUtf8Bytes(file, Json));
        return new RecoveryCopy(file.Copy, file.MadeAt, masters, true);
    }

    /// <summary>Puts back the masters that something here is wrapped under; the others stay out.</summary>
    /// <remarks>Works before the database is opened: the key of the audit chain may be among what was lost.</remarks>
    /// <exception cref="ProblemException">The file or the passphrase is wrong, it opens nothing here, the office is locked.</exception>
    public RecoveredKeys Recover(string path, string passphrase, Caller by)
    {
        Demand(by);
        var (file, content) = Read(path, passphrase);
        using var from = Ring.Of(content.Ring)!;
        var result = subjects.Change(c =>
        {
            using var now = ring.Find();
            var wrapped = SubjectKeys.CountByMaster(c);
            var wanted = from
                .Masters.Where(m => now?.Find(m.Id) is null)
                // An installation that has sealed nothing yet goes on under the newest.
                .Where(m => wrapped.ContainsKey(m.Id) || (wrapped.Count == 0 && now is null && m == from.Newest))
                .ToList();
            if (wanted.Count == 0)
            {
                throw SealingProblems.RecoveryOpensNothing(path).Raise();
            }
            ring.Save((now ?? from) with { Masters = [.. wanted.Concat(now?.Masters ?? []).OrderBy(m => m.Made)] });
            return new RecoveredKeys(
                file.Copy,
                wanted.ConvertAll(m => m.Id),
                wanted.Sum(m => wrapped.GetValueOrDefault(m.Id))
            );
        });
        foreach (var (name, bytes) in content.Files)
        {
            if (Beside.Contains(name) && !File.Exists(keys.PathOf(name)))
            {
                keys.Write(name, bytes);
            }
        }
        return result;
    }

    public Task NoteAsync(Caller by, RecoveredKeys what) =>
        database.WriteAsync(tx =>
            audit.AppendAsync(
                tx,
                by.Id,
                "keys.recovered",
                $"recovery_copy:{what.Copy}",
                new { what.Masters, what.Subjects }
            )
        );

    /// <summary>The copies that were issued, the newest first.</summary>
    public async Task<IReadOnlyList<RecoveryCopy>> ListAsync(CancellationToken ct = default)
    {
        using var now = ring.Find();
        var newest = now?.Newest.Id;
        await using var c = await database.OpenAsync(ct);
        var rows = await c.QueryAsync<(Guid Copy, DateTimeOffset At, string Masters)>(
            "SELECT copy_id, made_at, masters FROM recovery_copy ORDER BY copy_id DESC"
        );
        return
        [
            .. rows.Select(r => new RecoveryCopy(
                r.Copy,
                r.At,
                r.Masters.Split(','),
                newest is not null && r.Masters.Split(',').Contains(newest)
            )),
        ];
    }

    private static (CopyFile File, Content Content) Read(string path, string passphrase)
    {
        if (!File.Exists(path))
        {
            throw FoundationProblems.FileMissing(path).Raise();
        }
        try
        {
            var file = JsonSerializer.Deserialize<CopyFile>(File.ReadAllBytes(path), Json);
            if (
                file?.Box is { } box
                && PassphraseBox.Open(passphrase, Purpose, box) is { } bytes
                && JsonSerializer.Deserialize<Content>(bytes) is { } content
            )
            {
                return (file, content);
            }
        }
        catch (JsonException)
        {
            // Not ours, or cut: the same answer.
        }
        throw SealingProblems.RecoveryUnreadable(path).Raise();
    }

    private static async Task WritePrivateAsync(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        await using var stream = new FileStream(path, options);
        await stream.WriteAsync(bytes);
        stream.Flush(flushToDisk: true);
    }

    private static void Demand(Caller by)
    {
        if (!by.May(Permission.Administer))
        {
            throw FoundationProblems.Forbidden().Raise();
        }
    }
}
