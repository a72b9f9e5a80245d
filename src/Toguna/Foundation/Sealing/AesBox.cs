using System.Security.Cryptography;

namespace Toguna.Foundation.Sealing;

/// <summary>AES-256-GCM with a fresh random nonce: nonce (12 bytes), tag (16 bytes), ciphertext.</summary>
/// <remarks>At most 2³² boxes under one key (NIST SP 800-38D, 8.3); no key here comes near it.</remarks>
internal static class AesBox
{
    public const int Overhead = NonceLength + TagLength;
    public const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <param name="key">32 bytes.</param>
    /// <param name="bound">What the box belongs to; it opens only with the same.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bound, ReadOnlySpan<byte> clear)
    {
        var box = new byte[Overhead + clear.Length];
        Seal(key, bound, clear, box);
        return box;
    }

    /// <param name="box">Where it goes: <see cref="Overhead"/> bytes longer than <paramref name="clear"/>.</param>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bound, ReadOnlySpan<byte> clear, Span<byte> box)
    {
        RandomNumberGenerator.Fill(box[..NonceLength]);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(box[..NonceLength], clear, box[Overhead..], box.Slice(NonceLength, TagLength), bound);
    }

    /// <returns>Null for a wrong key, another owner, a cut or altered box: which of them is nobody's business.</returns>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bound, ReadOnlySpan<byte> box)
    {
        if (box.Length < Overhead)
        {
            return null;
        }
        var clear = new byte[box.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(box[..NonceLength], box[Overhead..], box.Slice(NonceLength, TagLength), clear, bound);
            return clear;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
