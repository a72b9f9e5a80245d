using System.Buffers;
using System.Buffers.Binary;

namespace Toguna.Formats.Media;

/// <summary>A WebP with its pixels, transparency and motion.</summary>
/// <seealso href="https://developers.google.com/speed/webp/docs/riff_container">WebP container specification</seealso>
internal static class WebPCopy
{
    private const int HeadLength = 12;

    /// <summary>Bytes of a frame's place, size and duration before its own chunks.</summary>
    private const int FrameHead = 16;

    /// <summary>Transparency and motion; the other flags announce ICC, Exif and XMP.</summary>
    private const byte KeptFlags = 0x12;

    public static byte[] Of(ReadOnlySpan<byte> file)
    {
        var size = file.Length < HeadLength ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (size > file.Length - 8)
        {
            throw ViewingCopy.CutOff("the WebP picture", 0);
        }
        if (size < 4)
        {
            throw ViewingCopy.Damaged("The WebP picture says that it is shorter than its own head.");
        }
        var copy = new ArrayBufferWriter<byte>(file.Length);
        copy.Write(file[..HeadLength]);
        var end = (int)size + 8;
        var (extended, shows) = (false, false);
        for (var at = HeadLength; at < end && (extended || !shows); )
        {
            var content = Content(file[..end], at);
            switch (Type(file, at))
            {
                case "VP8X" when at == HeadLength && content.Length == 10:
                    extended = true;
                    Write(copy, "VP8X"u8, [(byte)(content[0] & KeptFlags), 0, 0, 0, .. content[4..]]);
                    break;
                case "VP8 " or "VP8L" when !shows && !content.IsEmpty:
                    shows = true;
                    Write(copy, file.Slice(at, 4), content);
                    break;
                case "ALPH" when extended && !shows:
                case "ANIM" when extended && content.Length == 6:
                    Write(copy, file.Slice(at, 4), content);
                    break;
                case "ANMF" when extended && content.Length > FrameHead:
                    shows = true;
                    Write(copy, "ANMF"u8, Frame(content));
                    break;
            }
            at += 8 + content.Length + (content.Length & 1);
        }
        if (!shows)
        {
            throw ViewingCopy.Damaged("The WebP picture ends before it shows anything.");
        }
        var made = copy.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(made.AsSpan(4), (uint)made.Length - 8);
        return made;
    }

    /// <summary>One picture of a film, with its transparency; unknown chunks may stand behind.</summary>
    private static ReadOnlySpan<byte> Frame(ReadOnlySpan<byte> frame)
    {
        var kept = new ArrayBufferWriter<byte>(frame.Length + 1);
        kept.Write(frame[..FrameHead]);
        for (var at = FrameHead; at < frame.Length; )
        {
            var content = Content(frame, at);
            var type = Type(frame, at);
            if (type is "ALPH" or "VP8 " or "VP8L")
            {
                Write(kept, frame.Slice(at, 4), content);
            }
            if (type is "VP8 " or "VP8L")
            {
                return kept.WrittenSpan;
            }
            at += 8 + content.Length + (content.Length & 1);
        }
        throw ViewingCopy.Damaged("A frame of the WebP picture shows nothing.");
    }

    private static string Type(ReadOnlySpan<byte> bytes, int at) =>
        System.Text.Encoding.ASCII.GetString(bytes.Slice(at, 4));

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> bytes, int at)
    {
        var length = bytes.Length - at < 8 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
        return length > bytes.Length - at - 8
            ? throw ViewingCopy.CutOff("a part of the WebP picture", at)
            : bytes.Slice(at + 8, (int)length);
    }

    private static void Write(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        to.Write(type);
        BinaryPrimitives.WriteUInt32LittleEndian(to.GetSpan(4), (uint)content.Length);
        to.Advance(4);
        to.Write(content);
        if (content.Length % 2 == 1)
        {
            to.Write((ReadOnlySpan<byte>)[0]);
        }
    }
}
