using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>A party that does not exist.</summary>
/// <param name="Id">Beyond any number that UCDP gives.</param>
/// <param name="Name">As the event data set has it: armies stand there under their government.</param>
/// <param name="LogName">As the mission's log has it.</param>
/// <param name="Weights">How active, in each of the six regimes.</param>
/// <param name="OneSided">Share of its deadly events that are attacks on civilians.</param>
/// <param name="French">With its article.</param>
internal sealed record SampleActor(
    int Index,
    int Id,
    string Name,
    string LogName,
    string Kind,
    Village Home,
    double Reach,
    double[] Weights,
    double OneSided,
    string French
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
    /// <summary>How often a unit does what it is known for, where it does not kill.</summary>
    private const double Preferred = 0.4;

    private readonly double[][] chances;
    private readonly Dictionary<string, (SampleAct[] Acts, double[] Sums)> acts = [];

    private readonly (int One, int Other, int From, int To)[] allies =
    [
        .. SampleData
            .Read("alliances")
            .Select(r => ((int)r.Number("one"), (int)r.Number("other"), (int)r.Number("from"), (int)r.Number("to"))),
    ];

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
                            [.. Enumerable.Range(0, Calendar.Regimes).Select(p => r.Number("p" + p))],
                            r.Number("one_sided"),
                            r["french"]
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
        // A company acts as the army that hired it.
        foreach (var kind in All.Select(a => a.Kind).Distinct())
        {
            acts[kind] = (
                [.. table],
                Sums(table.Select(a => a.Weights[kind == "private_military" ? "state_force" : kind]))
            );
        }
    }

    public IReadOnlyList<SampleActor> All { get; }

    public SampleAct Killing { get; }

    public SampleAct Clash { get; }

    public SampleActor Draw(Xoshiro256 random, Village village, int regime) =>
        All[Dice.Index(random, chances[village.Index * Calendar.Regimes + regime])];

    /// <summary>Somebody else who is about there.</summary>
    public SampleActor Opponent(Xoshiro256 random, SampleActor actor, Village village, int regime)
    {
        while (true)
        {
            var other = Draw(random, village, regime);
            if (other != actor && !AreAllied(actor, other, regime))
            {
                return other;
            }
        }
    }

    private bool AreAllied(SampleActor one, SampleActor other, int regime) =>
        allies.Any(a =>
            regime >= a.From
            && regime <= a.To
            && ((one.Id == a.One && other.Id == a.Other) || (one.Id == a.Other && other.Id == a.One))
        );

    /// <summary>An act that nobody died of.</summary>
    public SampleAct Act(Xoshiro256 random, SampleActor actor, SampleUnit unit)
    {
        var (all, sums) = acts[actor.Kind];
        if (Dice.Chance(random, Preferred) && unit.Acts.Count > 0)
        {
            var code = unit.Acts[random.Below(unit.Acts.Count)];
            return all.First(a => a.Code == code);
        }
        return all[Dice.Index(random, sums)];
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
