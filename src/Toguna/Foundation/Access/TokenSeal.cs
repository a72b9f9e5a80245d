using System.Security.Cryptography;
using System.Text;

namespace Toguna.Foundation.Access;

/// <summary>Seals what Identity would keep in clear: AES-256-GCM under a key of the key folder. Thread-safe.</summary>
public sealed class TokenSeal(KeyFolder keys)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private static readonly byte[] Purpose = "user_token.value"u8.ToArray();

    private readonly Lazy<byte[]> key = new(() => keys.Read("tokens"));

    public string Seal(string clear)
    {
        var text = Encoding.UTF8.GetBytes(clear);
        var result = new byte[NonceLength + TagLength + text.Length];
        var nonce = result.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Value, TagLength);
        aes.Encrypt(
            nonce,
            text,
            result.AsSpan(NonceLength + TagLength),
            result.AsSpan(NonceLength, TagLength),
            Purpose
        );
        return Convert.ToBase64String(result);
    }

    public string Open(string sealedText)
    {
        var bytes = Convert.FromBase64String(sealedText);
        var clear = new byte[bytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key.Value, TagLength);
        aes.Decrypt(
            bytes.AsSpan(0, NonceLength),
            bytes.AsSpan(NonceLength + TagLength),
            bytes.AsSpan(NonceLength, TagLength),
            clear,
            Purpose
        );
        return Encoding.UTF8.GetString(clear);
    }
}
