using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <param name="Holders">How many key-holders can open it; two of them must come.</param>
/// <param name="Seconds">Until no key was left on the disk.</param>
public sealed record LockCounts(int Holders, double Seconds);

/// <summary>Takes the keys away from an office in seconds, and gives them back to two key-holders.</summary>
/// <remarks>
/// The ring is sealed under a key made for this lock, whose shares are sealed to the holders' public keys; then the ring
/// is destroyed. What lies on the disk does not depend on how many subjects there are. Every session and token ends.
/// </remarks>
public sealed class OfficeLock(Database database, KeyFolder keys, KeyRing ring, SubjectKeys subjects, AuditLog audit)
{
    private const string TokensFile = "tokens.key";
    private static readonly byte[] Purpose = "toguna.lock.1"u8.ToArray();

    private sealed record LockedRing(int Format, IReadOnlyList<HeldShare> Shares, byte[] Box);

    private sealed record Content(byte[] Ring, byte[]? Tokens);

    public bool IsLocked => ring.IsLocked;

    /// <exception cref="ProblemException">The caller may not, it is locked already, or fewer than two holders are enrolled.</exception>
    public async Task<LockCounts> LockAsync(Caller by)
    {
        if (!by.May(Permission.Lock))
        {
            throw FoundationProblems.Forbidden().Raise();
        }
        var clock = Stopwatch.StartNew();
        var holders = subjects.Change(c => Seal(subjects.EnsureRing(c)));
        ring.Forget();
        var seconds = Math.Round(clock.Elapsed.TotalSeconds, 3);
        // The keys are gone whatever happens to the database now; opening ends sessions and tokens once more.
        await EndSessionsAsync(by, "office.locked");
        return new LockCounts(holders, seconds);
    }

    /// <summary>Two passphrases of two different holders, in any order.</summary>
    /// <exception cref="ProblemException">It is not locked, or the two do not open it; which of them is wrong is not said.</exception>
    public async Task UnlockAsync(Caller by, string first, string second)
    {
        if (!IsLocked)
        {
            throw SealingProblems.NotLocked().Raise();
        }
        var opened = subjects.Change(_ => Open(first, second));
        if (opened is null)
        {
            await database.WriteAsync(tx => audit.AppendAsync(tx, by.Id, "office.unlock_refused", "installation"));
            throw SealingProblems.UnlockRefused(KeyHolders.Needed).Raise();
        }
        await EndSessionsAsync(by, "office.unlocked", opened);
    }

    /// <summary>A lock or an opening that was cut off in the middle ends locked.</summary>
    public void Finish()
    {
        if (IsLocked && File.Exists(keys.PathOf(KeyRing.FileName)))
        {
            subjects.Change(_ =>
            {
                if (IsLocked)
                {
                    Remove();
                }
                return true;
            });
        }
    }

    private int Seal(Ring open)
    {
        using var now = open;
        if (now.Holders.Count < KeyHolders.Needed)
        {
            throw SealingProblems.HoldersMissing(now.Holders.Count, KeyHolders.Needed).Raise();
        }
        var once = RandomNumberGenerator.GetBytes(AesBox.KeyLength);
        var shares = SecretShares.Split(once, now.Holders.Select(h => h.Number));
        var tokens = keys.PathOf(TokensFile);
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new Content(now.ToBytes(), File.Exists(tokens) ? File.ReadAllBytes(tokens) : null)
        );
        var locked = new LockedRing(
            1,
            [.. now.Holders.Select(h => KeyHolders.Give(h, shares[h.Number]))],
            AesBox.Seal(once, Purpose, content)
        );
        CryptographicOperations.ZeroMemory(once);
        CryptographicOperations.ZeroMemory(content);
        keys.Write(KeyRing.LockedName, JsonSerializer.SerializeToUtf8Bytes(locked));
        Remove();
        return now.Holders.Count;
    }

    private void Remove()
    {
        keys.Destroy(KeyRing.FileName);
        keys.DestroyDrafts(KeyRing.FileName);
        keys.Destroy(TokensFile);
        keys.DestroyDrafts(TokensFile);
        // The keys of session cookies: new ones are made when they are needed.
        foreach (var file in Directory.EnumerateFiles(keys.Path, "key-*.xml"))
        {
            keys.Destroy(Path.GetFileName(file));
        }
    }

    private int[]? Open(string first, string second)
    {
        var locked = JsonSerializer.Deserialize<LockedRing>(File.ReadAllBytes(keys.PathOf(KeyRing.LockedName)))!;
        var taken = new[] { first, second }
            .Select(p =>
                locked
                    .Shares.Select(s => (s.Number, Share: KeyHolders.Take(s, p)))
                    .FirstOrDefault(s => s.Share is not null)
            )
            .ToArray();
        if (taken.Any(t => t.Share is null) || taken[0].Number == taken[1].Number)
        {
            return null;
        }
        var once = SecretShares.Combine(taken[0].Number, taken[0].Share, taken[1].Number, taken[1].Share);
        if (AesBox.Open(once, Purpose, locked.Box) is not { } bytes)
        {
            return null;
        }
        var content = JsonSerializer.Deserialize<Content>(bytes)!;
        if (content.Tokens is not null)
        {
            keys.Write(TokensFile, content.Tokens);
        }
        using var back = Ring.Of(content.Ring)!;
        ring.Save(back with { Locks = back.Locks + 1 });
        // Until this file is gone the office counts as locked.
        keys.Destroy(KeyRing.LockedName);
        CryptographicOperations.ZeroMemory(bytes);
        return [.. taken.Select(t => t.Number).Order()];
    }

    private Task EndSessionsAsync(Caller by, string action, int[]? holders = null) =>
        database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("UPDATE api_token SET revoked_at = @Now WHERE revoked_at IS NULL", new { tx.Now });
            await tx.ExecuteAsync("UPDATE one_time_link SET used_at = @Now WHERE used_at IS NULL", new { tx.Now });
            await audit.AppendAsync(tx, by.Id, action, "installation", holders is null ? null : new { holders });
        });
}
