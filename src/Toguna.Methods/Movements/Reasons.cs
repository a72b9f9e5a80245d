namespace Toguna.Methods.Movements;

/// <summary>Finds the limit that keeps a request out, by lifting one after the other and trying it alone.</summary>
internal sealed class Reasons(
    IReadOnlyList<Vehicle> vehicles,
    IReadOnlyList<Escort> escorts,
    Legs legs,
    IReadOnlyList<Daylight> daylight
)
{
    /// <summary>Why a request that is in none of these movements was left out.</summary>
    public LeftOut Of(Ground ground, List<Draft> plan, int left)
    {
        var request = ground.Needs[left].Request;
        if (Goes(request, vehicles, escorts, legs))
        {
            var unguarded = plan.ConvertAll(d => d with { Crew = new Crew(ground, d.Crew.Base, d.Crew.Vehicles, -1) });
            var escortsFree = Insertion.Alone(ground, unguarded, left, long.MaxValue) is not null;
            return new LeftOut(request.Id, escortsFree ? Reason.EscortsTaken : Reason.VehiclesTaken);
        }
        if (vehicles.Count == 0)
        {
            return new LeftOut(request.Id, Reason.TooBig, request.Seats, 0);
        }
        if (
            !vehicles.Any(v => Road(v.Base, request.From) && Road(request.From, request.To) && Road(request.To, v.Base))
        )
        {
            return new LeftOut(request.Id, Reason.NoRoad);
        }
        return TooBig(request)
            ?? new LeftOut(request.Id, OneLimit(request)) switch
            {
                { Why: Reason.WindowTooShort } late => late with
                {
                    Asked = Hours(request),
                    Offered = (request.Latest - request.Earliest).TotalHours,
                },
                var other => other,
            };
    }

    private Reason OneLimit(RideRequest request)
    {
        if (
            Goes(
                request,
                Lifted(c => c with { MayDriveAfterDark = true }),
                Guarding(c => c with { MayDriveAfterDark = true }),
                legs
            )
        )
        {
            return Reason.AfterDark;
        }
        if (Goes(request, Lifted(c => c with { OnlyPlaces = null }), Guarding(c => c with { OnlyPlaces = null }), legs))
        {
            return Reason.OutOfArea;
        }
        var free = request with { Escort = EscortWish.Either };
        if (request.Escort == EscortWish.Refuses && Goes(free, vehicles, escorts, legs))
        {
            return Reason.AgainstItsWish;
        }
        if (request.Escort != EscortWish.Refuses && Goes(free, vehicles, [], legs.WithoutEscorts()))
        {
            return Reason.NoEscort;
        }
        return Goes(Open(request), vehicles, escorts, legs) ? Reason.WindowTooShort : Reason.SeveralLimits;
    }

    /// <summary>The base that offers most does not hold it with as many vehicles as go together.</summary>
    private LeftOut? TooBig(RideRequest request)
    {
        int Seats(IEnumerable<Vehicle> here) =>
            here.Select(v => v.Seats).OrderDescending().Take(MovementPlanner.MostVehicles).Sum();
        double Kg(IEnumerable<Vehicle> here) =>
            here.Select(v => v.CargoKg).OrderDescending().Take(MovementPlanner.MostVehicles).Sum();
        var bases = vehicles.GroupBy(v => v.Base).ToList();
        var (seats, kg) = (bases.Max(Seats), bases.Max(Kg));
        if (seats < request.Seats)
        {
            return new LeftOut(request.Id, Reason.TooBig, request.Seats, seats);
        }
        if (kg < request.CargoKg)
        {
            return new LeftOut(request.Id, Reason.TooBig, request.CargoKg, kg);
        }
        // Seats here and room for cargo there: too big for any vehicles that go together, whatever the other limits.
        var anywhere = Lifted(_ => Caveats.None)
            .Select(v => v with { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue });
        var open = Open(request) with { Escort = EscortWish.Either };
        return Goes(open, [.. anywhere], [], legs.WithoutEscorts()) ? null : new LeftOut(request.Id, Reason.TooBig);
    }

    /// <summary>The least hours from getting on to getting off, in any vehicle.</summary>
    private double Hours(RideRequest request) =>
        vehicles.Min(v => legs.Drive(request.From, request.To, v.Pace)!.Value.TotalHours);

    private bool Road(string from, string to) => legs.Drive(from, to, 1) is not null;

    private bool Goes(RideRequest request, IReadOnlyList<Vehicle> with, IReadOnlyList<Escort> guards, Legs roads) =>
        Insertion.Alone(new Ground([request], with, guards, roads, daylight), [], 0, long.MaxValue) is not null;

    private static RideRequest Open(RideRequest request) =>
        request with
        {
            Earliest = DateTimeOffset.MinValue,
            Latest = DateTimeOffset.MaxValue,
        };

    private Vehicle[] Lifted(Func<Caveats, Caveats> lift) =>
        [.. vehicles.Select(v => v with { Caveats = lift(v.Caveats) })];

    private Escort[] Guarding(Func<Caveats, Caveats> lift) =>
        [.. escorts.Select(e => e with { Caveats = lift(e.Caveats) })];
}
