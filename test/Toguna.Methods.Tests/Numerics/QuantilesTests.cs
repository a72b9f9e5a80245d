using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Numerics;

namespace Toguna.Methods.Tests.Numerics;

public sealed class QuantilesTests
{
    [Fact]
    public void By_hand_weights_are_shares_of_draws()
    {
        WeightedQuantiles.Of([7, 3], [1, 3], 8).ShouldBe([3, 3, 3, 3, 3, 3, 7, 7]);
        WeightedQuantiles.Of([7, 3], [0, 3], 3).ShouldBe([3, 3, 3]);
        WeightedQuantiles.Of([2, 1, 2], [1, 1, 1], 3).ShouldBe([1, 2, 2]);
        // One draw is the median.
        WeightedQuantiles.Of([5, 1, 9], [1, 1, 1], 1).ShouldBe([5]);
    }

    [Fact]
    public void Every_value_is_drawn_as_often_as_its_weight_asks_to_within_one() =>
        Prop.ForAll(
                Gen.Choose(0, 9).ListOf(12).Zip(Gen.Choose(0, 50).ListOf(12)).ToArbitrary(),
                c =>
                {
                    double[] values = [.. c.Item1.Select(v => (double)v)],
                        weights = [.. c.Item2.Select(w => w + 0.01)];
                    var draws = WeightedQuantiles.Of(values, weights, 500);
                    return draws.Zip(draws.Skip(1)).All(p => p.First <= p.Second)
                        && values
                            .Distinct()
                            .All(v =>
                                Math.Abs(
                                    draws.Count(d => d == v)
                                        - 500 * weights.Where((_, i) => values[i] == v).Sum() / weights.Sum()
                                )
                                <= 1 + 1e-9
                            );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_cannot_be_drawn_from_is_refused()
    {
        Should.Throw<ArgumentException>(() => WeightedQuantiles.Of([], []));
        Should.Throw<ArgumentException>(() => WeightedQuantiles.Of([1], [1, 2]));
        Should.Throw<ArgumentException>(() => WeightedQuantiles.Of([1], [0]));
        Should
            .Throw<ArgumentOutOfRangeException>(() => WeightedQuantiles.Of([1, 2], [1, -1]))
            .Message.ShouldContain("Weight 1 is -1");
        Should
            .Throw<ArgumentOutOfRangeException>(() => WeightedQuantiles.Of([double.NaN], [1]))
            .Message.ShouldContain("Value 0 is NaN");
    }

    [Fact]
    public void Poisson_by_hand_and_by_its_moments()
    {
        PoissonQuantiles.Of(0, 3).ShouldBe([0, 0, 0]);
        // Mean ln 2: nothing with probability ½, one with .3466, two with .1201, three with .0278: to .5, .8466, .9667, .9944.
        PoissonQuantiles
            .Of(Math.Log(2))
            .CountBy(d => d)
            .Select(c => (c.Key, c.Value))
            .Take(4)
            .ShouldBe([(0, 500), (1, 347), (2, 120), (3, 27)]);
        foreach (var mean in new[] { 0.7, 45, 5_000, 400_000, 3e7 })
        {
            var draws = PoissonQuantiles.Of(mean, 20_000);
            draws.Average().ShouldBe(mean, Math.Sqrt(mean) * 0.002 + 1e-3);
            draws.Average(d => (d - mean) * (d - mean)).ShouldBe(mean, mean * 0.01);
        }
        Should.Throw<ArgumentOutOfRangeException>(() => PoissonQuantiles.Of(-1));
    }
}
