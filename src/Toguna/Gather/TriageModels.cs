using System.Text.Json;

namespace Toguna.Gather;

/// <summary>How soon harm may come, as the report says.</summary>
public enum Urgency
{
    Imminent = 1,
    Near = 2,
    Emerging = 3,
    NotSaid = 4,
}

/// <summary>What became of a report.</summary>
public static class TriageState
{
    public const string Open = "open";
    public const string Linked = "linked";
    public const string Made = "made";
    public const string Asked = "asked";

    /// <summary>Somebody warned on the strength of it.</summary>
    public const string Alerted = "alerted";
    public const string SetAside = "set_aside";
    public const string PassedOn = "passed_on";

    /// <summary>What came of it afterwards.</summary>
    public const string ActedOn = "acted_on";
    public const string Closed = "closed";
}

/// <summary>A report as the officer sees it.</summary>
public sealed class TriageReport
{
    public Guid ReportId { get; init; }
    public Guid SourceId { get; init; }
    public string CodeName { get; init; } = "";
    public string SourceKind { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Verbatim { get; init; } = "";

    /// <summary>JSON of what the form asked beside the account.</summary>
    public string? Answers { get; init; }
    public string? Language { get; init; }

    /// <summary>A to F, of the source.</summary>
    public string? Reliability { get; init; }

    /// <summary>1 to 6, of what is said; never put together with the other.</summary>
    public int? Credibility { get; init; }
    public int Classification { get; init; }
    public string? Component { get; init; }
    public Guid? CompartmentId { get; init; }
    public Guid? SupersedesId { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public string State { get; init; } = TriageState.Open;
    public Urgency Urgency { get; init; }
    public DateOnly? DayFrom { get; init; }
    public DateOnly? DayTo { get; init; }
    public string? PlaceText { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? Reason { get; init; }
    public int Version { get; init; }
    public long Attachments { get; init; }

    /// <summary>Its source does not want it read inside the mission by others than those who received it.</summary>
    public bool Withheld { get; init; }

    /// <summary>Its first words.</summary>
    public string Start(int letters) =>
        Verbatim.Length <= letters ? Verbatim : string.Concat(Verbatim.AsSpan(0, letters).TrimEnd(), "…");

    /// <summary>Question and answer, in the order of the form.</summary>
    public IReadOnlyDictionary<string, string> AnswersByField() =>
        Answers is null
            ? new Dictionary<string, string>()
            : JsonSerializer.Deserialize<Dictionary<string, string>>(Answers)!;
}

/// <param name="Counts">Of the whole state, by urgency.</param>
public sealed record TriagePage(
    IReadOnlyList<TriageReport> Reports,
    IReadOnlyDictionary<Urgency, long> Counts,
    string State,
    int Page
)
{
    public long Total => Counts.Values.Sum();
}

/// <summary>A decision, with its name.</summary>
public sealed class TriageStep
{
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string What { get; init; } = "";

    /// <summary>Could this show who told us: <c>no</c>; null: nobody was to be contacted.</summary>
    public string? Exposes { get; init; }
    public string? Reason { get; init; }
}
