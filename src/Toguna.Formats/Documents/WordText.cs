using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats.Documents;

/// <summary>Text that strangers wrote, as runs that Word can hold and reads in the right direction.</summary>
internal static class WordText
{
    /// <summary>Runs of one direction each: Arabic, Hebrew and N’Ko are marked, so that digits and points beside them stand right.</summary>
    /// <param name="dress">Adds to the properties of each run.</param>
    public static IEnumerable<Run> Runs(string text, Action<RunProperties>? dress = null)
    {
        foreach (var (part, rightToLeft) in Parts(Safe(text)))
        {
            var properties = new RunProperties();
            dress?.Invoke(properties);
            if (rightToLeft)
            {
                properties.RightToLeftText = new RightToLeftText();
            }
            var run = new Run();
            if (properties.HasChildren)
            {
                run.Append(properties);
            }
            run.Append(new Text(part) { Space = SpaceProcessingModeValues.Preserve });
            yield return run;
        }
    }

    /// <summary>Whether the first letter that has a direction reads from the right.</summary>
    public static bool IsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsRight(rune))
            {
                return true;
            }
            if (Rune.IsLetter(rune))
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>Without what XML cannot hold, without overrides of direction, in one line.</summary>
    public static string Safe(string text) =>
        SafeText.NoIllegal(SafeText.NoOverride(text)).Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');

    /// <summary>Cuts where the direction changes; spaces and points go with what stands before them.</summary>
    private static IEnumerable<(string, bool)> Parts(string text)
    {
        var part = new StringBuilder();
        var (right, open) = (false, new StringBuilder());
        foreach (var rune in text.EnumerateRunes())
        {
            var isRight = IsRight(rune);
            if (!isRight && !Rune.IsLetterOrDigit(rune))
            {
                open.Append(rune.ToString());
                continue;
            }
            if (isRight != right)
            {
                // What stands between two directions belongs to the line, which reads from the left.
                if (!right)
                {
                    part.Append(open);
                    open.Clear();
                }
                if (part.Length > 0)
                {
                    yield return (part.ToString(), right);
                }
                part.Clear();
                right = isRight;
            }
            part.Append(open).Append(rune.ToString());
            open.Clear();
        }
        if (right && part.Length > 0)
        {
            yield return (part.ToString(), true);
            part.Clear();
        }
        part.Append(open);
        if (part.Length > 0)
        {
            yield return (part.ToString(), false);
        }
    }

    private static bool IsRight(Rune rune) =>
        rune.Value
            is >= 0x0590
                and <= 0x08FF
                or >= 0xFB1D
                and <= 0xFDFF
                or >= 0xFE70
                and <= 0xFEFC
                or >= 0x10800
                and <= 0x10FFF
                or >= 0x1E800
                and <= 0x1EFFF;
}
