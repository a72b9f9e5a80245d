using System.Globalization;
using Toguna.Desk.Sample.Events;
using Toguna.Desk.Sample.Files;
using Toguna.Desk.Sample.Reporting;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Responding;

/// <summary>
/// How far the people of each village trust the mission, 0 to 1: it grows while the same liaison assistant comes, falls when
/// another takes over, and falls with each reprisal, there and around.
/// </summary>
internal sealed class Trust
{
    private const double Rotates = 0.07;
    private const double LostByRotation = 0.25;
    private const double LostByReprisal = 0.5;
    private const double LostNearReprisal = 0.15;
    private const double NearReprisal = 12;

    /// <summary>Chance in a month that the assistant comes to a village, and what of the distrust left a visit takes away.</summary>
    private const double Comes = 0.6;
    private const double Gained = 0.06;

    /// <summary>Months with the same assistant until people are used to them.</summary>
    private const double UsedTo = 8;

    private readonly Country country;
    private readonly Xoshiro256 random;
    private readonly TruthTable file;
    private readonly SampleSource[] staff;
    private readonly double[] trust;
    private readonly int[] reprisals;
    private readonly SampleSource[] assistant;
    private readonly int[] together;

    public Trust(Country country, Sources sources, Xoshiro256 random, TruthTable file)
    {
        (this.country, this.random, this.file) = (country, random, file);
        staff = [.. sources.Of(Family.Liaison)];
        trust = [.. country.Villages.Select(_ => 0.3 + 0.25 * random.Uniform())];
        reprisals = new int[trust.Length];
        assistant = [.. country.Districts.Select(d => staff.MinBy(s => s.Base.Spot.Distance(d.Seat))!)];
        together = [.. country.Districts.Select(_ => random.Below(12))];
    }

    public double Of(Village village) => trust[village.Index];

    /// <summary>Who comes to a district these days.</summary>
    public SampleSource Assistant(District district) => assistant[country.IndexOf(district)];

    /// <summary>For how many whole months they have come.</summary>
    public int MonthsTogether(District district) => together[country.IndexOf(district)];

    public void Reprisal(Village village)
    {
        reprisals[village.Index]++;
        foreach (var near in country.Villages.Where(v => v.Spot.Distance(village.Spot) < NearReprisal))
        {
            trust[near.Index] *= 1 - (near == village ? LostByReprisal : LostNearReprisal);
        }
    }

    /// <summary>The end of a month: visits, what became of trust, and here and there another assistant for the next.</summary>
    public void Month(DateOnly month, bool withdrawal)
    {
        for (var d = 0; d < country.Districts.Count; d++)
        {
            var district = country.Districts[d];
            var rotated = Dice.Chance(random, Rotates) || withdrawal && district.Province == "Kersou";
            foreach (var village in country.Villages.Where(v => v.District == district))
            {
                var came = Dice.Chance(random, Comes);
                var at = village.Index;
                if (came)
                {
                    trust[at] += Gained * Math.Min(1, (together[d] + 1) / UsedTo) * (1 - trust[at]);
                }
                if (rotated)
                {
                    trust[at] *= 1 - LostByRotation;
                }
                file.Row(
                    month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                    village.Name,
                    district.Name,
                    assistant[d].Code,
                    together[d],
                    came ? "yes" : "no",
                    rotated ? "yes" : "no",
                    reprisals[at],
                    Math.Round(trust[at], 4)
                );
                reprisals[at] = 0;
            }
            together[d] = rotated ? 0 : together[d] + 1;
            assistant[d] = rotated ? Another(assistant[d], district) : assistant[d];
        }
    }

    /// <summary>One of the four others who sit nearest.</summary>
    private SampleSource Another(SampleSource one, District district) =>
        staff
            .Where(s => s != one)
            .OrderBy(s => s.Base.Spot.Distance(district.Seat))
            .ThenBy(s => s.Index)
            .ElementAt(random.Below(4));
}
