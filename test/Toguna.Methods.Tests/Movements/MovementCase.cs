using Toguna.Methods.Movements;
using Toguna.Methods.Numerics;

namespace Toguna.Methods.Tests.Movements;

/// <summary>A made-up day or two of requests, the same for a seed; also what the benchmark runs on.</summary>
/// <remarks>Places lie on a plane, so that no way through a third is shorter; some legs need an escort, some requests refuse one.</remarks>
internal sealed record MovementCase(
    IReadOnlyList<RideRequest> Requests,
    IReadOnlyList<Vehicle> Vehicles,
    IReadOnlyList<Escort> Escorts,
    Legs Legs,
    IReadOnlyList<Daylight> Daylight
)
{
    public static readonly DateTimeOffset Midnight = new(2031, 3, 13, 0, 0, 0, TimeSpan.Zero);

    public static MovementCase Of(
        ulong seed,
        int requests,
        int vehicles,
        int escorts,
        int places,
        int days = 1,
        bool priorities = false
    )
    {
        var random = new Xoshiro256(seed);
        string[] names = [.. Enumerable.Range(0, places).Select(i => $"place {i}")];
        string[] bases = [.. names.Take(Math.Max(1, Math.Min(vehicles / 4, 3)))];
        var legs = RoadsOf(random, names);
        var caveats = (string[] needed) =>
            new Caveats(
                random.Uniform() < 0.2,
                random.Uniform() < 0.2
                    ? names.Where(n => needed.Contains(n) || random.Uniform() < 0.6).ToHashSet()
                    : null
            );
        return new MovementCase(
            [
                .. Enumerable
                    .Range(0, requests)
                    .Select(i =>
                    {
                        var from =
                            random.Uniform() < 0.6 ? bases[random.Below(bases.Length)] : names[random.Below(places)];
                        var to = names.Where(n => n != from).ElementAt(random.Below(places - 1));
                        var begins = 24 * random.Below(days) + Draws.Between(random, 4, 13);
                        return new RideRequest(
                            $"R{i:00}",
                            from,
                            to,
                            At(begins),
                            At(begins + Draws.Between(random, 1.5, 9)),
                            1 + random.Below(5),
                            random.Below(4) * 50,
                            priorities ? 1 + random.Below(3) : 1,
                            random.Uniform() switch
                            {
                                < 0.15 => EscortWish.Refuses,
                                < 0.3 => EscortWish.Needs,
                                _ => EscortWish.Either,
                            }
                        );
                    }),
            ],
            [
                .. Enumerable
                    .Range(0, vehicles)
                    .Select(i => new Vehicle(
                        $"V{i:00}",
                        bases[i % bases.Length],
                        4 + random.Below(6),
                        100 + 100 * random.Below(5),
                        random.Uniform() < 0.7 ? 1 : 1.25,
                        At(random.Below(7)),
                        At(24 * (days - 1) + 15 + random.Below(9)),
                        caveats([bases[i % bases.Length]])
                    )),
            ],
            [
                .. Enumerable
                    .Range(0, escorts)
                    .Select(i => new Escort(
                        $"E{i}",
                        bases[i % bases.Length],
                        1 + random.Below(3),
                        At(4),
                        At(24 * (days - 1) + 20),
                        caveats([bases[i % bases.Length]])
                    )),
            ],
            legs,
            [.. Enumerable.Range(0, days).Select(d => new Daylight(At(24 * d + 6), At(24 * d + 18)))]
        );
    }

    public MovementPlan Plan() => MovementPlanner.Plan(Requests, Vehicles, Escorts, Legs, Daylight);

    public static DateTimeOffset At(double hours) => Midnight.AddMinutes(Math.Round(hours * 60));

    private static Legs RoadsOf(Xoshiro256 random, string[] names)
    {
        var n = names.Length;
        (double X, double Y)[] at = [.. names.Select(_ => (Draws.Between(random, 0, 3), Draws.Between(random, 0, 3)))];
        var (hours, escorted) = (new double[n, n], new bool[n, n]);
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < a; b++)
            {
                hours[a, b] = hours[b, a] = Math.Sqrt(Math.Pow(at[a].X - at[b].X, 2) + Math.Pow(at[a].Y - at[b].Y, 2));
                escorted[a, b] = escorted[b, a] = random.Uniform() < 0.2;
            }
        }
        return new Legs(names, hours, escorted);
    }
}
