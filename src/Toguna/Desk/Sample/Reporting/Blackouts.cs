using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Reporting;

/// <summary>The mobile network of a district is down for days to weeks: by itself, after attacks, and around the coup.</summary>
internal sealed class Blackouts
{
    /// <summary>Chance in a month that a network fails by itself.</summary>
    private const double Failure = 0.03;

    /// <summary>Chance that an event ends in a cut network; five dead and more cut it four times as often.</summary>
    private const double Cut = 0.03;
    private const double AtTheCoup = 0.85;
    private const int Longest = 21 * 1440;

    /// <summary>After a blackout the network holds for a month, but not in a coup: however many events there are.</summary>
    private const long Holds = 30 * 1440;

    private readonly Country country;
    private readonly Agenda agenda;
    private readonly Xoshiro256 random;
    private readonly TruthTable file;
    private readonly double scale;
    private readonly long[] until;
    private int written;

    /// <param name="scale">How much rarer cuts by events are, so that a sample of more events is not always dark.</param>
    public Blackouts(Country country, Agenda agenda, Xoshiro256 random, TruthTable file, double scale)
    {
        (this.country, this.agenda, this.random, this.file, this.scale) = (country, agenda, random, file, scale);
        until = new long[country.Districts.Count];
        Array.Fill(until, -Holds);
        var coup = TruthTable.Minute(Calendar.Turn("coup"));
        foreach (var district in country.Districts)
        {
            if (Dice.Chance(random, AtTheCoup))
            {
                Plan(district, coup + 240 + random.Below(600), 2880 + random.Below(7 * 1440), "coup", null);
            }
        }
    }

    /// <summary>When the district can be heard again; null where it can be heard now.</summary>
    public long? SilentUntil(District district, long minute) =>
        until[country.IndexOf(district)] is var end && minute < end ? end : null;

    public void Month(long first, int days)
    {
        foreach (var district in country.Districts)
        {
            if (Dice.Chance(random, Failure))
            {
                Plan(district, first + random.Below(days * 1440), Length(4_000), "network", null);
            }
        }
    }

    public void After(TrueEvent e)
    {
        if (Dice.Chance(random, scale * Cut * (e.Killed >= 5 ? 4 : 1)))
        {
            Plan(e.Village.District, e.Minute + 20 + random.Below(300), Length(3_000), "attack", e.Number);
        }
    }

    private int Length(double median) => 600 + Dice.Heavy(random, median, 0.7, Longest);

    private void Plan(District district, long from, int length, string cause, int? after) =>
        agenda.At(
            from,
            () =>
            {
                var at = country.IndexOf(district);
                if (from >= until[at] + (cause == "coup" ? 0 : Holds))
                {
                    until[at] = from + length;
                    file.Row(
                        ++written,
                        district.Name,
                        TruthTable.Instant(from),
                        TruthTable.Instant(Math.Min(until[at], TruthTable.End)),
                        cause,
                        after
                    );
                }
            }
        );
}
