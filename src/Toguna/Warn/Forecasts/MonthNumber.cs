using System.Globalization;

namespace Toguna.Warn.Forecasts;

/// <summary>A month as a number that can be counted with: twelve times the year, plus 0 for January to 11 for December.</summary>
public static class MonthNumber
{
    private const int BeforeViews = 1980 * 12 - 1;

    /// <summary>Later numbers are more likely years than months: 1,200 is December 2079.</summary>
    private const int LastViews = 1200;

    /// <summary>Reads <c>2019-10</c>, <c>2019-10-01</c>, <c>201910</c>, or the number of VIEWS, in which 1 is January 1980.</summary>
    public static bool TryRead(string text, out int month)
    {
        month = 0;
        text = text.Trim();
        if (
            text.Length is 7 or 10
            && text[4] == '-'
            && DateOnly.TryParseExact(
                text.Length == 7 ? text + "-01" : text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            month = Of(day);
            return true;
        }
        if (
            !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number != Math.Floor(number)
        )
        {
            return false;
        }
        if (number is >= 1 and <= LastViews)
        {
            month = BeforeViews + (int)number;
            return true;
        }
        if (number is >= 100_001 and <= 999_912 && (int)number % 100 is >= 1 and <= 12)
        {
            month = (int)number / 100 * 12 + (int)number % 100 - 1;
            return true;
        }
        return false;
    }

    /// <summary>That of a day.</summary>
    public static int Of(DateOnly day) => day.Year * 12 + day.Month - 1;

    /// <summary>Its first day.</summary>
    public static DateOnly FirstDay(int month) => new(month / 12, month % 12 + 1, 1);

    /// <summary>As <c>2019-10</c>.</summary>
    public static string Write(int month) =>
        string.Create(CultureInfo.InvariantCulture, $"{month / 12:0000}-{month % 12 + 1:00}");

    /// <summary>January of a year.</summary>
    public static int January(int year) => year * 12;
}
