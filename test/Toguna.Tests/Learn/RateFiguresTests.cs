using Shouldly;
using Toguna.Gather;
using Toguna.Learn;
using Toguna.Warn;

namespace Toguna.Tests.Learn;

/// <summary>What counts as due, in time, refused and silent, by hand.</summary>
public sealed class RateFiguresTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Due = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly RateRow[] Rows =
    [
        // On the minute is in time; a second later is not.
        Row(1, acted: Due, decision: AlertDecision.Act),
        Row(2, acted: Due.AddSeconds(1), decision: AlertDecision.Act),
        Row(3, decision: AlertDecision.None, reason: "no_capacity"),
        Row(4, decision: AlertDecision.DoNotApproach),
        // Decided to act, and nobody ever set out: neither action nor reason.
        Row(5, decision: AlertDecision.Act, urgency: Urgency.Near),
        Row(6, urgency: Urgency.Near),
        // Called off before the clock ran out: nothing was due. After it: it was.
        Row(7, state: AlertState.Cancelled, closed: Due.AddHours(-1)),
        Row(8, state: AlertState.Cancelled, closed: Due.AddHours(1)),
        // Due in another quarter, and not due yet.
        Row(9, due: End),
        Row(10, due: End.AddDays(-1)),
    ];

    [Fact]
    public void Each_alert_counts_once_and_as_what_it_was()
    {
        var f = new RateFigures(Rows, Start, End, until: End.AddDays(-10));
        f.Due.Select(r => r.Number).ShouldBe([1, 2, 3, 4, 5, 6, 8]);
        (f.Rate.Hits, f.Rate.Of).ShouldBe((1, 7));
        // Wilson by hand: centre (1/7 + 1.96²/14) / (1 + 1.96²/7), half-width 1.96·√(p q/7 + 1.96²/196) / (1 + 1.96²/7).
        f.Rate.Lower.ShouldBe(0.0257, 0.0001);
        f.Rate.Upper.ShouldBe(0.5131, 0.0001);
        (f.Late, f.Refused, f.Silent, f.CalledOff).ShouldBe((1, 2, 3, 1));
        (f.Rate.Hits + f.Late + f.Refused + f.Silent).ShouldBe(f.Due.Count);
        (f.Imminent.Hits, f.Imminent.Of).ShouldBe((1, 5));
        f.Reasons.ShouldBe([("do_not_approach", 1), ("no_capacity", 1)]);
        f.By(r => r.OwnerComponent).Single().Rate.ShouldBe(f.Rate);
    }

    [Fact]
    public void An_open_alert_is_not_a_fast_one()
    {
        var received = Due.AddHours(-3);
        var rows = new[]
        {
            Row(1, acted: received.AddMinutes(60)),
            Row(2, acted: received.AddMinutes(120)),
            Row(3),
            Row(4),
        };
        var curve = new RateFigures(rows, Start, End, until: received.AddMinutes(90)).Waiting(r =>
            r.ActedAt <= received.AddMinutes(90) ? r.ActedAt : null
        );
        // Of four one has begun after 60 minutes; three wait: nobody knows the median yet, and it is not 60.
        curve.OpenAfter(60).ShouldBe(0.75);
        curve.Median.Time.ShouldBeNull();
        curve.Cases.ShouldBe(4);
        curve.Ended.ShouldBe(1);
    }

    [Fact]
    public void Nothing_due_is_no_rate()
    {
        var f = new RateFigures([], Start, End, End);
        f.Rate.Share.ShouldBeNull();
        (f.Refused, f.Silent, f.CalledOff).ShouldBe((0, 0, 0));
        f.Waiting(r => r.ActedAt).Median.Time.ShouldBeNull();
    }

    private static RateRow Row(
        long number,
        DateTimeOffset? acted = null,
        string? decision = null,
        string? reason = null,
        string state = AlertState.Issued,
        DateTimeOffset? closed = null,
        Urgency urgency = Urgency.Imminent,
        DateTimeOffset? due = null
    ) =>
        new()
        {
            Number = number,
            Urgency = urgency,
            OwnerComponent = "Force",
            State = state,
            ReceivedAt = (due ?? Due).AddHours(-3),
            IssuedAt = (due ?? Due).AddHours(-3),
            ActDue = due ?? Due,
            ActedAt = acted,
            ClosedAt = closed,
            Decision = decision,
            Reason = reason,
        };
}
