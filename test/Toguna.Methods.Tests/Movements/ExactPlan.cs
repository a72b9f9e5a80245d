using Toguna.Methods.Movements;

namespace Toguna.Methods.Tests.Movements;

/// <summary>The best plan there is, by trying all: for some six requests and two vehicles at one base, all requests alike urgent.</summary>
/// <remarks>
/// Written apart from the planner, on its public types alone. A movement with a crew from a moment on serves each set of requests
/// at certain pairs of end and hours of which none is beaten in both; movements follow one another in the order in which they
/// start, each as early as its crew is free, and what is left after them is remembered by who is free when and who is left.
/// Rounded up to a minute a way through a third place can be a minute longer, never shorter by more: it is tried anyhow.
/// </remarks>
internal sealed class ExactPlan(MovementCase given)
{
    private readonly RideRequest[] requests = [.. given.Requests];
    private readonly Dictionary<(int Crew, DateTimeOffset From), Dictionary<int, List<Run>>> runs = [];
    private readonly Dictionary<(DateTimeOffset A, DateTimeOffset B, DateTimeOffset E, int Left), Score> best = [];

    /// <summary>How many are served and the hours driven for them at the least.</summary>
    public readonly record struct Score(int Served, TimeSpan Driven)
    {
        public bool Beats(Score other) => Served > other.Served || (Served == other.Served && Driven < other.Driven);
    }

    private readonly record struct Run(DateTimeOffset End, TimeSpan Driven);

    public Score Best() =>
        Best(DateTimeOffset.MinValue, DateTimeOffset.MinValue, DateTimeOffset.MinValue, (1 << requests.Length) - 1);

    private Score Best(DateTimeOffset a, DateTimeOffset b, DateTimeOffset e, int left)
    {
        if (best.TryGetValue((a, b, e, left), out var known))
        {
            return known;
        }
        var found = new Score(0, TimeSpan.Zero);
        for (var crew = 1; crew < 8 && left != 0; crew++)
        {
            if (!Exists(crew))
            {
                continue;
            }
            DateTimeOffset[] frees =
            [
                Has(crew, 1) ? a : default,
                Has(crew, 2) ? b : default,
                Has(crew, 4) ? e : default,
            ];
            foreach (var (set, ends) in Runs(crew, frees.Max()))
            {
                if ((set & ~left) != 0)
                {
                    continue;
                }
                foreach (var run in ends)
                {
                    var rest = Best(
                        Has(crew, 1) ? run.End : a,
                        Has(crew, 2) ? run.End : b,
                        Has(crew, 4) ? run.End : e,
                        left & ~set
                    );
                    var score = new Score(rest.Served + int.PopCount(set), rest.Driven + run.Driven);
                    found = score.Beats(found) ? score : found;
                }
            }
        }
        return best[(a, b, e, left)] = found;
    }

    private static bool Has(int crew, int member) => (crew & member) != 0;

    private Vehicle[] VehiclesOf(int crew) => [.. given.Vehicles.Where((_, i) => Has(crew, 1 << i))];

    private bool Exists(int crew) =>
        VehiclesOf(crew) is { Length: > 0 } vehicles
        && vehicles.Select(v => v.Base).Distinct().Count() == 1
        && (
            !Has(crew, 4)
            || (
                given.Escorts.Count > 0
                && given.Escorts[0].Guards >= vehicles.Length
                && given.Escorts[0].Base == vehicles[0].Base
            )
        );

    /// <summary>By set of requests served: the pairs of end and hours of which none is beaten in both.</summary>
    private Dictionary<int, List<Run>> Runs(int crew, DateTimeOffset from)
    {
        if (runs.TryGetValue((crew, from), out var known))
        {
            return known;
        }
        var vehicles = VehiclesOf(crew);
        var caveats = vehicles.Select(v => v.Caveats).Concat(Has(crew, 4) ? [given.Escorts[0].Caveats] : []).ToList();
        var begins = vehicles
            .Select(v => v.From)
            .Concat(Has(crew, 4) ? [given.Escorts[0].From] : [])
            .Append(from)
            .Max();
        var ends = vehicles.Select(v => v.To).Concat(Has(crew, 4) ? [given.Escorts[0].To] : []).Min();
        var result = new Dictionary<int, List<Run>>();
        IEnumerable<Daylight> spans = caveats.All(c => c.MayDriveAfterDark)
            ? [new Daylight(begins, ends)]
            : given.Daylight;
        foreach (var day in spans)
        {
            var start = begins > day.Dawn ? begins : day.Dawn;
            var dusk = ends < day.Dusk ? ends : day.Dusk;
            Drive(new Way(crew, vehicles, caveats, dusk, result), vehicles[0].Base, start, TimeSpan.Zero, 0, 0, []);
        }
        return runs[(crew, from)] = result;
    }

    private sealed record Way(
        int Crew,
        Vehicle[] Vehicles,
        List<Caveats> Caveats,
        DateTimeOffset Dusk,
        Dictionary<int, List<Run>> Result
    );

    private void Drive(
        Way way,
        string at,
        DateTimeOffset now,
        TimeSpan driven,
        int aboard,
        int done,
        Dictionary<(string, int, int), List<Run>> seen
    )
    {
        if (now > way.Dusk || !Keep(seen, (at, aboard, done), new Run(now, driven)))
        {
            return;
        }
        if (aboard == 0 && done != 0 && Leg(way, at, way.Vehicles[0].Base) is { } home && now + home <= way.Dusk)
        {
            Keep(way.Result, done, new Run(now + home, driven + home * Units(way)));
        }
        for (var r = 0; r < requests.Length; r++)
        {
            var (request, bit) = (requests[r], 1 << r);
            if (Has(done, bit))
            {
                continue;
            }
            var boards = !Has(aboard, bit);
            var place = boards ? request.From : request.To;
            if (Leg(way, at, place) is not { } leg || (boards && !Takes(way, aboard, request)))
            {
                continue;
            }
            var arrives = now + leg;
            if (!boards && arrives > request.Latest)
            {
                continue;
            }
            var leaves = boards && arrives < request.Earliest ? request.Earliest : arrives;
            Drive(way, place, leaves, driven + leg * Units(way), aboard ^ bit, boards ? done : done | bit, seen);
        }
    }

    private static int Units(Way way) => int.PopCount(way.Crew);

    private bool Takes(Way way, int aboard, RideRequest request)
    {
        var with = requests.Where((_, i) => Has(aboard, 1 << i)).Append(request).ToList();
        return with.Sum(r => r.Seats) <= way.Vehicles.Sum(v => v.Seats)
            && with.Sum(r => r.CargoKg) <= way.Vehicles.Sum(v => v.CargoKg)
            && request.Escort != (Has(way.Crew, 4) ? EscortWish.Refuses : EscortWish.Needs);
    }

    private TimeSpan? Leg(Way way, string from, string to) =>
        way.Caveats.All(c => c.OnlyPlaces?.Contains(to) != false)
        && (Has(way.Crew, 4) || !given.Legs.NeedsEscort(from, to))
            ? given.Legs.Drive(from, to, way.Vehicles.Max(v => v.Pace))
            : null;

    private static bool Keep<TKey>(Dictionary<TKey, List<Run>> kept, TKey key, Run run)
        where TKey : notnull
    {
        if (!kept.TryGetValue(key, out var runs))
        {
            kept[key] = runs = [];
        }
        if (runs.Exists(r => r.End <= run.End && r.Driven <= run.Driven))
        {
            return false;
        }
        runs.RemoveAll(r => r.End >= run.End && r.Driven >= run.Driven);
        runs.Add(run);
        return true;
    }
}
