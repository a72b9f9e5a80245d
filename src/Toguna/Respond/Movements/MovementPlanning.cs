using Plans = Toguna.Methods.Movements;

namespace Toguna.Respond.Movements;

/// <summary>A movement that the planner proposes, with the fleet and the requests by name.</summary>
/// <param name="Key">The same for the same requests, vehicles and escort, whatever the clock says.</param>
public sealed record PlanProposal(
    string Key,
    Plans.Movement Movement,
    IReadOnlyList<SeatRequest> Requests,
    IReadOnlyList<FleetVehicle> Vehicles,
    FleetEscort? Escort
);

/// <param name="LeftOut">With the reason of each.</param>
/// <param name="Waiting">Requests that the planner was not asked about: more than it takes at once.</param>
public sealed record PlanAnswer(
    IReadOnlyList<PlanProposal> Proposals,
    IReadOnlyList<(SeatRequest Request, Plans.LeftOut Why)> LeftOut,
    double HoursDriven,
    int Waiting
);

/// <summary>Asks the planner about the open requests by road, under fleet, escorts, caveats and daylight of the mission. Pure.</summary>
/// <remarks>
/// A vehicle or an escort that is on a coming movement stands for its free spans before, between and after, each a vehicle of
/// its own to the planner: two of them never travel together, since no moment lies in both.
/// </remarks>
internal static class MovementPlanning
{
    /// <summary>Requests and vehicles that are planned at once: more would keep a page waiting.</summary>
    public const int MostRequests = 30;
    public const int MostVehicles = 12;
    public const int MostDays = 7;
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <param name="days">1 to <see cref="MostDays"/>.</param>
    public static PlanAnswer Propose(MovementBoard board, int days)
    {
        var from = new DateTimeOffset((board.Now.UtcTicks / Quarter.Ticks + 1) * Quarter.Ticks, TimeSpan.Zero);
        var to = from.AddDays(days);
        var open = board.Open.Where(r => !r.Exercise && r.Earliest < to && r.Latest > from).ToList();
        var requests = open.Take(MostRequests).ToDictionary(r => r.Reference);
        var fleet = board.Vehicles.Values.Where(v => !v.Retired && v.Kind == FleetVehicle.Road).Take(MostVehicles);
        var vehicles = fleet
            .SelectMany(v =>
                Free(board.Movements.Where(m => m.IsComing && m.Vehicles.Contains(v.VehicleId)), from, to)
                    .Select(
                        (span, i) =>
                            new Plans.Vehicle(
                                $"{v.VehicleId:N}/{i}",
                                v.BaseKey,
                                v.Seats,
                                v.CargoKg,
                                Math.Clamp((double)MovementLimits.StatedSpeed / v.Speed, 0.01, 100),
                                span.From,
                                span.To,
                                new Plans.Caveats(v.AfterDark)
                            )
                    )
            )
            .ToList();
        var escorts = board
            .Escorts.Values.Where(e => !e.Retired)
            .SelectMany(e => Teams(e, board, from, to).Select((span, i) => Of(e, i, span, board)))
            .ToList();
        var plan = Plans.MovementPlanner.Plan(
            [.. requests.Values.Select(r => Of(r, from))],
            vehicles,
            escorts,
            LegsOf(board, requests.Values),
            [.. board.Limits.Light(from, to, board.Zone).Select(d => new Plans.Daylight(d.Dawn, d.Dusk))]
        );
        return new PlanAnswer(
            [
                .. plan.Movements.Select(m =>
                {
                    var used = m.Vehicles.Select(v => board.Vehicles[IdOf(v)]).ToList();
                    var escort = m.Escort is { } e ? board.Escorts[IdOf(e)] : null;
                    return new PlanProposal(
                        string.Join(
                            '.',
                            m.Why.Requests.Concat(used.Select(v => v.VehicleId.ToString("N")))
                                .Append(escort?.EscortId.ToString("N") ?? "-")
                        ),
                        m,
                        [.. m.Why.Requests.Select(r => requests[r])],
                        used,
                        escort
                    );
                }),
            ],
            [.. plan.LeftOut.Select(l => (requests[l.Request], l))],
            plan.HoursDriven,
            open.Count - requests.Count
        );
    }

    private static Plans.RideRequest Of(SeatRequest request, DateTimeOffset from) =>
        new(
            request.Reference,
            request.FromKey,
            request.ToKey,
            request.Earliest > from ? request.Earliest : from,
            request.Latest,
            request.People,
            request.CargoKg,
            request.Urgent ? 2 : 1,
            request.Escort switch
            {
                "needs" => Plans.EscortWish.Needs,
                "refuses" => Plans.EscortWish.Refuses,
                _ => Plans.EscortWish.Either,
            }
        );

    private static Plans.Escort Of(
        FleetEscort escort,
        int number,
        (DateTimeOffset From, DateTimeOffset To) span,
        MovementBoard board
    ) =>
        new(
            $"{escort.EscortId:N}/{number}",
            escort.BaseKey,
            escort.Guards,
            span.From,
            span.To,
            new Plans.Caveats(board.MayAfterDark(escort), board.SectorOf(escort))
        );

    private static Guid IdOf(string planned) => Guid.ParseExact(planned[..32], "N");

    /// <summary>The free spans of each of an escort's teams; movements go to the first team that is free for them.</summary>
    private static IEnumerable<(DateTimeOffset, DateTimeOffset)> Teams(
        FleetEscort escort,
        MovementBoard board,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        var teams = Enumerable.Range(0, escort.AtOnce).Select(_ => new List<Movement>()).ToList();
        foreach (var movement in board.Movements.Where(m => m.IsComing && m.EscortId == escort.EscortId))
        {
            (teams.Find(t => t.Count == 0 || t[^1].ArrivesAt <= movement.LeavesAt) ?? teams[0]).Add(movement);
        }
        return teams.SelectMany(t => Free(t, from, to));
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Free(
        IEnumerable<Movement> busy,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        foreach (var movement in busy.OrderBy(m => m.LeavesAt))
        {
            if (movement.State == MovementState.UnderWay && movement.ArrivesAt <= from)
            {
                // Late: nobody knows when it is back.
                yield break;
            }
            if (movement.LeavesAt > from)
            {
                yield return (from, movement.LeavesAt < to ? movement.LeavesAt : to);
            }
            from = movement.ArrivesAt > from ? movement.ArrivesAt : from;
            if (from >= to)
            {
                yield break;
            }
        }
        yield return (from, to);
    }

    private static Plans.Legs LegsOf(MovementBoard board, IEnumerable<SeatRequest> requests)
    {
        const double Longest = 10_000;
        string[] places =
        [
            .. requests
                .SelectMany(r => new[] { r.FromKey, r.ToKey })
                .Concat(board.Vehicles.Values.Select(v => v.BaseKey))
                .Concat(board.Escorts.Values.Select(e => e.BaseKey))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        var (hours, escorted) = (new double[places.Length, places.Length], new bool[places.Length, places.Length]);
        for (var a = 0; a < places.Length; a++)
        {
            for (var b = 0; b < a; b++)
            {
                var stated = board.Stated(places[a], places[b]);
                var time = board.Limits.Hours(board.Places[places[a]], board.Places[places[b]], stated);
                hours[a, b] = hours[b, a] = time is { } h and <= Longest ? h : double.PositiveInfinity;
                escorted[a, b] = escorted[b, a] = stated?.Escorted == true;
            }
        }
        return new Plans.Legs(places, hours, escorted);
    }
}
