using System.Buffers;
using System.Buffers.Binary;

namespace Toguna.Formats.Media;

/// <summary>A JPEG with what a decoder needs: tables, frame, scans, JFIF and Adobe heads, and how the camera was held.</summary>
/// <seealso href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</seealso>
internal static class JpegCopy
{
    private const byte Soi = 0xD8;
    private const byte Eoi = 0xD9;
    private const byte Sos = 0xDA;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const byte App14 = 0xEE;

    /// <summary>Bytes of a JFIF head without its thumbnail, and of an Adobe head.</summary>
    private const int JfifLength = 14;
    private const int AdobeLength = 12;

    public static byte[] Of(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> jfif = [];
        ReadOnlySpan<byte> adobe = [];
        var orientation = 0;
        var (frame, scans) = (false, false);
        var body = new ArrayBufferWriter<byte>(file.Length);
        for (var at = 2; ; )
        {
            var marker = Marker(file, ref at);
            if (marker == Eoi)
            {
                return scans
                    ? [0xFF, Soi, .. Head(jfif, adobe, orientation), .. body.WrittenSpan, 0xFF, Eoi]
                    : throw ViewingCopy.Damaged("The JPEG picture ends before it shows anything.");
            }
            var content = Content(file, at);
            var next = at + 2 + content.Length;
            switch (marker)
            {
                case App0 when jfif.IsEmpty && content.Length >= JfifLength && content.StartsWith("JFIF\0"u8):
                    jfif = content[..JfifLength];
                    break;
                case App14 when adobe.IsEmpty && content.Length >= AdobeLength && content.StartsWith("Adobe"u8):
                    adobe = content[..AdobeLength];
                    break;
                case App1 when orientation == 0 && content.StartsWith("Exif\0\0"u8):
                    orientation = Exif.Orientation(content[6..]);
                    break;
                // Baseline, extended, progressive: what browsers show.
                case 0xC0 or 0xC1 or 0xC2 when !frame && IsFrame(content):
                    frame = true;
                    Write(body, marker, content);
                    break;
                case 0xC4 when AreHuffmanTables(content):
                case 0xDB when AreQuantizationTables(content):
                case 0xDD when content.Length == 2:
                    Write(body, marker, content);
                    break;
                case Sos when frame && content.Length >= 6 && content.Length == 4 + 2 * content[0]:
                    scans = true;
                    Write(body, marker, content);
                    var end = EndOfScan(file, next);
                    body.Write(file[next..end]);
                    next = end;
                    break;
                // Other APPn, comments, the number of lines once more.
                case >= App0 and <= 0xEF or 0xFE or 0xDC:
                    break;
                default:
                    throw ViewingCopy.Damaged(
                        $"The JPEG picture has a part FF{marker:X2} at byte {at - 2} that it cannot have there."
                    );
            }
            at = next;
        }
    }

    /// <summary>The marker at <paramref name="at"/>, which fill bytes may stand before; then <paramref name="at"/> is behind it.</summary>
    private static byte Marker(ReadOnlySpan<byte> file, ref int at)
    {
        var start = at;
        while (at < file.Length && file[at] == 0xFF)
        {
            at++;
        }
        if (at >= file.Length)
        {
            throw new UnreadableFileException("media_cut_off", "The JPEG picture is cut off: it has no end marker.");
        }
        return at > start
            ? file[at++]
            : throw ViewingCopy.Damaged($"The JPEG picture has no marker at byte {at}, where a part must begin.");
    }

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> file, int at)
    {
        var length = file.Length - at >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : int.MaxValue;
        return length < 2 ? throw ViewingCopy.Damaged($"The JPEG picture has a part without a length at byte {at}.")
            : length > file.Length - at ? throw ViewingCopy.CutOff("a part of the JPEG picture", at)
            : file.Slice(at + 2, length - 2);
    }

    /// <summary>Where the next marker stands that is no restart marker and no stuffed zero.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        while (true)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0)
            {
                throw new UnreadableFileException("media_cut_off", "The JPEG picture is cut off within a scan.");
            }
            at += next;
            var behind = at;
            if (Marker(file, ref behind) is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }
            at = behind;
        }
    }

    private static byte[] Head(ReadOnlySpan<byte> jfif, ReadOnlySpan<byte> adobe, int orientation)
    {
        var head = new ArrayBufferWriter<byte>();
        if (!jfif.IsEmpty)
        {
            // Without the thumbnail: zero wide, zero high.
            Write(head, App0, [.. jfif[..^2], 0, 0]);
        }
        if (orientation != 0)
        {
            Write(head, App1, [.. "Exif\0\0"u8, .. Exif.Of(orientation)]);
        }
        if (!adobe.IsEmpty)
        {
            Write(head, App14, adobe);
        }
        return head.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> to, byte marker, ReadOnlySpan<byte> content)
    {
        var length = content.Length + 2;
        to.Write((ReadOnlySpan<byte>)[0xFF, marker, (byte)(length >> 8), (byte)length]);
        to.Write(content);
    }

    // Tables and frame hold numbers only when their lengths are exactly what their own counts say: no room for anything else.

    private static bool IsFrame(ReadOnlySpan<byte> content) =>
        content.Length > 6
        && content.Length == 6 + 3 * content[5]
        && content[5] > 0
        && BinaryPrimitives.ReadUInt32BigEndian(content[1..]) is var size
        && size >> 16 != 0
        && (ushort)size != 0;

    private static bool AreQuantizationTables(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            var length = content[0] >> 4 is var precision && precision <= 1 ? 1 + 64 * (precision + 1) : int.MaxValue;
            if (length > content.Length)
            {
                return false;
            }
            content = content[length..];
        }
        return true;
    }

    private static bool AreHuffmanTables(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            var length = 17;
            for (var i = 1; i <= 16 && i < content.Length; i++)
            {
                length += content[i];
            }
            if (length > content.Length)
            {
                return false;
            }
            content = content[length..];
        }
        return true;
    }
}
