namespace Toguna.Methods.Movements;

/// <summary>The place at which a request costs the fewest hours: in a movement that is there, or in one of its own.</summary>
/// <remarks>
/// Every pair of positions in every movement is tried, with its crew as it is and, where that does not do, with one vehicle
/// exchanged or added and an escort added. Of equals a movement of its own is taken, then the first, small vehicles before large.
/// </remarks>
/// <seealso href="https://doi.org/10.1287/opre.35.2.254">Solomon (1987), Operations Research 35(2), section 2.3, whose insertion by cost this is</seealso>
internal static class Insertion
{
    /// <summary>Puts each of the requests in, in this order, again and again until none fits any more.</summary>
    public static void Fill(Ground ground, List<Draft> plan, IEnumerable<int> order)
    {
        var left = order.ToList();
        while (left.RemoveAll(request => Put(ground, plan, request)) > 0) { }
    }

    /// <summary>Puts one in where it costs least; false, and the plan as it was, where it fits nowhere.</summary>
    public static bool Put(Ground ground, List<Draft> plan, int request)
    {
        Draft? best = null;
        var at = -1;
        var extra = long.MaxValue;
        for (var m = 0; m < plan.Count; m++)
        {
            if (Into(ground, plan, m, request, extra) is { } draft)
            {
                (best, at, extra) = (draft, m, draft.Driven - plan[m].Driven);
            }
        }
        // At the same hours on its own: a movement that only passes its base between two is two.
        if (Alone(ground, plan, request, best is null ? extra : extra + 1) is { } own)
        {
            plan.Add(own);
            return true;
        }
        if (best is null)
        {
            return false;
        }
        plan[at] = best;
        return true;
    }

    /// <summary>The movement of its own that costs least and less than <paramref name="below"/>; of its crews the fewest vehicles that do.</summary>
    public static Draft? Alone(Ground ground, IReadOnlyList<Draft> plan, int request, long below)
    {
        ReadOnlySpan<Visit> visits = [new(request, true), new(request, false)];
        if (!Timing.CanFollow(ground, visits))
        {
            return null;
        }
        Draft? best = null;
        for (var b = 0; b < ground.Bases.Length; b++)
        {
            foreach (var crew in ground.Crews(b))
            {
                best = Draft.Try(ground, crew, visits, plan, -1, best?.Driven ?? below) ?? best;
            }
        }
        return best;
    }

    /// <summary>The same visits with the crew, of any base, that costs least beside the others; as it was where none costs less.</summary>
    public static Draft Recrewed(Ground ground, IReadOnlyList<Draft> plan, int movement)
    {
        var best = plan[movement];
        for (var b = 0; b < ground.Bases.Length; b++)
        {
            foreach (var crew in ground.Crews(b))
            {
                best = Draft.Try(ground, crew, best.Visits, plan, movement, best.Driven) ?? best;
            }
        }
        return best;
    }

    private static Draft? Into(Ground ground, List<Draft> plan, int movement, int request, long extra)
    {
        var old = plan[movement];
        var below = extra == long.MaxValue ? extra : old.Driven + extra;
        var visits = new Visit[old.Visits.Length + 2];
        Draft? best = null;
        for (var i = 0; i <= old.Visits.Length; i++)
        {
            for (var j = i; j <= old.Visits.Length; j++)
            {
                old.Visits.AsSpan(0, i).CopyTo(visits);
                visits[i] = new Visit(request, true);
                old.Visits.AsSpan(i, j - i).CopyTo(visits.AsSpan(i + 1));
                visits[j + 1] = new Visit(request, false);
                old.Visits.AsSpan(j).CopyTo(visits.AsSpan(j + 2));
                if (!Timing.CanFollow(ground, visits))
                {
                    continue;
                }
                var found = Draft.Try(ground, old.Crew, visits, plan, movement, best?.Driven ?? below);
                if (found is null && best is null)
                {
                    foreach (var crew in Others(ground, old.Crew))
                    {
                        found = Draft.Try(ground, crew, visits, plan, movement, found?.Driven ?? below) ?? found;
                    }
                }
                best = found ?? best;
            }
        }
        return best;
    }

    /// <summary>The same crew with one vehicle exchanged or one more, each also with an escort where there was none.</summary>
    private static IEnumerable<Crew> Others(Ground ground, Crew crew)
    {
        var escorts = crew.Escort >= 0 ? [crew.Escort] : ground.EscortsAt(crew.Base).Prepend(-1);
        int[] spare = [.. ground.VehiclesAt(crew.Base).Except(crew.Vehicles)];
        foreach (var escort in escorts)
        {
            if (escort != crew.Escort)
            {
                yield return new Crew(ground, crew.Base, crew.Vehicles, escort);
            }
            foreach (var other in spare)
            {
                foreach (var given in crew.Vehicles)
                {
                    int[] exchanged = [.. crew.Vehicles.Select(v => v == given ? other : v)];
                    yield return new Crew(ground, crew.Base, exchanged, escort);
                }
                if (crew.Vehicles.Length < MovementPlanner.MostVehicles)
                {
                    yield return new Crew(ground, crew.Base, [.. crew.Vehicles, other], escort);
                }
            }
        }
    }
}
