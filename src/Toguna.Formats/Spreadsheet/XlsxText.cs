using System.Globalization;
using System.Text;

namespace Toguna.Formats.Spreadsheet;

/// <summary>The workbook's own escape <c>_xHHHH_</c> for a character, and column letters.</summary>
internal static class XlsxText
{
    /// <summary>Text in which <c>_xHHHH_</c> occurs by itself, so that it is not taken for an escape.</summary>
    public static string Escape(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal))
            return text;
        var safe = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
            safe.Append(IsEscape(text, i, out _) ? "_x005F_" : text[i].ToString());
        return safe.ToString();
    }

    /// <summary>Text with its escapes undone.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsEscape(text, i, out var character))
            {
                plain.Append(text[i]);
                continue;
            }
            plain.Append(character);
            i += 6;
        }
        return plain.ToString();
    }

    /// <summary>Index of the column in a reference such as <c>AB12</c>, from 0; −1 when it is none.</summary>
    public static int Column(string? reference)
    {
        var column = 0;
        var i = 0;
        while (reference is not null && i < reference.Length && i < 4 && char.IsAsciiLetter(reference[i]))
            column = column * 26 + (char.ToUpperInvariant(reference[i++]) - 'A' + 1);
        return i is > 0 and < 4 && i < reference!.Length && char.IsAsciiDigit(reference[i]) ? column - 1 : -1;
    }

    private static bool IsEscape(string text, int at, out char character)
    {
        character = default;
        if (at + 6 >= text.Length || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_')
            return false;
        if (
            !ushort.TryParse(
                text.AsSpan(at + 2, 4),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var code
            )
        )
            return false;
        character = (char)code;
        return true;
    }
}
