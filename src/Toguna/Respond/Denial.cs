using System.Globalization;

namespace Toguna.Respond;

/// <summary>A movement that was not let pass, or an objection to a task; written once.</summary>
public sealed class Denial
{
    public const string Denied = "denied";
    public const string Obstructed = "obstructed";

    /// <summary>Somebody objected to a task or to what was planned about an alert; nothing need have moved.</summary>
    public const string Objection = "objection";

    public static readonly IReadOnlyList<string> Kinds = [Denied, Obstructed, Objection];
    public static readonly IReadOnlyList<string> Whom = ["host_state", "armed_group", "other"];
    public static readonly IReadOnlyList<string> Notices = ["yes", "no", "not_needed", "unknown"];

    public Guid DenialId { get; init; }
    public long Number { get; init; }
    public string Kind { get; init; } = Denied;
    public string ByWhom { get; init; } = "";

    /// <summary>Who exactly, in words.</summary>
    public string? ByText { get; init; }
    public DateTimeOffset At { get; init; }
    public string PlaceKey { get; init; } = "";
    public string PlaceText { get; init; } = "";

    /// <summary>The reason that they gave.</summary>
    public string Stated { get; init; } = "";

    /// <summary>Whether they had been told beforehand.</summary>
    public string Notified { get; init; } = "unknown";
    public Guid? MovementId { get; init; }
    public long? MovementNumber { get; init; }
    public Guid? AlertId { get; init; }
    public Guid? TaskId { get; init; }
    public bool Exercise { get; init; }
    public string LoggedBy { get; init; } = "";
    public DateTimeOffset LoggedAt { get; init; }
    public DateTimeOffset? StruckAt { get; init; }
    public string? StruckReason { get; init; }

    public string Reference => string.Create(CultureInfo.InvariantCulture, $"DN-{Number:0000}");

    public string? Movement => MovementNumber is { } n ? Respond.Movement.ReferenceOf(n) : null;

    /// <summary>In the figures: no drill, and not struck out.</summary>
    public bool Counts => !Exercise && StruckAt is null;
}
