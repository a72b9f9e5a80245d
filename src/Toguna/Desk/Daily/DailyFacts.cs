using Toguna.Gather;
using Toguna.Record;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Desk.Daily;

/// <summary>What a day or a watch held, as far as its reader may know of it: rows, not words yet.</summary>
/// <param name="Decisions">What left the queue, or was decided on what had left it before.</param>
/// <param name="Waiting">Reports that nobody had decided on when it ended.</param>
/// <param name="WaitingSince">When the oldest of them was received.</param>
/// <param name="Steps">Of alerts and tasks, drills among them.</param>
/// <param name="Overdue">Alerts whose next step was overdue when it ended.</param>
/// <param name="LateTasks">Tasks that should have been done when it ended, and were not.</param>
/// <param name="Incidents">Recorded by hand; those that an import brought are in the figures only.</param>
/// <param name="Written">Lines that somebody added by hand.</param>
internal sealed record DailyFacts(
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset AsOf,
    IReadOnlyList<ReportIn> Reports,
    IReadOnlyList<ReportDecision> Decisions,
    long Waiting,
    DateTimeOffset? WaitingSince,
    IReadOnlyList<AlertStep> Steps,
    IReadOnlyDictionary<Guid, ResponseTask> Tasks,
    IReadOnlyList<OverdueAlert> Overdue,
    IReadOnlyList<LateTask> LateTasks,
    IReadOnlyList<IncidentIn> Incidents,
    IncidentSums Recorded,
    IReadOnlyList<WrittenLine> Written
)
{
    /// <summary>The highest of all that is shown or counted; 0 to 2.</summary>
    public int Classification =>
        Reports
            .Select(r => r.Classification)
            .Concat(Decisions.Select(d => d.Classification))
            .Concat(Steps.Select(s => s.Classification))
            .Concat(Overdue.Select(o => o.Alert.Classification))
            .Concat(LateTasks.Select(t => t.Alert.Classification))
            .Concat(Written.Select(w => w.Classification))
            .Append(Recorded.Classification)
            .Max();
}

internal sealed class ReportIn
{
    public Guid ReportId { get; init; }
    public DateTimeOffset At { get; init; }
    public string Channel { get; init; } = "";
    public Urgency Urgency { get; init; }

    /// <summary>JSON of what the form asked; only the kind is taken from it.</summary>
    public string? Answers { get; init; }
    public int Classification { get; init; }
}

internal sealed class ReportDecision
{
    public Guid ReportId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string What { get; init; } = "";
    public int Classification { get; init; }
}

/// <summary>Something that happened to an alert or a task.</summary>
internal sealed class AlertStep
{
    public Guid AlertId { get; init; }
    public long Number { get; init; }
    public string Title { get; init; } = "";
    public bool Exercise { get; init; }
    public int Classification { get; init; }
    public Guid EventId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string What { get; init; } = "";
    public string? Detail { get; init; }

    public AlertEvent Event =>
        new()
        {
            EventId = EventId,
            At = At,
            ByUser = ByUser,
            What = What,
            Detail = Detail,
        };
}

/// <param name="Component">Of whoever saw to it then.</param>
internal sealed record OverdueAlert(Alert Alert, string Component, string Step, DateTimeOffset Due);

internal sealed record LateTask(Alert Alert, ResponseTask Task);

internal sealed class IncidentIn
{
    public long Number { get; init; }
    public string Title { get; init; } = "";
    public string? PlaceText { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
}

/// <summary>All that were recorded; each bound is the sum over those that give it.</summary>
internal sealed class IncidentSums
{
    public long Incidents { get; init; }
    public long Imported { get; init; }
    public long? KilledMin { get; init; }
    public long? KilledBest { get; init; }
    public long? KilledMax { get; init; }
    public long? InjuredMin { get; init; }
    public long? InjuredBest { get; init; }
    public long? InjuredMax { get; init; }
    public int Classification { get; init; }

    public Bounds Killed => new(KilledMin, KilledBest, KilledMax);

    public Bounds Injured => new(InjuredMin, InjuredBest, InjuredMax);
}

/// <summary>A line of the duty log that somebody wrote.</summary>
internal sealed class WrittenLine
{
    public Guid LineId { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; init; }
    public DateTimeOffset HappenedAt { get; init; }
    public string ByUser { get; init; } = "";
    public string Words { get; init; } = "";
    public bool Exercise { get; init; }

    /// <summary>The line that it corrects.</summary>
    public Guid? Corrects { get; init; }

    /// <summary>When that happened.</summary>
    public DateTimeOffset? CorrectsOf { get; init; }

    /// <summary>When it was corrected last; null: it stands.</summary>
    public DateTimeOffset? CorrectedAt { get; init; }
    public int Classification { get; init; }
    public string? Component { get; init; }
    public Guid? CompartmentId { get; init; }
}
