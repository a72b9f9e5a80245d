using System.Security.Cryptography;
using System.Text;

namespace Toguna.Foundation.Sealing;

/// <summary>Bytes under a passphrase: AES-256-GCM, key by PBKDF2-HMAC-SHA256; salt (16 bytes), then the box.</summary>
internal static class PassphraseBox
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA256 (2023); the cost is bound to the format.</summary>
    public const int Rounds = 600_000;

    /// <summary>Four or more words: what is guessed offline needs more than what a server slows down.</summary>
    public const int Shortest = 20;
    private const int FewestDifferent = 8;
    private const int SaltLength = 16;

    /// <exception cref="ProblemException">Too short, or made of too few different characters.</exception>
    public static void Demand(string passphrase)
    {
        var normal = passphrase.Normalize();
        if (normal.Length < Shortest || normal.Distinct().Count() < FewestDifferent)
        {
            throw SealingProblems.PassphraseWeak(normal.Length, Shortest, FewestDifferent).Raise();
        }
    }

    /// <param name="purpose">Bound to the box: one made for another purpose does not open.</param>
    public static byte[] Seal(string passphrase, ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> clear)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var key = KeyOf(passphrase, salt);
        byte[] box = [.. salt, .. AesBox.Seal(key, purpose, clear)];
        CryptographicOperations.ZeroMemory(key);
        return box;
    }

    /// <returns>Null when the passphrase is wrong or the bytes were changed.</returns>
    public static byte[]? Open(string passphrase, ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> box)
    {
        if (box.Length < SaltLength + AesBox.Overhead)
        {
            return null;
        }
        var key = KeyOf(passphrase, box[..SaltLength]);
        var clear = AesBox.Open(key, purpose, box[SaltLength..]);
        CryptographicOperations.ZeroMemory(key);
        return clear;
    }

    private static byte[] KeyOf(string passphrase, ReadOnlySpan<byte> salt) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(passphrase.Normalize()),
            salt,
            Rounds,
            HashAlgorithmName.SHA256,
            AesBox.KeyLength
        );
}
