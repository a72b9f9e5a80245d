using System.Globalization;

namespace Toguna.Record.Series;

/// <summary>Reads numbers as people write them, and nothing that can mean two numbers.</summary>
internal static class SeriesNumber
{
    /// <summary>Beyond this a double no longer holds each whole number.</summary>
    private const double Most = 9e15;

    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase)
    {
        "",
        "-",
        "–",
        "—",
        "..",
        "…",
        "n/a",
        "na",
        "n.a.",
        "nd",
        "n.d.",
        "nan",
        "null",
        "#n/a",
    };

    /// <summary>The cell says that there is no number; that is not zero.</summary>
    public static bool IsNothing(string text) => Nothing.Contains(text.Trim());

    /// <param name="mark"><see cref="SeriesFields.Point"/>, <see cref="SeriesFields.Comma"/>, or null where the mapping does not say.</param>
    /// <returns>Null when it is none, or can be read in two ways: 1,234 where the mark is not told.</returns>
    public static double? Parse(string text, string? mark)
    {
        // Spaces of every width part thousands in French; the apostrophe does in Switzerland.
        var t = string.Concat(text.Trim().Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '’')))
            .Replace('−', '-');
        if (t.Length is 0 or > 40)
        {
            return null;
        }
        if (Decimal(t, mark) is not { } dot)
        {
            return null;
        }
        return
            double.TryParse(
                dot,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var number
            )
            && Math.Abs(number) <= Most
            ? number
            : null;
    }

    /// <summary>The same with a point for the decimal mark and nothing between thousands.</summary>
    private static string? Decimal(string t, string? mark)
    {
        var (points, commas) = (t.Count(c => c == '.'), t.Count(c => c == ','));
        var decimalMark = mark switch
        {
            SeriesFields.Point => '.',
            SeriesFields.Comma => ',',
            // With both, the last is the decimal mark; a mark that stands twice parts thousands.
            _ when points > 0 && commas > 0 => t.LastIndexOf('.') > t.LastIndexOf(',') ? '.' : ',',
            _ when points > 1 => ',',
            _ when commas > 1 || points == 1 => '.',
            _ when commas == 1 => IsThousands(t) ? null : ',',
            _ => (char?)'.',
        };
        if (decimalMark is not { } m)
        {
            return null;
        }
        var thousands = m == '.' ? ',' : '.';
        var at = t.IndexOf(m, StringComparison.Ordinal);
        var whole = at < 0 ? t : t[..at];
        return
            t.Count(c => c == m) <= 1
            && (at < 0 || t.IndexOf(thousands, at) < 0)
            && (!whole.Contains(thousands, StringComparison.Ordinal) || InThousands(whole, thousands))
            ? t.Replace(thousands.ToString(), "", StringComparison.Ordinal).Replace(m, '.')
            : null;
    }

    /// <summary>1,234: a thousand and some, or one and some.</summary>
    private static bool IsThousands(string t)
    {
        var at = t.IndexOf(',', StringComparison.Ordinal);
        var before = t[..at].TrimStart('-', '+');
        return t.Length - at == 4
            && before.Length is >= 1 and <= 3
            && before != "0"
            && t[(at + 1)..].All(char.IsAsciiDigit);
    }

    private static bool InThousands(string whole, char thousands)
    {
        var groups = whole.TrimStart('-', '+').Split(thousands);
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(g => g.Length == 3 && g.All(char.IsAsciiDigit));
    }
}
