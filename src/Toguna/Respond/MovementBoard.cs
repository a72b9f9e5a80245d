namespace Toguna.Respond;

/// <summary>Everything that movements are judged by, read at one moment. Immutable.</summary>
/// <param name="Movements">By departure.</param>
/// <param name="Requests">Open, or placed on one of the movements; the urgent first, then by latest arrival.</param>
/// <param name="Vehicles">The retired too: an old movement names them.</param>
/// <param name="Places">By key.</param>
/// <param name="Caveats">Those that hold.</param>
public sealed record MovementBoard(
    IReadOnlyList<Movement> Movements,
    IReadOnlyList<SeatRequest> Requests,
    IReadOnlyDictionary<Guid, FleetVehicle> Vehicles,
    IReadOnlyDictionary<Guid, FleetEscort> Escorts,
    IReadOnlyDictionary<string, MovePlace> Places,
    IReadOnlyList<TravelTime> Times,
    IReadOnlyList<Caveat> Caveats,
    MovementLimits Limits,
    TimeZoneInfo Zone,
    DateTimeOffset Now
)
{
    /// <summary>Of each sector that an escort may not leave, by caveat: keys of the places that lie in it.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlySet<string>> Sectors { get; init; } =
        new Dictionary<Guid, IReadOnlySet<string>>();

    public IEnumerable<SeatRequest> Open => Requests.Where(r => r.State == SeatRequest.Open);

    public IReadOnlyList<SeatRequest> On(Movement movement) =>
        [.. Requests.Where(r => r.MovementId == movement.MovementId)];

    public string PlaceName(string key) => Places.GetValueOrDefault(key)?.PlaceText ?? key;

    public TravelTime? Stated(string one, string other)
    {
        var (a, b) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        return Times.FirstOrDefault(t => t.AKey == a && t.BKey == b);
    }

    /// <summary>The caveats of an escort: of its component as a whole, and of a unit of its name.</summary>
    public IEnumerable<Caveat> CaveatsOf(FleetEscort escort) =>
        Caveats.Where(c =>
            c.Component == escort.Component
            && (c.Unit is null || c.Unit.Equals(escort.Name, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>The places that an escort may be sent to, its base among them; null: anywhere.</summary>
    public IReadOnlySet<string>? SectorOf(FleetEscort escort)
    {
        HashSet<string>? only = null;
        foreach (var caveat in CaveatsOf(escort).Where(c => c.Kind == Caveat.Sector))
        {
            var sector = Sectors.GetValueOrDefault(caveat.CaveatId) ?? new HashSet<string>();
            only = only is null ? [.. sector] : [.. only.Intersect(sector)];
        }
        only?.Add(escort.BaseKey);
        return only;
    }

    /// <summary>The escort is allowed on the road after dark, by its own entry and by its caveats.</summary>
    public bool MayAfterDark(FleetEscort escort) =>
        escort.AfterDark && CaveatsOf(escort).All(c => c.Kind != Caveat.NoNight);
}
