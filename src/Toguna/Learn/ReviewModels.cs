namespace Toguna.Learn;

/// <summary>Whether a task helped, in the eyes of whoever reviewed it.</summary>
public static class Helped
{
    public const string Unknown = "unknown";

    public static readonly IReadOnlyList<string> All = ["helped", "no_difference", "harm", Unknown];
}

/// <summary>What is written when an alert is over: what went well, what did not, what to change. Never edited; a second look is a second review.</summary>
/// <param name="Id">Made with the form: the same form sent twice is one review. Empty: a new one.</param>
/// <param name="Tasks">Of each task whether it helped.</param>
/// <param name="Kinds">Response types that the lesson is about.</param>
/// <param name="FollowUps">Who sees to what, and by when.</param>
public sealed record NewReview(
    Guid Id,
    string? WentWell,
    string? WentBadly,
    string? ToChange,
    IReadOnlyList<(Guid Task, string Helped)> Tasks,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<(string What, string Who, DateOnly Due)> FollowUps
);

/// <summary>A review as its readers see it, with the alert that it is about.</summary>
public sealed class Review
{
    public Guid ReviewId { get; init; }
    public Guid AlertId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string? WentWell { get; init; }
    public string? WentBadly { get; init; }
    public string? ToChange { get; init; }

    public long Number { get; init; }
    public string Title { get; init; } = "";
    public string Threat { get; init; } = "";
    public string PlaceText { get; init; } = "";
    public bool Exercise { get; init; }

    public IReadOnlyList<string> Kinds { get; internal set; } = [];
    public IReadOnlyList<TaskHelped> Tasks { get; internal set; } = [];
    public IReadOnlyList<FollowUp> FollowUps { get; internal set; } = [];

    public string Reference => Warn.Alert.ReferenceOf(Number);
}

/// <summary>A task, and whether it helped.</summary>
public sealed class TaskHelped
{
    public Guid ReviewId { get; init; }
    public Guid TaskId { get; init; }
    public string Kind { get; init; } = "";
    public string What { get; init; } = "";
    public string Helped { get; init; } = Learn.Helped.Unknown;
}

/// <summary>Something to be changed, with who sees to it and by when.</summary>
public sealed class FollowUp
{
    public Guid FollowId { get; init; }
    public Guid ReviewId { get; init; }
    public string What { get; init; } = "";

    /// <summary>The section that sees to it.</summary>
    public string Who { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public string? DoneBy { get; init; }
    public string? DoneNote { get; init; }

    public long Number { get; init; }

    public string Reference => Warn.Alert.ReferenceOf(Number);
}

/// <summary>What became known of the people after an alert was closed.</summary>
public sealed class LaterOutcome
{
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";

    /// <summary>The day on which it was learned.</summary>
    public DateOnly KnownOn { get; init; }
    public string Outcome { get; init; } = "";
    public string Note { get; init; } = "";
}

/// <summary>Which lessons are asked for; null: all.</summary>
/// <param name="Place">Name of a place or of a first-level area.</param>
/// <param name="Kind">A response type.</param>
/// <param name="Threat">A kind of act.</param>
public sealed record LessonFilter(string? Place = null, string? Kind = null, string? Threat = null);

/// <summary>What was learned of one alert.</summary>
/// <param name="Later">The newest first: it counts.</param>
public sealed record AlertReviews(IReadOnlyList<Review> Reviews, IReadOnlyList<LaterOutcome> Later);
