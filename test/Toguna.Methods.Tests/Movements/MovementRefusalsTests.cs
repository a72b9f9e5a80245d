using Shouldly;
using Toguna.Methods.Movements;
using static Toguna.Methods.Tests.Movements.MovementCase;

namespace Toguna.Methods.Tests.Movements;

/// <summary>What cannot be is refused with a name and the value, before anything is planned.</summary>
public sealed class MovementRefusalsTests
{
    private static readonly RideRequest Ride = new("Ride", "Base", "Mill", At(8), At(12), 2, 10);
    private static readonly Vehicle Car = new("Car", "Base", 4, 200, 1, At(0), At(24), new Caveats());
    private static readonly Escort Guard = new("Guard", "Base", 2, At(0), At(24), new Caveats());
    private static readonly Daylight Day = new(At(6), At(18));

    [Fact]
    public void What_can_be_is_planned() => Plan(Ride).Movements.Count.ShouldBe(1);

    [Fact]
    public void Requests()
    {
        Refused(Ride with { Seats = -1 }).ShouldContain("Ride has -1 seats");
        Refused(Ride with { Seats = 10_001 }).ShouldContain("10001");
        Refused(Ride with { CargoKg = double.NaN }).ShouldContain("NaN kg");
        Refused(Ride with { CargoKg = -3 }).ShouldContain("-3 kg");
        Refused(Ride with { CargoKg = double.PositiveInfinity }).ShouldContain("Ride has");
        Refused(Ride with { Seats = 0, CargoKg = 0 }).ShouldContain("0 seats and 0 kg");
        Refused(Ride with { From = "Moon" }).ShouldContain("“Moon”");
        Refused(Ride with { To = "Moon" }).ShouldContain("“Moon”");
        Refused(Ride with { To = "Base" }).ShouldContain("“Base” to itself");
        Refused(Ride with { Latest = At(7) }).ShouldContain("2031-03-13T07:00");
        Refused(Ride with { Id = "" }).ShouldContain("“”");
        Refused(Ride with { Escort = (EscortWish)7 }).ShouldContain("7");
        Should
            .Throw<ArgumentException>(() => MovementPlanner.Plan([Ride, Ride], [Car], [], Roads(1, 1), [Day]))
            .Message.ShouldContain("“Ride” is empty or there twice");
    }

    [Fact]
    public void Vehicles_and_escorts()
    {
        Refused(Ride, Car with { Seats = -4 }).ShouldContain("Car has -4 seats");
        Refused(Ride, Car with { CargoKg = double.NaN }).ShouldContain("NaN");
        Refused(Ride, Car with { Pace = double.NaN }).ShouldContain("pace NaN");
        Refused(Ride, Car with { Pace = 0 }).ShouldContain("pace 0");
        Refused(Ride, Car with { Base = "Moon" }).ShouldContain("Car names “Moon”");
        Refused(Ride, Car with { To = At(-1) }).ShouldContain("Car begins at");
        Refused(Ride, Car with { Caveats = null! }).ShouldContain("Car has no caveats");
        Refused(Ride, Car with { Caveats = new Caveats(false, new HashSet<string> { "Base", "Moon" }) })
            .ShouldContain("“Moon”");
        Refused(Ride, Car with { Caveats = new Caveats(false, new HashSet<string> { "Mill" }) })
            .ShouldContain("own base");
        Refused(Ride, escort: Guard with { Guards = 0 }).ShouldContain("Guard guards 0");
        Refused(Ride, escort: Guard with { Base = "Moon" }).ShouldContain("Guard names “Moon”");
    }

    [Fact]
    public void Daylight()
    {
        Refused(Ride, day: new Daylight(At(18), At(6))).ShouldContain("Day 0 begins at 2031-03-13T18:00");
        Should
            .Throw<ArgumentException>(() => MovementPlanner.Plan([Ride], [Car], [], Roads(1, 1), [Day, Day]))
            .Message.ShouldContain("Day 1 dawns");
    }

    [Fact]
    public void Roads_that_cannot_be()
    {
        Should.Throw<ArgumentException>(() => Roads(double.NaN, double.NaN)).Message.ShouldContain("NaN hours");
        Should.Throw<ArgumentException>(() => Roads(-1, -1)).Message.ShouldContain("-1 hours");
        Should.Throw<ArgumentException>(() => Roads(1, 2)).Message.ShouldContain("back");
        Should
            .Throw<ArgumentException>(() => new Legs(["A"], new double[1, 2], new bool[1, 1]))
            .Message.ShouldContain("1 × 2");
        Should
            .Throw<ArgumentException>(() => new Legs(["A", "A"], new double[2, 2], new bool[2, 2]))
            .Message.ShouldContain("“A”");
        Should
            .Throw<ArgumentException>(() =>
                new Legs(
                    ["A"],
                    new double[,]
                    {
                        { 1 },
                    },
                    new bool[1, 1]
                )
            )
            .Message.ShouldContain("1 hours");
    }

    private static MovementPlan Plan(
        RideRequest ride,
        Vehicle? vehicle = null,
        Escort? escort = null,
        Daylight? day = null
    ) => MovementPlanner.Plan([ride], [vehicle ?? Car], [escort ?? Guard], Roads(1, 1), [day ?? Day]);

    private static string Refused(
        RideRequest ride,
        Vehicle? vehicle = null,
        Escort? escort = null,
        Daylight? day = null
    ) => Should.Throw<ArgumentException>(() => Plan(ride, vehicle, escort, day)).Message;

    private static Legs Roads(double there, double back) =>
        new(
            ["Base", "Mill"],
            new[,]
            {
                { 0, there },
                { back, 0 },
            },
            new bool[2, 2]
        );
}
