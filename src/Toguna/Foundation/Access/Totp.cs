using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Toguna.Foundation.Access;

/// <summary>Time-based one-time passwords: SHA-1, six digits, steps of 30 seconds, one step of clock drift either way.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc6238">RFC 6238</seealso>
public static class Totp
{
    private const int StepSeconds = 30;
    private const int Digits = 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step that a code belongs to, if it is later than the last accepted one.</summary>
    /// <returns>Null for a wrong, old or replayed code.</returns>
    public static long? Accept(string? key, string? code, long lastStep, DateTimeOffset now)
    {
        var typed = new string([.. (code ?? "").Where(char.IsAsciiDigit)]);
        if (string.IsNullOrEmpty(key) || typed.Length != 6)
        {
            return null;
        }
        var secret = Decode(key);
        var step = now.ToUnixTimeSeconds() / StepSeconds;
        for (var at = step - 1; at <= step + 1; at++)
        {
            if (at > lastStep && CryptographicOperations.FixedTimeEquals(Bytes(CodeOf(secret, at)), Bytes(typed)))
            {
                return at;
            }
        }
        return null;
    }

    /// <summary>The code of a moment; what an authenticator shows.</summary>
    public static string CodeAt(string key, DateTimeOffset at) =>
        CodeOf(Decode(key), at.ToUnixTimeSeconds() / StepSeconds);

    private static string CodeOf(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // RFC 6238's default and the only one that every authenticator knows; HMAC-SHA1 is not broken by collisions.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var offset = hash[19] & 0xF;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & 0x7FFFFFFF;
        return (number % Digits).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string key)
    {
        var bytes = new List<byte>(key.Length * 5 / 8);
        int buffer = 0,
            bits = 0;
        foreach (var letter in key.ToUpperInvariant())
        {
            var value = Base32.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                continue;
            }
            buffer = (buffer << 5) | value;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
                buffer &= (1 << bits) - 1;
            }
        }
        return [.. bytes];
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
