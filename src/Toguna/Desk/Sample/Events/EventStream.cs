using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>An event that a party takes revenge by.</summary>
/// <param name="Response">The visit that it takes revenge for.</param>
internal sealed record Reprisal(int Day, Village Village, SampleActor Actor, SampleUnit Unit, int Response);

/// <summary>What happens, in order of time, one event at a time.</summary>
/// <remarks>
/// Every event may bring others within two months, mostly within days, nearby and by the same party or the one it hit,
/// and those may bring more: 45 in 100 events follow another. What the mission does between two events may bring reprisals.
/// Only those still to come are held, so memory grows with some weeks of violence and not with its whole.
/// </remarks>
internal sealed class EventStream(Country country, EventQuota quota, Aftermath aftermath, Actors actors, ulong seed)
{
    private const double Followers = 0.45;
    private const double FollowWithin = 4;
    private const int LongestWait = 60;
    private const double SameParty = 0.7;
    private const double OtherParty = 0.2;

    /// <summary>Of what would happen within a walk of a market that is held that day, the share that happens at the market.</summary>
    private const double AtMarket = 0.45;

    /// <summary>How far from the middle of a village, km: its fields and its wells.</summary>
    private const double Outskirts = 1.5;

    private readonly Xoshiro256 random = Xoshiro256.Fork(seed, 1);
    private readonly Calendar calendar = new();
    private readonly HotSpots places = new(country);
    private readonly Markets markets = new(country);
    private readonly Roads roads = aftermath.Roads;
    private readonly Units units = aftermath.Units;
    private readonly Harms harms = new(Xoshiro256.Fork(seed, 4), actors);
    private readonly PriorityQueue<Coming, (int Day, int Order)> coming = new();
    private int leaders;
    private int followers;
    private int order;
    private int number;

    public IEnumerable<TrueEvent> Read()
    {
        followers = (int)(quota.Events * Followers);
        leaders = quota.Events - followers;
        foreach (var day in calendar.InOrder(random, leaders))
        {
            while (Next(day) is { } next)
            {
                var follower = Happen(next);
                yield return follower;
                Excite(follower, next.Day);
            }
            leaders--;
            var led = Happen(new Coming(day, null, null));
            yield return led;
            Excite(led, day);
        }
        TrueEvent? last = null;
        while (coming.Count > 0 || followers > 0)
        {
            if (Next(Calendar.Days - 1) is not { } next)
            {
                followers--;
                next = new Coming(Calendar.Days - 1, last, null);
            }
            last = Happen(next);
            yield return last;
            Excite(last, next.Day);
        }
    }

    /// <summary>The next event that others brought, no later than a day; what the mission does before it is done first.</summary>
    private Coming? Next(int day)
    {
        while (aftermath.Step(coming.TryPeek(out var first, out _) ? Math.Min(first.Day, day) : day, followers > 0))
        {
            while (aftermath.Reprisals.TryDequeue(out var reprisal))
            {
                followers--;
                Enqueue(new Coming(reprisal.Day, null, reprisal));
            }
        }
        return coming.TryPeek(out var next, out _) && next.Day <= day ? coming.Dequeue() : null;
    }

    private void Enqueue(Coming next) => coming.Enqueue(next, (next.Day, order++));

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
            Enqueue(new(Math.Max(day, Math.Min(day + wait, 2 * (Calendar.Days - 1) - day - wait)), e, null));
        }
    }

    private TrueEvent Happen(Coming coming)
    {
        var (after, reprisal, day) = (coming.After, coming.Reprisal, Calendar.Day(coming.Day));
        var regime = Calendar.Regime(coming.Day);
        var village = reprisal?.Village ?? Village(after, regime, day);
        var actor =
            reprisal?.Actor
            ?? (after is null ? actors.Draw(random, village, regime) : Follower(after, village, regime));
        var unit = reprisal?.Unit ?? units.Draw(random, actor, village, day);
        var (deadly, seen) = quota.Take(random, places.Remoteness[village.Index]);
        var (road, spot) = Where(village, reprisal is null ? unit.OnRoad : 0);
        var bare = new TrueEvent(
            ++number,
            after?.Number,
            day,
            village,
            spot,
            actor,
            null,
            actors.Killing,
            null,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            seen
        )
        {
            Unit = unit,
            Hour = Units.Hour(random, unit),
            Road = road,
            OnMarketDay = road is null && markets.IsHeld(village, day),
            ReprisalFor = reprisal?.Response,
        };
        return !deadly ? harms.Harm(bare)
            : reprisal is not null || Dice.Chance(random, actor.OneSided) ? harms.Attack(bare)
            : harms.Fight(bare, regime);
    }

    private Village Village(TrueEvent? after, int regime, DateOnly day)
    {
        var village = after is null ? places.Draw(random, regime) : places.Following(random, after.Village);
        return markets.Held(village, day) is { } market && Dice.Chance(random, AtMarket) ? market : village;
    }

    private (Road? Road, Spot Spot) Where(Village village, double onRoad)
    {
        var stretch = roads.By(village);
        if (stretch.Length > 0 && Dice.Chance(random, onRoad))
        {
            return stretch[random.Below(stretch.Length)];
        }
        var spot = Country.Near(random, village.Spot, Outskirts);
        return (null, country.IsLand(spot) ? spot : village.Spot);
    }

    private SampleActor Follower(TrueEvent after, Village village, int regime)
    {
        var chance = random.Uniform();
        return chance < SameParty ? after.Actor
            : chance < SameParty + OtherParty && after.Opponent is not null ? after.Opponent
            : actors.Draw(random, village, regime);
    }

    private sealed record Coming(int Day, TrueEvent? After, Reprisal? Reprisal);
}
