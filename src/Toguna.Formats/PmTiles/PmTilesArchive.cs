using System.Buffers.Binary;
using System.IO.Compression;

namespace Toguna.Formats.PmTiles;

/// <summary>The head of a PMTiles archive, version 3: one file that holds the tiles of a map.</summary>
/// <param name="MinZoom">Zooms that it has tiles of.</param>
/// <param name="West">Decimal degrees; the part of the world that it covers.</param>
/// <seealso href="https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md">PMTiles version 3</seealso>
public sealed record PmTilesArchive(int MinZoom, int MaxZoom, double West, double South, double East, double North)
{
    /// <summary>Bytes of the header; the root directory ends within the first <see cref="Head"/> bytes.</summary>
    public const int HeaderLength = 127;
    public const int Head = 16_384;

    /// <summary>Bytes that a root directory may unpack to: sixty times what it may take up.</summary>
    private const int MostDirectory = 1 << 20;
    private const int DeepestZoom = 24;

    /// <summary>Reads the head and looks whether it can be what it says.</summary>
    /// <param name="head">The first <see cref="Head"/> bytes, or the whole of a shorter file.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <returns>The archive, or what is wrong with it: a short code, one of <see cref="PmTilesFault"/>.</returns>
    public static (PmTilesArchive? Archive, PmTilesFault? Fault) Read(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < HeaderLength)
        {
            return (null, PmTilesFault.TooShort);
        }
        if (!head[..7].SequenceEqual("PMTiles"u8))
        {
            return (null, PmTilesFault.NoArchive);
        }
        if (head[7] != 3)
        {
            return (null, PmTilesFault.Version);
        }
        if (head[99] != 1)
        {
            return (null, PmTilesFault.NoVectors);
        }
        // 1 none, 2 gzip: what a browser unpacks. 0 says that it is not known.
        if (head[97] is not (1 or 2) || head[98] is not (0 or 1 or 2))
        {
            return (null, PmTilesFault.Compression);
        }
        for (var at = 8; at < 72; at += 16)
        {
            var (offset, size) = (Number(head, at), Number(head, at + 8));
            if (offset > (ulong)length || size > (ulong)length - offset)
            {
                return (null, PmTilesFault.CutOff);
            }
        }
        var archive = new PmTilesArchive(
            head[100],
            head[101],
            Degrees(head, 102),
            Degrees(head, 106),
            Degrees(head, 110),
            Degrees(head, 114)
        );
        if (!archive.IsSound)
        {
            return (null, PmTilesFault.Bounds);
        }
        var (rootAt, rootLength) = (Number(head, 8), Number(head, 16));
        if (rootLength == 0 || rootAt + rootLength > (ulong)head.Length)
        {
            return (null, PmTilesFault.Directory);
        }
        var root = head.Slice((int)rootAt, (int)rootLength);
        return IsDirectory(head[97] == 2 ? Unpacked(root) : root, Number(head, 48), Number(head, 64))
            ? (archive, null)
            : (null, PmTilesFault.Directory);
    }

    private bool IsSound =>
        MinZoom <= MaxZoom
        && MaxZoom <= DeepestZoom
        && West >= -180
        && East <= 180
        && South >= -90
        && North <= 90
        && West < East
        && South < North;

    /// <summary>Whether every entry lies within the part of the file that it points into.</summary>
    /// <param name="leaves">Bytes of the leaf directories.</param>
    /// <param name="tiles">Bytes of the tiles.</param>
    private static bool IsDirectory(ReadOnlySpan<byte> root, ulong leaves, ulong tiles)
    {
        var at = 0;
        if (!Varint(root, ref at, out var entries) || entries == 0 || entries > (ulong)root.Length)
        {
            return false;
        }
        // Four columns: steps of the tile id, run lengths, lengths, offsets (0: right behind the one before).
        var columns = new ulong[4][];
        for (var c = 0; c < 4; c++)
        {
            columns[c] = new ulong[entries];
            for (var i = 0; i < columns[c].Length; i++)
            {
                if (!Varint(root, ref at, out columns[c][i]))
                {
                    return false;
                }
            }
        }
        var end = 0UL;
        for (var i = 0; i < (int)entries; i++)
        {
            var (run, length, offset) = (columns[1][i], columns[2][i], columns[3][i]);
            var from = offset == 0 ? end : offset - 1;
            var within = run == 0 ? leaves : tiles;
            if (length == 0 || from > within || length > within - from)
            {
                return false;
            }
            end = from + length;
        }
        return true;
    }

    private static bool Varint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return true;
            }
        }
        return false;
    }

    private static byte[] Unpacked(ReadOnlySpan<byte> packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var room = new byte[MostDirectory];
            var read = gzip.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
            return read == room.Length ? [] : room[..read];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static ulong Number(ReadOnlySpan<byte> head, int at) => BinaryPrimitives.ReadUInt64LittleEndian(head[at..]);

    private static double Degrees(ReadOnlySpan<byte> head, int at) =>
        BinaryPrimitives.ReadInt32LittleEndian(head[at..]) / 10_000_000.0;
}

/// <summary>What can be wrong with a PMTiles archive.</summary>
public enum PmTilesFault
{
    /// <summary>Shorter than its header.</summary>
    TooShort,

    /// <summary>It does not begin as one.</summary>
    NoArchive,

    /// <summary>Another version than 3.</summary>
    Version,

    /// <summary>Its tiles are pictures, not vector tiles.</summary>
    NoVectors,

    /// <summary>Packed in a way that browsers do not unpack.</summary>
    Compression,

    /// <summary>It ends before the parts that its header names: a copy that was broken off.</summary>
    CutOff,

    /// <summary>Zooms or degrees that do not exist.</summary>
    Bounds,

    /// <summary>Its directory cannot be read, or points outside of the file.</summary>
    Directory,
}
