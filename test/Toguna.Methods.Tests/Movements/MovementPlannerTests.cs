using Shouldly;
using Toguna.Methods.Movements;
using static Toguna.Methods.Tests.Movements.MovementCase;

namespace Toguna.Methods.Tests.Movements;

/// <summary>Four places on one road, an hour from each to the next: Base, Mill, Well, Ford. Day is from 6 to 18.</summary>
public sealed class MovementPlannerTests
{
    private static readonly string[] Places = ["Base", "Mill", "Well", "Ford"];
    private static readonly Vehicle Car = new("Car", "Base", 4, 200, 1, At(0), At(24), new Caveats());
    private static readonly Escort Guard = new("Guard", "Base", 2, At(0), At(24), new Caveats());

    [Fact]
    public void Two_who_go_the_same_way_share_a_vehicle()
    {
        var plan = Plan([Ride("A", "Base", "Well"), Ride("B", "Base", "Mill")], [Car]);
        plan.LeftOut.ShouldBeEmpty();
        plan.HoursDriven.ShouldBe(4);
        var movement = plan.Movements.ShouldHaveSingleItem();
        (movement.Base, movement.Vehicles.Single(), movement.Escort).ShouldBe(("Base", "Car", null));
        movement
            .Stops.Select(s => (s.Place, s.Arrives, s.Leaves))
            .ShouldBe([
                ("Base", At(8), At(8)),
                ("Mill", At(9), At(9)),
                ("Well", At(10), At(10)),
                ("Base", At(12), At(12)),
            ]);
        movement.Stops.Select(s => string.Join('+', s.Aboard)).ShouldBe(["A+B", "A", "", ""]);
        movement.Stops.Select(s => s.Seats).ShouldBe([4, 2, 0, 0]);
        movement.Stops[0].Boards.ShouldBe(["A", "B"]);
        movement.Stops[1].Alights.ShouldBe(["B"]);
        // Alone A drives four hours and B two; together four. All four seats are taken as far as the mill.
        (movement.Why.HoursApart, movement.Why.SpareSeats, movement.Why.SpareCargoKg).ShouldBe((6, 0, 200));
        var shared = movement.Why.SharedLegs.ShouldHaveSingleItem();
        (shared.From, shared.To, string.Join('+', shared.Requests)).ShouldBe(("Base", "Mill", "A+B"));
    }

    [Fact]
    public void A_seat_is_taken_again_by_who_gets_on_where_another_got_off()
    {
        var plan = Plan([Ride("A", "Base", "Mill", seats: 4), Ride("B", "Mill", "Well", seats: 4)], [Car]);
        plan.Movements.ShouldHaveSingleItem().HoursDriven.ShouldBe(4);
    }

    [Fact]
    public void More_than_one_vehicle_holds_goes_in_a_convoy_and_one_more_joins_it()
    {
        var plan = Plan([Ride("A", "Base", "Mill", seats: 7)], [Car, Car with { Id = "Bus", Seats = 5 }]);
        plan.Movements.ShouldHaveSingleItem().Vehicles.ShouldBe(["Bus", "Car"]);
        plan.HoursDriven.ShouldBe(4);
    }

    [Fact]
    public void The_slowest_sets_the_pace()
    {
        var plan = Plan([Ride("A", "Base", "Mill", seats: 8)], [Car, Car with { Id = "Lorry", Pace = 1.5 }]);
        var stops = plan.Movements.ShouldHaveSingleItem().Stops;
        (stops[1].Arrives - stops[0].Leaves).ShouldBe(TimeSpan.FromHours(1.5));
    }

    [Fact]
    public void Who_refuses_an_escort_and_who_needs_one_go_apart()
    {
        RideRequest[] two =
        [
            Ride("A", "Base", "Well", EscortWish.Refuses),
            Ride("B", "Base", "Well", EscortWish.Needs),
        ];
        var plan = Plan(two, [Car, Car with { Id = "Second" }], [Guard]);
        plan.LeftOut.ShouldBeEmpty();
        plan.Movements.Select(m => (m.Escort, m.Why.Requests.Single())).ShouldBe([(null, "A"), ("Guard", "B")], true);
        plan.HoursDriven.ShouldBe(4 + 8);
    }

    [Fact]
    public void One_vehicle_goes_twice_when_the_day_is_long_enough()
    {
        var plan = Plan(
            [Ride("A", "Base", "Well", from: 6, to: 9), Ride("B", "Base", "Well", from: 12, to: 16)],
            [Car]
        );
        plan.Movements.Count.ShouldBe(2);
        plan.Movements[0].Stops[^1].Arrives.ShouldBeLessThanOrEqualTo(plan.Movements[1].Stops[0].Leaves);
    }

    [Fact]
    public void Nobody_waits_on_the_road_for_what_could_be_waited_for_at_home()
    {
        var plan = Plan([Ride("A", "Well", "Base", from: 12, to: 16)], [Car]);
        plan.Movements.Single().Stops.Select(s => s.Arrives).ShouldBe([At(10), At(12), At(14)]);
    }

    [Fact]
    public void The_more_urgent_goes_first_though_two_others_stay()
    {
        RideRequest[] three =
        [
            Ride("A", "Base", "Mill", from: 8, to: 9.1) with
            {
                Priority = 2,
            },
            Ride("B", "Base", "Mill", from: 8, to: 9.1) with
            {
                Priority = 2,
            },
            Ride("C", "Base", "Ford", seats: 3, from: 8, to: 11) with
            {
                Priority = 1,
            },
        ];
        var plan = Plan(three, [Car]);
        plan.Movements.Single().Why.Requests.ShouldBe(["C"]);
        plan.LeftOut.Select(l => (l.Request, l.Why))
            .ShouldBe([("A", Reason.VehiclesTaken), ("B", Reason.VehiclesTaken)]);
    }

    [Fact]
    public void Too_big_for_all_that_go_together() =>
        Left(Ride("A", "Base", "Mill", seats: 9), [Car, Car with { Id = "Second" }])
            .ShouldBe(new LeftOut("A", Reason.TooBig, 9, 8));

    [Fact]
    public void Too_heavy() =>
        Left(Ride("A", "Base", "Mill") with { CargoKg = 200.5 }, [Car])
            .ShouldBe(new LeftOut("A", Reason.TooBig, 200.5, 200));

    [Fact]
    public void After_dark()
    {
        var late = Ride("A", "Base", "Ford", from: 15, to: 23);
        Left(late, [Car]).Why.ShouldBe(Reason.AfterDark);
        Plan([late], [Car with { Caveats = Caveats.None }]).LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void No_road() => Left(Ride("A", "Base", "Island"), [Car]).Why.ShouldBe(Reason.NoRoad);

    [Fact]
    public void No_escort_where_the_way_or_the_request_needs_one()
    {
        Left(Ride("A", "Base", "Mill", EscortWish.Needs), [Car]).Why.ShouldBe(Reason.NoEscort);
        Left(Ride("A", "Base", "Camp"), [Car]).Why.ShouldBe(Reason.NoEscort);
        Left(Ride("A", "Base", "Camp"), [Car], [Guard with { Base = "Ford" }]).Why.ShouldBe(Reason.NoEscort);
        Plan([Ride("A", "Base", "Camp")], [Car], [Guard]).Movements.Single().Escort.ShouldBe("Guard");
    }

    [Fact]
    public void More_vehicles_than_the_escort_guards() =>
        Left(Ride("A", "Base", "Camp", seats: 8), [Car, Car with { Id = "Second" }], [Guard with { Guards = 1 }])
            .Why.ShouldBe(Reason.NoEscort);

    [Fact]
    public void Against_its_wish() =>
        Left(Ride("A", "Base", "Camp", EscortWish.Refuses), [Car], [Guard]).Why.ShouldBe(Reason.AgainstItsWish);

    [Fact]
    public void Out_of_area()
    {
        var near = new Caveats(false, new HashSet<string> { "Base", "Mill" });
        Left(Ride("A", "Base", "Well"), [Car with { Caveats = near }]).Why.ShouldBe(Reason.OutOfArea);
        Left(Ride("A", "Base", "Camp"), [Car], [Guard with { Caveats = near }]).Why.ShouldBe(Reason.OutOfArea);
        Plan([Ride("A", "Base", "Mill")], [Car with { Caveats = near }]).LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void Window_too_short() =>
        Left(Ride("A", "Base", "Ford", from: 8, to: 10), [Car]).ShouldBe(new LeftOut("A", Reason.WindowTooShort, 3, 2));

    [Fact]
    public void Several_limits() =>
        Left(Ride("A", "Base", "Camp", EscortWish.Refuses, from: 8, to: 8.2), [Car], [Guard])
            .Why.ShouldBe(Reason.SeveralLimits);

    [Fact]
    public void Vehicles_or_escorts_with_others()
    {
        RideRequest[] two =
        [
            Ride("A", "Base", "Well", EscortWish.Needs, seats: 4, from: 8, to: 10),
            Ride("B", "Base", "Camp", EscortWish.Needs, seats: 4, from: 8, to: 10),
        ];
        Plan(two, [Car], [Guard]).LeftOut.Single().Why.ShouldBe(Reason.VehiclesTaken);
        Plan(two, [Car, Car with { Id = "Second" }], [Guard]).LeftOut.Single().Why.ShouldBe(Reason.EscortsTaken);
        Plan(two, [Car, Car with { Id = "Second" }], [Guard, Guard with { Id = "Other" }]).LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_to_plan_and_nothing_to_plan_with()
    {
        Plan([], [Car]).Movements.ShouldBeEmpty();
        Left(Ride("A", "Base", "Mill"), []).ShouldBe(new LeftOut("A", Reason.TooBig, 2, 0));
    }

    private static LeftOut Left(RideRequest request, Vehicle[] vehicles, Escort[]? escorts = null) =>
        Plan([request], vehicles, escorts).LeftOut.ShouldHaveSingleItem();

    private static MovementPlan Plan(RideRequest[] requests, Vehicle[] vehicles, Escort[]? escorts = null) =>
        MovementPlanner.Plan(requests, vehicles, escorts ?? [], Road(), [new Daylight(At(6), At(18))]);

    private static RideRequest Ride(
        string id,
        string start,
        string end,
        EscortWish wish = EscortWish.Either,
        int seats = 2,
        double from = 8,
        double to = 14
    ) => new(id, start, end, At(from), At(to), seats, 0, 1, wish);

    /// <summary>Camp is an hour from Base on a road that needs an escort, as does every way to it; no road leads to Island.</summary>
    private static Legs Road()
    {
        string[] all = [.. Places, "Camp", "Island"];
        double[] along = [0, 1, 2, 3, -1, double.PositiveInfinity];
        var (hours, escorted) = (new double[6, 6], new bool[6, 6]);
        for (var a = 0; a < 6; a++)
        {
            for (var b = 0; b < 6; b++)
            {
                hours[a, b] = a == b ? 0 : Math.Abs(along[a] - along[b]);
                escorted[a, b] = a != b && (a == 4 || b == 4);
            }
        }
        return new Legs(all, hours, escorted);
    }
}
