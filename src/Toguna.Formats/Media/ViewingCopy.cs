namespace Toguna.Formats.Media;

/// <summary>A copy to look at that shows and sounds as the original and tells nothing of who made it, where and with what.</summary>
/// <remarks>
/// What is not known to be needed for showing is left out, whatever it claims to be; what follows the picture is cut. The
/// compressed picture and sound are carried over byte for byte and never decoded, so no decoder is open to attack here.
/// What somebody hides within them stays. The copy of a copy is the same bytes. Pure; time and memory in proportion to the file.
/// </remarks>
public static class ViewingCopy
{
    /// <summary>Makes the copy.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>The copy; null for a type that has none (<see cref="MediaType.HasViewingCopy"/>).</returns>
    /// <exception cref="UnreadableFileException">
    /// The file is of no type that is taken (<c>media_unknown</c>), is cut off (<c>media_cut_off</c>), or is not what its
    /// first bytes say (<c>media_damaged</c>).
    /// </exception>
    public static byte[]? Of(ReadOnlySpan<byte> file) =>
        MediaType.Of(file) switch
        {
            null => throw new UnreadableFileException(
                "media_unknown",
                "The file is no JPEG, PNG or WebP picture, MP4, 3GP or MOV video, Opus or AMR recording, or PDF."
            ),
            { HasViewingCopy: false } => null,
            var t when t == MediaType.Jpeg => JpegCopy.Of(file),
            var t when t == MediaType.Png => PngCopy.Of(file),
            var t when t == MediaType.WebP => WebPCopy.Of(file),
            _ => BmffCopy.Of(file),
        };

    internal static UnreadableFileException Damaged(string what) => new("media_damaged", what);

    internal static UnreadableFileException CutOff(string what, long at) =>
        new("media_cut_off", $"The file is cut off or damaged: {what} at byte {at} goes past the end.");
}
