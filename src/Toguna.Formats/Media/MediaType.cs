namespace Toguna.Formats.Media;

/// <summary>What a photo, recording or document is, told by its bytes alone: a name or a declared type is the sender's word.</summary>
/// <param name="Mime">The only type that it may be served with.</param>
/// <param name="HasViewingCopy">Whether <see cref="ViewingCopy"/> can make a copy of it that tells nothing of who made it.</param>
public sealed record MediaType(string Mime, bool HasViewingCopy)
{
    /// <summary>How many bytes <see cref="Of"/> looks at.</summary>
    public const int Head = 512;

    public static readonly MediaType Jpeg = new("image/jpeg", true);
    public static readonly MediaType Png = new("image/png", true);
    public static readonly MediaType WebP = new("image/webp", true);
    public static readonly MediaType Mp4 = new("video/mp4", true);
    public static readonly MediaType Mp4Audio = new("audio/mp4", true);
    public static readonly MediaType ThreeGp = new("video/3gpp", true);
    public static readonly MediaType QuickTime = new("video/quicktime", true);
    public static readonly MediaType Pdf = new("application/pdf", false);
    public static readonly MediaType Opus = new("audio/ogg", false);
    public static readonly MediaType Amr = new("audio/amr", false);
    public static readonly MediaType AmrWideband = new("audio/amr-wb", false);

    /// <summary>The type of a file whose signature stands at its first byte.</summary>
    /// <param name="file">The file, or its first <see cref="Head"/> bytes.</param>
    /// <returns>Null for everything that is not taken: also SVG, HTML, archives, Office files, GIF, TIFF, HEIC, programs.</returns>
    public static MediaType? Of(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? Jpeg
        : file.StartsWith(PngCopy.Signature) ? Png
        : file.StartsWith("RIFF"u8) && At(file, 8).StartsWith("WEBP"u8) ? WebP
        : At(file, 4).StartsWith("ftyp"u8) ? OfBrand(At(file, 8))
        : file.StartsWith("%PDF-"u8) ? Pdf
        : file.StartsWith("OggS\0"u8) && IsOpus(file) ? Opus
        : file.StartsWith("#!AMR\n"u8) ? Amr
        : file.StartsWith("#!AMR-WB\n"u8) ? AmrWideband
        : null;

    /// <summary>By the major brand. HEIC and AVIF are of the same family, but keep where the pixels lie in their metadata.</summary>
    private static MediaType? OfBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("qt  "u8) ? QuickTime
        : brand.StartsWith("M4A "u8) || brand.StartsWith("M4B "u8) ? Mp4Audio
        : brand.StartsWith("3gp"u8) || brand.StartsWith("3g2"u8) ? ThreeGp
        : brand.StartsWith("iso"u8)
        || brand.StartsWith("mp4"u8)
        || brand.StartsWith("avc1"u8)
        || brand.StartsWith("M4V"u8)
        || brand.StartsWith("MSNV"u8)
        || brand.StartsWith("dash"u8)
            ? Mp4
        : null;

    /// <summary>The first packet starts behind the page's 27 bytes and its table of segments.</summary>
    private static bool IsOpus(ReadOnlySpan<byte> file) =>
        file.Length > 26 && At(file, 27 + file[26]).StartsWith("OpusHead"u8);

    private static ReadOnlySpan<byte> At(ReadOnlySpan<byte> file, int at) => at <= file.Length ? file[at..] : [];
}
