namespace Toguna.Methods.Movements;

/// <summary>Whether somebody may, must or must not travel with an armed escort.</summary>
public enum EscortWish
{
    /// <summary>Travels either way.</summary>
    Either,

    /// <summary>Travels only with an armed escort.</summary>
    Needs,

    /// <summary>Never travels with one, as who must be seen to be independent of the force.</summary>
    Refuses,
}

/// <summary>People, cargo or both that have to get from one place to another, together and in one go.</summary>
/// <param name="Id">Unique among the requests, not empty.</param>
/// <param name="Earliest">They do not leave before.</param>
/// <param name="Latest">They have arrived by then; after <paramref name="Earliest"/>.</param>
/// <param name="Seats">0 to 10,000; not 0 together with no cargo.</param>
/// <param name="CargoKg">0 to 10⁹ kg, counted in whole grams; taken to fit in any vehicles that carry its weight together.</param>
/// <param name="Priority">Smaller is more urgent: no number of less urgent requests outweighs a more urgent one.</param>
public sealed record RideRequest(
    string Id,
    string From,
    string To,
    DateTimeOffset Earliest,
    DateTimeOffset Latest,
    int Seats,
    double CargoKg = 0,
    int Priority = 1,
    EscortWish Escort = EscortWish.Either
);

/// <summary>What those who sent a vehicle or an escort do not allow it to do.</summary>
/// <param name="MayDriveAfterDark">Otherwise it is on the road in daylight only, and back at its base the same day.</param>
/// <param name="OnlyPlaces">The only places it may be sent to, its base among them; null for anywhere.</param>
public sealed record Caveats(bool MayDriveAfterDark = false, IReadOnlySet<string>? OnlyPlaces = null)
{
    /// <summary>None: by day and night, anywhere.</summary>
    public static Caveats None { get; } = new(true);
}

/// <summary>A vehicle, which starts from its base and ends there.</summary>
/// <param name="Id">Unique among the vehicles, not empty.</param>
/// <param name="Seats">For passengers; 0 to 10,000.</param>
/// <param name="CargoKg">0 to 10⁹ kg beside its passengers.</param>
/// <param name="Pace">What it takes for the hours of a leg: 1 as stated there, 1.5 half as long again. 0.01 to 100.</param>
/// <param name="From">Not on the road before.</param>
/// <param name="To">Back by then; after <paramref name="From"/>.</param>
public sealed record Vehicle(
    string Id,
    string Base,
    int Seats,
    double CargoKg,
    double Pace,
    DateTimeOffset From,
    DateTimeOffset To,
    Caveats Caveats
);

/// <summary>An armed escort, which goes with one movement at a time, from its base and back, at the pace of its vehicles.</summary>
/// <param name="Id">Unique among the escorts, not empty.</param>
/// <param name="Guards">The most vehicles that it can guard; 1 or more.</param>
public sealed record Escort(
    string Id,
    string Base,
    int Guards,
    DateTimeOffset From,
    DateTimeOffset To,
    Caveats Caveats
);

/// <summary>The light of one day; who may not drive after dark drives within one of these.</summary>
/// <param name="Dusk">After <paramref name="Dawn"/>, and not after the dawn of the next.</param>
public readonly record struct Daylight(DateTimeOffset Dawn, DateTimeOffset Dusk);
