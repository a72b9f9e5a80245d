using Shouldly;
using Toguna.Methods.Movements;
using static Toguna.Methods.Tests.Movements.MovementCase;

namespace Toguna.Methods.Tests.Movements;

/// <summary>What holds of every plan, read off the plan alone, on made-up cases of 1 to 14 requests over one or two days.</summary>
public sealed class MovementPropertiesTests
{
    private static readonly IReadOnlyList<(MovementCase Case, MovementPlan Plan)> Plans =
    [
        .. Enumerable
            .Range(0, 40)
            .Select(seed =>
                Of((ulong)seed, 1 + seed % 14, 1 + seed % 7, seed % 4, 3 + seed % 8, 1 + seed % 2, seed % 3 == 0)
            )
            .Select(c => (c, c.Plan())),
    ];

    [Fact]
    public void Every_request_travels_once_or_is_left_out_with_a_reason()
    {
        foreach (var (given, plan) in Plans)
        {
            plan.Movements.SelectMany(m => m.Why.Requests)
                .Concat(plan.LeftOut.Select(l => l.Request))
                .Order(StringComparer.Ordinal)
                .ShouldBe(given.Requests.Select(r => r.Id));
        }
        // The cases are worth something only if they hold both, and most of the reasons.
        Plans.Sum(p => p.Plan.Movements.Count(m => m.Why.SharedLegs.Count > 0)).ShouldBeGreaterThan(30);
        Plans.SelectMany(p => p.Plan.LeftOut).Select(l => l.Why).Distinct().Count().ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Who_travels_gets_on_where_it_is_no_earlier_and_off_where_it_goes_no_later_than_it_wishes()
    {
        foreach (var (given, movement, request) in Travelling())
        {
            var stops = movement.Stops.ToList();
            var on = stops.FindIndex(s => s.Boards.Contains(request.Id));
            var off = stops.FindIndex(s => s.Alights.Contains(request.Id));
            (stops[on].Place, stops[off].Place).ShouldBe((request.From, request.To));
            on.ShouldBeLessThan(off);
            stops[on].Leaves.ShouldBeGreaterThanOrEqualTo(request.Earliest);
            stops[off].Arrives.ShouldBeLessThanOrEqualTo(request.Latest);
            stops.Select(s => s.Aboard.Contains(request.Id)).ShouldBe(stops.Select((_, i) => on <= i && i < off));
            request.Escort.ShouldNotBe(movement.Escort is null ? EscortWish.Needs : EscortWish.Refuses);
        }
    }

    [Fact]
    public void No_leg_carries_more_than_its_vehicles_hold()
    {
        foreach (var (given, movement) in Movements())
        {
            var vehicles = VehiclesOf(given, movement);
            foreach (var stop in movement.Stops)
            {
                var aboard = given.Requests.Where(r => stop.Aboard.Contains(r.Id)).ToList();
                (stop.Seats, stop.CargoKg).ShouldBe((aboard.Sum(r => r.Seats), aboard.Sum(r => r.CargoKg)));
                stop.Seats.ShouldBeLessThanOrEqualTo(vehicles.Sum(v => v.Seats));
                stop.CargoKg.ShouldBeLessThanOrEqualTo(vehicles.Sum(v => v.CargoKg));
            }
        }
    }

    [Fact]
    public void Legs_take_their_time_with_an_escort_where_needed_and_hours_add_up()
    {
        foreach (var (given, plan) in Plans)
        {
            var all = 0.0;
            foreach (var movement in plan.Movements)
            {
                var vehicles = VehiclesOf(given, movement);
                var hours = 0.0;
                foreach (var (here, next) in movement.Stops.Zip(movement.Stops.Skip(1)))
                {
                    var drive = given.Legs.Drive(here.Place, next.Place, vehicles.Max(v => v.Pace))!.Value;
                    (next.Arrives - here.Leaves).ShouldBe(drive);
                    here.Arrives.ShouldBeLessThanOrEqualTo(here.Leaves);
                    (movement.Escort is not null || !given.Legs.NeedsEscort(here.Place, next.Place)).ShouldBeTrue();
                    hours += drive.TotalHours;
                }
                (movement.Stops[0].Place, movement.Stops[^1].Place).ShouldBe((movement.Base, movement.Base));
                movement.HoursDriven.ShouldBe(hours * (vehicles.Count + (movement.Escort is null ? 0 : 1)), 1e-9);
                all += movement.HoursDriven;
            }
            plan.HoursDriven.ShouldBe(all, 1e-9);
        }
    }

    [Fact]
    public void Nobody_drives_after_dark_out_of_area_or_out_of_hours_who_may_not()
    {
        foreach (var (given, movement) in Movements())
        {
            var (starts, ends) = (movement.Stops[0].Leaves, movement.Stops[^1].Arrives);
            var escort = given.Escorts.SingleOrDefault(e => e.Id == movement.Escort);
            var vehicles = VehiclesOf(given, movement);
            foreach (
                var (@base, from, to, caveats) in vehicles
                    .Select(v => (v.Base, v.From, v.To, v.Caveats))
                    .Concat(escort is null ? [] : [(escort.Base, escort.From, escort.To, escort.Caveats)])
            )
            {
                @base.ShouldBe(movement.Base);
                (from <= starts && ends <= to).ShouldBeTrue();
                (
                    caveats.MayDriveAfterDark || given.Daylight.Any(d => d.Dawn <= starts && ends <= d.Dusk)
                ).ShouldBeTrue();
                movement.Stops.ShouldAllBe(s => caveats.OnlyPlaces == null || caveats.OnlyPlaces.Contains(s.Place));
            }
            (escort is null || vehicles.Count <= escort.Guards).ShouldBeTrue();
            vehicles.Count.ShouldBeInRange(1, MovementPlanner.MostVehicles);
        }
    }

    [Fact]
    public void No_vehicle_and_no_escort_is_in_two_places()
    {
        foreach (var (_, plan) in Plans)
        {
            foreach (var (a, b) in plan.Movements.SelectMany((a, i) => plan.Movements.Skip(i + 1).Select(b => (a, b))))
            {
                var apart = a.Stops[^1].Arrives <= b.Stops[0].Leaves || b.Stops[^1].Arrives <= a.Stops[0].Leaves;
                var shares = a.Vehicles.Intersect(b.Vehicles).Any() || (a.Escort is not null && a.Escort == b.Escort);
                (apart || !shares).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void The_same_needs_in_another_order_give_the_same_plan()
    {
        foreach (var (given, plan) in Plans.Take(20))
        {
            var turned = given with
            {
                Requests = [.. given.Requests.Reverse()],
                Vehicles = [.. given.Vehicles.Reverse()],
                Escorts = [.. given.Escorts.Reverse()],
            };
            Told(turned.Plan()).ShouldBe(Told(plan));
        }
    }

    [Fact]
    public void The_best_plan_there_is_is_never_beaten_and_seldom_missed()
    {
        var missed = 0;
        for (ulong seed = 1_000; seed < 1_020; seed++)
        {
            var given = Of(seed, 3 + (int)(seed % 3), 2, 1, 6);
            var plan = given.Plan();
            var best = new ExactPlan(given).Best();
            var own = new ExactPlan.Score(
                given.Requests.Count - plan.LeftOut.Count,
                TimeSpan.FromMinutes(Math.Round(plan.HoursDriven * 60))
            );
            own.Beats(best).ShouldBeFalse($"seed {seed}: {own} against {best}");
            missed += best.Beats(own) ? 1 : 0;
        }
        missed.ShouldBeLessThanOrEqualTo(2);
    }

    private static IEnumerable<(MovementCase Case, Movement Movement)> Movements() =>
        Plans.SelectMany(p => p.Plan.Movements.Select(m => (p.Case, m)));

    private static IEnumerable<(MovementCase Case, Movement Movement, RideRequest Request)> Travelling() =>
        Movements()
            .SelectMany(m =>
                m.Movement.Why.Requests.Select(id => (m.Case, m.Movement, m.Case.Requests.Single(r => r.Id == id)))
            );

    private static List<Vehicle> VehiclesOf(MovementCase given, Movement movement) =>
        [.. given.Vehicles.Where(v => movement.Vehicles.Contains(v.Id))];

    private static string Told(MovementPlan plan) => System.Text.Json.JsonSerializer.Serialize(plan);
}
