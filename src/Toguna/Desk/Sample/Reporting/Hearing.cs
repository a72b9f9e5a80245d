using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Responding;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Reporting;

/// <summary>Who tells the mission of an event, and how long they take.</summary>
/// <remarks>
/// Sources do not miss independently. One draw decides whether word gets out of a village at all: it fails in remote places,
/// where trust is low, and with what the mission's own lists have missed as well; then all who live there are silent
/// together. Each party has sources that seldom speak of it. A patrol sees for itself, best on roads near its base.
/// </remarks>
internal sealed class Hearing(Country country, Sources sources, Trust trust, Xoshiro256 random)
{
    private const double WordGetsOut = 0.52;

    /// <summary>Kilometres from a town at which word gets out half as often.</summary>
    private const double Remote = 60;
    private const double SpeaksOfBlind = 0.2;
    private const double PatrolReach = 45;
    private const int Longest = 45 * 1440;

    private readonly double[] remoteness =
    [
        .. country.Villages.Select(v => country.Villages.Where(t => t.Rank != "PPL").Min(t => t.Spot.Distance(v.Spot))),
    ];

    public IEnumerable<SampleSource> Of(TrueEvent e)
    {
        var district = e.Village.District;
        if (Dice.Chance(random, WordOf(e)))
        {
            foreach (var source in sources.In(Family.Network, district).Where(s => Tells(s, e, 0.38)))
            {
                yield return source;
            }
            var assistant = trust.Assistant(district);
            if (Tells(assistant, e, 0.26 * (0.4 + trust.Of(e.Village))))
            {
                yield return assistant;
            }
            foreach (var source in sources.InProvince(Family.Monitor, district).Where(s => Tells(s, e, Of(s, e))))
            {
                yield return source;
            }
            foreach (var source in sources.InProvince(Family.Radio, district).Where(s => Tells(s, e, 0.08)))
            {
                yield return source;
            }
        }
        foreach (var source in sources.Of(Family.Patrol).Where(s => s.Base.Spot.Distance(e.Spot) < PatrolReach))
        {
            if (Tells(source, e, e.Road is null ? 0.04 : 0.14))
            {
                yield return source;
            }
        }
    }

    /// <summary>Minutes from the event to the message: half of them sooner than the median, a few after weeks.</summary>
    public int Delay(TrueEvent e, SampleSource source)
    {
        var median = source.Channel switch
        {
            "sms" => 80,
            "phone" => 500,
            "patrol" => 240,
            "radio" => 420,
            _ => 2_200,
        };
        var slow = (1 + remoteness[e.Village.Index] / 50) * (source.IsCommunity ? 1.7 - 1.3 * trust.Of(e.Village) : 1);
        return 5 + Dice.Heavy(random, median * slow, 0.8, Longest);
    }

    private double WordOf(TrueEvent e)
    {
        var seen = e.Seen switch
        {
            Seen.Nobody => 0.45,
            Seen.DataSet => 0.9,
            Seen.Log => 1.2,
            _ => 1.45,
        };
        var grave = e.Killed == 0 ? 0.75 : Math.Min(1.5, 0.95 + 0.12 * Math.Log(e.Killed));
        var open = (0.35 + trust.Of(e.Village)) / (1 + remoteness[e.Village.Index] / Remote);
        return Math.Min(0.97, WordGetsOut * seen * grave * open);
    }

    /// <summary>A monitor covers a province, its own end of it best.</summary>
    private static double Of(SampleSource monitor, TrueEvent e) =>
        0.3 * Math.Exp(-monitor.Base.Spot.Distance(e.Spot) / 70);

    private bool Tells(SampleSource source, TrueEvent e, double chance) =>
        Dice.Chance(random, source.Blind == e.Actor.Id ? chance * SpeaksOfBlind : chance);
}
