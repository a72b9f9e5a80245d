using Shouldly;
using Toguna.Methods.Forecasting;
using Toguna.Methods.Numerics;
using static Toguna.Methods.Tests.Forecasting.Worlds;

namespace Toguna.Methods.Tests.Forecasting;

public sealed class QuantileForestTests
{
    [Fact]
    public void Nothing_to_split_on_is_one_leaf_with_everything()
    {
        // Every month of both units is alike but for the level, and what follows is always the level: a ratio of 1.
        var forest = new QuantileForest(Of(Constant(3, 80), Constant(30, 80)), 2);
        foreach (var (unit, level) in new[] { (0, 3), (1, 30) })
        {
            var (values, weights) = forest.Forecast(unit, 1);
            values.ShouldHaveSingleItem().ShouldBe(level, 1e-5);
            weights.Sum().ShouldBe(1, 1e-9);
        }
    }

    [Fact]
    public void A_month_without_deaths_stays_one_however_high_the_level()
    {
        // Every other month nobody dies: after a month with 8 the next has none, after one with none the next has 8.
        // A tree may cut elsewhere first and end with a leaf or two that mix them.
        double[] deaths = [.. Enumerable.Range(0, 200).Select(m => m % 2 == 1 ? 8.0 : 0)];
        Share(deaths, v => v == 0).ShouldBeGreaterThan(0.97);
        Share(deaths[..199], v => v is > 7 and < 9).ShouldBeGreaterThan(0.97);

        static double Share(double[] deaths, Func<double, bool> held)
        {
            var (values, weights) = new QuantileForest(Of(deaths), 1).Forecast(0, 1);
            return values.Zip(weights).Where(v => held(v.First)).Sum(v => v.Second);
        }
    }

    [Fact]
    public void It_finds_what_decides_and_how_likely_it_is()
    {
        // After a month with more than ten events deaths are tripled with probability ¾; without, they stay. Deaths alone do not tell.
        var random = new Xoshiro256(404);
        double[][] deaths = [.. Enumerable.Range(0, 40).Select(_ => new double[140])],
            events = [.. Enumerable.Range(0, 40).Select(_ => new double[140])];
        for (var u = 0; u < 40; u++)
        {
            for (var m = 0; m < 140; m++)
            {
                var warned = m > 0 && events[u][m - 1] > 10;
                deaths[u][m] = warned && Draws.Chance(random, 0.75) ? 60 : 20;
                events[u][m] = Draws.Chance(random, 0.3) ? 20 : 2;
            }
            events[u][139] = u % 2 == 0 ? 20 : 2;
            deaths[u][139] = 20;
        }
        var panel = new Panel(
            [.. deaths.Select((_, u) => $"U{u}")],
            deaths,
            events,
            [.. deaths.Select(_ => new double[140])]
        );
        var forest = new QuantileForest(panel, 2);
        double Tripled(int unit)
        {
            var (values, weights) = forest.Forecast(unit, 1);
            return values.Zip(weights).Where(v => v.First > 33).Sum(v => v.Second);
        }
        Enumerable.Range(0, 20).Average(i => Tripled(2 * i)).ShouldBeInRange(0.65, 0.80);
        Enumerable.Range(0, 20).Average(i => Tripled(2 * i + 1)).ShouldBeLessThan(0.10);
    }

    [Fact]
    public void The_same_seed_grows_the_same_forest_and_another_one_a_like_one()
    {
        var panel = Returning(31, 10, 150);
        var (one, again, other) = (
            new QuantileForest(panel, 3),
            new QuantileForest(panel, 3, 1),
            new QuantileForest(panel, 3, 2)
        );
        for (var unit = 0; unit < 10; unit++)
        {
            var (values, weights) = one.Forecast(unit, 2);
            var (sameValues, sameWeights) = again.Forecast(unit, 2);
            sameValues.ShouldBe(values);
            sameWeights.ShouldBe(weights);
            var (likeValues, likeWeights) = other.Forecast(unit, 2);
            likeWeights.ShouldNotBe(weights);
            Mean(likeValues, likeWeights).ShouldBe(Mean(values, weights), 0.2 * Mean(values, weights) + 0.1);
        }

        static double Mean(double[] values, double[] weights) => values.Zip(weights, (v, w) => v * w).Sum();
    }

    [Fact]
    public void Without_a_past_there_is_no_forest()
    {
        Should.Throw<ArgumentException>(() => new QuantileForest(Of(new double[200]), 1));
        Should.Throw<ArgumentException>(() => new QuantileForest(Returning(1, 8, 37), 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new QuantileForest(Returning(1, 8, 60), 0));
        var forest = new QuantileForest(Returning(1, 8, 60), 2);
        Should.Throw<ArgumentOutOfRangeException>(() => forest.Forecast(8, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => forest.Forecast(0, 3));
        Should.Throw<OperationCanceledException>(() =>
            new QuantileForest(Returning(1, 8, 60), 2, 1, new CancellationToken(true))
        );
    }
}
