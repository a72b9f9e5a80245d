using System.Globalization;

namespace Toguna.Record;

/// <summary>Dates in the reader's words: 6 Mar 2031, March 2031, 4–5 Mar 2031.</summary>
public static class DateWords
{
    public static string Of(PartialDate date, CultureInfo? culture = null) => Of(date.From, date.To, culture);

    public static string Of(DateOnly day, CultureInfo? culture = null) => Day(day, Culture(culture));

    /// <summary>The shortest words that say the span exactly.</summary>
    public static string Of(DateOnly from, DateOnly to, CultureInfo? culture = null)
    {
        var c = Culture(culture);
        if (from == to)
        {
            return Day(from, c);
        }
        if (from is { Day: 1, Month: 1 } && to is { Day: 31, Month: 12 })
        {
            return from.Year == to.Year
                ? from.ToString("yyyy", c)
                : $"{from.ToString("yyyy", c)}–{to.ToString("yyyy", c)}";
        }
        if (
            from.Day == 1
            && from.Year == to.Year
            && from.Month == to.Month
            && to.Day == DateTime.DaysInMonth(to.Year, to.Month)
        )
        {
            return from.ToString("MMMM yyyy", c);
        }
        if (from.Year != to.Year)
        {
            return $"{Day(from, c)} – {Day(to, c)}";
        }
        return from.Month == to.Month
            ? $"{from.ToString("%d", c)}–{Day(to, c)}"
            : $"{from.ToString("d MMM", c)} – {Day(to, c)}";
    }

    /// <summary>With the day of the week: Thursday 6 March 2031.</summary>
    public static string Long(DateOnly day, CultureInfo? culture = null) =>
        day.ToString("dddd d MMMM yyyy", Culture(culture));

    /// <summary>An instant in UTC: 6 Mar 2031 05:41 UTC.</summary>
    public static string At(DateTimeOffset at, CultureInfo? culture = null) =>
        at.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", Culture(culture));

    private static string Day(DateOnly day, CultureInfo culture) => day.ToString("d MMM yyyy", culture);

    /// <summary>Dates are shown in English or French, whatever the machine's own culture is.</summary>
    private static CultureInfo Culture(CultureInfo? culture) => culture ?? CultureInfo.CurrentUICulture;
}
