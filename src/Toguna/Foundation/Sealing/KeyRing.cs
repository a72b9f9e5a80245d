using System.Security.Cryptography;
using System.Text.Json;

namespace Toguna.Foundation.Sealing;

/// <summary>The master keys of this installation, read from the key folder when they are needed.</summary>
/// <remarks>
/// Each use looks whether the file has changed, so that another process that rotates or locks is noticed at once; each
/// change happens inside <see cref="SubjectKeys.Change{T}"/>, which only one process can be in. Thread-safe.
/// </remarks>
public sealed class KeyRing(KeyFolder keys)
{
    internal const string FileName = "ring.json";
    internal const string LockedName = "ring.locked";

    private readonly Lock gate = new();
    private Ring? cached;
    private (DateTime At, long Length) stamp;

    /// <summary>Whether two key-holders must come before anything sealed opens.</summary>
    public bool IsLocked => File.Exists(keys.PathOf(LockedName));

    /// <summary>How often this office was locked; 0 before it has a ring.</summary>
    public int Locks
    {
        get
        {
            lock (gate)
            {
                return IsLocked ? -1 : Load()?.Locks ?? 0;
            }
        }
    }

    /// <summary>A copy of the ring, to be disposed: what is cleared from memory is never a key in use. Null: none was made yet.</summary>
    /// <exception cref="ProblemException">The office is locked.</exception>
    internal Ring? Find()
    {
        lock (gate)
        {
            return Load() is { } now
                ? now with
                {
                    Masters = [.. now.Masters.Select(m => m with { Key = [.. m.Key] })],
                }
                : null;
        }
    }

    /// <exception cref="ProblemException">The office is locked, or its ring is not in the key folder.</exception>
    internal Ring Need() => Find() ?? throw SealingProblems.RingMissing(keys.Path).Raise();

    /// <summary>Only inside <see cref="SubjectKeys.Change{T}"/>. On the disk when it returns; the file of before is overwritten.</summary>
    internal void Save(Ring ring)
    {
        keys.DestroyDrafts(FileName);
        var bytes = ring.ToBytes();
        keys.Write(FileName, bytes);
        CryptographicOperations.ZeroMemory(bytes);
        Forget();
    }

    /// <summary>Takes the keys out of memory, as far as a program can know where they are.</summary>
    public void Forget()
    {
        lock (gate)
        {
            cached?.Dispose();
            cached = null;
        }
    }

    private Ring? Load()
    {
        for (var tries = 0; ; tries++)
        {
            if (IsLocked)
            {
                Forget();
                throw SealingProblems.Locked().Raise();
            }
            var file = new FileInfo(keys.PathOf(FileName));
            if (!file.Exists)
            {
                Forget();
                return null;
            }
            var now = (file.LastWriteTimeUtc, file.Length);
            if (cached is not null && stamp == now)
            {
                return cached;
            }
            Forget();
            try
            {
                var bytes = File.ReadAllBytes(file.FullName);
                cached = Ring.Of(bytes) ?? throw new JsonException();
                stamp = now;
                CryptographicOperations.ZeroMemory(bytes);
            }
            catch (Exception e) when (tries < 3 && e is JsonException or FileNotFoundException)
            {
                // It was replaced or taken away while it was read: look again.
            }
        }
    }
}
