using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Numerics;

namespace Toguna.Methods.Tests.Numerics;

public sealed class NormalQuantileTests
{
    [Theory] // The three check values of AS 241 (one for each of its pieces) and two tables' staples.
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.001, -3.090232306167814)]
    [InlineData(1e-20, -9.262340089798408)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.5, 0)]
    public void Published_values(double probability, double quantile) =>
        NormalQuantile.Of(probability).ShouldBe(quantile, 1e-13);

    [Fact]
    public void It_rises_and_is_the_same_on_both_sides() =>
        Prop.ForAll(
                Gen.Choose(1, 499_999).Two().ToArbitrary(),
                pair =>
                {
                    var (a, b) = (pair.Item1 / 1e6, pair.Item2 / 1e6);
                    return (a < b) == (NormalQuantile.Of(a) < NormalQuantile.Of(b))
                        && Math.Abs(NormalQuantile.Of(a) + NormalQuantile.Of(1 - a)) < 1e-9;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_refused(double value)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => NormalQuantile.Of(value)).ActualValue.ShouldBe(value);
        Should
            .Throw<ArgumentOutOfRangeException>(() => NormalQuantile.ForConfidence(value))
            .ActualValue.ShouldBe(value);
    }
}
