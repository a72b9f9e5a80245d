using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>What is done to whom, once it is known who is where.</summary>
internal sealed class Harms(Xoshiro256 random, Actors actors)
{
    /// <summary>One-sided: most kill one to four, a few kill dozens.</summary>
    public TrueEvent Attack(TrueEvent e)
    {
        var dead = 1 + Dice.Heavy(random, 1.5, 0.75);
        var (women, children) = WomenAndChildren(dead, actors.Killing);
        return e with
        {
            ViolenceType = 3,
            KilledCivilians = dead,
            Women = women,
            Children = children,
            SecondAct = Dice.Chance(random, 0.45) ? actors.Act(random, e.Actor, e.Unit) : null,
            Injured = Dice.Heavy(random, dead, 0.5),
        };
    }

    public TrueEvent Fight(TrueEvent e, int regime)
    {
        var opponent = actors.Opponent(random, e.Actor, e.Village, regime);
        var civilians = Dice.Heavy(random, 0.5, 0.7);
        var (women, children) = WomenAndChildren(civilians, actors.Clash);
        var fight = e with
        {
            Opponent = opponent,
            Act = actors.Clash,
            ViolenceType = e.Actor.IsState || opponent.IsState ? 1 : 2,
            KilledActor = Dice.Heavy(random, 0.9, 0.6),
            KilledOpponent = Dice.Heavy(random, 1.7, 0.6),
            KilledCivilians = civilians,
            Women = women,
            Children = children,
        };
        // The sort was handed out as deadly.
        fight = fight.Killed == 0 ? fight with { KilledOpponent = 1 } : fight;
        return fight with { Injured = Dice.Heavy(random, 1.4 * fight.Killed, 0.5) };
    }

    public TrueEvent Harm(TrueEvent e)
    {
        var act = actors.Act(random, e.Actor, e.Unit);
        var wounds = act.Code is "injury" or "torture" or "sexual_violence" or "forced_displacement";
        return e with { Act = act, Injured = wounds ? 1 + Dice.Heavy(random, 1.5, 0.6) : 0 };
    }

    private (int Women, int Children) WomenAndChildren(int dead, SampleAct act)
    {
        var either = Dice.Thin(random, dead, act.WomenAndChildren);
        var children = Dice.Thin(random, either, 0.4);
        return (either - children, children);
    }
}
