using System.Globalization;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>A unit of a party with its habits (data/sample/units.csv).</summary>
/// <param name="Reach">Kilometres around its home.</param>
/// <param name="Days">When it is out most.</param>
/// <param name="Acts">What it does most, where it does not kill.</param>
/// <param name="Night">Share of what it does between eight in the evening and five in the morning.</param>
/// <param name="OnRoad">Share of what it does on a road, where one is near.</param>
/// <param name="Change">From this day on it has another commander, or another home, or both; null: never.</param>
internal sealed record SampleUnit(
    int Index,
    string Name,
    int ActorId,
    Village Home,
    Village LaterHome,
    double Reach,
    IReadOnlySet<DayOfWeek> Days,
    IReadOnlyList<string> Acts,
    double Night,
    double OnRoad,
    string Commander,
    string LaterCommander,
    DateOnly? Change
)
{
    public string CommanderOn(DateOnly day) => day >= Change ? LaterCommander : Commander;

    public Village HomeOn(DateOnly day) => day >= Change ? LaterHome : Home;
}

/// <summary>Which unit of a party was at it: one that is near, on a day that it likes.</summary>
internal sealed class Units
{
    /// <summary>How much rarer a unit is out on the other days.</summary>
    private const double OffDay = 0.3;

    private readonly Dictionary<int, SampleUnit[]> byActor;

    public Units(Country country)
    {
        All = [.. SampleData.Read("units").Select((r, i) => Read(country, r, i))];
        byActor = All.GroupBy(u => u.ActorId).ToDictionary(g => g.Key, g => g.ToArray());
    }

    public IReadOnlyList<SampleUnit> All { get; }

    public SampleUnit Draw(Xoshiro256 random, SampleActor actor, Village village, DateOnly day)
    {
        var units = byActor[actor.Id];
        Span<double> sums = stackalloc double[units.Length];
        var sum = 0.0;
        for (var i = 0; i < units.Length; i++)
        {
            var unit = units[i];
            var far = unit.HomeOn(day).Spot.Distance(village.Spot) / unit.Reach;
            // A little everywhere: far from every home somebody of the party was there all the same.
            sums[i] = sum += (Math.Exp(-far * far) + 1e-6) * (unit.Days.Contains(day.DayOfWeek) ? 1 : OffDay);
        }
        return units[Dice.Index(random, sums)];
    }

    /// <summary>By night from eight in the evening to five in the morning, otherwise by day.</summary>
    public static int Hour(Xoshiro256 random, SampleUnit unit) =>
        Dice.Chance(random, unit.Night) ? (20 + random.Below(9)) % 24 : 5 + random.Below(15);

    private static SampleUnit Read(Country country, SampleData.Row row, int index) =>
        new(
            index,
            row["unit"],
            (int)row.Number("actor"),
            country.Seat(row["home"]),
            country.Seat(row["new_home"] is "" ? row["home"] : row["new_home"]),
            row.Number("reach"),
            row["days"].Split(' ').Select(Enum.Parse<DayOfWeek>).ToHashSet(),
            row["acts"].Split(' '),
            row.Number("night"),
            row.Number("road"),
            row["commander"],
            row["new_commander"] is "" ? row["commander"] : row["new_commander"],
            row["change"] is "" ? null : DateOnly.ParseExact(row["change"], "yyyy-MM-dd", CultureInfo.InvariantCulture)
        );
}
