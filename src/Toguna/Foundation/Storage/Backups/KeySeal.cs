using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Toguna.Foundation.Storage.Backups;

/// <summary>The keys of an installation under a passphrase: AES-256-GCM, key by PBKDF2-HMAC-SHA256.</summary>
/// <remarks>A backup without them opens no sealed field; a backup with them is as safe as the passphrase.</remarks>
internal static class KeySeal
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA256 (2023).</summary>
    private const int Rounds = 600_000;
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private static readonly byte[] Purpose = "toguna.keys.1"u8.ToArray();

    public static byte[] Seal(string folder, string passphrase)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                zip.CreateEntryFromFile(file, Path.GetFileName(file));
            }
        }
        var clear = memory.ToArray();
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var sealedBytes = new byte[clear.Length];
        var tag = new byte[TagLength];
        using var aes = new AesGcm(KeyOf(passphrase, salt), TagLength);
        aes.Encrypt(nonce, clear, sealedBytes, tag, Purpose);
        return [.. salt, .. nonce, .. tag, .. sealedBytes];
    }

    /// <summary>Puts the keys into <paramref name="folder"/>.</summary>
    /// <returns>False when the passphrase is wrong or the bytes were changed.</returns>
    public static bool Open(ReadOnlySpan<byte> bytes, string folder, string passphrase)
    {
        if (bytes.Length < SaltLength + NonceLength + TagLength)
        {
            return false;
        }
        var salt = bytes[..SaltLength];
        var nonce = bytes.Slice(SaltLength, NonceLength);
        var tag = bytes.Slice(SaltLength + NonceLength, TagLength);
        var sealedBytes = bytes[(SaltLength + NonceLength + TagLength)..];
        var clear = new byte[sealedBytes.Length];
        using var aes = new AesGcm(KeyOf(passphrase, salt), TagLength);
        try
        {
            aes.Decrypt(nonce, sealedBytes, tag, clear, Purpose);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        using var zip = new ZipArchive(new MemoryStream(clear), ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            entry.ExtractToFile(Path.Combine(folder, Path.GetFileName(entry.FullName)), overwrite: true);
        }
        return true;
    }

    private static byte[] KeyOf(string passphrase, ReadOnlySpan<byte> salt) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(passphrase.Normalize()),
            salt,
            Rounds,
            HashAlgorithmName.SHA256,
            32
        );
}
