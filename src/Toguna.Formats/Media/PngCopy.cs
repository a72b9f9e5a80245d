using System.Buffers;
using System.Buffers.Binary;

namespace Toguna.Formats.Media;

/// <summary>A PNG with its pixels and what is needed to show them in their colours, size and motion.</summary>
/// <seealso href="https://www.w3.org/TR/png-3/">PNG, third edition</seealso>
internal static class PngCopy
{
    /// <summary>Length, type and check sum around the data of a chunk.</summary>
    private const int Frame = 12;
    private static readonly uint[] Table = MakeTable();

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Of(ReadOnlySpan<byte> file)
    {
        var copy = new ArrayBufferWriter<byte>(file.Length);
        copy.Write(Signature);
        var seen = new HashSet<string>();
        for (var at = Signature.Length; ; )
        {
            var chunk = Chunk(file, at);
            var type = System.Text.Encoding.ASCII.GetString(chunk.Slice(4, 4));
            if (seen.Count == 0 && type != "IHDR")
            {
                throw ViewingCopy.Damaged("The PNG picture does not begin with its head (IHDR).");
            }
            var (fits, critical, many) = Rule(type, chunk.Length - Frame);
            if (fits && (seen.Add(type) || many))
            {
                copy.Write(chunk);
            }
            else if (critical)
            {
                throw ViewingCopy.Damaged($"The PNG picture has a part that it cannot have at byte {at}.");
            }
            if (type == "IEND")
            {
                return seen.Contains("IDAT")
                    ? copy.WrittenSpan.ToArray()
                    : throw ViewingCopy.Damaged("The PNG picture ends before it shows anything.");
            }
            at += chunk.Length;
        }
    }

    /// <summary>What becomes of a chunk. A length that the type cannot have would make room for something else.</summary>
    private static (bool Fits, bool Critical, bool Many) Rule(string type, int length) =>
        type switch
        {
            "IHDR" => (length == 13, true, false),
            "PLTE" => (length is > 0 and <= 768 && length % 3 == 0, true, false),
            "IDAT" => (true, true, true),
            "IEND" => (length == 0, true, false),
            "tRNS" => (length is > 0 and <= 256, false, false),
            "gAMA" => (length == 4, false, false),
            "sRGB" => (length == 1, false, false),
            "cHRM" => (length == 32, false, false),
            "sBIT" => (length is > 0 and <= 4, false, false),
            "bKGD" => (length is 1 or 2 or 6, false, false),
            "pHYs" => (length == 9, false, false),
            "acTL" => (length == 8, false, false),
            "fcTL" => (length == 26, false, true),
            "fdAT" => (length > 4, false, true),
            // A decoder must not pass over what is written with a capital: such a picture is shown by nobody.
            _ => (false, !char.IsAsciiLetterLower(type[0]), false),
        };

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, int at)
    {
        if (at == file.Length)
        {
            throw new UnreadableFileException("media_cut_off", "The PNG picture is cut off: it has no end (IEND).");
        }
        var length = file.Length - at < Frame ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length > file.Length - at - Frame)
        {
            throw ViewingCopy.CutOff("a part of the PNG picture", at);
        }
        var chunk = file.Slice(at, (int)length + Frame);
        return BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]) == Crc(chunk[4..^4])
            ? chunk
            : throw ViewingCopy.Damaged(
                $"The PNG picture is damaged: the check sum of the part at byte {at} is wrong."
            );
    }

    /// <summary>CRC-32 as PNG has it (annex D).</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < table.Length; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
            {
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            }
            table[n] = c;
        }
        return table;
    }
}
