using System.Buffers.Binary;
using System.Text;

namespace Toguna.Formats.Media;

/// <summary>A box of a film.</summary>
/// <param name="At">Where its head begins.</param>
/// <param name="Start">Where its content begins: 8 bytes further, 16 with a long size.</param>
/// <param name="End">Behind its last byte.</param>
internal readonly record struct BmffBox(string Type, int At, int Start, int End)
{
    private const int HeadLength = 8;
    private const int LongHeadLength = 16;

    /// <summary>Bytes of its content.</summary>
    public int Length => End - Start;

    /// <summary>The boxes within it.</summary>
    public IEnumerable<BmffBox> Boxes(byte[] film) => Within(film, Start, End);

    /// <summary>Makes it a box that players pass over, of the same size, and empty.</summary>
    public void Blank(byte[] film)
    {
        "free"u8.CopyTo(film.AsSpan(At + 4));
        film.AsSpan(Start..End).Clear();
    }

    /// <exception cref="UnreadableFileException">Its content is shorter than <paramref name="bytes"/>.</exception>
    public BmffBox Need(byte[] film, int bytes) =>
        Length >= bytes
            ? this
            : throw ViewingCopy.Damaged($"The film has a box {Type} of {Length} bytes at byte {At}, too short.");

    /// <summary>The boxes between two places, which they fill. Fewer than eight bytes at the end are no box, and are blanked.</summary>
    public static IEnumerable<BmffBox> Within(byte[] film, int from, int end)
    {
        var at = from;
        while (end - at >= HeadLength)
        {
            var box = Read(film.AsSpan(0, end), at) ?? throw ViewingCopy.CutOff("a box of the film", at);
            yield return box;
            at = box.End;
        }
        film.AsSpan(at..end).Clear();
    }

    /// <summary>Where the film ends and bytes begin that are no box.</summary>
    /// <exception cref="UnreadableFileException">One of the boxes that make a film goes past the end.</exception>
    public static int EndOfFilm(ReadOnlySpan<byte> file)
    {
        var at = 0;
        while (file.Length - at >= HeadLength)
        {
            if (Read(file, at) is not { } box)
            {
                return TypeAt(file, at + 4) is "ftyp" or "moov" or "mdat" or "moof" or "free"
                    ? throw ViewingCopy.CutOff("a box of the film", at)
                    : at;
            }
            at = box.End;
        }
        return at;
    }

    public static string TypeAt(ReadOnlySpan<byte> film, int at) => Encoding.Latin1.GetString(film.Slice(at, 4));

    /// <returns>Null when it is none, or goes past the end.</returns>
    private static BmffBox? Read(ReadOnlySpan<byte> film, int at)
    {
        var left = (ulong)(film.Length - at);
        var start = at + HeadLength;
        ulong size = BinaryPrimitives.ReadUInt32BigEndian(film[at..]);
        if (size == 1 && left >= LongHeadLength)
        {
            size = BinaryPrimitives.ReadUInt64BigEndian(film[start..]);
            start = at + LongHeadLength;
        }
        // Zero: up to the end of the file.
        size = size == 0 ? left : size;
        return size >= (ulong)(start - at) && size <= left
            ? new BmffBox(TypeAt(film, at + 4), at, start, at + (int)size)
            : null;
    }
}
