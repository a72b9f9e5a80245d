using System.Text;
using Shouldly;
using Toguna.Formats.Media;

namespace Toguna.Formats.Tests.Media;

public sealed class MediaTypeTests
{
    [Fact]
    public void A_type_is_told_by_the_bytes_and_only_from_the_first_on()
    {
        (byte[] File, MediaType Type)[] known =
        [
            (MediaFiles.Jpeg(), MediaType.Jpeg),
            (MediaFiles.Png(), MediaType.Png),
            (MediaFiles.WebP(), MediaType.WebP),
            (MediaFiles.Film(), MediaType.Mp4),
            (MediaFiles.Film(brand: "qt  "), MediaType.QuickTime),
            (MediaFiles.Film(brand: "3gp4"), MediaType.ThreeGp),
            (MediaFiles.Film(brand: "M4A "), MediaType.Mp4Audio),
            ("%PDF-1.7\n"u8.ToArray(), MediaType.Pdf),
            ([.. "OggS\0\x02"u8, .. new byte[20], 1, 19, .. "OpusHead"u8], MediaType.Opus),
            ("#!AMR\n<"u8.ToArray(), MediaType.Amr),
            ("#!AMR-WB\n<"u8.ToArray(), MediaType.AmrWideband),
        ];
        foreach (var (file, type) in known)
        {
            MediaType.Of(file).ShouldBe(type);
            MediaType.Of(file.AsSpan(0, Math.Min(file.Length, MediaType.Head))).ShouldBe(type);
            MediaType.Of([(byte)' ', .. file]).ShouldBeNull(type.Mime);
            for (var length = 0; length < file.Length; length++)
            {
                MediaType.Of(file.AsSpan(0, length)).ShouldBeOneOf(null, type);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")]
    [InlineData("<!doctype html>")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("\u00D0\u00CF\u0011\u00E0")]
    [InlineData("GIF89a")]
    [InlineData("II*\0")]
    [InlineData("MZ")]
    [InlineData("\u007FELF")]
    [InlineData("RIFF\0\0\0\0AVI ")]
    [InlineData("OggS\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u0001\u0007\u0080theora")]
    [InlineData("\0\0\0\u0018ftypheic")]
    [InlineData("\0\0\0\u0018ftypavif")]
    [InlineData("junk %PDF-1.7")]
    [InlineData("Good morning")]
    public void Everything_else_is_refused(string text)
    {
        var file = Encoding.Latin1.GetBytes(text);
        MediaType.Of(file).ShouldBeNull();
        Should.Throw<UnreadableFileException>(() => ViewingCopy.Of(file)).Code.ShouldBe("media_unknown");
    }
}
