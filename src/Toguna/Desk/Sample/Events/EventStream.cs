using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>What happens, in order of time, one event at a time.</summary>
/// <remarks>
/// Every event may bring others within two months, mostly within days, nearby and by the same party or the one it hit,
/// and those may bring more: 45 in 100 events follow another. Only those still to come are held, so memory grows with
/// some weeks of violence and not with its whole.
/// </remarks>
internal sealed class EventStream(Country country, EventQuota quota, ulong seed)
{
    private const double Followers = 0.45;
    private const double FollowWithin = 4;
    private const int LongestWait = 60;
    private const double SameParty = 0.7;
    private const double Reprisal = 0.2;

    /// <summary>How far from the middle of a village, km: its fields and its wells.</summary>
    private const double Outskirts = 1.5;

    private readonly Xoshiro256 random = Xoshiro256.Fork(seed, 1);
    private readonly Calendar calendar = new();
    private readonly HotSpots places = new(country);
    private readonly PriorityQueue<(int Day, TrueEvent? After), (int Day, int Order)> coming = new();
    private int leaders;
    private int followers;
    private int order;
    private int number;

    public Actors Actors { get; } = new(country);

    public IEnumerable<TrueEvent> Read()
    {
        followers = (int)(quota.Events * Followers);
        leaders = quota.Events - followers;
        foreach (var day in calendar.InOrder(random, leaders))
        {
            while (coming.TryPeek(out var next, out _) && next.Day <= day)
            {
                coming.Dequeue();
                var follower = Happen(next.Day, next.After);
                yield return follower;
                Excite(follower, next.Day);
            }
            leaders--;
            var led = Happen(day, null);
            yield return led;
            Excite(led, day);
        }
        TrueEvent? last = null;
        while (coming.Count > 0 || followers > 0)
        {
            if (!coming.TryDequeue(out var next, out _))
            {
                followers--;
                next = (Calendar.Days - 1, last);
            }
            last = Happen(next.Day, next.After);
            yield return last;
            Excite(last, next.Day);
        }
    }

    /// <summary>Every event may bring others, and those again; what is left to bring is shared over the events left.</summary>
    private void Excite(TrueEvent e, int day)
    {
        var mean = (double)followers / Math.Max(1, leaders + coming.Count + followers);
        var after = Math.Min(followers, Dice.Few(random, mean));
        followers -= after;
        for (var i = 0; i < after; i++)
        {
            var wait = 1 + Dice.Heavy(random, FollowWithin, 0.6, LongestWait);
            // Beyond the last day there is nothing: what would fall there is folded back.
            var then = Math.Max(day, Math.Min(day + wait, 2 * (Calendar.Days - 1) - day - wait));
            coming.Enqueue((then, e), (then, order++));
        }
    }

    private TrueEvent Happen(int day, TrueEvent? after)
    {
        var regime = Calendar.Regime(day);
        var village = after is null ? places.Draw(random, regime) : places.Following(random, after.Village);
        var actor = after is null ? Actors.Draw(random, village, regime) : Follower(after, village, regime);
        var (deadly, seen) = quota.Take(random, places.Remoteness[village.Index]);
        var spot = Country.Near(random, village.Spot, Outskirts);
        var bare = new TrueEvent(
            ++number,
            after?.Number,
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
            : Dice.Chance(random, actor.OneSided) ? Attack(bare)
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
        var dead = 1 + Dice.Heavy(random, 1.5, 0.75);
        var (women, children) = WomenAndChildren(dead, Actors.Killing);
        return e with
        {
            ViolenceType = 3,
            KilledCivilians = dead,
            Women = women,
            Children = children,
            SecondAct = Dice.Chance(random, 0.45) ? Actors.Act(random, e.Actor) : null,
            Injured = Dice.Heavy(random, dead, 0.5),
        };
    }

    private TrueEvent Fight(TrueEvent e, int regime)
    {
        var opponent = Actors.Opponent(random, e.Actor, e.Village, regime);
        var civilians = Dice.Heavy(random, 0.5, 0.7);
        var (women, children) = WomenAndChildren(civilians, Actors.Clash);
        var fight = e with
        {
            Opponent = opponent,
            Act = Actors.Clash,
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

    private TrueEvent Harm(TrueEvent e)
    {
        var act = Actors.Act(random, e.Actor);
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
