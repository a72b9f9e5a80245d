using System.Security.Cryptography;

namespace Toguna.Foundation;

/// <summary>Makes the identifiers of everything that is kept: UUIDv7, made where the record is made.</summary>
/// <remarks>
/// Identifiers made in one process never go backwards, also within a millisecond, so that rows written in order
/// lie in order in the index. Thread-safe.
/// </remarks>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562, section 5.7 and 6.2 (method 1)</seealso>
public static class Ids
{
    private static readonly Lock Gate = new();
    private static long lastMillisecond;
    private static uint counter;

    /// <summary>A new identifier for the time <paramref name="clock"/> gives.</summary>
    public static Guid New(TimeProvider clock)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (Gate)
        {
            if (now > lastMillisecond)
            {
                lastMillisecond = now;
                counter = 0;
            }
            else if (++counter > 0x3FFFF)
            {
                // 2^18 identifiers in a millisecond: borrow from the next one rather than go backwards.
                lastMillisecond++;
                counter = 0;
            }
            now = lastMillisecond;
            var count = counter;
            bytes[0] = (byte)(now >> 40);
            bytes[1] = (byte)(now >> 32);
            bytes[2] = (byte)(now >> 24);
            bytes[3] = (byte)(now >> 16);
            bytes[4] = (byte)(now >> 8);
            bytes[5] = (byte)now;
            bytes[6] = (byte)(0x70 | (count >> 14));
            bytes[7] = (byte)(count >> 6);
            bytes[8] = (byte)(0x80 | (count & 0x3F));
        }
        return new Guid(bytes, bigEndian: true);
    }
}
