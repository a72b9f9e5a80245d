using Shouldly;
using Toguna.Methods.Numerics;
using Toguna.Methods.Rates;

namespace Toguna.Methods.Tests.Rates;

public sealed class EventRateTests
{
    [Theory] // 95 % limits of a Poisson mean as published tables give them, e.g. Pearson and Hartley, Biometrika Tables, table 40.
    [InlineData(0, 0, 3.689)]
    [InlineData(1, 0.0253, 5.572)]
    [InlineData(2, 0.2422, 7.225)]
    [InlineData(3, 0.6187, 8.767)]
    [InlineData(5, 1.6235, 11.668)]
    [InlineData(10, 4.7954, 18.390)]
    [InlineData(20, 12.2165, 30.888)]
    [InlineData(50, 37.1110, 65.919)]
    [InlineData(100, 81.3640, 121.627)]
    public void As_the_tables_have_it(int events, double lower, double upper)
    {
        var rate = EventRate.Garwood(events, 1);
        rate.Lower.ShouldBe(lower, 6e-5);
        rate.Upper.ShouldBe(upper, 6e-4);
        rate.Rate.ShouldBe(events);
    }

    [Fact]
    public void By_hand_none_and_one()
    {
        // None in 200 person-months: e^(−μ) = 0.025, μ = −ln 0.025 = 3.68888, over 200.
        var none = EventRate.Garwood(0, 200);
        none.Lower.ShouldBe(0);
        none.Upper.ShouldBe(-Math.Log(0.025) / 200, 1e-14);
        // One or more with probability 0.025: 1 − e^(−μ) = 0.025.
        EventRate.Garwood(1, 1).Lower.ShouldBe(-Math.Log(0.975), 1e-14);
    }

    [Theory] // Both limits solve what defines them, checked by the other way of the tail: the sum of the Poisson itself.
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(400)]
    [InlineData(3_000)]
    public void Limits_solve_the_sums_of_the_Poisson(int events)
    {
        var rate = EventRate.Garwood(events, 1);
        Below(events, rate.Upper).ShouldBe(0.025, 1e-10);
        Below(events - 1, rate.Lower).ShouldBe(0.975, 1e-10);
    }

    [Theory] // Exact by summing: never less than what is promised.
    [InlineData(0.3)]
    [InlineData(2)]
    [InlineData(9.5)]
    [InlineData(60)]
    public void Coverage_is_never_less_than_promised(double mean)
    {
        var covered = 0.0;
        for (var n = 0; n < 200; n++)
        {
            var rate = EventRate.Garwood(n, 1);
            covered += rate.Lower <= mean && mean <= rate.Upper ? Below(n, mean) - Below(n - 1, mean) : 0;
        }
        covered.ShouldBeInRange(0.95, 1);
    }

    [Fact]
    public void Without_exposure_nothing_is_known()
    {
        var rate = EventRate.Garwood(3, 0);
        (rate.Rate, rate.Lower, rate.Upper).ShouldBe((null, 0, double.PositiveInfinity));
    }

    [Fact]
    public void Very_many_events_are_no_harder()
    {
        var rate = EventRate.Garwood(1_000_000, 1_000);
        rate.Lower.ShouldBe(998.041, 0.001);
        rate.Upper.ShouldBe(1001.962, 0.001);
    }

    [Theory] // Exponential and chi-square of 10 degrees: 18.307 leaves 5 % above it.
    [InlineData(1, 0.5, 0.693147)]
    [InlineData(5, 0.95, 9.15352)]
    [InlineData(0.5, 0.95, 1.920729)]
    public void Quantiles_of_the_gamma(double shape, double probability, double value)
    {
        GammaQuantile.Of(shape, probability).ShouldBe(value, 1e-5);
        GammaQuantile.LowerTail(shape, GammaQuantile.Of(shape, probability)).ShouldBe(probability, 1e-12);
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => EventRate.Garwood(-1, 2)).ActualValue.ShouldBe(-1L);
        Should.Throw<ArgumentOutOfRangeException>(() => EventRate.Garwood(1, -2)).ActualValue.ShouldBe(-2.0);
        Should
            .Throw<ArgumentOutOfRangeException>(() => EventRate.Garwood(1, double.NaN))
            .ParamName.ShouldBe("exposure");
        Should.Throw<ArgumentOutOfRangeException>(() => EventRate.Garwood(1, 2, 95)).ActualValue.ShouldBe(95.0);
        Should.Throw<ArgumentOutOfRangeException>(() => GammaQuantile.Of(0, 0.5)).ParamName.ShouldBe("shape");
        Should.Throw<ArgumentOutOfRangeException>(() => GammaQuantile.LowerTail(1, -1)).ParamName.ShouldBe("at");
    }

    /// <summary>The probability of at most so many.</summary>
    private static double Below(int most, double mean)
    {
        var sum = 0.0;
        var log = -mean;
        for (var n = 0; n <= most; n++)
        {
            sum += Math.Exp(log);
            log += Math.Log(mean) - Math.Log(n + 1);
        }
        return sum;
    }
}
