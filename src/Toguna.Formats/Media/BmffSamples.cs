using System.Buffers.Binary;

namespace Toguna.Formats.Media;

/// <summary>A track of a film.</summary>
/// <param name="Samples">Its table of samples.</param>
/// <param name="Shows">Whether it is picture or sound.</param>
internal readonly record struct BmffTrack(BmffBox Box, BmffBox Samples, bool Shows);

/// <summary>Blanks what the tables of a track point to within the film's data.</summary>
internal static class BmffSamples
{
    /// <exception cref="UnreadableFileException">A table points outside the data, or to more than there is.</exception>
    public static void Blank(byte[] film, IReadOnlyList<BmffTrack> tracks)
    {
        if (tracks.Count == 0)
        {
            return;
        }
        var data = BmffBox.Within(film, 0, film.Length).Where(b => b.Type == "mdat").ToList();
        var starts = data.ConvertAll(d => (long)d.Start);
        // A table may claim the same bytes over and over: then this would never end.
        var left = data.Sum(d => (long)d.Length);
        foreach (var (at, length) in tracks.SelectMany(t => Chunks(film, t.Samples)))
        {
            left -= length;
            var place = starts.BinarySearch(at);
            place = place < 0 ? ~place - 1 : place;
            if (length < 0 || left < 0 || place < 0 || length > data[place].End - at)
            {
                throw ViewingCopy.Damaged("A track of the film points outside the film's data.");
            }
            film.AsSpan((int)at, (int)length).Clear();
        }
    }

    /// <summary>Where each chunk of a track begins, and its bytes.</summary>
    private static IEnumerable<(long At, long Length)> Chunks(byte[] film, BmffBox table)
    {
        var boxes = table.Boxes(film).Where(b => b.Type is "stsz" or "stsc" or "stco" or "co64").ToList();
        if (
            boxes.Find(b => b.Type == "stsz") is not { Length: >= 12 } sizes
            || boxes.Find(b => b.Type == "stsc") is not { Length: >= 8 } runs
            || boxes.Find(b => b.Type is "stco" or "co64") is not { Length: >= 8 } offsets
        )
        {
            throw ViewingCopy.Damaged("A track of the film lacks a table of its samples.");
        }
        var wide = offsets.Type == "co64";
        var chunks = Count(film, offsets, 8, wide ? 8 : 4);
        var steps = Count(film, runs, 8, 12);
        var same = Number(film, sizes.Start + 4);
        var samples = same == 0 ? Count(film, sizes, 12, 4) : Number(film, sizes.Start + 8);
        long sample = 0;
        var step = -1;
        uint inEach = 0;
        for (var chunk = 0; chunk < chunks && sample < samples; chunk++)
        {
            // The run that begins with this chunk; chunks are counted from one.
            while (step + 1 < steps && Number(film, runs.Start + 8 + 12 * (step + 1)) <= chunk + 1)
            {
                step++;
                inEach = Number(film, runs.Start + 12 + 12 * step);
            }
            var last = Math.Min(samples, sample + inEach);
            var length = same * (last - sample);
            for (; same == 0 && sample < last; sample++)
            {
                length += Number(film, sizes.Start + 12 + 4 * (int)sample);
            }
            sample = last;
            var at = offsets.Start + 8 + chunk * (wide ? 8 : 4);
            yield return (wide ? BinaryPrimitives.ReadInt64BigEndian(film.AsSpan(at)) : Number(film, at), length);
        }
    }

    /// <summary>How many entries a table has, its count standing before them.</summary>
    private static long Count(byte[] film, BmffBox box, int head, int width) =>
        Number(film, box.Start + head - 4) is var count && count <= (box.Length - head) / width
            ? count
            : throw ViewingCopy.Damaged($"The film has a table {box.Type} with more entries than bytes.");

    private static uint Number(byte[] film, int at) => BinaryPrimitives.ReadUInt32BigEndian(film.AsSpan(at));
}
