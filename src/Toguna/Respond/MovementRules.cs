namespace Toguna.Respond;

/// <summary>What keeps a movement from going as it is planned, or wants to be seen to.</summary>
/// <param name="Kind">Key of its words, e.g. <c>vehicle_twice</c>.</param>
/// <param name="Args">Names that the words need.</param>
public sealed record MovementConflict(string Kind, params object[] Args);

/// <summary>Seats and cargo aboard, on the fullest leg.</summary>
public sealed record MovementLoad(int People, int CargoKg);

/// <summary>What is taken, what is free, what fits, what stands against each other. Pure.</summary>
public static class MovementRules
{
    /// <summary>Where a request gets on and off, as positions among the stops; null: the movement does not go that way.</summary>
    public static (int On, int Off)? Ride(Movement movement, SeatRequest request)
    {
        for (var on = 0; on < movement.Stops.Count; on++)
        {
            for (var off = on + 1; off < movement.Stops.Count && movement.Stops[on].PlaceKey == request.FromKey; off++)
            {
                if (movement.Stops[off].PlaceKey == request.ToKey)
                {
                    return (on, off);
                }
            }
        }
        return null;
    }

    /// <summary>Aboard on the fullest leg between two stops; who rides no known leg is counted on all.</summary>
    public static MovementLoad Taken(
        Movement movement,
        IReadOnlyCollection<SeatRequest> aboard,
        int on = 0,
        int off = int.MaxValue
    )
    {
        var (people, cargo) = (0, 0);
        for (var leg = on; leg < Math.Min(off, movement.Stops.Count - 1); leg++)
        {
            var riding = aboard
                .Where(r => Ride(movement, r) is not { } ride || (ride.On <= leg && leg < ride.Off))
                .ToList();
            people = Math.Max(people, riding.Sum(r => r.People));
            cargo = Math.Max(cargo, riding.Sum(r => r.CargoKg));
        }
        return new MovementLoad(people, cargo);
    }

    /// <summary>The movement can take the request as it is planned: its way, its window, its seats, its wish about escorts.</summary>
    public static bool Fits(
        Movement movement,
        IReadOnlyCollection<SeatRequest> aboard,
        SeatRequest request,
        DateTimeOffset now
    ) =>
        movement.IsOpen
        && movement.LeavesAt > now
        && movement.Exercise == request.Exercise
        && Ride(movement, request) is { } ride
        && !Misses(movement, request, ride)
        && !AgainstWish(movement, request)
        && HasRoom(movement, aboard, request);

    /// <summary>There are seats and kilograms for it on the legs that it rides.</summary>
    public static bool HasRoom(Movement movement, IReadOnlyCollection<SeatRequest> aboard, SeatRequest request)
    {
        var others = aboard.Where(r => r.RequestId != request.RequestId).ToList();
        var (on, off) = Ride(movement, request) ?? (0, movement.Stops.Count - 1);
        var taken = Taken(movement, others, on, off);
        return taken.People + request.People <= movement.Seats && taken.CargoKg + request.CargoKg <= movement.CargoKg;
    }

    /// <summary>What stands against a coming movement, among everything that is planned.</summary>
    public static IReadOnlyList<MovementConflict> Conflicts(Movement movement, MovementBoard board)
    {
        var found = new List<MovementConflict>();
        if (!movement.IsComing)
        {
            return found;
        }
        var aboard = board.On(movement);
        var beside = board
            .Movements.Where(m =>
                m.MovementId != movement.MovementId
                && m.IsComing
                && m.Exercise == movement.Exercise
                && m.LeavesAt < movement.ArrivesAt
                && movement.LeavesAt < m.ArrivesAt
            )
            .ToList();
        var vehicles = movement.Vehicles.Select(v => board.Vehicles[v]).ToList();
        foreach (var vehicle in vehicles)
        {
            foreach (var other in beside.Where(m => m.Vehicles.Contains(vehicle.VehicleId)))
            {
                found.Add(new MovementConflict("vehicle_twice", vehicle.Name, other.Reference));
            }
        }
        var escort = movement.EscortId is { } id ? board.Escorts[id] : null;
        if (escort is not null)
        {
            var same = beside.Where(m => m.EscortId == escort.EscortId).ToList();
            if (MostAtOnce(movement, same) > escort.AtOnce)
            {
                found.Add(
                    new MovementConflict(
                        "escort_twice",
                        escort.Name,
                        escort.AtOnce,
                        string.Join(", ", same.Select(m => m.Reference))
                    )
                );
            }
            if (vehicles.Count > escort.Guards)
            {
                found.Add(new MovementConflict("escort_few", escort.Name, escort.Guards, vehicles.Count));
            }
            if (board.SectorOf(escort) is { } sector)
            {
                found.AddRange(
                    movement
                        .Stops.Where(s => !sector.Contains(s.PlaceKey))
                        .Select(s => new MovementConflict("sector_left", escort.Name, board.PlaceName(s.PlaceKey)))
                );
            }
            if (board.CaveatsOf(escort).Any(c => c.Kind == Caveat.CapitalConsent))
            {
                found.Add(new MovementConflict("consent", escort.Name));
            }
        }
        var taken = Taken(movement, aboard);
        if (taken.People > movement.Seats)
        {
            found.Add(new MovementConflict("over_full", taken.People, movement.Seats));
        }
        if (taken.CargoKg > movement.CargoKg)
        {
            found.Add(new MovementConflict("over_loaded", taken.CargoKg, movement.CargoKg));
        }
        if (vehicles.Count > 0 && movement.Seats > vehicles.Sum(v => v.Seats))
        {
            found.Add(new MovementConflict("seats_missing", movement.Seats, vehicles.Sum(v => v.Seats)));
        }
        if (!board.Limits.IsByDay(movement.LeavesAt, movement.ArrivesAt, board.Zone))
        {
            var names = vehicles.Where(v => !v.AfterDark).Select(v => v.Name);
            if (escort is not null && !board.MayAfterDark(escort))
            {
                names = names.Append(escort.Name);
            }
            found.AddRange(names.Select(n => new MovementConflict("after_dark", n)));
        }
        found.AddRange(Unwalked(movement, board, escort));
        foreach (var request in aboard)
        {
            if (Ride(movement, request) is not { } ride)
            {
                found.Add(new MovementConflict("off_route", request.Reference));
            }
            else if (Misses(movement, request, ride))
            {
                found.Add(new MovementConflict("window_missed", request.Reference));
            }
            if (AgainstWish(movement, request))
            {
                found.Add(
                    new MovementConflict(
                        request.Escort == "needs" ? "escort_needed" : "escort_unwanted",
                        request.Reference
                    )
                );
            }
        }
        return found;
    }

    /// <summary>Legs that are closed, or that nobody drives without an escort; flights pass above them.</summary>
    private static IEnumerable<MovementConflict> Unwalked(Movement movement, MovementBoard board, FleetEscort? escort)
    {
        if (movement.Kind == Movement.Flight)
        {
            yield break;
        }
        foreach (var (from, to) in movement.Stops.Zip(movement.Stops.Skip(1)))
        {
            if (board.Stated(from.PlaceKey, to.PlaceKey) is not { } way)
            {
                continue;
            }
            if (way.Minutes is null)
            {
                yield return new("leg_closed", board.PlaceName(from.PlaceKey), board.PlaceName(to.PlaceKey));
            }
            else if (way.Escorted && escort is null)
            {
                yield return new("leg_escorted", board.PlaceName(from.PlaceKey), board.PlaceName(to.PlaceKey));
            }
        }
    }

    /// <summary>How many of these are on the road at one moment of the movement, itself among them.</summary>
    private static int MostAtOnce(Movement movement, IReadOnlyCollection<Movement> others) =>
        others
            .Select(o => o.LeavesAt)
            .Append(movement.LeavesAt)
            .Where(at => at >= movement.LeavesAt && at < movement.ArrivesAt)
            .Max(at => 1 + others.Count(o => o.LeavesAt <= at && at < o.ArrivesAt));

    /// <summary>It leaves before they can, or is there too late; what is not known of a stop on the way is not held against it.</summary>
    private static bool Misses(Movement movement, SeatRequest request, (int On, int Off) ride)
    {
        var leaves = movement.Stops[ride.On].LeavesAt ?? (ride.On == 0 ? movement.LeavesAt : movement.ArrivesAt);
        var last = ride.Off == movement.Stops.Count - 1;
        var arrives = movement.Stops[ride.Off].ArrivesAt ?? (last ? movement.ArrivesAt : movement.LeavesAt);
        return leaves < request.Earliest || arrives > request.Latest;
    }

    private static bool AgainstWish(Movement movement, SeatRequest request) =>
        request.Escort == (movement.EscortId is null ? "needs" : "refuses");
}
