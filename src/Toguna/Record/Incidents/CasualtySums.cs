namespace Toguna.Record.Incidents;

/// <summary>The sums of an incident, from its rows of casualties.</summary>
/// <remarks>
/// A row without any dimension is a total and wins: its breakdowns are its parts and are not added to it. Where there
/// is no total the rows that are broken down add up, bound by bound, each bound over the rows that give it. Of the
/// civilians the same holds among rows of status civilian: one that is broken down by nothing else wins.
/// Several totals come from several reports; the first stands, so that one event told twice is not counted twice.
/// </remarks>
public static class CasualtySums
{
    public static bool IsTotal(CasualtiesFacts c) =>
        c is { Sex: null, Age: null, Status: null, Cause: null, ActorId: null, ActId: null };

    /// <returns>Killed, civilians among them, injured; a bound that no row gives is null.</returns>
    public static (Bounds Killed, Bounds Civilians, Bounds Injured) Of(IReadOnlyList<CasualtiesFacts> rows) =>
        (Sum(rows, "killed"), Civilians(rows), Sum(rows, "injured"));

    private static Bounds Sum(IReadOnlyList<CasualtiesFacts> rows, string outcome)
    {
        var of = rows.Where(r => r.Outcome == outcome).ToList();
        return of.Find(IsTotal) is { } total ? Count(total) : Bounds.Sum(of.Select(Count));
    }

    private static Bounds Civilians(IReadOnlyList<CasualtiesFacts> rows)
    {
        var of = rows.Where(r => r is { Outcome: "killed", Status: "civilian" }).ToList();
        return of.Find(r => r is { Sex: null, Age: null, Cause: null, ActorId: null, ActId: null }) is { } all
            ? Count(all)
            : Bounds.Sum(of.Select(Count));
    }

    private static Bounds Count(CasualtiesFacts c) => new(c.Minimum, c.Best, c.Maximum);
}
