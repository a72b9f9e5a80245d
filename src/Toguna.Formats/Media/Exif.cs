using System.Buffers.Binary;

namespace Toguna.Formats.Media;

/// <summary>The one thing of an Exif block that is needed to show a picture: which way is up.</summary>
/// <seealso href="https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf">Exif 2.3, 4.6.4 (orientation, tag 274)</seealso>
internal static class Exif
{
    private const ushort OrientationTag = 0x0112;
    private const ushort Short = 3;
    private const int EntryLength = 12;

    /// <returns>1 to 8; 0 when it says nothing that can be read.</returns>
    public static int Orientation(ReadOnlySpan<byte> tiff)
    {
        var little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || !little && !tiff.StartsWith("MM\0*"u8))
        {
            return 0;
        }
        var first = little
            ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (first > (uint)tiff.Length - 2)
        {
            return 0;
        }
        var entries = tiff[((int)first + 2)..];
        for (var left = Number(tiff[(int)first..]); left > 0 && entries.Length >= EntryLength; left--)
        {
            if (Number(entries) == OrientationTag && Number(entries[2..]) == Short)
            {
                return Number(entries[8..]) is var value and >= 1 and <= 8 ? value : 0;
            }
            entries = entries[EntryLength..];
        }
        return 0;

        ushort Number(ReadOnlySpan<byte> at) =>
            little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
    }

    /// <summary>A block that holds the orientation and nothing else: big-endian head, one directory of one entry, no next one.</summary>
    public static byte[] Of(int orientation) =>
        [
            .. "MM\0*"u8,
            .. (ReadOnlySpan<byte>)[0, 0, 0, 8, 0, 1],
            .. (ReadOnlySpan<byte>)[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0],
            .. (ReadOnlySpan<byte>)[0, 0, 0, 0],
        ];
}
