using System.Buffers.Binary;

namespace Toguna.Formats.Media;

/// <summary>An MP4, 3GP or QuickTime film of the same length, in which everything but picture and sound is blank.</summary>
/// <remarks>
/// What is blanked becomes a <c>free</c> box of zeros of the same size, so that the offsets into the film stay right. Tracks
/// that are neither picture nor sound are blanked with their samples: phones and body cameras write places and faces there.
/// </remarks>
/// <seealso href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12</seealso>
/// <seealso href="https://developer.apple.com/documentation/quicktime-file-format">QuickTime file format</seealso>
internal static class BmffCopy
{
    /// <summary>Bytes of a file type with some thirty brands, far more than any film names.</summary>
    private const int MostBrands = 128;
    private const int CompressorName = 50;
    private const int CompressorNameLength = 32;

    public static byte[] Of(ReadOnlySpan<byte> file)
    {
        var copy = file[..BmffBox.EndOfFilm(file)].ToArray();
        var tracks = new List<BmffTrack>();
        var fragments = false;
        foreach (var box in BmffBox.Within(copy, 0, copy.Length))
        {
            switch (box.Type)
            {
                case "ftyp" or "styp" when box.Length <= MostBrands:
                case "mdat" or "sidx" or "ssix" or "mfra" or "pdin":
                    break;
                case "ftyp":
                    throw ViewingCopy.Damaged("The film names more brands than any film has.");
                case "moov":
                    CleanMovie(copy, box, tracks);
                    break;
                case "moof":
                    fragments = true;
                    CleanFragment(copy, box);
                    break;
                default:
                    box.Blank(copy);
                    break;
            }
        }
        if (!tracks.Exists(t => t.Shows))
        {
            throw ViewingCopy.Damaged("The film has no track of picture or sound.");
        }
        var hidden = tracks.Where(t => !t.Shows).ToList();
        if (hidden.Count > 0 && fragments)
        {
            throw ViewingCopy.Damaged(
                "The film has data beside picture and sound in fragments, which cannot be taken out."
            );
        }
        BmffSamples.Blank(copy, hidden);
        hidden.ForEach(t => t.Box.Blank(copy));
        return copy;
    }

    private static void CleanMovie(byte[] film, BmffBox movie, List<BmffTrack> tracks)
    {
        foreach (var box in movie.Boxes(film))
        {
            switch (box.Type)
            {
                case "mvhd":
                    BlankTimes(film, box);
                    break;
                case "trak":
                    tracks.Add(CleanTrack(film, box));
                    break;
                case "mvex" or "iods":
                    break;
                default:
                    box.Blank(film);
                    break;
            }
        }
    }

    private static BmffTrack CleanTrack(byte[] film, BmffBox track)
    {
        var (handler, samples) = ("", default(BmffBox));
        foreach (var box in track.Boxes(film))
        {
            switch (box.Type)
            {
                case "tkhd":
                    BlankTimes(film, box);
                    break;
                case "mdia":
                    (handler, samples) = CleanMedia(film, box);
                    break;
                case "edts" or "tapt":
                    break;
                default:
                    box.Blank(film);
                    break;
            }
        }
        return samples.Length == 0
            ? throw ViewingCopy.Damaged("A track of the film has no table of samples.")
            : new BmffTrack(track, samples, handler is "vide" or "soun");
    }

    private static (string Handler, BmffBox Samples) CleanMedia(byte[] film, BmffBox media)
    {
        var samples = default(BmffBox);
        // What kind of track it is decides about the other boxes.
        var handler = media.Boxes(film).Where(b => b.Type == "hdlr").Select(b => BlankName(film, b)).LastOrDefault("");
        foreach (var box in media.Boxes(film))
        {
            switch (box.Type)
            {
                case "mdhd":
                    BlankTimes(film, box);
                    break;
                case "hdlr":
                    break;
                case "minf":
                    samples = CleanInformation(film, box, handler == "vide");
                    break;
                default:
                    box.Blank(film);
                    break;
            }
        }
        return (handler, samples);
    }

    private static BmffBox CleanInformation(byte[] film, BmffBox information, bool isPicture)
    {
        var samples = default(BmffBox);
        foreach (var box in information.Boxes(film))
        {
            switch (box.Type)
            {
                case "hdlr":
                    BlankName(film, box);
                    break;
                case "dinf":
                    DemandOwnData(film, box);
                    break;
                case "stbl":
                    samples = box;
                    CleanSampleTable(film, box, isPicture);
                    break;
                case "vmhd" or "smhd" or "gmhd" or "nmhd":
                    break;
                default:
                    box.Blank(film);
                    break;
            }
        }
        return samples;
    }

    /// <summary>The tables stay; the name of the encoder, which is often the camera's, goes.</summary>
    private static void CleanSampleTable(byte[] film, BmffBox table, bool isPicture)
    {
        foreach (var box in table.Boxes(film))
        {
            if (box.Type is "uuid" or "udta" or "meta" or "free" or "skip")
            {
                box.Blank(film);
            }
            else if (box.Type == "stsd" && isPicture)
            {
                foreach (var entry in BmffBox.Within(film, box.Need(film, 8).Start + 8, box.End))
                {
                    entry.Need(film, CompressorName - 8 + CompressorNameLength);
                    film.AsSpan(entry.Start + CompressorName - 8, CompressorNameLength).Clear();
                }
            }
        }
    }

    private static void CleanFragment(byte[] film, BmffBox fragment)
    {
        foreach (var box in fragment.Boxes(film))
        {
            if (box.Type == "traf")
            {
                BlankUnless(film, box, "tfhd", "tfdt", "trun", "sdtp", "sbgp", "sgpd", "subs");
            }
            else if (box.Type != "mfhd")
            {
                box.Blank(film);
            }
        }
    }

    private static void BlankUnless(byte[] film, BmffBox parent, params ReadOnlySpan<string> kept)
    {
        foreach (var box in parent.Boxes(film))
        {
            if (!kept.Contains(box.Type))
            {
                box.Blank(film);
            }
        }
    }

    /// <summary>When the film was made and changed: the two numbers after version and flags, of 4 or 8 bytes.</summary>
    private static void BlankTimes(byte[] film, BmffBox box)
    {
        box.Need(film, 20);
        var width = film[box.Start] switch
        {
            0 => 4,
            1 => 8,
            var version => throw ViewingCopy.Damaged($"The film has a head {box.Type} of version {version}."),
        };
        film.AsSpan(box.Start + 4, 2 * width).Clear();
    }

    /// <returns>What kind of track it is; its maker and name, which follow, are zeros then.</returns>
    private static string BlankName(byte[] film, BmffBox box)
    {
        box.Need(film, 12);
        film.AsSpan((box.Start + 12)..box.End).Clear();
        return BmffBox.TypeAt(film, box.Start + 8);
    }

    /// <summary>A film that fetches its data from elsewhere would tell somebody that it is watched.</summary>
    private static void DemandOwnData(byte[] film, BmffBox information)
    {
        foreach (var references in information.Boxes(film))
        {
            if (references.Type != "dref")
            {
                references.Blank(film);
                continue;
            }
            foreach (var reference in BmffBox.Within(film, references.Need(film, 8).Start + 8, references.End))
            {
                reference.Need(film, 4);
                if ((film[reference.Start + 3] & 1) == 0)
                {
                    throw ViewingCopy.Damaged("The film refers to data outside of itself.");
                }
                film.AsSpan((reference.Start + 4)..reference.End).Clear();
            }
        }
    }
}
