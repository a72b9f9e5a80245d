using Shouldly;
using Toguna.Methods.Forecasting;
using Toguna.Methods.Numerics;
using static Toguna.Methods.Tests.Forecasting.Worlds;

namespace Toguna.Methods.Tests.Forecasting;

public sealed class PooledForecasterTests
{
    [Fact]
    public void A_unit_that_never_changes_goes_on() =>
        PooledForecaster
            .Forecast(Of(Constant(3, 80), Constant(30, 80)), 2)[0]
            .SelectMany(d => d)
            .ShouldAllBe(d => Math.Abs(d - 3) < 1e-5);

    [Fact]
    public void The_pool_is_its_three_distributions_with_their_weights_whatever_the_threads()
    {
        // Made again one by one from the parts: what is computed side by side must be the same to the last bit.
        var panel = Returning(11, 14, 160);
        var forecast = PooledForecaster.Forecast(panel, 5);
        var forest = new QuantileForest(panel, 5);
        for (var unit = 0; unit < 14; unit++)
        {
            for (var h = 1; h <= 5; h++)
            {
                var analogues = Analogues.For(panel, unit, h);
                var (grown, grownWeights) = forest.Forecast(unit, h);
                var own = panel.Deaths[unit][^120..];
                double[] fading = [.. own.Select((_, i) => Math.Pow(2, -(119 - i) / 3.0))];
                var (theirs, trees, ours) = (analogues.Sum(a => a.Weight), grownWeights.Sum(), fading.Sum());
                trees.ShouldBe(1, 1e-9);
                WeightedQuantiles
                    .Of(
                        [.. analogues.Select(a => a.Scaled), .. grown, .. own],
                        [
                            .. analogues.Select(a => 0.45 * a.Weight / theirs),
                            .. grownWeights.Select(w => 0.30 * w / trees),
                            .. fading.Select(w => 0.25 * w / ours),
                        ]
                    )
                    .ShouldBe(forecast[unit][h - 1]);
            }
        }
        Flat(PooledForecaster.Forecast(panel, 5)).ShouldBe(Flat(forecast));
    }

    [Fact]
    public void Nothing_after_the_cut_off_reaches_the_forecast()
    {
        var whole = Returning(21, 10, 150);
        var forecast = PooledForecaster.Forecast(whole.Until(130), 14);
        foreach (var series in new[] { whole.Deaths, whole.Events, whole.Companion })
        {
            foreach (var row in series)
            {
                Array.Fill(row, 1e6, 130, 20);
            }
        }
        Flat(PooledForecaster.Forecast(whole.Until(130), 14)).ShouldBe(Flat(forecast));
        Flat(PooledForecaster.Forecast(whole, 14)).ShouldNotBe(Flat(forecast));
    }

    [Fact]
    public void A_young_mission_gets_its_own_history_and_is_told_so()
    {
        var panel = Returning(7, 8, 14);
        var forecast = PooledForecaster.Forecast(panel, 3);
        for (var unit = 0; unit < 8; unit++)
        {
            forecast[unit].ShouldAllBe(d => d.SequenceEqual(WeightedHistory.Draws(panel.Deaths[unit])));
        }
        PooledForecaster.Bases(panel, 3).SelectMany(b => b).ShouldAllBe(b => b == ForecastBasis.OwnHistory);
        // One month of one unit, and a mission without a death.
        PooledForecaster.Forecast(Of([4]), 2)[0][1].ShouldAllBe(d => d == 4);
        PooledForecaster.Forecast(Of(new double[14], new double[14]), 1)[1][0].ShouldAllBe(d => d == 0);
        // Every length until analogues are there.
        var grows = Returning(8, 3, 70);
        for (var months = 1; months <= 70; months += months < 45 ? 1 : 5)
        {
            PooledForecaster.Forecast(grows.Until(months), 14).Length.ShouldBe(3);
        }
        // Of 80 months 43 are origins from month 36 on whose next month is known, 30 with 14 ahead, 29 with 15.
        var bases = PooledForecaster.Bases(Of(Constant(2, 80)), 15)[0];
        (bases[0], bases[13], bases[14]).ShouldBe((ForecastBasis.Pool, ForecastBasis.Pool, ForecastBasis.OwnHistory));
    }

    [Fact]
    public void A_quiet_unit_gets_what_followed_in_units_as_quiet()
    {
        // One unit never had a death, one had 7 in month 100 of 120. Quiet until then: 83 + 64 months whose next is known, one followed by 7.
        var late = new double[120];
        late[100] = 7;
        var panel = Of(new double[120], late);
        var forecast = PooledForecaster.Forecast(panel, 1);
        forecast[0][0].Count(d => d == 7).ShouldBeInRange(1000 / 147, 1000 / 147 + 1);
        forecast[0][0].Count(d => d == 0).ShouldBeGreaterThanOrEqualTo(993);
        // The other has 19 months with a death before them: too few for analogues.
        PooledForecaster
            .Bases(panel, 1)
            .Select(b => b[0])
            .ShouldBe([ForecastBasis.QuietUnits, ForecastBasis.OwnHistory]);
        forecast[1][0].ShouldBe(WeightedHistory.Draws(late));
    }

    [Fact]
    public void What_comes_back_to_its_mean_is_forecast_better_than_by_the_last_year_and_intervals_hold_it()
    {
        var world = Returning(2_026, 60, 254);
        var known = world.Until(240);
        double[][] outcomes = [.. world.Deaths.Select(d => d[240..])];
        var pool = Evaluation.Score(known, PooledForecaster.Forecast(known, 14), outcomes);
        var benchmark = ForecastModel.All.Single(m => m.Name == ForecastModel.Benchmark);
        var bar = Evaluation.Score(known, benchmark.Forecast(known, 14, 1, CancellationToken.None), outcomes);
        pool.Outcomes.ShouldBe(60 * 12);
        (pool.Crps!.Value / bar.Crps!.Value).ShouldBeLessThan(0.97);
        pool.Coverage90Active!.Value.ShouldBeInRange(0.85, 0.95);
    }

    [Fact]
    public void Outcomes_that_are_not_known_are_not_scored()
    {
        var panel = Returning(1, 2, 40);
        var forecast = PooledForecaster.Forecast(panel, 14);
        double[] none = [.. Enumerable.Repeat(double.NaN, 14)],
            one = [.. none];
        (one[1], one[2]) = (5, 6);
        // Horizon 2 is not of the year, horizon 3 is.
        Evaluation.Score(panel, forecast, [none, one]).Outcomes.ShouldBe(1);
        Should
            .Throw<ArgumentException>(() => Evaluation.Score(panel, forecast, [none]))
            .Message.ShouldContain("outcomes of 1");
    }

    [Fact]
    public void A_panel_that_is_none_is_refused_by_name_and_it_can_be_cancelled()
    {
        Should
            .Throw<ArgumentOutOfRangeException>(() => PooledForecaster.Forecast(Of([1, 2], [3, -1]), 1))
            .Message.ShouldContain("Deaths of U1 in month 1 is -1");
        Should
            .Throw<ArgumentException>(() => PooledForecaster.Forecast(Of([1, 2], [3]), 1))
            .Message.ShouldContain("U1 has 1 months");
        Should.Throw<ArgumentException>(() => PooledForecaster.Forecast(Of(), 1));
        Should.Throw<ArgumentOutOfRangeException>(() => PooledForecaster.Forecast(Of([1]), 0));
        Should.Throw<OperationCanceledException>(() =>
            PooledForecaster.Forecast(Of([1]), 1, new CancellationToken(true))
        );
    }

    private static double[] Flat(double[][][] forecast) => [.. forecast.SelectMany(u => u).SelectMany(d => d)];
}
