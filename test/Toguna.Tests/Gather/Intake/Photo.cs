namespace Toguna.Tests.Gather.Intake;

/// <summary>What a telephone sends.</summary>
internal static class Photo
{
    /// <summary>A small photo with a place, a camera and a comment in it.</summary>
    public static byte[] Bytes()
    {
        static byte[] Segment(byte marker, byte[] body) =>
            [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];
        return
        [
            0xFF,
            0xD8,
            .. Segment(0xE1, [.. "Exif\0\0"u8, .. "GPS 14.0667N 5.0303W camera-serial-7781"u8]),
            .. Segment(0xFE, [.. "taken by Moussa"u8]),
            .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)16, 64)]),
            .. Segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
            .. Segment(0xC4, [0, 1, .. new byte[15], 0]),
            .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            0x3F,
            0xFF,
            0xD9,
        ];
    }
}
