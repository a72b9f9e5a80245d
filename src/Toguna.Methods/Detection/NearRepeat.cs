namespace Toguna.Methods.Detection;

/// <summary>Something that happened somewhere on a day.</summary>
/// <param name="Latitude">−90 to 90.</param>
/// <param name="Longitude">−180 to 180.</param>
/// <param name="Day">A count of days from any beginning.</param>
public readonly record struct DayAndPlace(double Latitude, double Longitude, int Day);

/// <summary>Events that follow each other near in space and time.</summary>
public static class NearRepeat
{
    private const double EarthKilometres = 6371.0088;
    private const double KilometresPerDegree = EarthKilometres * Math.PI / 180;

    /// <summary>The chains: each event of one lies near another event of it, none lies near an event outside of it.</summary>
    /// <param name="events">Any order, not changed.</param>
    /// <param name="kilometres">How near in space, by the great circle; 0 or more.</param>
    /// <param name="days">How near in time; 0 or more.</param>
    /// <returns>Chains of at least two, each the positions of its events in time; in the order of their first event.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds or not a number; the message names it.</exception>
    /// <remarks>
    /// A rule and no test: in a busy place events lie near each other by chance, and nothing here says how often. A chain may be
    /// longer and wider than the two bounds, which hold from link to link. O(n log n) and the pairs that are near in time.
    /// </remarks>
    /// <seealso href="https://doi.org/10.1093/bjc/43.3.615">Townsley, Homel and Chaseling (2003), British Journal of Criminology 43(3)</seealso>
    public static IReadOnlyList<IReadOnlyList<int>> Chains(
        ReadOnlySpan<DayAndPlace> events,
        double kilometres,
        int days
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        if (!(kilometres >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(kilometres), kilometres, "A distance is not below 0.");
        }
        var order = new int[events.Length];
        for (var i = 0; i < order.Length; i++)
        {
            if (!(Math.Abs(events[i].Latitude) <= 90 && Math.Abs(events[i].Longitude) <= 180))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(events),
                    (events[i].Latitude, events[i].Longitude),
                    $"Event {i} is nowhere on earth."
                );
            }
            order[i] = i;
        }
        var all = events.ToArray();
        Array.Sort(order, (a, b) => all[a].Day != all[b].Day ? all[a].Day.CompareTo(all[b].Day) : a.CompareTo(b));
        var chain = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            chain[i] = i;
            for (var j = i - 1; j >= 0 && all[order[i]].Day - all[order[j]].Day <= days; j--)
            {
                if (Find(chain, i) != Find(chain, j) && Near(all[order[i]], all[order[j]], kilometres))
                {
                    var (first, second) = (Find(chain, j), Find(chain, i));
                    chain[Math.Max(first, second)] = Math.Min(first, second);
                }
            }
        }
        return
        [
            .. Enumerable
                .Range(0, order.Length)
                .GroupBy(i => Find(chain, i))
                .Where(g => g.Skip(1).Any())
                .OrderBy(g => g.Key)
                .Select(g => (IReadOnlyList<int>)[.. g.Select(i => order[i])]),
        ];
    }

    /// <summary>Kilometres along the great circle.</summary>
    public static double Between(DayAndPlace a, DayAndPlace b)
    {
        const double Radian = Math.PI / 180;
        var north = Math.Sin((b.Latitude - a.Latitude) * Radian / 2);
        var east = Math.Sin((b.Longitude - a.Longitude) * Radian / 2);
        var h = north * north + Math.Cos(a.Latitude * Radian) * Math.Cos(b.Latitude * Radian) * east * east;
        return 2 * EarthKilometres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static bool Near(DayAndPlace a, DayAndPlace b, double kilometres) =>
        Math.Abs(a.Latitude - b.Latitude) * KilometresPerDegree <= kilometres * (1 + 1e-12)
        && Between(a, b) <= kilometres;

    private static int Find(int[] chain, int at)
    {
        while (chain[at] != at)
        {
            chain[at] = chain[chain[at]];
            at = chain[at];
        }
        return at;
    }
}
