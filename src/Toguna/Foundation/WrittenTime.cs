using System.Globalization;

namespace Toguna.Foundation;

/// <summary>Days and hours as fields of forms and addresses hold them.</summary>
public static class WrittenTime
{
    /// <summary>How an hour is written.</summary>
    public const string HourForm = "HH:mm";

    /// <returns>The day in <c>2026-03-13</c>, of the years 1990 to 2200; null where the text is none.</returns>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1990 and <= 2200
            ? day
            : null;

    /// <returns>The hour in <c>05:41</c>; null where the text is none.</returns>
    public static TimeOnly? Hour(string? text) =>
        TimeOnly.TryParseExact(text, HourForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)
            ? hour
            : null;
}
