using System.Security.Cryptography;
using System.Text;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Sealing;

/// <summary>A key-holder as the command line shows one.</summary>
public sealed record KeyHolderSummary(int Number, string Name, DateTimeOffset Added);

/// <summary>Those of whom two together open a locked office. Enrolled while it is open, each with a passphrase of their own.</summary>
public sealed class KeyHolders(
    Database database,
    KeyRing ring,
    SubjectKeys subjects,
    AuditLog audit,
    TimeProvider clock
)
{
    /// <summary>How many must come.</summary>
    public const int Needed = 2;
    private const int Most = 9;
    private const int LongestName = 60;
    private static readonly byte[] PrivatePurpose = "toguna.keyholder.1"u8.ToArray();

    public IReadOnlyList<KeyHolderSummary> List()
    {
        using var now = ring.Find();
        return [.. (now?.Holders ?? []).Select(h => new KeyHolderSummary(h.Number, h.Name, h.Added))];
    }

    /// <exception cref="ProblemException">The passphrase is weak or another holder's, the name is taken, or there are nine.</exception>
    public async Task<KeyHolderSummary> AddAsync(Caller by, string name, string passphrase)
    {
        Demand(by);
        PassphraseBox.Demand(passphrase);
        name = name.Trim();
        var made = subjects.Change(c =>
        {
            using var now = subjects.EnsureRing(c);
            if (Refuse(now.Holders, name) is { } problem)
            {
                throw problem.Raise();
            }
            if (now.Holders.Any(h => OpenPrivate(h.Private, passphrase) is not null))
            {
                throw SealingProblems.PassphraseTaken().Raise();
            }
            using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            var secret = pair.ExportPkcs8PrivateKey();
            var holder = new KeyHolder(
                Enumerable.Range(1, Most).Except(now.Holders.Select(h => h.Number)).First(),
                name,
                clock.GetUtcNow(),
                pair.ExportSubjectPublicKeyInfo(),
                PassphraseBox.Seal(passphrase, PrivatePurpose, secret)
            );
            CryptographicOperations.ZeroMemory(secret);
            ring.Save(now with { Holders = [.. now.Holders, holder] });
            return holder;
        });
        await NoteAsync(by, "keyholder.added", made.Number);
        return new KeyHolderSummary(made.Number, made.Name, made.Added);
    }

    /// <summary>From the next lock on, this holder's passphrase opens nothing.</summary>
    /// <exception cref="ProblemException">There is no such holder.</exception>
    public async Task RemoveAsync(Caller by, string name)
    {
        Demand(by);
        var number = subjects.Change(_ =>
        {
            using var now = ring.Need();
            var gone =
                now.Holders.FirstOrDefault(h => Same(h.Name, name.Trim()))
                ?? throw SealingProblems.HolderUnknown(name).Raise();
            ring.Save(now with { Holders = [.. now.Holders.Where(h => h.Number != gone.Number)] });
            return gone.Number;
        });
        await NoteAsync(by, "keyholder.removed", number);
    }

    /// <summary>Seals a share so that only the holder of the private key opens it; needs no passphrase.</summary>
    internal static HeldShare Give(KeyHolder holder, byte[] share)
    {
        using var once = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var theirs = ECDiffieHellman.Create();
        theirs.ImportSubjectPublicKeyInfo(holder.Public, out _);
        var key = Agree(once, theirs, holder.Number);
        var box = AesBox.Seal(key, Bound(holder.Number), share);
        CryptographicOperations.ZeroMemory(key);
        return new HeldShare(holder.Number, holder.Private, once.ExportSubjectPublicKeyInfo(), box);
    }

    /// <returns>Null when the passphrase is not this holder's.</returns>
    internal static byte[]? Take(HeldShare held, string passphrase)
    {
        if (OpenPrivate(held.Private, passphrase) is not { } secret)
        {
            return null;
        }
        using var mine = ECDiffieHellman.Create();
        mine.ImportPkcs8PrivateKey(secret, out _);
        CryptographicOperations.ZeroMemory(secret);
        using var once = ECDiffieHellman.Create();
        once.ImportSubjectPublicKeyInfo(held.Once, out _);
        return AesBox.Open(Agree(mine, once, held.Number), Bound(held.Number), held.Share);
    }

    /// <summary>What is wrong with a new holder's name; null: nothing.</summary>
    internal static Problem? Refuse(IReadOnlyList<KeyHolder> holders, string name) =>
        name.Length is 0 or > LongestName ? SealingProblems.HolderNameInvalid(name, LongestName)
        : holders.Any(h => Same(h.Name, name)) ? SealingProblems.HolderExists(name)
        : holders.Count >= Most ? SealingProblems.HoldersFull(Most)
        : null;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static byte[]? OpenPrivate(byte[] box, string passphrase) =>
        PassphraseBox.Open(passphrase, PrivatePurpose, box);

    private static byte[] Agree(ECDiffieHellman mine, ECDiffieHellman theirs, int number)
    {
        using var their = theirs.PublicKey;
        var raw = mine.DeriveRawSecretAgreement(their);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, raw, AesBox.KeyLength, info: Bound(number));
        CryptographicOperations.ZeroMemory(raw);
        return key;
    }

    private static byte[] Bound(int number) => Encoding.UTF8.GetBytes($"toguna.share.1|{number}");

    private static void Demand(Caller by)
    {
        if (!by.May(Permission.Administer))
        {
            throw FoundationProblems.Forbidden().Raise();
        }
    }

    private Task NoteAsync(Caller by, string action, int number) =>
        database.WriteAsync(tx => audit.AppendAsync(tx, by.Id, action, $"keyholder:{number}"));
}

/// <summary>A holder's share in a locked office: no name, only what their passphrase opens.</summary>
/// <param name="Once">Public key made for this share alone.</param>
internal sealed record HeldShare(int Number, byte[] Private, byte[] Once, byte[] Share);
