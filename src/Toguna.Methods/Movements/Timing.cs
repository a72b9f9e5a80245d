namespace Toguna.Methods.Movements;

/// <summary>The earliest time at which a route can be driven, within windows, daylight and what else its crew is on the road for.</summary>
internal static class Timing
{
    /// <remarks>
    /// Exact for a given route: who starts later never ends earlier, so each conflict moves the start to the first moment at
    /// which it no longer stands, and a missed latest arrival ends the search. Once the end is known, everything before it
    /// moves as late as it can, so that nobody waits on the road for what could be waited for at home.
    /// </remarks>
    public static bool Find(
        Ground ground,
        Crew crew,
        ReadOnlySpan<Visit> visits,
        ReadOnlySpan<long> drives,
        IReadOnlyList<Draft> plan,
        int replaced,
        Span<long> times,
        out long start,
        out long end
    )
    {
        start = crew.From;
        while (true)
        {
            var dusk = crew.To;
            if (crew.ByDay)
            {
                var from = start;
                var day = Array.FindIndex(ground.Days, d => d.Dusk > from);
                if (day < 0)
                {
                    end = 0;
                    return false;
                }
                (start, dusk) = (Math.Max(start, ground.Days[day].Dawn), ground.Days[day].Dusk);
            }
            if (!Forward(ground, visits, drives, start, times, out end) || end > crew.To)
            {
                return false;
            }
            if (end > dusk)
            {
                start = dusk;
                continue;
            }
            start = Backward(ground, visits, drives, end, times);
            var free = start;
            for (var i = 0; i < plan.Count; i++)
            {
                if (i != replaced && start < plan[i].End && end > plan[i].Start && crew.Shares(plan[i].Crew))
                {
                    free = Math.Max(free, plan[i].End);
                }
            }
            if (free == start)
            {
                return true;
            }
            start = free;
        }
    }

    /// <summary>Whether the visits can follow one another within their windows with the fastest vehicle, wherever it starts.</summary>
    public static bool CanFollow(Ground ground, ReadOnlySpan<Visit> visits)
    {
        if (ground.Roads.Length == 0)
        {
            return false;
        }
        var roads = ground.Roads[0];
        var now = long.MinValue;
        for (var i = 0; i < visits.Length; i++)
        {
            var need = ground.Needs[visits[i].Request];
            if (i > 0)
            {
                var road = roads[visits[i - 1].Place(ground), visits[i].Place(ground)];
                if (road < 0)
                {
                    return false;
                }
                now += road;
            }
            now = visits[i].Boards ? Math.Max(now, need.Earliest) : now;
            if (!visits[i].Boards && now > need.Latest)
            {
                return false;
            }
        }
        return true;
    }

    private static bool Forward(
        Ground ground,
        ReadOnlySpan<Visit> visits,
        ReadOnlySpan<long> drives,
        long start,
        Span<long> times,
        out long end
    )
    {
        var now = start;
        for (var i = 0; i < visits.Length; i++)
        {
            now += drives[i];
            var need = ground.Needs[visits[i].Request];
            if (visits[i].Boards)
            {
                now = Math.Max(now, need.Earliest);
            }
            else if (now > need.Latest)
            {
                end = now;
                return false;
            }
            times[i] = now;
        }
        end = now + drives[^1];
        return true;
    }

    private static long Backward(
        Ground ground,
        ReadOnlySpan<Visit> visits,
        ReadOnlySpan<long> drives,
        long end,
        Span<long> times
    )
    {
        var now = end;
        for (var i = visits.Length - 1; i >= 0; i--)
        {
            now -= drives[i + 1];
            if (!visits[i].Boards)
            {
                now = Math.Min(now, ground.Needs[visits[i].Request].Latest);
            }
            times[i] = now;
        }
        return now - drives[0];
    }
}
