using System.Globalization;
using System.Text.RegularExpressions;
using Toguna.Gather;

namespace Toguna.Warn;

/// <summary>How an alert stands.</summary>
public static class AlertState
{
    public const string Draft = "draft";
    public const string Issued = "issued";
    public const string Acknowledged = "acknowledged";
    public const string Responding = "responding";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";

    /// <summary>It went into another alert about the same threat.</summary>
    public const string Merged = "merged";

    /// <summary>Those whose clock runs.</summary>
    public static readonly IReadOnlyList<string> Open = [Issued, Acknowledged, Responding];

    /// <summary>These and drafts.</summary>
    public static readonly IReadOnlyList<string> Unended = [Draft, .. Open];
}

/// <summary>What was decided on an alert.</summary>
public static class AlertDecision
{
    public const string Act = "act";

    /// <summary>Going there would show who told us, or expose people: no contact, armed or not, until it is lifted.</summary>
    public const string DoNotApproach = "do_not_approach";
    public const string None = "none";

    public static readonly IReadOnlyList<string> All = [Act, DoNotApproach, None];

    /// <summary>Why nothing is done; a refusal is counted, not hidden.</summary>
    public static readonly IReadOnlyList<string> Reasons =
    [
        "out_of_reach",
        "no_capacity",
        "host_objection",
        "would_expose",
        "not_credible",
        "handled",
        "other",
    ];
}

/// <summary>What happened to the people who were warned about.</summary>
public static class AlertOutcome
{
    /// <summary>Harm came.</summary>
    public const string Harm = "harm";

    /// <summary>None came, as far as anybody knows.</summary>
    public const string Averted = "averted";
    public const string Unknown = "unknown";

    public static readonly IReadOnlyList<string> All = [Harm, Averted, Unknown];
}

/// <summary>An alert as it stands now.</summary>
public sealed partial class Alert
{
    public Guid AlertId { get; init; }
    public long Number { get; init; }
    public int Version { get; init; }
    public string State { get; init; } = AlertState.Draft;

    /// <summary>A drill: on the real screens, in no figure.</summary>
    public bool Exercise { get; init; }
    public string Title { get; init; } = "";

    /// <summary>A kind of act.</summary>
    public string Threat { get; init; } = "";
    public string? ByWhom { get; init; }
    public string AtRisk { get; init; } = "";

    /// <summary>About how many people; null: nobody can say.</summary>
    public int? AtRiskCount { get; init; }
    public Guid? PlaceId { get; init; }
    public string PlaceText { get; init; } = "";
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Adm1 { get; init; }
    public DateTimeOffset? ExpectedFrom { get; init; }
    public DateTimeOffset? ExpectedTo { get; init; }

    /// <summary>1 unlikely to 4 very likely.</summary>
    public int Likelihood { get; init; }

    /// <summary>1 minor to 4 extreme.</summary>
    public int Severity { get; init; }
    public Urgency Urgency { get; init; }

    /// <summary>What it rests on, in words.</summary>
    public string Why { get; init; } = "";
    public int Classification { get; init; }
    public string? Component { get; init; }
    public Guid? CompartmentId { get; init; }
    public int Withheld { get; init; }
    public string OwnerComponent { get; init; } = "";
    public string? OwnerUser { get; init; }

    /// <summary>Of the earliest thing that it rests on: from here on its clock runs.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? IssuedAt { get; init; }
    public DateTimeOffset? AcknowledgeDue { get; init; }
    public DateTimeOffset? DecideDue { get; init; }
    public DateTimeOffset? ActDue { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>When the first task began.</summary>
    public DateTimeOffset? ActedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? Decision { get; init; }
    public string? Reason { get; init; }
    public string? Outcome { get; init; }
    public string? OutcomeNote { get; init; }
    public Guid? MergedInto { get; init; }

    public string Reference => ReferenceOf(Number);

    /// <summary>Its clock runs.</summary>
    public bool IsOpen => AlertState.Open.Contains(State);

    /// <summary>Closed, cancelled or merged.</summary>
    public bool HasEnded => !AlertState.Unended.Contains(State);

    /// <summary>What is waited for next, and until when; null: nothing. <c>AlertBook</c> says the same to the database.</summary>
    public (string Step, DateTimeOffset Due)? Next =>
        !IsOpen ? null
        : AcknowledgedAt is null && DecidedAt is null ? Pair(ClockStep.Acknowledge, AcknowledgeDue)
        : DecidedAt is null ? Pair(ClockStep.Decide, DecideDue)
        : Decision == AlertDecision.Act && ActedAt is null ? Pair(ClockStep.Act, ActDue)
        : null;

    public static string ReferenceOf(long number) => string.Create(CultureInfo.InvariantCulture, $"AL-{number:0000}");

    /// <summary>The number in <c>AL-0091</c>, <c>al-91</c> or <c>91</c>; null when it is none.</summary>
    public static long? NumberIn(string reference) =>
        Written().Match(reference.Trim()) is { Success: true } m
        && long.TryParse(m.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static (string, DateTimeOffset)? Pair(string step, DateTimeOffset? due) =>
        due is { } at ? (step, at) : null;

    [GeneratedRegex(@"^(?:AL-)?0*(\d{1,12})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}

/// <summary>Something that happened to an alert; never edited.</summary>
public sealed class AlertEvent
{
    public Guid EventId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>An account; <c>system</c>: the clock.</summary>
    public string ByUser { get; init; } = "";
    public string What { get; init; } = "";

    /// <summary>JSON.</summary>
    public string? Detail { get; init; }
}

/// <summary>Something that an alert rests on.</summary>
public sealed class AlertBasis
{
    public const string Report = "report";
    public const string Incident = "incident";
    public const string Forecast = "forecast";

    /// <summary>What a detector saw.</summary>
    public const string Signal = "signal";

    public string Kind { get; init; } = "";
    public Guid RefId { get; init; }
    public DateTimeOffset AddedAt { get; init; }
}
