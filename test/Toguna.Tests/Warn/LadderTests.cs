using Shouldly;
using Toguna.Gather;
using Toguna.Warn;

namespace Toguna.Tests.Warn;

/// <summary>When each rung is climbed, worked out by hand with the program's own limits: 15 min, 1 h, 3 h.</summary>
public sealed class LadderTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 13, 5, 41, 0, TimeSpan.Zero);

    [Theory]
    // Due at 05:56: reminder 05:51, next in line 05:56, head of office 06:11 and each hour.
    [InlineData(9, "")]
    [InlineData(10, "1.0")]
    [InlineData(15, "1.0 2.0")]
    [InlineData(29, "1.0 2.0")]
    [InlineData(30, "1.0 2.0 3.0")]
    [InlineData(90, "1.0 2.0 3.1")]
    [InlineData(24 * 60, "1.0 2.0 3.23")]
    public void An_alert_that_nobody_takes_on(int minutes, string due) => Due(Issued(3), minutes).ShouldBe(due);

    [Fact]
    public void What_was_climbed_is_climbed_no_more()
    {
        Due(Issued(3), 29, (Rung.Reminder, 0)).ShouldBe("2.0");
        Due(Issued(3), 90, (Rung.Reminder, 0), (Rung.NextInLine, 0), (Rung.HeadOfOffice, 0)).ShouldBe("3.1");
        // A server that stood still for a day calls once, not twenty times.
        Due(Issued(3), 24 * 60, (Rung.Reminder, 0), (Rung.NextInLine, 0), (Rung.HeadOfOffice, 3)).ShouldBe("3.23");
        Due(Issued(3), 24 * 60, (Rung.Reminder, 0), (Rung.NextInLine, 0), (Rung.HeadOfOffice, 23)).ShouldBe("");
    }

    [Theory]
    // Issued two hours after it was received: overdue at birth. The rungs follow each other from then on.
    [InlineData(120, "1.0")]
    [InlineData(124, "1.0")]
    [InlineData(125, "1.0 2.0")]
    [InlineData(139, "1.0 2.0")]
    [InlineData(140, "1.0 2.0 3.0")]
    public void An_alert_that_is_born_late_reaches_its_owner_first(int minutes, string due) =>
        Due(Issued(120), minutes).ShouldBe(due);

    [Fact]
    public void Each_step_has_rungs_of_its_own()
    {
        var taken = Issued(3, acknowledged: 12);
        Due(taken, 54).ShouldBe("");
        Due(taken, 55).ShouldBe("1.0");
        var decided = Issued(3, acknowledged: 12, decided: 20, AlertDecision.Act);
        Due(decided, 174).ShouldBe("");
        Due(decided, 180).ShouldBe("1.0 2.0");
        Due(Issued(3, 12, 20, AlertDecision.None), 10_000).ShouldBe("");
        Due(Issued(3, 12, 20, AlertDecision.DoNotApproach), 10_000).ShouldBe("");
    }

    private static string Due(Alert alert, int minutes, params (Rung, int)[] climbed) =>
        string.Join(
            ' ',
            Ladder
                .Due(alert, EscalationProfile.Default, climbed, Received.AddMinutes(minutes))
                .Select(d => $"{(int)d.Rung}.{d.Turn}")
        );

    private static Alert Issued(int minutes, int? acknowledged = null, int? decided = null, string? decision = null)
    {
        var dues = AlertClock.Of([]).From(Received, Urgency.Imminent);
        return new Alert
        {
            State = decided is not null ? AlertState.Responding : AlertState.Issued,
            Urgency = Urgency.Imminent,
            ReceivedAt = Received,
            IssuedAt = Received.AddMinutes(minutes),
            AcknowledgedAt = At(acknowledged),
            DecidedAt = At(decided),
            Decision = decision,
            AcknowledgeDue = dues.Acknowledge,
            DecideDue = dues.Decide,
            ActDue = dues.Act,
        };

        static DateTimeOffset? At(int? after) => after is { } m ? Received.AddMinutes(m) : null;
    }
}
