using System.Globalization;

namespace Toguna.Formats;

/// <summary>Reads the date notations of the field's files, and nothing that can mean two dates.</summary>
public static class Dates
{
    private static readonly string[] Months =
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    ];

    private static readonly string[] FullMonths =
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];

    /// <summary>Earliest date taken for real; anything before is a slip.</summary>
    public static readonly DateOnly Earliest = new(1800, 1, 1);

    /// <summary>Latest date taken for real.</summary>
    public static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>
    /// <c>2009-02-20</c>, also followed by a time of day (<c>T00:00:00</c>, <c> 00:00:00.000</c>, with <c>Z</c> or an offset),
    /// which is ignored.
    /// </summary>
    public static bool TryIso(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        text = text.Trim();
        if (text.Length < 10 || text[4] != '-' || text[7] != '-')
            return false;
        return Digits(text[..4], out var year)
            && Digits(text[5..7], out var month)
            && Digits(text[8..10], out var day)
            && (text.Length == 10 || IsTime(text[10..]))
            && Make(year, month, day, out date);
    }

    /// <summary>
    /// ISO as <see cref="TryIso"/>; <c>16 May 2025</c>, <c>16-May-25</c>, <c>16 September 2025</c> (English month names, as ACLED
    /// writes them; two-digit years from 80 on are 19xx); <c>16/05/2025</c> only where one number cannot be a month.
    /// </summary>
    public static bool TryAny(ReadOnlySpan<char> text, out DateOnly date)
    {
        if (TryIso(text, out date))
            return true;
        text = text.Trim();
        Span<Range> parts = stackalloc Range[5];
        var separator = text.IndexOfAny(" -/");
        if (separator < 0)
            return false;
        var count = text.Split(parts, text[separator], StringSplitOptions.RemoveEmptyEntries);
        if (count is < 3 or > 4 || count == 4 && (text[separator] != ' ' || !IsTime(text[parts[2].End.Value..])))
            return false;
        var first = text[parts[0]];
        var second = text[parts[1]];
        var third = text[parts[2]];
        if (text[separator] == '/')
        {
            if (
                !Digits(first, out var a)
                || !Digits(second, out var b)
                || third.Length != 4
                || !Digits(third, out var year)
            )
                return false;
            return a > 12 ? Make(year, b, a, out date) : (b > 12 || a == b) && Make(year, a, b, out date);
        }
        if (Month(second) is var month and > 0)
            return first.Length <= 2
                && Digits(first, out var day)
                && Year(third, out var of)
                && Make(of, month, day, out date);
        return Month(first) is var leading and > 0
            && Digits(second.TrimEnd(','), out var after)
            && Year(third, out var then)
            && Make(then, leading, after, out date);
    }

    private static bool Year(ReadOnlySpan<char> text, out int year)
    {
        if (!Digits(text, out year) || text.Length is not (2 or 4))
            return false;
        if (text.Length == 2)
            year += year >= 80 ? 1900 : 2000;
        return true;
    }

    private static int Month(ReadOnlySpan<char> name)
    {
        name = name.TrimEnd('.');
        for (var i = 0; i < 12; i++)
            if (
                name.Equals(Months[i], StringComparison.OrdinalIgnoreCase)
                || name.Equals(FullMonths[i], StringComparison.OrdinalIgnoreCase)
                || i == 8 && name.Equals("sept", StringComparison.OrdinalIgnoreCase)
            )
                return i + 1;
        return 0;
    }

    private static bool Make(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (
            year < Earliest.Year
            || year > Latest.Year
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
        )
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    private static bool IsTime(ReadOnlySpan<char> rest) =>
        rest[0] is 'T' or ' '
        && (
            rest.Trim().IsEmpty
            || TimeOnly.TryParse(WithoutOffset(rest[1..]), CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        );

    private static ReadOnlySpan<char> WithoutOffset(ReadOnlySpan<char> time)
    {
        if (time.EndsWith("Z"))
            return time[..^1];
        var sign = time.LastIndexOfAny('+', '-');
        return sign >= 5 ? time[..sign] : time;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > 4)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
