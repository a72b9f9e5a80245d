using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Formats.Media;

namespace Toguna.Formats.Tests.Media;

public sealed class ViewingCopyTests
{
    public static readonly byte[][] All =
    [
        MediaFiles.Jpeg(),
        MediaFiles.Jpeg(3, little: false, progressive: false),
        MediaFiles.Png(),
        MediaFiles.WebP(),
        MediaFiles.Film(),
        MediaFiles.Film(1, "qt  ", wide: true),
        MediaFiles.Film(spy: false),
    ];

    [Fact]
    public void Nothing_that_was_planted_is_in_a_copy_and_the_copy_of_a_copy_is_the_same()
    {
        foreach (var file in All)
        {
            foreach (var secret in MediaFiles.Planted)
            {
                Holds(file, secret).ShouldBeTrue($"the test plants {secret}");
            }
            var copy = ViewingCopy.Of(file)!;
            foreach (var secret in MediaFiles.Planted.Concat(["MADE", "Photoshop", "Exif\0\0II", "JFXX", "MPF"]))
            {
                Holds(copy, secret).ShouldBeFalse($"{MediaType.Of(file)!.Mime}: {secret}");
            }
            ViewingCopy.Of(copy).ShouldBe(copy);
            MediaType.Of(copy).ShouldBe(MediaType.Of(file));
        }
    }

    [Fact]
    public void The_picture_and_the_sound_are_the_same_bytes()
    {
        var jpeg = ViewingCopy.Of(MediaFiles.Jpeg())!;
        jpeg.AsSpan().IndexOf(MediaFiles.Scan).ShouldBePositive();
        jpeg.AsSpan().EndsWith((byte[])[.. MediaFiles.SecondScan, 0xFF, 0xD9]).ShouldBeTrue();
        var png = ViewingCopy.Of(MediaFiles.Png())!;
        png.AsSpan().IndexOf(MediaFiles.Chunk("IDAT", MediaFiles.Pixels[..4])).ShouldBePositive();
        png.AsSpan().IndexOf(MediaFiles.Chunk("IDAT", MediaFiles.Pixels[4..])).ShouldBePositive();
        png.AsSpan().IndexOf("pHYs"u8).ShouldBePositive();
        var webp = ViewingCopy.Of(MediaFiles.WebP())!;
        webp.AsSpan().IndexOf(MediaFiles.Part("VP8 ", MediaFiles.Sound)).ShouldBePositive();
        BitConverter.ToInt32(webp, 4).ShouldBe(webp.Length - 8);
        webp[20].ShouldBe((byte)0x12, "transparency and motion, no ICC, Exif or XMP");
        foreach (var wide in new[] { false, true })
        {
            var film = MediaFiles.Film(wide: wide, spy: false);
            var copy = ViewingCopy.Of(film)!;
            var at = film.AsSpan().IndexOf(MediaFiles.Sound);
            copy.AsSpan().IndexOf(MediaFiles.Sound).ShouldBe(at, "the tables point to it");
            copy.AsSpan(at - 4).StartsWith(film.AsSpan(at - 4, MediaFiles.Sound.Length + 4)).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(6, false)]
    [InlineData(8, true)]
    [InlineData(0, true)]
    [InlineData(9, false)]
    public void Which_way_is_up_is_all_that_stays_of_Exif(int orientation, bool little)
    {
        var copy = ViewingCopy.Of(MediaFiles.Jpeg(orientation, little))!;
        var at = copy.AsSpan().IndexOf("Exif\0\0"u8);
        (at > 0).ShouldBe(orientation is >= 1 and <= 8);
        if (at > 0)
        {
            copy[at - 1].ShouldBe((byte)34, "one entry");
            copy[at + 6 + 19].ShouldBe((byte)orientation);
        }
        // The JFIF head has lost its thumbnail, the Adobe head what stood behind it.
        copy.AsSpan(2, 20).StartsWith((byte[])[0xFF, 0xE0, 0, 16, .. "JFIF\0"u8]).ShouldBeTrue();
        copy.AsSpan(18, 2).ToArray().ShouldBe([0, 0]);
        copy.AsSpan().IndexOf(MediaFiles.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1])).ShouldBePositive();
    }

    [Fact]
    public void What_has_no_copy_gives_none() => ViewingCopy.Of("%PDF-1.7 <script>"u8).ShouldBeNull();

    [Fact]
    public void A_lying_file_is_refused_in_words()
    {
        var jpeg = MediaFiles.Jpeg();
        Code([.. jpeg[..2], 0xFF, 0xD9]).ShouldBe("media_damaged");
        Code([0xFF, 0xD8, 0xFF]).ShouldBe("media_cut_off");
        Code([.. jpeg[..2], .. "PK"u8, .. jpeg[2..]]).ShouldBe("media_unknown");
        Code([.. jpeg[..2], .. MediaFiles.Segment(0xDB, "<?php evil();"u8.ToArray()), .. jpeg[2..]])
            .ShouldBe("media_damaged");
        Code([.. jpeg[..2], 0xFF, 0xE1, 0, 1, .. jpeg[2..]]).ShouldBe("media_damaged");
        var png = MediaFiles.Png();
        Code([.. png[..8], .. png[33..]]).ShouldBe("media_damaged");
        png[^1] ^= 1;
        ViewingCopy.Of(png).ShouldNotBeNull("what follows the end is nobody's business");
        png[20] ^= 1;
        Code(png).ShouldBe("media_damaged");
        Code([.. png[..8], 0xFF, 0xFF, 0xFF, 0xFF, .. png[12..]]).ShouldBe("media_cut_off");
        Code([.. "RIFF"u8, 0xFF, 0xFF, 0, 0, .. "WEBP"u8]).ShouldBe("media_cut_off");
        Code(MediaFiles.Riff(MediaFiles.Part("EXIF", [1]))).ShouldBe("media_damaged");
        var film = MediaFiles.Film();
        Code(film[..(film.AsSpan().IndexOf("moov"u8) + 40)]).ShouldBe("media_cut_off");
        Code(film[..film.AsSpan().IndexOf("mdat"u8)]).ShouldBe("media_damaged");
        // A film whose data lies elsewhere; a table of places that points to the head of the film.
        var reference = film.AsSpan().IndexOf("url "u8);
        film[reference + 7] = 0;
        Code(film).ShouldBe("media_damaged");
        film[reference + 7] = 1;
        film.AsSpan(film.AsSpan().LastIndexOf("stco"u8) + 12, 4).Clear();
        Code(film).ShouldBe("media_damaged");

        static string Code(byte[] file)
        {
            var refusal = Should.Throw<UnreadableFileException>(() => ViewingCopy.Of(file));
            refusal.Message.ShouldNotBeEmpty();
            return refusal.Code;
        }
    }

    [Fact]
    public void Cut_anywhere_or_altered_anywhere_a_file_is_copied_or_refused_and_nothing_else()
    {
        foreach (var file in All)
        {
            for (var length = 0; length < file.Length; length++)
            {
                Try(file[..length]);
            }
        }
        var damage =
            from file in Gen.Elements(All)
            from at in Gen.Choose(0, file.Length - 1)
            from value in Gen.Choose(0, 255)
            from cut in Gen.Choose(0, file.Length)
            select (file, at, value, cut);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(20_000),
            Prop.ForAll(
                damage.ToArbitrary(),
                d =>
                {
                    var altered = d.file.ToArray();
                    altered[d.at] = (byte)d.value;
                    Try(altered);
                    Try(altered[..d.cut]);
                }
            )
        );

        static void Try(byte[] file)
        {
            try
            {
                if (ViewingCopy.Of(file) is { } copy)
                {
                    ViewingCopy.Of(copy).ShouldBe(copy);
                }
            }
            catch (UnreadableFileException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void A_file_made_to_tire_costs_little_time_and_memory()
    {
        const int size = 8 << 20;
        byte[] film = MediaFiles.Film();
        // A million empty boxes; a million fragments one in another; a million lists of data.
        // A track of places that points a million times to nothing, over a million pieces of data.
        var table = MediaFiles.Film(hops: 1 << 20);
        byte[][] files =
        [
            [.. film, .. Many(MediaFiles.Box("free", []))],
            [.. film, .. MediaFiles.Box("moof", Nested())],
            [.. MediaFiles.Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. Many(MediaFiles.Box("mdat", [])), .. film[20..]],
            [.. table, .. Many(MediaFiles.Box("mdat", []))],
            [.. MediaFiles.Jpeg()[..2], .. Many([0xFF, 0xFE, 0, 2]), .. MediaFiles.Jpeg()[2..]],
            [.. MediaFiles.Jpeg()[..2], .. Many([0xFF]), .. MediaFiles.Jpeg()[2..]],
            [.. MediaFiles.Png()[..33], .. Many(MediaFiles.Chunk("abCd", [])), .. MediaFiles.Png()[33..]],
        ];
        foreach (var file in files)
        {
            var before = GC.GetTotalMemory(true);
            var watch = Stopwatch.StartNew();
            try
            {
                ViewingCopy.Of(file);
            }
            catch (UnreadableFileException) { }
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
            (GC.GetTotalMemory(false) - before).ShouldBeLessThan(20L * size);
        }

        static byte[] Many(byte[] bytes)
        {
            var many = new byte[size / bytes.Length * bytes.Length];
            for (var at = 0; at < many.Length; at += bytes.Length)
            {
                bytes.CopyTo(many, at);
            }
            return many;
        }

        static byte[] Nested()
        {
            var nested = Many(MediaFiles.Box("traf", []));
            for (var at = 0; at < nested.Length; at += 8)
            {
                MediaFiles.Big(nested.Length - at).CopyTo(nested, at);
            }
            return nested;
        }
    }

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes(text)) >= 0;
}
