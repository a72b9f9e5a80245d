using System.Buffers.Binary;
using System.IO.Compression;
using Shouldly;
using Toguna.Formats.PmTiles;
using Toguna.Testing;

namespace Toguna.Formats.Tests.PmTiles;

public sealed class PmTilesArchiveTests
{
    [Fact]
    public void A_sound_archive_says_what_it_covers()
    {
        var (archive, fault) = Read(PmTilesFile.Write());
        fault.ShouldBeNull();
        archive.ShouldBe(new PmTilesArchive(0, 0, -180, -85, 180, 85));
    }

    [Fact]
    public void Whatever_is_wrong_has_its_own_name()
    {
        var sound = PmTilesFile.Write();
        FaultOf(sound[..100]).ShouldBe(PmTilesFault.TooShort);
        FaultOf([]).ShouldBe(PmTilesFault.TooShort);
        FaultOf(With(sound, 0, (byte)'X')).ShouldBe(PmTilesFault.NoArchive);
        FaultOf(With(sound, 7, 2)).ShouldBe(PmTilesFault.Version);
        FaultOf(With(sound, 99, 2)).ShouldBe(PmTilesFault.NoVectors);
        FaultOf(With(sound, 97, 3)).ShouldBe(PmTilesFault.Compression);
        FaultOf(With(sound, 98, 4)).ShouldBe(PmTilesFault.Compression);
        FaultOf(sound[..^1]).ShouldBe(PmTilesFault.CutOff);
        FaultOf(With(sound, 101, 99)).ShouldBe(PmTilesFault.Bounds);
        FaultOf(With(sound, 105, 0x7F)).ShouldBe(PmTilesFault.Bounds);
        FaultOf(With(sound, PmTilesFile.RootAt, 0)).ShouldBe(PmTilesFault.Directory);
        FaultOf(With(sound, PmTilesFile.RootAt, 200)).ShouldBe(PmTilesFault.Directory);
    }

    [Fact]
    public void A_directory_may_not_point_outside_of_the_file()
    {
        FaultOf(PmTilesFile.Write(tileOffset: 5)).ShouldBe(PmTilesFault.Directory);
        FaultOf(PmTilesFile.Write(tileLength: ulong.MaxValue)).ShouldBe(PmTilesFault.Directory);
        FaultOf(PmTilesFile.Write(tileOffset: ulong.MaxValue - 1)).ShouldBe(PmTilesFault.Directory);
        FaultOf(PmTilesFile.Write(tileLength: 0)).ShouldBe(PmTilesFault.Directory);
        var header = PmTilesFile.Write();
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), ulong.MaxValue - 2);
        FaultOf(header).ShouldBe(PmTilesFault.CutOff);
    }

    [Fact]
    public void A_packed_directory_is_unpacked_and_a_bomb_is_not()
    {
        // Ten megabytes of zeros in the place of a directory: some ten kilobytes, packed.
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[10 << 20]);
        }
        var file = new byte[PmTilesFile.RootAt + packed.Length];
        PmTilesFile.Write().AsSpan(0, PmTilesFile.RootAt).CopyTo(file);
        packed.ToArray().CopyTo(file, PmTilesFile.RootAt);
        file[97] = 2;
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(16), (ulong)packed.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(24), 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(56), 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(64), 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), 0);
        FaultOf(file).ShouldBe(PmTilesFault.Directory);
    }

    [Fact]
    public void No_bytes_bring_it_down()
    {
        var sound = PmTilesFile.Write();
        var chance = new Random(20261125);
        for (var n = 0; n < 5_000; n++)
        {
            var bytes = sound.ToArray();
            for (var i = 0; i < 4; i++)
            {
                bytes[chance.Next(8, bytes.Length)] = (byte)chance.Next(256);
            }
            Should.NotThrow(() => Read(bytes[..chance.Next(1, bytes.Length + 1)]));
        }
    }

    private static byte[] With(byte[] file, int at, byte value)
    {
        var changed = file.ToArray();
        changed[at] = value;
        return changed;
    }

    private static PmTilesFault? FaultOf(byte[] file) => Read(file).Fault;

    private static (PmTilesArchive? Archive, PmTilesFault? Fault) Read(byte[] file) =>
        PmTilesArchive.Read(file.AsSpan(0, Math.Min(file.Length, PmTilesArchive.Head)), file.Length);
}
