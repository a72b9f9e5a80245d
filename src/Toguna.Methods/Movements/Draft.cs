namespace Toguna.Methods.Movements;

/// <summary>A request gets on or off.</summary>
internal readonly record struct Visit(int Request, bool Boards)
{
    public int Place(Ground ground) => Boards ? ground.Needs[Request].From : ground.Needs[Request].To;
}

/// <summary>A movement that keeps all limits: each visit at its time, on the road from <see cref="Start"/> to <see cref="End"/>.</summary>
/// <param name="Drives">The ticks of each leg, the last one home.</param>
internal sealed record Draft(Crew Crew, Visit[] Visits, long[] Times, long[] Drives, long Start, long End, long Driven)
{
    public IEnumerable<int> Requests => Visits.Where(v => v.Boards).Select(v => v.Request);

    /// <summary>The movement on this route with this crew, or null where a limit stands against it.</summary>
    /// <param name="visits">Each request gets on before it gets off.</param>
    /// <param name="plan">The movements beside it, whose vehicles and escorts are on the road with them.</param>
    /// <param name="replaced">The one among them that it takes the place of; −1 for none.</param>
    /// <param name="below">The ticks driven that are too many.</param>
    public static Draft? Try(
        Ground ground,
        Crew crew,
        ReadOnlySpan<Visit> visits,
        IReadOnlyList<Draft> plan,
        int replaced,
        long below
    )
    {
        Span<long> drives = stackalloc long[visits.Length + 1];
        if (!crew.Guarded || !Road(ground, crew, visits, drives, out var road) || road * crew.Units >= below)
        {
            return null;
        }
        Span<long> times = stackalloc long[visits.Length];
        return
            Wished(ground, crew, visits)
            && Peak(ground, visits).Within(crew.Holds)
            && Timing.Find(ground, crew, visits, drives, plan, replaced, times, out var start, out var end)
            ? new Draft(crew, visits.ToArray(), times.ToArray(), drives.ToArray(), start, end, road * crew.Units)
            : null;
    }

    /// <summary>The most seats and the most grams aboard, on whichever legs.</summary>
    public static Load Peak(Ground ground, ReadOnlySpan<Visit> visits)
    {
        Load now = default,
            most = default;
        foreach (var visit in visits)
        {
            var load = ground.Needs[visit.Request].Load;
            now = visit.Boards ? now + load : now - load;
            most = Load.Most(most, now);
        }
        return most;
    }

    private static bool Wished(Ground ground, Crew crew, ReadOnlySpan<Visit> visits)
    {
        var unwanted = crew.Escort < 0 ? EscortWish.Needs : EscortWish.Refuses;
        foreach (var visit in visits)
        {
            if (ground.Needs[visit.Request].Wish == unwanted)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The ticks of each leg and of all; false without a road, an escort that one needs, or leave to go there.</summary>
    private static bool Road(Ground ground, Crew crew, ReadOnlySpan<Visit> visits, Span<long> drives, out long all)
    {
        var roads = ground.Roads[crew.Pace];
        var at = crew.Base;
        all = 0;
        for (var i = 0; i <= visits.Length; i++)
        {
            var next = i < visits.Length ? visits[i].Place(ground) : crew.Base;
            drives[i] = roads[at, next];
            if (drives[i] < 0 || !crew.MayGoTo(next) || (crew.Escort < 0 && ground.Legs.NeedsEscort(at, next)))
            {
                return false;
            }
            all += drives[i];
            at = next;
        }
        return true;
    }
}
