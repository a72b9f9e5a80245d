using System.Buffers.Binary;
using System.Text;

namespace Toguna.Testing;

/// <summary>A small PMTiles archive, version 3, that a test writes itself: one tile of the whole world, not packed.</summary>
/// <seealso href="https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md">PMTiles version 3</seealso>
/// <seealso href="https://github.com/mapbox/vector-tile-spec/tree/master/2.1">Vector tile 2.1</seealso>
public static class PmTilesFile
{
    public const int RootAt = 127;

    /// <param name="tileOffset">Where the directory says the tile begins; 0: where it does.</param>
    /// <param name="tileLength">How long it says the tile is; null: as long as it is.</param>
    public static byte[] Write(ulong tileOffset = 0, ulong? tileLength = null)
    {
        var tile = Tile();
        var root = new List<byte>();
        // One entry: tile id 0 (the world), run 1, its length, its offset plus one.
        foreach (var number in new ulong[] { 1, 0, 1, tileLength ?? (ulong)tile.Length, tileOffset + 1 })
        {
            Varint(root, number);
        }
        var metadata = Encoding.UTF8.GetBytes("""{"attribution":"<b>© Nobody</b>","vector_layers":[]}""");
        var file = new byte[RootAt + root.Count + metadata.Length + tile.Length];
        Encoding.ASCII.GetBytes("PMTiles").CopyTo(file, 0);
        file[7] = 3;
        var at = RootAt;
        foreach (var (place, length) in new[] { (8, root.Count), (24, metadata.Length), (40, 0), (56, tile.Length) })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(place), (ulong)at);
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(place + 8), (ulong)length);
            at += length;
        }
        foreach (var place in new[] { 72, 80, 88 })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(place), 1);
        }
        // Clustered, directory and tile not packed, vector tiles, zoom 0 to 0.
        (file[96], file[97], file[98], file[99], file[100], file[101]) = (1, 1, 1, 1, 0, 0);
        foreach (var (place, degrees) in new[] { (102, -180), (106, -85), (110, 180), (114, 85) })
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(place), degrees * 10_000_000);
        }
        root.CopyTo(file, RootAt);
        metadata.CopyTo(file, RootAt + root.Count);
        tile.CopyTo(file, RootAt + root.Count + metadata.Length);
        return file;
    }

    /// <summary>Water everywhere, a road along the equator, and a place in the middle.</summary>
    private static byte[] Tile()
    {
        var tile = new List<byte>();
        Part(tile, 3, Layer("water", 3, 9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15));
        Part(tile, 3, Layer("roads", 2, 9, 0, 4096, 10, 8192, 0));
        Part(tile, 3, Layer("places", 1, 9, 4096, 4096));
        return [.. tile];
    }

    private static byte[] Layer(string name, uint type, params uint[] geometry)
    {
        var feature = new List<byte>();
        var tags = new List<byte>();
        Varint(tags, 0);
        Varint(tags, 0);
        Part(feature, 2, [.. tags]);
        Varint(feature, 3 << 3);
        Varint(feature, type);
        var commands = new List<byte>();
        foreach (var command in geometry)
        {
            Varint(commands, command);
        }
        Part(feature, 4, [.. commands]);
        var value = new List<byte>();
        Part(value, 1, Encoding.UTF8.GetBytes("Somewhere"));
        var layer = new List<byte>();
        Varint(layer, 15 << 3);
        Varint(layer, 2);
        Part(layer, 1, Encoding.UTF8.GetBytes(name));
        Part(layer, 2, [.. feature]);
        Part(layer, 3, Encoding.UTF8.GetBytes("name"));
        Part(layer, 4, [.. value]);
        Varint(layer, 5 << 3);
        Varint(layer, 4096);
        return [.. layer];
    }

    private static void Part(List<byte> bytes, uint field, byte[] content)
    {
        Varint(bytes, (field << 3) | 2);
        Varint(bytes, (ulong)content.Length);
        bytes.AddRange(content);
    }

    private static void Varint(List<byte> bytes, ulong number)
    {
        while (number >= 0x80)
        {
            bytes.Add((byte)(number | 0x80));
            number >>= 7;
        }
        bytes.Add((byte)number);
    }
}
