namespace Toguna.Methods.Movements;

/// <summary>The same needs by number, so that a trial costs little: places by index, times in ticks of UTC, loads in grams.</summary>
/// <remarks>Requests stand by id and vehicles by size, so that the order in which they were given changes nothing.</remarks>
internal sealed class Ground
{
    private readonly Crew[][] crews;

    public Ground(
        IEnumerable<RideRequest> requests,
        IReadOnlyList<Vehicle> vehicles,
        IEnumerable<Escort> escorts,
        Legs legs,
        IEnumerable<Daylight> daylight
    )
    {
        Legs = legs;
        double[] paces = [.. vehicles.Select(v => v.Pace).Distinct().Order()];
        Roads = Array.ConvertAll(paces, TicksAt);
        Needs =
        [
            .. requests
                .OrderBy(r => r.Id, StringComparer.Ordinal)
                .Select(r => new Need(
                    r,
                    legs.IndexOf(r.From),
                    legs.IndexOf(r.To),
                    r.Earliest.UtcTicks,
                    r.Latest.UtcTicks,
                    new Load(r.Seats, Grams(r.CargoKg))
                )),
        ];
        Vehicles =
        [
            .. vehicles
                .OrderBy(v => v.Seats)
                .ThenBy(v => v.CargoKg)
                .ThenBy(v => v.Id, StringComparer.Ordinal)
                .Select(v =>
                    Of(v.Id, v.Base, v.From, v.To, v.Caveats) with
                    {
                        Holds = new Load(v.Seats, Grams(v.CargoKg)),
                        Pace = Array.IndexOf(paces, v.Pace),
                    }
                ),
        ];
        Escorts =
        [
            .. escorts
                .OrderBy(e => e.Guards)
                .ThenBy(e => e.Id, StringComparer.Ordinal)
                .Select(e => Of(e.Id, e.Base, e.From, e.To, e.Caveats) with { Guards = e.Guards }),
        ];
        Days = [.. daylight.Select(d => (d.Dawn.UtcTicks, d.Dusk.UtcTicks))];
        Bases = [.. Vehicles.Select(v => v.Base).Distinct().Order()];
        crews = Array.ConvertAll(Bases, CrewsAt);
    }

    public Legs Legs { get; }
    public Need[] Needs { get; }
    public Unit[] Vehicles { get; }
    public Unit[] Escorts { get; }
    public (long Dawn, long Dusk)[] Days { get; }
    public int[] Bases { get; }

    /// <summary>By pace, the fastest first: ticks from place to place, −1 without a road.</summary>
    public long[][,] Roads { get; }

    public IEnumerable<int> EscortsAt(int @base) =>
        Enumerable.Range(0, Escorts.Length).Where(e => Escorts[e].Base == @base);

    public IEnumerable<int> VehiclesAt(int @base) =>
        Enumerable.Range(0, Vehicles.Length).Where(v => Vehicles[v].Base == @base);

    /// <summary>All crews of the base at this position, without escort first, then by number of vehicles.</summary>
    public ReadOnlySpan<Crew> Crews(int position) => crews[position];

    private Crew[] CrewsAt(int @base)
    {
        int[] here = [.. VehiclesAt(@base)];
        return
        [
            .. from escort in EscortsAt(@base).Prepend(-1)
            from size in Enumerable.Range(1, MovementPlanner.MostVehicles)
            from vehicles in Sets(here, size, 0)
            select new Crew(this, @base, vehicles, escort) into crew
            where crew.Guarded
            select crew,
        ];
    }

    private static IEnumerable<int[]> Sets(int[] of, int size, int from)
    {
        if (size == 0)
        {
            yield return [];
            yield break;
        }
        for (var i = from; i <= of.Length - size; i++)
        {
            foreach (var rest in Sets(of, size - 1, i + 1))
            {
                yield return [of[i], .. rest];
            }
        }
    }

    private long[,] TicksAt(double pace)
    {
        var n = Legs.Places.Count;
        var ticks = new long[n, n];
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
            {
                ticks[a, b] = Legs.Drive(a, b, pace)?.Ticks ?? -1;
            }
        }
        return ticks;
    }

    private Unit Of(string id, string @base, DateTimeOffset from, DateTimeOffset to, Caveats caveats) =>
        new(
            id,
            Legs.IndexOf(@base),
            from.UtcTicks,
            to.UtcTicks,
            caveats.MayDriveAfterDark,
            caveats.OnlyPlaces is { } only ? [.. Legs.Places.Select(only.Contains)] : null
        );

    private static long Grams(double kg) => (long)Math.Round(kg * 1000);
}

/// <summary>Seats and grams.</summary>
internal readonly record struct Load(int Seats, long Grams)
{
    public static Load operator +(Load a, Load b) => new(a.Seats + b.Seats, a.Grams + b.Grams);

    public static Load operator -(Load a, Load b) => new(a.Seats - b.Seats, a.Grams - b.Grams);

    public bool Within(Load other) => Seats <= other.Seats && Grams <= other.Grams;

    public static Load Most(Load a, Load b) => new(Math.Max(a.Seats, b.Seats), Math.Max(a.Grams, b.Grams));
}

/// <summary>A request by number.</summary>
internal sealed record Need(RideRequest Request, int From, int To, long Earliest, long Latest, Load Load)
{
    public int Priority => Request.Priority;
    public EscortWish Wish => Request.Escort;
}

/// <summary>A vehicle or an escort by number; <see cref="Allowed"/> by place, null for anywhere.</summary>
internal sealed record Unit(string Id, int Base, long From, long To, bool AfterDark, bool[]? Allowed)
{
    public Load Holds { get; init; }
    public int Pace { get; init; }
    public int Guards { get; init; }
}
