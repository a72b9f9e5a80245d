using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Reporting;

/// <summary>What a source makes of an event: numbers rounded, the neighbour village, somebody else held responsible.</summary>
internal sealed class Claims(Country country, Actors actors, Xoshiro256 random)
{
    private const int Neighbours = 5;

    private readonly Village[][] near =
    [
        .. country.Villages.Select(v =>
            country.Villages.Where(o => o != v).OrderBy(o => o.Spot.Distance(v.Spot)).Take(Neighbours).ToArray()
        ),
    ];

    public Village Neighbour(Village village) => near[village.Index][random.Below(Neighbours)];

    public Claim Of(TrueEvent e, SampleSource source)
    {
        var claim = new Claim(e.Village, e.Act.Code, e.Killed, e.Actor, e.Minute, "");
        var error = source.Error;
        if (Dice.Chance(random, 0.1 * error))
        {
            claim = (claim with { Place = Neighbour(e.Village) }).With("place");
        }
        claim = Count(claim, e.Killed, error);
        if (Dice.Chance(random, 0.35) || e.Opponent is not null && Dice.Chance(random, 0.5))
        {
            claim = claim with { Actor = null };
        }
        else if (Dice.Chance(random, 0.08 * error))
        {
            var other = actors.Draw(random, e.Village, RegimeOf(e));
            claim = other == e.Actor ? claim : (claim with { Actor = other }).With("perpetrator");
        }
        if (Dice.Chance(random, 0.05 * error))
        {
            claim = (claim with { Minute = e.Minute - 1440 }).With("day");
        }
        return claim;
    }

    /// <summary>What is right, as far as the source named it.</summary>
    public static Claim Corrected(Claim claim, TrueEvent e) =>
        claim with
        {
            Place = e.Village,
            Killed = claim.Killed is null ? null : e.Killed,
            Actor = claim.Actor is null ? null : e.Actor,
            Minute = e.Minute,
            Errors = "",
        };

    public static int RegimeOf(TrueEvent e) => Calendar.Regime(e.Day.DayNumber - Calendar.First.DayNumber);

    private Claim Count(Claim claim, int killed, double error)
    {
        if (killed == 0)
        {
            return Dice.Chance(random, 0.02 * error) ? (claim with { Killed = 1 }).With("number") : claim;
        }
        if (Dice.Chance(random, 0.18))
        {
            return claim with { Killed = null };
        }
        if (!Dice.Chance(random, 0.35 * error))
        {
            return claim;
        }
        var said =
            killed > 4 ? Math.Max(5, (int)Math.Round(killed / 5.0) * 5)
            : Dice.Chance(random, 0.6) ? killed + 1 + random.Below(2)
            : Math.Max(1, killed - 1);
        return said == killed ? claim : (claim with { Killed = said }).With("number");
    }
}
