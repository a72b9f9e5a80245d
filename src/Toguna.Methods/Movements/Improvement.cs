namespace Toguna.Methods.Movements;

/// <summary>Takes movements apart, one and two at a time, and puts their requests in anew in several orders, while that helps.</summary>
/// <remarks>
/// Keeps a new plan only where it serves more of the more urgent, or as many with fewer hours. Ends when no taking apart helps
/// or after a stated number of trials: by count and not by the clock, so that every machine proposes the same.
/// </remarks>
/// <seealso href="https://doi.org/10.1006/jcph.1999.6413">Schrimpf et al. (2000), Journal of Computational Physics 159(2), “ruin and recreate”, here without chance</seealso>
internal sealed class Improvement(Ground ground, int trials)
{
    /// <summary>So few are put in in every order there is, once the usual orders help no more.</summary>
    private const int Few = 6;

    private HashSet<int> possible = [];

    /// <summary>The best of a plan from each order, then improved.</summary>
    public List<Draft> Plan()
    {
        var all = Enumerable.Range(0, ground.Needs.Length).ToList();
        List<Draft> best = [];
        foreach (var order in Orders(all, false))
        {
            best = Better(Filled([], order, 0), best) ?? best;
        }
        // What no vehicle brings there in time is not tried again with each movement that is taken apart.
        possible = all.Where(r => Timing.CanFollow(ground, [new(r, true), new(r, false)])).ToHashSet();
        while ((Step(best, false) ?? Step(best, true)) is { } improved)
        {
            best = improved;
        }
        return best;
    }

    private List<Draft>? Step(List<Draft> plan, bool everyOrder)
    {
        var left = possible.Except(plan.SelectMany(d => d.Requests)).Order().ToList();
        for (var apart = 0; apart < plan.Count; apart++)
        {
            for (var a = 0; a + apart < plan.Count; a++)
            {
                var b = a + apart;
                List<int> pool = [.. left, .. plan[a].Requests, .. b == a ? [] : plan[b].Requests];
                if (everyOrder && pool.Count > Few)
                {
                    continue;
                }
                var rest = plan.Where((_, i) => i != a && i != b).ToList();
                foreach (var order in Orders(pool, everyOrder))
                {
                    for (var own = 0; own <= 2; own++)
                    {
                        if (trials-- <= 0)
                        {
                            return null;
                        }
                        if (Better(Filled(rest, order, own), plan) is { } better)
                        {
                            return better;
                        }
                    }
                }
            }
        }
        return null;
    }

    /// <summary>The plan with these put in, the first of them each in a movement of its own; then with the crews that cost least.</summary>
    private List<Draft> Filled(List<Draft> rest, IEnumerable<int> order, int own)
    {
        List<Draft> plan = [.. rest];
        List<int> queue = [.. order];
        foreach (var request in queue.Take(own).ToList())
        {
            if (Insertion.Alone(ground, plan, request, long.MaxValue) is { } alone)
            {
                plan.Add(alone);
                queue.Remove(request);
            }
        }
        Insertion.Fill(ground, plan, queue);
        for (var m = 0; m < plan.Count; m++)
        {
            plan[m] = Insertion.Recrewed(ground, plan, m);
        }
        return plan;
    }

    /// <summary>The more urgent first; then as they are, by the end of the window, its beginning, the length of the way, and the load.</summary>
    private IEnumerable<IEnumerable<int>> Orders(List<int> requests, bool every)
    {
        if (every)
        {
            return Permutations(requests);
        }
        var urgent = requests.OrderBy(r => ground.Needs[r].Priority);
        return
        [
            urgent,
            urgent.ThenBy(r => ground.Needs[r].Latest),
            urgent.ThenBy(r => ground.Needs[r].Earliest),
            urgent.ThenByDescending(r => ground.Legs.Drive(ground.Needs[r].From, ground.Needs[r].To, 1)),
            urgent.ThenByDescending(r => ground.Needs[r].Load.Seats),
        ];
    }

    private static IEnumerable<IEnumerable<int>> Permutations(IReadOnlyList<int> of)
    {
        if (of.Count == 0)
        {
            yield return [];
        }
        foreach (var first in of)
        {
            foreach (var rest in Permutations([.. of.Where(r => r != first)]))
            {
                yield return rest.Prepend(first);
            }
        }
    }

    /// <summary>The plan, if it serves more of the most urgent among whom they differ, or as many of each and drives less.</summary>
    private List<Draft>? Better(List<Draft> plan, List<Draft> than)
    {
        var difference = new SortedDictionary<int, int>();
        void Count(List<Draft> drafts, int one)
        {
            foreach (var request in drafts.SelectMany(d => d.Requests))
            {
                var priority = ground.Needs[request].Priority;
                difference[priority] = difference.GetValueOrDefault(priority) + one;
            }
        }
        Count(plan, 1);
        Count(than, -1);
        var first = difference.Values.FirstOrDefault(d => d != 0);
        return first > 0 || (first == 0 && plan.Sum(d => d.Driven) < than.Sum(d => d.Driven)) ? plan : null;
    }
}
