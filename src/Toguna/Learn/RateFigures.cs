using Toguna.Gather;
using Toguna.Methods.Proportions;
using Toguna.Methods.Survival;
using Toguna.Warn;

namespace Toguna.Learn;

/// <summary>What the rate needs of one alert: times that are written once.</summary>
public sealed class RateRow
{
    public long Number { get; init; }
    public Urgency Urgency { get; init; }
    public string Threat { get; init; } = "";
    public string OwnerComponent { get; init; } = "";
    public string PlaceText { get; init; } = "";
    public string? Adm1 { get; init; }
    public string State { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset IssuedAt { get; init; }
    public DateTimeOffset ActDue { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public DateTimeOffset? ActedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>As it stood when the first task was due, like urgency and component: what is changed afterwards does not count.</summary>
    public string? Decision { get; init; }
    public string? Reason { get; init; }

    public bool InTime => ActedAt <= ActDue;

    /// <summary>In time a named person recorded that nothing is done, or that nobody goes there. A refusal is not a response.</summary>
    public bool Refused => ActedAt is null && Decision is AlertDecision.None or AlertDecision.DoNotApproach;

    /// <summary>Acted on, but after the limit.</summary>
    public bool Late => ActedAt > ActDue;

    /// <summary>Neither action nor, in time, a reason.</summary>
    public bool Silent => ActedAt is null && !Refused;

    /// <summary>How it counts among those that were due: in_time, late, refused or silent.</summary>
    public string CountedAs =>
        InTime ? "in_time"
        : Late ? "late"
        : Refused ? "refused"
        : "silent";

    /// <summary>Called off before its clock ran out: nothing was due any more.</summary>
    public bool CalledOff => State == AlertState.Cancelled && ClosedAt < ActDue;
}

/// <summary>The rate of response over a period: what was due in it and what became of that. Pure.</summary>
/// <remarks>
/// <em>Due</em>: the clock ran out in the period; alerts whose clock still runs are not counted, nor those called off before it ran
/// out, drills, or alerts that went into another. <em>In time</em>: the first task began before the limit that was set when the
/// alert was issued. Times run from received. S/RES/2531 (2020) §28(c)(ii) asks for the rate; the definitions are ours.
/// </remarks>
public sealed class RateFigures
{
    private readonly IReadOnlyList<RateRow> due;

    /// <param name="rows">Alerts that were issued, no drills and none that went into another.</param>
    /// <param name="until">What is not due until then is not counted.</param>
    public RateFigures(IEnumerable<RateRow> rows, DateTimeOffset from, DateTimeOffset to, DateTimeOffset until)
    {
        AsOf = until;
        All = [.. rows];
        due = [.. All.Where(r => r.ActDue >= from && r.ActDue < to && r.ActDue <= until && !r.CalledOff)];
        Rate = Of(due);
        Imminent = Of(due.Where(r => r.Urgency == Urgency.Imminent));
        CalledOff = All.Count(r => r.CalledOff && r.ActDue >= from && r.ActDue < to);
    }

    public DateTimeOffset AsOf { get; }

    /// <summary>Everything that was asked of, also what is not due.</summary>
    public IReadOnlyList<RateRow> All { get; }

    public IReadOnlyList<RateRow> Due => due;

    /// <summary>Before the clock ran out; outside of the rate, and shown.</summary>
    public int CalledOff { get; }

    /// <summary>The headline: acted on in time ÷ all alerts due.</summary>
    public Proportion Rate { get; }

    public Proportion Imminent { get; }

    public int Late => due.Count(r => r.Late);

    public int Refused => due.Count(r => r.Refused);

    /// <summary>Neither action nor reason, ever.</summary>
    public int Silent => due.Count(r => r.Silent);

    /// <summary>Refusals by reason, the most frequent first.</summary>
    public IReadOnlyList<(string Reason, int Count)> Reasons =>
        [
            .. due.Where(r => r.Refused)
                .GroupBy(r =>
                    r.Decision == AlertDecision.DoNotApproach ? AlertDecision.DoNotApproach : r.Reason ?? "other"
                )
                .Select(g => (g.Key, g.Count()))
                .OrderByDescending(g => g.Item2)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];

    /// <summary>The rate of each group of those due, the largest group first.</summary>
    public IReadOnlyList<(string Group, Proportion Rate)> By(Func<RateRow, string?> group) =>
        [
            .. due.GroupBy(r => group(r) ?? "")
                .Select(g => (g.Key, Of(g)))
                .OrderByDescending(g => g.Item2.Of)
                .ThenBy(g => g.Key, StringComparer.Ordinal),
        ];

    /// <summary>How long a step took, from received; what still waits is counted for as long as it waits.</summary>
    /// <param name="step">When it was taken; null: not yet.</param>
    /// <returns>Times in minutes.</returns>
    public SurvivalCurve Waiting(Func<RateRow, DateTimeOffset?> step) =>
        KaplanMeier.Estimate([
            .. All.Select(r =>
            {
                var at = step(r);
                var end = at ?? r.ClosedAt ?? AsOf;
                return new CaseTime(Math.Max(0, (end - r.ReceivedAt).TotalMinutes), at is not null);
            }),
        ]);

    private static Proportion Of(IEnumerable<RateRow> rows)
    {
        var (hits, all) = (0, 0);
        foreach (var row in rows)
        {
            all++;
            hits += row.InTime ? 1 : 0;
        }
        return Proportion.Wilson(hits, all);
    }
}
