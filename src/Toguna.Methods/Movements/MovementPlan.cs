namespace Toguna.Methods.Movements;

/// <summary>What is proposed: who travels with whom, and who is left out and why. A person decides.</summary>
/// <param name="Movements">By departure, then by first vehicle.</param>
/// <param name="LeftOut">By id; with <paramref name="Movements"/> each request stands exactly once.</param>
/// <param name="HoursDriven">Of all vehicles and escorts, empty stretches included; waiting is not driving.</param>
public sealed record MovementPlan(
    IReadOnlyList<Movement> Movements,
    IReadOnlyList<LeftOut> LeftOut,
    double HoursDriven
);

/// <summary>Vehicles that travel together from their base and back.</summary>
/// <param name="Vehicles">1 to <see cref="MovementPlanner.MostVehicles"/>.</param>
/// <param name="Escort">Null without an armed escort.</param>
/// <param name="Stops">The base, the places in order, and the base again; from each to the next is a leg.</param>
/// <param name="HoursDriven">Of its vehicles and its escort.</param>
public sealed record Movement(
    string Base,
    IReadOnlyList<string> Vehicles,
    string? Escort,
    IReadOnlyList<Stop> Stops,
    double HoursDriven,
    Grouping Why
);

/// <summary>A place on the way. Times are in UTC.</summary>
/// <param name="Arrives">At the first stop, the departure.</param>
/// <param name="Leaves">At the last stop, the arrival.</param>
/// <param name="Boards">Requests that get on here, by id; each no earlier than it wishes.</param>
/// <param name="Alights">Requests that get off.</param>
/// <param name="Aboard">Who rides the leg from here on.</param>
/// <param name="Seats">Taken on that leg.</param>
/// <param name="CargoKg">Carried on that leg.</param>
public sealed record Stop(
    string Place,
    DateTimeOffset Arrives,
    DateTimeOffset Leaves,
    IReadOnlyList<string> Boards,
    IReadOnlyList<string> Alights,
    IReadOnlyList<string> Aboard,
    int Seats,
    double CargoKg
);

/// <summary>Why these travel together: what a person needs to see to agree or not.</summary>
/// <param name="Requests">Who travels, by id.</param>
/// <param name="HoursApart">What each on its own, the fleet free for it, would have had driven together; null where one could not go alone.</param>
/// <param name="SharedLegs">Legs ridden by more than one request; empty for a single one, or where they only follow one another.</param>
/// <param name="SpareSeats">Free on the fullest leg.</param>
/// <param name="SpareCargoKg">Likewise.</param>
public sealed record Grouping(
    IReadOnlyList<string> Requests,
    double? HoursApart,
    IReadOnlyList<SharedLeg> SharedLegs,
    int SpareSeats,
    double SpareCargoKg
);

/// <summary>A leg that more than one request rides.</summary>
public sealed record SharedLeg(string From, string To, IReadOnlyList<string> Requests);

/// <summary>A request that no movement takes.</summary>
/// <param name="Asked">For <see cref="Reason.TooBig"/> the seats, or the kilograms where seats are enough; for <see cref="Reason.WindowTooShort"/> the hours from getting on to getting off; else null.</param>
/// <param name="Offered">The most there is of it; else null.</param>
public sealed record LeftOut(string Request, Reason Why, double? Asked = null, double? Offered = null);

/// <summary>Why a request is left out: for all but the last three, the one limit without which it could go, the fleet free for it.</summary>
public enum Reason
{
    /// <summary>No road leads there, or none from any base.</summary>
    NoRoad,

    /// <summary>No vehicles of one base, as many as go in one movement, hold it.</summary>
    TooBig,

    /// <summary>It would ride with an armed escort, which it refuses.</summary>
    AgainstItsWish,

    /// <summary>It needs an escort, or its way does, and no base of a vehicle for it has one that may guard it.</summary>
    NoEscort,

    /// <summary>It could only go in part after dark, with none that may drive then.</summary>
    AfterDark,

    /// <summary>It leads to where no vehicle or escort for it may be sent.</summary>
    OutOfArea,

    /// <summary>It cannot be there in time, or it wants to leave when no vehicle is available.</summary>
    WindowTooShort,

    /// <summary>More than one of the limits stands against it.</summary>
    SeveralLimits,

    /// <summary>It could go on its own, but the escorts are with others then.</summary>
    EscortsTaken,

    /// <summary>It could go on its own, but the vehicles, or vehicles and escorts, are with others then.</summary>
    VehiclesTaken,
}
