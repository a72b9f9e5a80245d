using System.Data.Common;
using Dapper;
using Toguna.Gather;

namespace Toguna.Warn;

/// <summary>The steps that are waited for, in their order.</summary>
public static class ClockStep
{
    public const string Acknowledge = "acknowledge";
    public const string Decide = "decide";

    /// <summary>The first task has begun.</summary>
    public const string Act = "act";

    public static readonly IReadOnlyList<string> All = [Acknowledge, Decide, Act];
}

/// <summary>How long each step may take, from the moment the first report was received.</summary>
/// <remarks>
/// The program's own limits hold until the mission sets others (<c>/administration/clocks</c>); no document of the United
/// Nations sets any. An alert keeps the limits under which it was issued: those of tomorrow do not change the rate of today.
/// Immutable.
/// </remarks>
public sealed class AlertClock
{
    /// <summary>Shortest and longest that a mission may set, in minutes.</summary>
    public const int Shortest = 1;
    public const int Longest = 60 * 24 * 90;

    private static readonly Dictionary<(Urgency, string), int> Defaults = new()
    {
        [(Urgency.Imminent, ClockStep.Acknowledge)] = 15,
        [(Urgency.Imminent, ClockStep.Decide)] = 60,
        [(Urgency.Imminent, ClockStep.Act)] = 3 * 60,
        [(Urgency.Near, ClockStep.Acknowledge)] = 2 * 60,
        [(Urgency.Near, ClockStep.Decide)] = 12 * 60,
        [(Urgency.Near, ClockStep.Act)] = 48 * 60,
        [(Urgency.Emerging, ClockStep.Acknowledge)] = 24 * 60,
        [(Urgency.Emerging, ClockStep.Decide)] = 3 * 24 * 60,
        [(Urgency.Emerging, ClockStep.Act)] = 14 * 24 * 60,
    };

    private readonly Dictionary<(Urgency, string), int> limits;

    private AlertClock(Dictionary<(Urgency, string), int> limits) => this.limits = limits;

    /// <param name="set">What a mission set; for the rest the defaults hold.</param>
    public static AlertClock Of(IEnumerable<(Urgency Urgency, string Step, int Minutes)> set)
    {
        var all = new Dictionary<(Urgency, string), int>(Defaults);
        foreach (var (urgency, step, minutes) in set)
        {
            all[(urgency, step)] = minutes;
        }
        return new AlertClock(all);
    }

    /// <summary>The clock of the mission.</summary>
    public static async Task<AlertClock> ReadAsync(DbConnection c, DbTransaction? tx = null) =>
        Of(
            (await c.QueryAsync<(int, string, int)>("SELECT urgency, step, minutes FROM alert_limit", null, tx)).Select(
                l => ((Urgency)l.Item1, l.Item2, l.Item3)
            )
        );

    public TimeSpan Limit(Urgency urgency, string step) => TimeSpan.FromMinutes(limits[(urgency, step)]);

    /// <summary>When each step is due of an alert whose clock runs from <paramref name="from"/>.</summary>
    public AlertDues From(DateTimeOffset from, Urgency urgency) =>
        new(
            from + Limit(urgency, ClockStep.Acknowledge),
            from + Limit(urgency, ClockStep.Decide),
            from + Limit(urgency, ClockStep.Act)
        );
}

/// <summary>Deadlines of one alert.</summary>
public sealed record AlertDues(DateTimeOffset Acknowledge, DateTimeOffset Decide, DateTimeOffset Act)
{
    /// <summary>The nearer of the two for each step: a deadline never moves away.</summary>
    public AlertDues Nearer(AlertDues other) =>
        new(Min(Acknowledge, other.Acknowledge), Min(Decide, other.Decide), Min(Act, other.Act));

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
