using System.Globalization;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Design;

/// <summary>What every page says of the installation: its name, its time zone, whether it is the sample mission.</summary>
/// <remarks>Read from the settings at first use and after <see cref="Forget"/>; thread-safe.</remarks>
public sealed class Installation(Database database, TimeProvider clock)
{
    /// <summary>Names in the table <c>setting</c>.</summary>
    public const string NameSetting = "mission.name";
    public const string ZoneSetting = "mission.zone";
    public const string SampleSetting = "sample";

    /// <summary>An instant of the mission, and which one it was outside of it; absent where the two are the same.</summary>
    public const string ClockSetting = "mission.clock";

    private volatile Lazy<Settings> settings = new(() => Read(database));

    public string Name => settings.Value.Name;

    public bool IsSample => settings.Value.Sample;

    public TimeZoneInfo Zone => settings.Value.Zone;

    public string Version { get; } = typeof(Installation).Assembly.GetName().Version!.ToString(3);

    public string Utc => clock.GetUtcNow().ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day where the mission is.</summary>
    public DateOnly Today => DayOf(clock.GetUtcNow());

    /// <summary>The day that it is, or was, where the mission is.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>Day and time where the mission is: "Thu 13 Mar 03:12".</summary>
    public string LocalTime(CultureInfo culture) =>
        TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone).ToString("ddd d MMM HH:mm", culture);

    /// <summary>This instant, as <see cref="Both"/> says it.</summary>
    public string Now(CultureInfo culture) => Both(clock.GetUtcNow(), culture);

    /// <summary>An instant in the mission's zone with UTC beside.</summary>
    public string Both(DateTimeOffset at, CultureInfo culture) =>
        string.Create(
            culture,
            $"{TimeZoneInfo.ConvertTime(at, Zone).ToString("d MMM yyyy HH:mm", culture)} ({at.UtcDateTime:HH:mm} UTC)"
        );

    /// <summary>The settings were changed.</summary>
    public void Forget() => settings = new(() => Read(database));

    /// <summary>Sets the clock by what the settings say of it.</summary>
    public void KeepTime()
    {
        if (clock is MissionClock mission && settings.Value.Clock?.Split(' ') is [var here, var outside])
        {
            mission.Set(Dialect.Instant(here), Dialect.Instant(outside));
        }
    }

    private static Settings Read(Database database)
    {
        using var c = database.Open();
        var found = c.Query<(string Name, string Value)>("SELECT name, value FROM setting")
            .ToDictionary(s => s.Name, s => s.Value);
        var zone = found.GetValueOrDefault(ZoneSetting);
        return new Settings(
            found.GetValueOrDefault(NameSetting, "Toguna"),
            zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : TimeZoneInfo.Utc,
            found.ContainsKey(SampleSetting),
            found.GetValueOrDefault(ClockSetting)
        );
    }

    private sealed record Settings(string Name, TimeZoneInfo Zone, bool Sample, string? Clock);
}
