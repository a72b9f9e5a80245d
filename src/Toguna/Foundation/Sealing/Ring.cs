using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Toguna.Foundation.Sealing;

/// <summary>The key ring as <c>keys/ring.json</c> holds it: masters, the newest last, and who may open a locked office.</summary>
internal sealed record Ring : IDisposable
{
    public int Format { get; init; } = 1;

    /// <summary>The newest seals; older ones open until nothing is left under them.</summary>
    public required IReadOnlyList<Master> Masters { get; init; }

    public IReadOnlyList<KeyHolder> Holders { get; init; } = [];

    /// <summary>How often the office was locked: a session opened before the last time is none.</summary>
    public int Locks { get; init; }

    public Master Newest => Masters[^1];

    public Master? Find(string id) => Masters.FirstOrDefault(m => m.Id == id);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary>Turns the keys of this copy to zeros.</summary>
    public void Dispose()
    {
        foreach (var master in Masters)
        {
            CryptographicOperations.ZeroMemory(master.Key);
        }
    }

    public static Ring? Of(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<Ring>(bytes, JsonSerializerOptions.Web);
}

/// <param name="Id">Eight hexadecimal digits, by chance.</param>
/// <param name="Key">32 bytes.</param>
internal sealed record Master(string Id, DateTimeOffset Made, byte[] Key)
{
    private const int IdLength = 4;
    private const int TagLength = 4;

    /// <summary>Length of a blind index: which master, and 32 bits of the mac.</summary>
    public const int IndexLength = IdLength + TagLength;

    /// <summary>What every blind index under this master starts with.</summary>
    public byte[] Prefix => Convert.FromHexString(Id);

    public static Master New(DateTimeOffset now) =>
        new(
            RandomNumberGenerator.GetHexString(2 * IdLength, lowercase: true),
            now,
            RandomNumberGenerator.GetBytes(AesBox.KeyLength)
        );

    /// <summary>The blind index of a folded text in a column: HMAC-SHA256 under a key of the column's own, cut to 32 bits.</summary>
    public byte[] Index(SealedColumn column, string folded)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Key, key, [], Encoding.UTF8.GetBytes("toguna.index.1|" + column.Name));
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(folded), mac);
        CryptographicOperations.ZeroMemory(key);
        return [.. Prefix, .. mac[..TagLength]];
    }
}

/// <summary>One of those of whom two together open a locked office.</summary>
/// <param name="Number">1 to 255; the abscissa of the holder's share.</param>
/// <param name="Name">Kept in the ring alone: a locked office does not say whom to press.</param>
/// <param name="Public">Public key, SubjectPublicKeyInfo: shares are sealed to it without the passphrase.</param>
/// <param name="Private">Private key, PKCS 8, under the holder's passphrase.</param>
internal sealed record KeyHolder(int Number, string Name, DateTimeOffset Added, byte[] Public, byte[] Private);
