using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Toguna.Respond;

/// <summary>What the mission sets for its movements: hours of daylight, how much longer a road is than a straight line.</summary>
/// <param name="FirstLight">Mission time, every day; before it nobody is on the road who may not drive after dark.</param>
/// <param name="LastLight">After <paramref name="FirstLight"/>.</param>
/// <param name="Detour">Road kilometres for each kilometre of the straight line; 1 to 5.</param>
public sealed record MovementLimits(TimeOnly FirstLight, TimeOnly LastLight, double Detour)
{
    /// <summary>Kilometres an hour for which a stated travel time holds; other speeds take in proportion.</summary>
    public const int StatedSpeed = 40;

    private const string First = "movement.first_light";
    private const string Last = "movement.last_light";
    private const string DetourSetting = "movement.detour";

    /// <summary>Ours, until the mission sets its own.</summary>
    public static MovementLimits Usual { get; } = new(new TimeOnly(6, 0), new TimeOnly(18, 0), 1.4);

    public static async Task<MovementLimits> ReadAsync(DbConnection c, DbTransaction? tx = null)
    {
        var found = (
            await c.QueryAsync<(string Name, string Value)>(
                "SELECT name, value FROM setting WHERE name IN (@First, @Last, @DetourSetting)",
                new
                {
                    First,
                    Last,
                    DetourSetting,
                },
                tx
            )
        ).ToDictionary(s => s.Name, s => s.Value);
        return new MovementLimits(
            Time(First) ?? Usual.FirstLight,
            Time(Last) ?? Usual.LastLight,
            found.TryGetValue(DetourSetting, out var d) ? double.Parse(d, CultureInfo.InvariantCulture) : Usual.Detour
        );

        TimeOnly? Time(string name) =>
            found.TryGetValue(name, out var t) ? TimeOnly.ParseExact(t, "HH:mm", CultureInfo.InvariantCulture) : null;
    }

    /// <summary>As rows of the table <c>setting</c>.</summary>
    internal IEnumerable<(string Name, string Value)> Settings =>
        [
            (First, FirstLight.ToString("HH:mm", CultureInfo.InvariantCulture)),
            (Last, LastLight.ToString("HH:mm", CultureInfo.InvariantCulture)),
            (DetourSetting, Detour.ToString(CultureInfo.InvariantCulture)),
        ];

    /// <summary>The daylight of each day that touches the span, in order.</summary>
    public IReadOnlyList<(DateTimeOffset Dawn, DateTimeOffset Dusk)> Light(
        DateTimeOffset from,
        DateTimeOffset to,
        TimeZoneInfo zone
    )
    {
        var days = new List<(DateTimeOffset, DateTimeOffset)>();
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(to, zone).DateTime);
        for (
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime);
            day <= last;
            day = day.AddDays(1)
        )
        {
            days.Add((At(day, FirstLight), At(day, LastLight)));
        }
        return days;

        DateTimeOffset At(DateOnly day, TimeOnly hour)
        {
            var local = day.ToDateTime(hour);
            // An hour that the clocks skip: the same moment by the offset that holds just before.
            return new DateTimeOffset(
                local,
                zone.GetUtcOffset(zone.IsInvalidTime(local) ? local.AddHours(-2) : local)
            ).ToUniversalTime();
        }
    }

    /// <summary>All of the span lies in the daylight of one day.</summary>
    public bool IsByDay(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
        Light(from, from, zone) is [var day] && day.Dawn <= from && to <= day.Dusk;

    /// <summary>Some of the span is daylight.</summary>
    public bool HasDaylight(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
        Light(from, to, zone).Any(d => d.Dawn < to && from < d.Dusk);

    /// <summary>Hours on the road for the stated speed; null: no way is known or it is closed.</summary>
    /// <remarks>What people stated; else the straight line times <see cref="Detour"/>, where both places have coordinates.</remarks>
    public double? Hours(MovePlace from, MovePlace to, TravelTime? stated) =>
        from.PlaceKey == to.PlaceKey ? 0
        : stated is not null ? stated.Minutes / 60.0
        : Kilometres(from, to) is { } km ? km * Detour / StatedSpeed
        : null;

    /// <summary>Along the straight line (great circle, radius 6,371 km); null: a place has no coordinates.</summary>
    public static double? Kilometres(MovePlace from, MovePlace to)
    {
        if (
            from is not { Latitude: { } lat1, Longitude: { } lon1 }
            || to is not { Latitude: { } lat2, Longitude: { } lon2 }
        )
        {
            return null;
        }
        const double Radians = Math.PI / 180;
        var h =
            Math.Pow(Math.Sin((lat2 - lat1) * Radians / 2), 2)
            + Math.Cos(lat1 * Radians) * Math.Cos(lat2 * Radians) * Math.Pow(Math.Sin((lon2 - lon1) * Radians / 2), 2);
        return 2 * 6371 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
