using Shouldly;
using Toguna.Respond;

namespace Toguna.Tests.Respond;

/// <summary>Seats leg by leg, hours of daylight, ways and caveats, by hand.</summary>
public sealed class MovementRulesTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Fact]
    public void Seats_are_counted_on_the_fullest_leg_that_one_rides()
    {
        var movement = Along("a", "b", "c", "a");
        SeatRequest[] aboard = [Ride("a", "b", 5), Ride("b", "c", 6), Ride("c", "a", 1), Ride("a", "c", 2)];
        MovementRules.Taken(movement, aboard).People.ShouldBe(8);
        MovementRules.Taken(movement, aboard, 0, 1).People.ShouldBe(7);
        MovementRules.Taken(movement, aboard, 2, 3).People.ShouldBe(1);
        // Who rides a way that it does not go is counted on every leg: the seat is promised.
        MovementRules.Taken(movement, [.. aboard, Ride("b", "x", 1)], 2, 3).People.ShouldBe(2);
        MovementRules.Ride(movement, Ride("c", "b", 1)).ShouldBeNull();
        MovementRules.Ride(movement, Ride("b", "a", 1)).ShouldBe((1, 3));
        MovementRules.HasRoom(movement, aboard, Ride("c", "a", 9)).ShouldBeTrue();
        MovementRules.HasRoom(movement, aboard, Ride("c", "a", 10)).ShouldBeFalse();
    }

    [Fact]
    public void Daylight_is_that_of_the_mission_and_a_day_later_is_another_day()
    {
        var limits = MovementLimits.Usual;
        // 06:00 in Paris is 05:00 UTC in March and 04:00 in July.
        limits.IsByDay(At("2026-03-13T05:00"), At("2026-03-13T17:00"), Paris).ShouldBeTrue();
        limits.IsByDay(At("2026-03-13T04:59"), At("2026-03-13T17:00"), Paris).ShouldBeFalse();
        limits.IsByDay(At("2026-03-13T05:00"), At("2026-03-13T17:01"), Paris).ShouldBeFalse();
        limits.IsByDay(At("2026-07-13T04:00"), At("2026-07-13T16:00"), Paris).ShouldBeTrue();
        limits.IsByDay(At("2026-03-13T12:00"), At("2026-03-14T12:00"), Paris).ShouldBeFalse();
        limits.HasDaylight(At("2026-03-13T17:00"), At("2026-03-14T05:00"), Paris).ShouldBeFalse();
        limits.HasDaylight(At("2026-03-13T17:00"), At("2026-03-14T05:01"), Paris).ShouldBeTrue();
        // Over the night in which the clocks go forward at 02:00, six in the morning stays six.
        limits
            .Light(At("2026-03-28T12:00"), At("2026-03-29T12:00"), Paris)
            .ShouldBe([
                (At("2026-03-28T05:00"), At("2026-03-28T17:00")),
                (At("2026-03-29T04:00"), At("2026-03-29T16:00")),
            ]);
    }

    [Fact]
    public void A_way_takes_what_was_stated_else_the_straight_line_times_the_detour()
    {
        var (equator, north) = (Place("e", 0, 20), Place("n", 1, 20));
        // A degree of latitude is 2π × 6,371 / 360 = 111.19 km.
        MovementLimits.Kilometres(equator, north)!.Value.ShouldBe(111.19, 0.01);
        MovementLimits.Usual.Hours(equator, north, null)!.Value.ShouldBe(111.19 * 1.4 / 40, 0.001);
        MovementLimits.Usual.Hours(equator, north, new TravelTime { Minutes = 90 }).ShouldBe(1.5);
        MovementLimits.Usual.Hours(equator, north, new TravelTime { Minutes = null }).ShouldBeNull();
        MovementLimits.Usual.Hours(equator, new MovePlace { PlaceKey = "w:x" }, null).ShouldBeNull();
        MovementLimits.Usual.Hours(north, north, null).ShouldBe(0);
    }

    [Fact]
    public void A_caveat_speaks_against_what_it_is_about_and_nothing_else()
    {
        var region = Guid.NewGuid();
        Caveat[] all =
        [
            Of(Caveat.NoNight),
            Of(Caveat.Sector, place: ("Gao", region)),
            Of(Caveat.Sector, unit: "Égide", place: ("Ansongo", null)),
            Of(Caveat.CapitalConsent, unit: "Égide"),
            Of(Caveat.NoNight, component: "Police"),
        ];
        Against(null, [region], [], byDay: true).ShouldBeEmpty();
        Against(null, [region], [], byDay: null).ShouldBeEmpty();
        Against(null, [region], [], byDay: false).ShouldBe([all[0]]);
        Against(null, [Guid.NewGuid()], ["menaka"], byDay: true).ShouldBe([all[1]]);
        Against(null, [], ["gao"], byDay: true).ShouldBeEmpty();
        // Of a unit when it is named; consent of a capital speaks against everything.
        Against("egide", [region], ["ansongo"], byDay: true).ShouldBe([all[3]]);
        Against("egide", [region], [], byDay: true).ShouldBe([all[2], all[3]]);

        IReadOnlyList<Caveat> Against(string? unit, HashSet<Guid> areas, HashSet<string> names, bool? byDay) =>
            CaveatRules.Against(all, new CaveatQuestion("Force", unit, areas, names, byDay));
    }

    private static Caveat Of(
        string kind,
        string component = "Force",
        string? unit = null,
        (string Text, Guid? Id)? place = null
    ) =>
        new()
        {
            Component = component,
            Unit = unit,
            Kind = kind,
            PlaceText = place?.Text,
            PlaceId = place?.Id,
            Hard = true,
        };

    private static MovePlace Place(string key, double latitude, double longitude) =>
        new()
        {
            PlaceKey = key,
            Latitude = latitude,
            Longitude = longitude,
        };

    private static SeatRequest Ride(string from, string to, int people) =>
        new()
        {
            RequestId = Guid.NewGuid(),
            FromKey = from,
            ToKey = to,
            People = people,
        };

    private static Movement Along(params string[] keys) =>
        new()
        {
            Seats = 10,
            CargoKg = 100,
            Stops = [.. keys.Select((k, i) => new MovementStop { Ordinal = i, PlaceKey = k })],
        };

    private static DateTimeOffset At(string utc) =>
        DateTimeOffset.Parse(
            utc + "Z",
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AdjustToUniversal
        );
}
