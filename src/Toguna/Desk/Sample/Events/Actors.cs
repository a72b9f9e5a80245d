using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>A party that does not exist.</summary>
/// <param name="Id">Beyond any number that UCDP gives.</param>
/// <param name="Name">As the event data set has it: armies stand there under their government.</param>
/// <param name="LogName">As the mission's log has it.</param>
/// <param name="Weights">How active, in each of the three regimes.</param>
/// <param name="OneSided">Share of its deadly events that are attacks on civilians.</param>
internal sealed record SampleActor(
    int Index,
    int Id,
    string Name,
    string LogName,
    string Kind,
    Village Home,
    double Reach,
    double[] Weights,
    double OneSided
)
{
    public bool IsState => Kind == "state_force";
}

/// <summary>A kind of act with how two offices write of it.</summary>
internal sealed record SampleAct(
    string Code,
    IReadOnlyDictionary<string, double> Weights,
    double WomenAndChildren,
    Words English,
    Words French
);

internal sealed record Words(string Label, string Title, string Text);

/// <summary>Who acts where: near home often, far from it seldom.</summary>
internal sealed class Actors
{
    private readonly double[][] chances;
    private readonly Dictionary<string, (SampleAct[] Acts, double[] Sums)> acts = [];

    public Actors(Country country)
    {
        All =
        [
            .. SampleData
                .Read("actors")
                .Select(
                    (r, i) =>
                        new SampleActor(
                            i,
                            (int)r.Number("id"),
                            r["name"],
                            r["log_name"],
                            r["kind"],
                            country.Seat(r["home"]),
                            r.Number("reach"),
                            [r.Number("before"), r.Number("between"), r.Number("after")],
                            r.Number("one_sided")
                        )
                ),
        ];
        chances =
        [
            .. country.Villages.SelectMany(v =>
                Enumerable
                    .Range(0, Calendar.Regimes)
                    .Select(r =>
                        Sums(All.Select(a => a.Weights[r] * Math.Exp(-a.Home.Spot.Distance(v.Spot) / a.Reach)))
                    )
            ),
        ];
        var table = ReadActs();
        Killing = table.First(a => a.Code == "killing");
        Clash = table.First(a => a.Code == "clash");
        foreach (var kind in All.Select(a => a.Kind).Distinct())
        {
            acts[kind] = ([.. table], Sums(table.Select(a => a.Weights[kind])));
        }
    }

    public IReadOnlyList<SampleActor> All { get; }

    public SampleAct Killing { get; }

    public SampleAct Clash { get; }

    public SampleActor Draw(Xoshiro256 random, Village village, int regime) =>
        All[Draws.Index(random, chances[village.Index * Calendar.Regimes + regime])];

    /// <summary>Somebody else who is about there.</summary>
    public SampleActor Opponent(Xoshiro256 random, SampleActor actor, Village village, int regime)
    {
        while (true)
        {
            var other = Draw(random, village, regime);
            if (other != actor)
            {
                return other;
            }
        }
    }

    /// <summary>An act that nobody died of.</summary>
    public SampleAct Act(Xoshiro256 random, SampleActor actor)
    {
        var (all, sums) = acts[actor.Kind];
        return all[Draws.Index(random, sums)];
    }

    internal static double[] Sums(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(w => sum += w)];
    }

    private static List<SampleAct> ReadActs() =>
        [
            .. SampleData
                .Read("acts")
                .Select(r => new SampleAct(
                    r["act"],
                    new[] { "state_force", "armed_group", "militia" }.ToDictionary(k => k, r.Number),
                    r.Number("women_children"),
                    new(r["english"], r["english_title"], r["english_text"]),
                    new(r["french"], r["french_title"], r["french_text"])
                )),
        ];
}
