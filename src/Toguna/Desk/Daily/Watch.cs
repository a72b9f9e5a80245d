using System.Globalization;
using Toguna.Foundation;

namespace Toguna.Desk.Daily;

/// <summary>A day of the mission, or the hours of a duty watch that begins on it. Immutable.</summary>
/// <param name="From">Null, like <paramref name="To"/>: the whole day.</param>
/// <param name="To">At or before <paramref name="From"/>: on the day after, as a watch of the night does.</param>
public sealed record Watch(DateOnly Day, TimeOnly? From = null, TimeOnly? To = null)
{
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

    public static string Write(TimeOnly? hour) =>
        hour?.ToString(WrittenTime.HourForm, CultureInfo.InvariantCulture) ?? "";

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
