using System.Globalization;

namespace Toguna.Desk.Daily;

/// <summary>A day of the mission, or the hours of a duty watch that begins on it. Immutable.</summary>
/// <param name="From">Null, like <paramref name="To"/>: the whole day.</param>
/// <param name="To">At or before <paramref name="From"/>: on the day after, as a watch of the night does.</param>
public sealed record Watch(DateOnly Day, TimeOnly? From = null, TimeOnly? To = null)
{
    private const string Hour = "HH':'mm";

    public bool IsWholeDay => From is null;

    /// <summary>When it begins and ends. A day on which the clocks change has 23 or 25 hours; an hour that they skip begins where they go on.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Bounds(TimeZoneInfo zone) =>
        (From, To) is ({ } from, { } to)
            ? (Instant(Day, from, zone), Instant(to > from ? Day : Day.AddDays(1), to, zone))
            : (Instant(Day, TimeOnly.MinValue, zone), Instant(Day.AddDays(1), TimeOnly.MinValue, zone));

    /// <summary>As it stands in an address.</summary>
    public string Query() =>
        "day="
        + Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        + (
            (From, To) is ({ } from, { } to)
                ? $"&from={Uri.EscapeDataString(Write(from))}&to={Uri.EscapeDataString(Write(to))}"
                : ""
        );

    public static string Write(TimeOnly? hour) => hour?.ToString(Hour, CultureInfo.InvariantCulture) ?? "";

    /// <returns>Null when the text is no hour.</returns>
    public static TimeOnly? ReadHour(string text) =>
        TimeOnly.TryParseExact(text.Trim(), Hour, CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)
            ? hour
            : null;

    /// <returns>Null when the text is no day.</returns>
    public static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(
            text.Trim(),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        ) && day.Year is >= 1990 and <= 2200
            ? day
            : null;

    private static DateTimeOffset Instant(DateOnly day, TimeOnly hour, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(hour);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
