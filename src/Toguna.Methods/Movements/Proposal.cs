namespace Toguna.Methods.Movements;

/// <summary>Tells a draft in the words of the product: stops, who rides which leg, and why together.</summary>
internal static class Proposal
{
    public static Movement Of(Ground ground, Draft draft)
    {
        var stops = Stops(ground, draft);
        return new Movement(
            ground.Legs.Places[draft.Crew.Base],
            [.. draft.Crew.Vehicles.Select(v => ground.Vehicles[v].Id).Order(StringComparer.Ordinal)],
            draft.Crew.Escort < 0 ? null : ground.Escorts[draft.Crew.Escort].Id,
            stops,
            TimeSpan.FromTicks(draft.Driven).TotalHours,
            Why(ground, draft, stops)
        );
    }

    private static List<Stop> Stops(Ground ground, Draft draft)
    {
        var aboard = new SortedSet<int>();
        var stops = new List<Stop> { At(draft.Crew.Base, draft.Start, draft.Start, [], []) };
        var now = draft.Start;
        for (var i = 0; i < draft.Visits.Length; i++)
        {
            var (request, boards) = draft.Visits[i];
            _ = boards ? aboard.Add(request) : aboard.Remove(request);
            var place = draft.Visits[i].Place(ground);
            var arrives = now + draft.Drives[i];
            now = draft.Times[i];
            string[] on = boards ? [Id(request)] : [];
            string[] off = boards ? [] : [Id(request)];
            if (stops[^1].Place == ground.Legs.Places[place])
            {
                var here = stops[^1];
                stops[^1] = At(place, here.Arrives.UtcTicks, now, [.. here.Boards, .. on], [.. here.Alights, .. off]);
            }
            else
            {
                stops.Add(At(place, arrives, now, on, off));
            }
        }
        if (stops[^1].Place != ground.Legs.Places[draft.Crew.Base])
        {
            stops.Add(At(draft.Crew.Base, draft.End, draft.End, [], []));
        }
        return stops;

        string Id(int request) => ground.Needs[request].Request.Id;

        Stop At(int place, long arrives, long leaves, IEnumerable<string> on, IEnumerable<string> off)
        {
            var load = aboard.Aggregate(default(Load), (sum, r) => sum + ground.Needs[r].Load);
            return new Stop(
                ground.Legs.Places[place],
                new DateTimeOffset(arrives, TimeSpan.Zero),
                new DateTimeOffset(leaves, TimeSpan.Zero),
                [.. on.Order(StringComparer.Ordinal)],
                [.. off.Order(StringComparer.Ordinal)],
                [.. aboard.Select(Id)],
                load.Seats,
                load.Grams / 1000.0
            );
        }
    }

    private static Grouping Why(Ground ground, Draft draft, List<Stop> stops)
    {
        var alone = draft.Requests.Select(r => Insertion.Alone(ground, [], r, long.MaxValue)).ToList();
        var peak = Draft.Peak(ground, draft.Visits);
        var spare = draft.Crew.Holds - peak;
        return new Grouping(
            [.. draft.Requests.Order().Select(r => ground.Needs[r].Request.Id)],
            alone.Contains(null) ? null : TimeSpan.FromTicks(alone.Sum(d => d!.Driven)).TotalHours,
            [
                .. stops
                    .Zip(stops.Skip(1))
                    .Where(leg => leg.First.Aboard.Count > 1)
                    .Select(leg => new SharedLeg(leg.First.Place, leg.Second.Place, leg.First.Aboard)),
            ],
            spare.Seats,
            spare.Grams / 1000.0
        );
    }
}
