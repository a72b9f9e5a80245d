namespace Toguna.Warn;

/// <summary>Which rungs are to be climbed of an alert on which a step is waited for.</summary>
public static class Ladder
{
    /// <summary>Those that are due and were not climbed, in their order.</summary>
    /// <param name="climbed">For this step.</param>
    /// <remarks>
    /// A rung has its time after the step was due. An alert that is born late, or a step that began late, has all of its rungs
    /// in the past: they then follow each other from that beginning on with the same time between them, so that its owner is
    /// told before those above. Of the calls of the head of office that a server which stood still has missed, one is made.
    /// </remarks>
    public static IReadOnlyList<(Rung Rung, int Turn)> Due(
        Alert alert,
        EscalationProfile profile,
        IReadOnlyCollection<(Rung Rung, int Turn)> climbed,
        DateTimeOffset now
    )
    {
        if (alert.Next is not { } next)
        {
            return [];
        }
        var times = profile.Of(alert.Urgency);
        var began = BeganAt(alert, next.Step);
        var due = new List<(Rung, int)>();
        foreach (var rung in new[] { Rung.Reminder, Rung.NextInLine, Rung.HeadOfOffice })
        {
            var late = now - At(rung);
            if (late < TimeSpan.Zero)
            {
                break;
            }
            var turn = rung == Rung.HeadOfOffice ? (int)(late.TotalMinutes / times.Again) : 0;
            if (!climbed.Any(c => c.Rung == rung && c.Turn >= turn))
            {
                due.Add((rung, turn));
            }
        }
        return due;

        DateTimeOffset At(Rung rung)
        {
            var planned = next.Due + times.After(rung);
            var after = began + (times.After(rung) - times.After(Rung.Reminder));
            return planned > after ? planned : after;
        }
    }

    /// <summary>Since when a step is waited for.</summary>
    private static DateTimeOffset BeganAt(Alert alert, string step) =>
        step switch
        {
            ClockStep.Acknowledge => alert.IssuedAt,
            ClockStep.Decide => alert.AcknowledgedAt ?? alert.IssuedAt,
            _ => alert.DecidedAt,
        } ?? alert.ReceivedAt;
}
