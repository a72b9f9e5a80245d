using System.Buffers;
using System.Globalization;
using System.Text;

namespace Toguna.Formats.Spreadsheet;

/// <summary>Makes text that strangers wrote harmless for the program that opens an export.</summary>
public static class SafeText
{
    // U+202A-202E and U+2066-2069 turn the reading order of what follows: "gpj.exe" can be shown as "exe.jpg".
    private static readonly SearchValues<char> Bidi = SearchValues.Create(
        "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"
    );

    /// <summary>
    /// Text that a spreadsheet takes for a formula gets a leading apostrophe: its first character that is no invisible format
    /// character is one of <c>= + - @</c>, tab, CR, LF, or full-width <c>＝ ＋ － ＠</c>.
    /// </summary>
    public static string NoFormula(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = 0;
        while (first < text.Length && char.GetUnicodeCategory(text[first]) == UnicodeCategory.Format)
            first++;
        return
            first < text.Length
            && text[first] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠'
            ? "'" + text
            : text;
    }

    /// <summary>Direction overrides and isolates (U+202A–202E, U+2066–2069) are spelled out, e.g. <c>[U+202E]</c>, so that they are seen and do nothing.</summary>
    public static string NoOverride(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny(Bidi) < 0)
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (Bidi.Contains(c))
                safe.Append(CultureInfo.InvariantCulture, $"[U+{(int)c:X4}]");
            else
                safe.Append(c);
        }
        return safe.ToString();
    }

    /// <summary>What XML 1.0 (and so a workbook) cannot hold, control characters and half surrogate pairs, becomes U+FFFD.</summary>
    public static string NoIllegal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? safe = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }
            if (c is >= ' ' and < '\uD800' or >= '\uE000' and < '\uFFFE' or '\t' or '\n' or '\r')
                continue;
            safe ??= new StringBuilder(text);
            safe[i] = '\uFFFD';
        }
        return safe?.ToString() ?? text;
    }
}
