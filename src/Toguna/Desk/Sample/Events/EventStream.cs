using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>What happens, in order of time, one event at a time.</summary>
/// <remarks>
/// A third of the events follow another within three weeks, mostly nearby and by the same party or the one it hit. Only
/// those still to come are held, so memory grows with two weeks of violence and not with its whole.
/// </remarks>
internal sealed class EventStream(Country country, EventQuota quota, ulong seed)
{
    private const double Followers = 0.33;
    private const double FollowWithin = 6;
    private const double SameParty = 0.7;
    private const double Reprisal = 0.2;

    /// <summary>How far from the middle of a village, km: its fields and its wells.</summary>
    private const double Outskirts = 1.5;

    private readonly Xoshiro256 random = Xoshiro256.Fork(seed, 1);
    private readonly Calendar calendar = new();
    private readonly HotSpots places = new(country);
    private readonly PriorityQueue<(int Day, TrueEvent? After), (int Day, int Order)> coming = new();

    public Actors Actors { get; } = new(country);

    public IEnumerable<TrueEvent> Read()
    {
        var followers = (int)(quota.Events * Followers);
        var leaders = quota.Events - followers;
        var order = 0;
        var number = 0;
        foreach (var day in calendar.InOrder(random, leaders))
        {
            while (coming.TryPeek(out var next, out _) && next.Day <= day)
            {
                coming.Dequeue();
                yield return Happen(++number, next.Day, next.After);
            }
            var led = Happen(++number, day, null);
            yield return led;
            leaders--;
            var after =
                leaders == 0
                    ? followers
                    : Math.Min(followers, Draws.Poisson(random, (double)followers / (leaders + 1)));
            followers -= after;
            for (var i = 0; i < after; i++)
            {
                var wait = 1 + (int)Draws.Exponential(random, FollowWithin);
                // Beyond the last day there is nothing: what would fall there is folded back.
                var then = Math.Max(day, Math.Min(day + wait, 2 * (Calendar.Days - 1) - day - wait));
                coming.Enqueue((then, led), (then, order++));
            }
        }
        while (coming.TryDequeue(out var next, out _))
        {
            yield return Happen(++number, next.Day, next.After);
        }
    }

    private TrueEvent Happen(int number, int day, TrueEvent? after)
    {
        var regime = Calendar.Regime(day);
        var village = after is null ? places.Draw(random, regime) : places.Following(random, after.Village);
        var actor = after is null ? Actors.Draw(random, village, regime) : Follower(after, village, regime);
        var (deadly, seen) = quota.Take(random, places.Remoteness[village.Index]);
        var spot = Country.Near(random, village.Spot, Outskirts);
        var bare = new TrueEvent(
            number,
            Calendar.Day(day),
            village,
            country.IsLand(spot) ? spot : village.Spot,
            actor,
            null,
            Actors.Killing,
            null,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            seen
        );
        return !deadly ? Harm(bare)
            : Draws.Chance(random, actor.OneSided) ? Attack(bare)
            : Fight(bare, regime);
    }

    private SampleActor Follower(TrueEvent after, Village village, int regime)
    {
        var chance = random.Uniform();
        return chance < SameParty ? after.Actor
            : chance < SameParty + Reprisal && after.Opponent is not null ? after.Opponent
            : Actors.Draw(random, village, regime);
    }

    /// <summary>One-sided: most kill one to four, a few kill dozens.</summary>
    private TrueEvent Attack(TrueEvent e)
    {
        var dead = 1 + Draws.NegativeBinomial(random, 3.4, 0.55);
        var (women, children) = WomenAndChildren(dead, Actors.Killing);
        return e with
        {
            ViolenceType = 3,
            KilledCivilians = dead,
            Women = women,
            Children = children,
            SecondAct = Draws.Chance(random, 0.45) ? Actors.Act(random, e.Actor) : null,
            Injured = Draws.NegativeBinomial(random, 1.4 * dead, 1.2),
        };
    }

    private TrueEvent Fight(TrueEvent e, int regime)
    {
        var opponent = Actors.Opponent(random, e.Actor, e.Village, regime);
        var civilians = Draws.NegativeBinomial(random, 0.7, 0.4);
        var (women, children) = WomenAndChildren(civilians, Actors.Clash);
        var fight = e with
        {
            Opponent = opponent,
            Act = Actors.Clash,
            ViolenceType = e.Actor.IsState || opponent.IsState ? 1 : 2,
            KilledActor = Draws.NegativeBinomial(random, 1.3, 0.6),
            KilledOpponent = Draws.NegativeBinomial(random, 2.4, 0.7),
            KilledCivilians = civilians,
            Women = women,
            Children = children,
        };
        // The sort was handed out as deadly.
        fight = fight.Killed == 0 ? fight with { KilledOpponent = 1 } : fight;
        return fight with { Injured = Draws.NegativeBinomial(random, 1.8 * fight.Killed, 1.2) };
    }

    private TrueEvent Harm(TrueEvent e)
    {
        var act = Actors.Act(random, e.Actor);
        var wounds = act.Code is "injury" or "torture" or "sexual_violence" or "forced_displacement";
        return e with { Act = act, Injured = wounds ? 1 + Draws.NegativeBinomial(random, 2, 0.8) : 0 };
    }

    private (int Women, int Children) WomenAndChildren(int dead, SampleAct act)
    {
        var either = Draws.Binomial(random, dead, act.WomenAndChildren);
        var children = Draws.Binomial(random, either, 0.4);
        return (either - children, children);
    }
}
