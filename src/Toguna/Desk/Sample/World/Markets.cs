namespace Toguna.Desk.Sample.World;

/// <summary>Each town holds its market on one day of the week (data/sample/markets.csv); people come from around.</summary>
internal sealed class Markets
{
    /// <summary>How far people walk to a market, km.</summary>
    private const double Walk = 22;

    private readonly DayOfWeek?[] days;
    private readonly Village[][] near;

    public Markets(Country country)
    {
        var towns = SampleData
            .Read("markets")
            .ToDictionary(r => country.Seat(r["town"]).Index, r => Enum.Parse<DayOfWeek>(r["day"]));
        days = [.. country.Villages.Select(v => towns.TryGetValue(v.Index, out var day) ? day : (DayOfWeek?)null)];
        near =
        [
            .. country.Villages.Select(v =>
                country.Villages.Where(t => days[t.Index] is not null && t.Spot.Distance(v.Spot) < Walk).ToArray()
            ),
        ];
    }

    public bool IsHeld(Village village, DateOnly day) => days[village.Index] == day.DayOfWeek;

    /// <summary>The town within a walk of the village that holds its market that day; null where there is none.</summary>
    public Village? Held(Village village, DateOnly day) => Array.Find(near[village.Index], t => IsHeld(t, day));
}
