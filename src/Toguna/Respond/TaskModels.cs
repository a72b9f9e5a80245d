namespace Toguna.Respond;

/// <summary>How a task stands.</summary>
public static class TaskState
{
    public const string Asked = "asked";
    public const string Accepted = "accepted";
    public const string Declined = "declined";

    /// <summary>Somebody has set out: the alert is acted on.</summary>
    public const string Begun = "begun";
    public const string Done = "done";

    /// <summary>Whoever asked needs it no more.</summary>
    public const string Dropped = "dropped";
}

/// <summary>Something that a component is asked to do about an alert.</summary>
public sealed class ResponseTask
{
    public Guid TaskId { get; init; }
    public Guid AlertId { get; init; }
    public int Version { get; init; }
    public string State { get; init; } = TaskState.Asked;
    public string Kind { get; init; } = "";
    public bool Armed { get; init; }
    public int Tier { get; init; }
    public int Phase { get; init; }
    public string What { get; init; } = "";
    public string Component { get; init; } = "";
    public DateTimeOffset? DueAt { get; init; }
    public string? Resources { get; init; }
    public string? Clause { get; init; }

    /// <summary>Of an armed one: which unarmed ones were considered; null: still to be said.</summary>
    public string? Considered { get; init; }

    /// <summary>The unit that is asked, where it is named.</summary>
    public string? Unit { get; init; }

    /// <summary>Who agreed that it goes against a caveat; null: it goes against none that is hard.</summary>
    public string? LiftedBy { get; init; }
    public string? Reason { get; init; }
    public string? Happened { get; init; }
    public string AskedBy { get; init; } = "";
    public DateTimeOffset AskedAt { get; init; }
    public string? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? BegunAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }

    public bool IsOpen => State is TaskState.Asked or TaskState.Accepted or TaskState.Begun;
}

/// <summary>What is asked.</summary>
/// <param name="Considered">Of an armed one: which unarmed ones were considered.</param>
/// <param name="Unit">Of the component, where one is named.</param>
/// <param name="LiftedBy">Who agreed that it goes against a caveat.</param>
public sealed record NewTask(
    Guid Id,
    ResponseType Type,
    int Tier,
    int Phase,
    string What,
    string Component,
    DateTimeOffset? DueAt,
    string? Resources,
    string? Clause,
    string? Considered,
    string? Unit = null,
    string? LiftedBy = null
);
