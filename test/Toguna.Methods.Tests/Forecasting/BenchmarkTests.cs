using Shouldly;
using Toguna.Methods.Forecasting;

namespace Toguna.Methods.Tests.Forecasting;

public sealed class BenchmarkTests
{
    [Fact]
    public void Conflictology_is_the_last_months_each_as_likely()
    {
        double[] history = [100, .. Enumerable.Range(1, 12).Select(i => (double)i)];
        Conflictology.Draws(history, draws: 12).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        // 1,000 is not twelve times a whole number: each month stands 83 or 84 times.
        Conflictology.Draws(history).CountBy(d => d).ShouldAllBe(c => c.Value == 83 || c.Value == 84);
        Conflictology.Draws(history, 36, 13)[^1].ShouldBe(100);
        Conflictology.Draws([5, 1], draws: 4).ShouldBe([1, 1, 5, 5]);
    }

    [Fact]
    public void Weighted_history_halves_the_weight_with_each_half_life()
    {
        WeightedHistory.Draws([8, 4], halfLife: 1, draws: 6).ShouldBe([4, 4, 4, 4, 8, 8]);
        // 2, 1, ½ and ¼ times the weight of the first: 8 of 15, 4, 2 and 1.
        WeightedHistory
            .Draws([1, 2, 3, 4], halfLife: 1, draws: 15)
            .CountBy(d => d)
            .Select(c => (c.Key, c.Value))
            .ShouldBe([(1, 1), (2, 2), (3, 4), (4, 8)]);
        WeightedHistory.Draws([9, 1, 1], months: 2).ShouldAllBe(d => d == 1);
    }

    [Fact]
    public void Last_is_Poisson_at_the_last_value()
    {
        LastValue.Draws([99, 0]).ShouldAllBe(d => d == 0);
        LastValue.Draws([0, 40]).Average().ShouldBe(40, 0.05);
    }

    [Fact]
    public void What_is_no_history_is_refused()
    {
        Should.Throw<ArgumentException>(() => Conflictology.Draws([]));
        Should.Throw<ArgumentException>(() => WeightedHistory.Draws([]));
        Should.Throw<ArgumentException>(() => LastValue.Draws([]));
        Should.Throw<ArgumentOutOfRangeException>(() => Conflictology.Draws([1], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => WeightedHistory.Draws([1], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Conflictology.Draws([1, double.NaN]));
    }

    [Fact]
    public void Every_model_gives_a_thousand_sorted_draws_for_each_unit_and_month()
    {
        var panel = Worlds.Returning(5, 6, 90);
        foreach (var model in ForecastModel.All)
        {
            var forecast = model.Forecast(panel, 4, 1, CancellationToken.None);
            forecast.Length.ShouldBe(6);
            foreach (var draws in forecast.SelectMany(f => f))
            {
                draws.Length.ShouldBe(1000);
                draws.ShouldAllBe(d => double.IsFinite(d) && d >= 0);
                draws.ShouldBe(draws.Order());
            }
            forecast.ShouldAllBe(f => f.Length == 4);
        }
        ForecastModel.All.Select(m => m.Name).ShouldBeUnique();
    }
}
