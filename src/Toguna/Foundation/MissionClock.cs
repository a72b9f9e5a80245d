namespace Toguna.Foundation;

/// <summary>The time of the mission: that of the machine; in the sample mission, whose record ends on a day of its own, so much earlier.</summary>
/// <remarks>Only what the time of day is differs; timers and stopwatches are the machine's. Thread-safe.</remarks>
public sealed class MissionClock(TimeProvider wall) : TimeProvider
{
    private readonly TimeProvider wall = wall;
    private long shift;

    /// <summary>The time outside of the mission, which an authenticator on a telephone goes by.</summary>
    public static TimeProvider Outside(TimeProvider clock) => clock is MissionClock mission ? mission.wall : clock;

    public override TimeZoneInfo LocalTimeZone => wall.LocalTimeZone;

    public override long TimestampFrequency => wall.TimestampFrequency;

    /// <summary>From now on the mission is as far from the time outside as these two are from each other.</summary>
    public void Set(DateTimeOffset mission, DateTimeOffset outside) =>
        Interlocked.Exchange(ref shift, (mission - outside).Ticks);

    public override DateTimeOffset GetUtcNow() => wall.GetUtcNow().AddTicks(Interlocked.Read(ref shift));

    public override long GetTimestamp() => wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        wall.CreateTimer(callback, state, dueTime, period);
}
