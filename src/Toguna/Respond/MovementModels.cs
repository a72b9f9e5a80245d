using System.Globalization;
using System.Text.RegularExpressions;

namespace Toguna.Respond;

/// <summary>How a movement stands.</summary>
public static class MovementState
{
    public const string Planned = "planned";
    public const string Authorised = "authorised";
    public const string Refused = "refused";
    public const string UnderWay = "under_way";
    public const string Done = "done";
    public const string CalledOff = "called_off";

    /// <summary>Somebody outside of the mission did not let it pass.</summary>
    public const string Denied = "denied";

    /// <summary>Those that go, or may go.</summary>
    public static readonly IReadOnlyList<string> Coming = [Planned, Authorised, UnderWay];

    /// <summary>Those on which a seat can be had.</summary>
    public static readonly IReadOnlyList<string> Open = [Planned, Authorised];

    /// <summary>Those that can be changed; a change is to be authorised anew.</summary>
    public static readonly IReadOnlyList<string> Changeable = [Planned, Authorised, Refused];
}

/// <summary>A place as movements know it.</summary>
public sealed class MovePlace
{
    /// <summary>The gazetteer's id; of words that it does not know, the folded words.</summary>
    public string PlaceKey { get; init; } = "";
    public string PlaceText { get; init; } = "";
    public Guid? PlaceId { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
}

/// <summary>A stop of a movement, in its order.</summary>
/// <remarks>Times are known of the first and the last, and of all where the planner proposed them.</remarks>
public sealed class MovementStop
{
    public Guid MovementId { get; init; }
    public int Ordinal { get; init; }
    public string PlaceKey { get; init; } = "";
    public DateTimeOffset? ArrivesAt { get; init; }
    public DateTimeOffset? LeavesAt { get; init; }
}

/// <summary>A convoy or a flight as it stands now.</summary>
public sealed partial class Movement
{
    public const string Convoy = "convoy";
    public const string Flight = "flight";

    public Guid MovementId { get; init; }
    public long Number { get; init; }
    public int Version { get; init; }
    public string State { get; init; } = MovementState.Planned;
    public string Kind { get; init; } = Convoy;

    /// <summary>A drill: on the real screens, in no figure.</summary>
    public bool Exercise { get; init; }
    public DateTimeOffset LeavesAt { get; init; }
    public DateTimeOffset ArrivesAt { get; init; }
    public int Seats { get; init; }
    public int CargoKg { get; init; }
    public Guid? EscortId { get; init; }

    /// <summary>Whole units of <see cref="Currency"/>; null: not known.</summary>
    public long? Cost { get; init; }
    public string? Currency { get; init; }
    public string? Note { get; init; }
    public string PlannedBy { get; init; } = "";
    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>Who authorised or refused it.</summary>
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset? LeftAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public string? Happened { get; init; }

    /// <summary>At least two.</summary>
    public IReadOnlyList<MovementStop> Stops { get; set; } = [];
    public IReadOnlyList<Guid> Vehicles { get; set; } = [];

    public string Reference => ReferenceOf(Number);

    public bool IsComing => MovementState.Coming.Contains(State);

    public bool IsOpen => MovementState.Open.Contains(State);

    public static string ReferenceOf(long number) => string.Create(CultureInfo.InvariantCulture, $"MV-{number:0000}");

    /// <summary>The number in <c>MV-0012</c>, <c>mv-12</c> or <c>12</c>; null when it is none.</summary>
    public static long? NumberIn(string reference) =>
        Written().Match(reference.Trim()) is { Success: true } m
            ? long.Parse(m.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"^(?:MV-)?0*(\d{1,12})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}

/// <summary>Seats and cargo that a section asks for.</summary>
public sealed class SeatRequest
{
    public const string Open = "open";
    public const string Placed = "placed";
    public const string Withdrawn = "withdrawn";

    public Guid RequestId { get; init; }
    public long Number { get; init; }
    public int Version { get; init; }
    public string State { get; init; } = Open;
    public bool Exercise { get; init; }
    public string Component { get; init; } = "";
    public string FromKey { get; init; } = "";
    public string ToKey { get; init; } = "";

    /// <summary>They do not leave before.</summary>
    public DateTimeOffset Earliest { get; init; }

    /// <summary>They are there by then.</summary>
    public DateTimeOffset Latest { get; init; }
    public int People { get; init; }
    public int CargoKg { get; init; }

    /// <summary>either, needs, refuses.</summary>
    public string Escort { get; init; } = "either";
    public bool Urgent { get; init; }
    public string Why { get; init; } = "";
    public Guid? AlertId { get; init; }
    public string AskedBy { get; init; } = "";
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>That takes them; null: none yet.</summary>
    public Guid? MovementId { get; init; }

    public string Reference => string.Create(CultureInfo.InvariantCulture, $"RQ-{Number:0000}");
}

/// <summary>A vehicle or an aircraft of the mission.</summary>
public sealed class FleetVehicle
{
    public const string Road = "road";
    public const string Air = "air";

    public Guid VehicleId { get; init; }
    public int Version { get; init; }
    public string Name { get; init; } = "";
    public string Kind { get; init; } = Road;
    public int Seats { get; init; }
    public int CargoKg { get; init; }

    /// <summary>Kilometres an hour, stops of a usual journey included.</summary>
    public int Speed { get; init; }
    public string BaseKey { get; init; } = "";
    public bool AfterDark { get; init; }
    public bool Retired { get; init; }
}

/// <summary>An armed escort of a component.</summary>
public sealed class FleetEscort
{
    public Guid EscortId { get; init; }
    public int Version { get; init; }
    public string Name { get; init; } = "";
    public string Component { get; init; } = "";

    /// <summary>Movements that it goes with at the same time.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>Vehicles of one movement that it can guard at most.</summary>
    public int Guards { get; init; } = 1;
    public string BaseKey { get; init; } = "";
    public bool AfterDark { get; init; }
    public bool Retired { get; init; }
}

/// <summary>What people say of a way, the same both ways, instead of the straight line.</summary>
public sealed class TravelTime
{
    public string AKey { get; init; } = "";
    public string BKey { get; init; } = "";

    /// <summary>Null: closed, nobody goes.</summary>
    public int? Minutes { get; init; }

    /// <summary>Nobody drives it without an armed escort.</summary>
    public bool Escorted { get; init; }
    public string SetBy { get; init; } = "";
    public DateTimeOffset SetAt { get; init; }
}
