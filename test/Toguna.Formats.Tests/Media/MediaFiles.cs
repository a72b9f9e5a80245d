using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Toguna.Formats.Tests.Media;

/// <summary>Small files made by hand, with what a frightened person would not want to send planted in each place that has room.</summary>
internal static class MediaFiles
{
    /// <summary>What no copy may hold.</summary>
    public static readonly string[] Planted =
    [
        "CAMERA-SERIAL-4711",
        "48.8584N,2.2945E",
        "<x:xmpmeta",
        "<?php",
        "<script",
        "PK\u0003\u0004",
        "Jean's iPhone",
        "GoPro AVC encoder",
    ];

    private static readonly byte[] Secrets = Encoding.Latin1.GetBytes(string.Join('|', Planted));

    /// <summary>A stuffed zero, restart markers and a fill byte before the end: all of what a scan may hold.</summary>
    public static readonly byte[] Scan = [0x3F, 0xFF, 0x00, 0x12, 0xFF, 0xD0, 0x3F, 0xFF, 0xFF, 0xD1, 0x3F];
    public static readonly byte[] SecondScan = [0x77, 0xFF, 0x00, 0x55];
    public static readonly byte[] Sound = "picture and sound"u8.ToArray();

    public static byte[] Jpeg(int orientation = 6, bool little = true, bool progressive = true) =>
        [
            0xFF,
            0xD8,
            .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 8, 8, .. Secrets]),
            .. Segment(0xE0, [.. "JFXX\0"u8, .. Secrets]),
            .. Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(orientation, little), .. Secrets]),
            .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Secrets]),
            .. Segment(0xE2, [.. "MPF\0"u8, .. Secrets]),
            .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Secrets]),
            .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1, .. Secrets]),
            .. Segment(0xFE, Secrets),
            .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]),
            0xFF,
            0xFF,
            .. Segment((byte)(progressive ? 0xC2 : 0xC0), [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
            .. Segment(0xC4, [0, 1, .. new byte[15], 0, 0x10, 1, .. new byte[15], 0]),
            .. Segment(0xDD, [0, 1]),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            .. Scan,
            .. Segment(0xFE, Secrets),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            .. SecondScan,
            0xFF,
            0xFF,
            0xD9,
            .. Secrets,
        ];

    public static byte[] Segment(byte marker, byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Tiff(int orientation, bool little)
    {
        byte[] U16(int n) => little ? [(byte)n, (byte)(n >> 8)] : [(byte)(n >> 8), (byte)n];
        byte[] U32(int n) => little ? [.. U16(n), 0, 0] : [0, 0, .. U16(n)];
        return
        [
            .. little ? "II*\0"u8 : "MM\0*"u8,
            .. U32(8),
            .. U16(2),
            .. U16(0x010F),
            .. U16(2),
            .. U32(Secrets.Length),
            .. U32(38),
            .. U16(0x0112),
            .. U16(3),
            .. U32(1),
            .. U16(orientation),
            0,
            0,
            .. U32(0),
        ];
    }

    public static byte[] Pixels { get; } = Zlib([0, 0xFF, 0, 0, 0xFF]);

    public static byte[] Png() =>
        [
            0x89,
            .. "PNG\r\n\x1A\n"u8,
            .. Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]),
            .. Chunk("gAMA", [0, 0, 0xB1, 0x8F]),
            .. Chunk("sRGB", Secrets),
            .. Chunk("iCCP", Secrets),
            .. Chunk("eXIf", [.. Tiff(6, true), .. Secrets]),
            .. Chunk("tEXt", Secrets),
            .. Chunk("zTXt", Secrets),
            .. Chunk("iTXt", Secrets),
            .. Chunk("tIME", [7, 0xEA, 1, 1, 1, 1, 1]),
            .. Chunk("pHYs", [0, 0, 0x0B, 0x13, 0, 0, 0x0B, 0x13, 1]),
            .. Chunk("caBX", Secrets),
            .. Chunk("IDAT", Pixels[..4]),
            .. Chunk("IDAT", Pixels[4..]),
            .. Chunk("IEND", []),
            .. Secrets,
        ];

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. Big(data.Length), .. typed, .. Big((int)Crc(typed))];
    }

    public static byte[] WebP() =>
        Riff([
            .. Part("VP8X", [0x3E, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            .. Part("ICCP", Secrets),
            .. Part("ANIM", [0, 0, 0, 0, 0, 0]),
            .. Part(
                "ANMF",
                [.. new byte[16], .. Part("ALPH", [1, 2, 3]), .. Part("VP8 ", Sound), .. Part("spy ", Secrets)]
            ),
            .. Part("EXIF", Secrets),
            .. Part("XMP ", Secrets),
            .. Part("gps ", Secrets),
        ]);

    public static byte[] Riff(byte[] chunks) =>
        [.. "RIFF"u8, .. Small(chunks.Length + 4), .. "WEBP"u8, .. chunks, .. Secrets];

    public static byte[] Part(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. Small(data.Length), .. data, .. new byte[data.Length % 2]];

    /// <summary>A film with a picture track and a track of places, whose samples follow the picture's in the data.</summary>
    public static byte[] Film(int version = 0, string brand = "isom", bool spy = true, bool wide = false, int hops = 0)
    {
        var type = Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 2, 0, .. "isommp41"u8]);
        var uuid = Box("uuid", [.. new byte[16], .. Secrets]);
        var data = type.Length + uuid.Length + (wide ? 16 : 8);
        byte[] samples = spy ? [.. Sound, .. Secrets] : Sound;
        return
        [
            .. type,
            .. uuid,
            .. wide
                ? [.. Big(1), .. "mdat"u8, .. Big(0), .. Big(16 + samples.Length), .. samples]
                : Box("mdat", samples),
            .. Box("free", Secrets),
            .. Box(
                "moov",
                [
                    .. Box("mvhd", Times(version, 96)),
                    .. Track(version, "vide", data, Sound.Length),
                    .. spy ? Track(version, "meta", data + Sound.Length, Secrets.Length, hops) : [],
                    .. Box("udta", Box("\u00A9xyz", Secrets)),
                    .. Box("meta", Secrets),
                    .. Box("gps ", Secrets),
                ]
            ),
            .. Box("meta", Secrets),
            .. Secrets,
        ];
    }

    private static byte[] Track(int version, string handler, int at, int length, int hops = 0) =>
        Box(
            "trak",
            [
                .. Box("tkhd", Times(version, 80)),
                .. Box("udta", Secrets),
                .. Box(
                    "mdia",
                    [
                        .. Box("mdhd", Times(version, 20)),
                        .. Box(
                            "hdlr",
                            [.. new byte[8], .. Encoding.ASCII.GetBytes(handler), .. new byte[12], .. Secrets]
                        ),
                        .. Box(
                            "minf",
                            [
                                .. Box(
                                    "dinf",
                                    Box("dref", [.. Big(0), .. Big(1), .. Box("url ", [0, 0, 0, 1, .. Secrets])])
                                ),
                                .. Box(
                                    "stbl",
                                    [
                                        .. Box(
                                            "stsd",
                                            [
                                                .. Big(0),
                                                .. Big(1),
                                                .. Box("avc1", [.. new byte[42], .. Name(), .. new byte[4]]),
                                            ]
                                        ),
                                        .. Box(
                                            "stsc",
                                            [.. Big(0), .. Big(1), .. Big(1), .. Big(hops > 0 ? 1 : 2), .. Big(1)]
                                        ),
                                        .. Box(
                                            "stsz",
                                            hops > 0
                                                ? [.. Big(0), .. Big(0), .. Big(hops), .. new byte[4 * hops]]
                                                : [.. Big(0), .. Big(0), .. Big(2), .. Big(length - 5), .. Big(5)]
                                        ),
                                        .. Box(
                                            "stco",
                                            [
                                                .. Big(0),
                                                .. Big(Math.Max(1, hops)),
                                                .. Enumerable.Repeat(Big(at), Math.Max(1, hops)).SelectMany(b => b),
                                            ]
                                        ),
                                    ]
                                ),
                            ]
                        ),
                    ]
                ),
            ]
        );

    private static byte[] Name() => [17, .. "GoPro AVC encoder"u8, .. new byte[14]];

    public static byte[] Times(int version, int more) =>
        [
            (byte)version,
            0,
            0,
            0,
            .. Encoding.ASCII.GetBytes(version == 0 ? "MADETIME" : "MADE-AT-TIME-XYZ"),
            .. new byte[more],
        ];

    public static byte[] Box(string type, byte[] content) =>
        [.. Big(content.Length + 8), .. Encoding.Latin1.GetBytes(type), .. content];

    public static byte[] Big(int n)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, n);
        return bytes;
    }

    private static byte[] Small(int n) => [.. Big(n).Reverse()];

    private static byte[] Zlib(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal))
        {
            zlib.Write(bytes);
        }
        return memory.ToArray();
    }

    /// <summary>Bit by bit, so that it is not the program's table that is compared with itself.</summary>
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var bit in bytes.SelectMany(b => Enumerable.Range(0, 8).Select(i => (uint)(b >> i) & 1)))
        {
            crc = ((crc ^ bit) & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
