using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>Where it happens: around a few towns, more or less in each regime, and anywhere now and then.</summary>
internal sealed class HotSpots
{
    /// <summary>Share of the weight that is spread over the country by the size of the villages.</summary>
    private const double Elsewhere = 0.12;

    /// <summary>How far a raid follows another, km.</summary>
    private const double Follow = 14;
    private const int NearCount = 12;

    private readonly Country country;
    private readonly double[][] sums;
    private readonly (Village[] Villages, double[] Sums)[] near;

    public HotSpots(Country country)
    {
        this.country = country;
        var rows = SampleData.Read("hotspots");
        var towns = rows.Select(r => (Seat: country.Seat(r["seat"]), Spread: r.Number("spread"))).ToArray();
        var all = country.Villages;
        var people = all.Sum(v => Math.Pow(v.Population, 0.3));
        sums =
        [
            .. new[] { "before", "before", "before", "between", "between", "after" }.Select(regime =>
            {
                var weights = all.Select(v => Elsewhere * Math.Pow(v.Population, 0.3) / people).ToArray();
                for (var h = 0; h < towns.Length; h++)
                {
                    var kernel = all.Select(v => Kernel(v.Spot.Distance(towns[h].Seat.Spot) / towns[h].Spread))
                        .ToArray();
                    var whole = kernel.Sum();
                    for (var i = 0; i < weights.Length; i++)
                    {
                        weights[i] += rows[h].Number(regime) * kernel[i] / whole;
                    }
                }
                return Actors.Sums(weights);
            }),
        ];
        near = [.. all.Select(Around)];
        Remoteness = [.. all.Select(v => all.Where(t => t.Rank != "PPL").Min(t => t.Spot.Distance(v.Spot)))];
    }

    /// <summary>Kilometres to the next seat, by village.</summary>
    public IReadOnlyList<double> Remoteness { get; }

    public Village Draw(Xoshiro256 random, int regime) => country.Villages[Dice.Index(random, sums[regime])];

    /// <summary>The village of an event that follows one at <paramref name="village"/>; often the same again.</summary>
    public Village Following(Xoshiro256 random, Village village)
    {
        var (villages, weights) = near[village.Index];
        return villages[Dice.Index(random, weights)];
    }

    private (Village[], double[]) Around(Village village)
    {
        var villages = country.Villages.OrderBy(v => v.Spot.Distance(village.Spot)).Take(NearCount).ToArray();
        return (
            villages,
            Actors.Sums(villages.Select(v => 1 / (1 + Math.Pow(v.Spot.Distance(village.Spot) / Follow, 3))))
        );
    }

    private static double Kernel(double z) => Math.Exp(-0.5 * z * z);
}
