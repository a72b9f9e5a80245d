using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Scoring;

namespace Toguna.Methods.Tests.Scoring;

public sealed class ScoreTests
{
    /// <summary>An outcome and 1 to 40 draws, in quarters so that sums are exact enough to compare.</summary>
    private static readonly Gen<(double Observed, double[] Draws)> AnyCase = Gen.Choose(0, 400)
        .Select(v => v / 4.0)
        .Zip(Gen.Choose(0, 400).Select(v => v / 4.0).NonEmptyListOf().Select(l => l.Take(40).ToArray()));

    [Theory]
    [InlineData(3, new double[] { 3 }, 0)]
    [InlineData(5, new double[] { 3 }, 2)]
    // |0−2|, |1−2|, |5−2|: mean 2; half the mean of the nine differences is (1 + 5 + 4) / 9.
    [InlineData(2, new double[] { 0, 5, 1 }, 2 - 10.0 / 9)]
    // The fair variant would be 2 − 10/6.
    [InlineData(0, new double[] { 0, 0, 0, 4 }, 1 - 12.0 / 16)]
    [InlineData(10, new double[] { 0, 4 }, 8 - 1)]
    public void Crps_by_hand(double observed, double[] draws, double score) =>
        Crps.Score(observed, draws).ShouldBe(score, 1e-14);

    [Fact]
    public void Crps_is_the_double_sum_of_its_definition() =>
        ForAll(c =>
        {
            var distance = c.Draws.Average(x => Math.Abs(x - c.Observed));
            var spread = c.Draws.Average(x => c.Draws.Average(y => Math.Abs(x - y)));
            return Math.Abs(Crps.Score(c.Observed, c.Draws) - (distance - spread / 2)) < 1e-10;
        });

    [Fact]
    public void Crps_is_never_below_zero_and_zero_only_for_who_was_sure_and_right() =>
        ForAll(c =>
        {
            var score = Crps.Score(c.Observed, c.Draws);
            return score >= 0 && score == 0 == c.Draws.All(d => d == c.Observed);
        });

    [Fact]
    public void The_order_of_draws_says_nothing_and_is_not_changed() =>
        ForAll(c =>
        {
            double[] turned = [.. c.Draws.Reverse()],
                before = [.. turned];
            return Crps.Score(c.Observed, c.Draws) == Crps.Score(c.Observed, turned)
                && IgnoranceScore.Score(c.Observed, c.Draws) == IgnoranceScore.Score(c.Observed, turned)
                && IntervalScore.Of(c.Observed, c.Draws) == IntervalScore.Of(c.Observed, turned)
                && Brier.Score(c.Observed, c.Draws, 25) == Brier.Score(c.Observed, turned, 25)
                && turned.SequenceEqual(before);
        });

    [Fact]
    public void What_moves_with_the_outcome_scores_the_same() =>
        ForAll(c =>
        {
            double[] moved = [.. c.Draws.Select(d => d + 17)];
            var (here, there) = (IntervalScore.Of(c.Observed, c.Draws), IntervalScore.Of(c.Observed + 17, moved));
            return Math.Abs(Crps.Score(c.Observed, c.Draws) - Crps.Score(c.Observed + 17, moved)) < 1e-10
                && Math.Abs(here.Score - there.Score) < 1e-10
                && Math.Abs(here.Lower + 17 - there.Lower) < 1e-10;
        });

    [Fact]
    public void Draws_that_all_stand_twice_score_the_same() =>
        ForAll(c =>
            Math.Abs(Crps.Score(c.Observed, c.Draws) - Crps.Score(c.Observed, [.. c.Draws, .. c.Draws])) < 1e-10
        );

    [Fact]
    public void Ignorance_by_hand()
    {
        // 989 draws of nothing: with one more in each of the eleven bins, 990 of 1,000 lie with an outcome of 0, one with 2,000.
        var nothing = new double[989];
        IgnoranceScore.Score(0, nothing).ShouldBe(-Math.Log2(0.99), 1e-14);
        IgnoranceScore.Score(2000, nothing).ShouldBe(Math.Log2(1000), 1e-12);
        // An edge belongs to the bin that begins there: of 0.4, 0.5, 2.5 and 5 the second lies with an outcome of 1, and the one added.
        IgnoranceScore.Score(1, [0.4, 0.5, 2.5, 5]).ShouldBe(Math.Log2(15 / 2.0), 1e-14);
        IgnoranceScore.Score(0.5, [0.4, 0.5, 2.5, 5]).ShouldBe(Math.Log2(15 / 2.0), 1e-14);
        IgnoranceScore.Score(2.5, [0.4, 0.5, 2.5, 5]).ShouldBe(Math.Log2(15 / 3.0), 1e-14);
        IgnoranceScore.Score(1000.5, [1000.4, 1000.5, 1e9]).ShouldBe(Math.Log2(14 / 3.0), 1e-14);
    }

    [Fact]
    public void Interval_by_hand()
    {
        // 0, 1, … 20: the quantiles .05 and .95 are 1 and 19.
        double[] draws = [.. Enumerable.Range(0, 21).Select(i => (double)i)];
        var inside = IntervalScore.Of(7, draws);
        (inside.Lower, inside.Upper, inside.Covers).ShouldBe((1, 19, true));
        inside.Score.ShouldBe(18, 1e-12);
        IntervalScore.Of(22, draws).Score.ShouldBe(18 + 20 * 3, 1e-10);
        IntervalScore.Of(0.5, draws).Score.ShouldBe(18 + 20 * 0.5, 1e-10);
        (IntervalScore.Of(19, draws).Covers, IntervalScore.Of(19.001, draws).Covers).ShouldBe((true, false));
        // Between draws by straight lines: of 0 and 10 the quantiles .05 and .95 are .5 and 9.5.
        var two = IntervalScore.Of(5, [10, 0]);
        two.Lower.ShouldBe(0.5, 1e-14);
        two.Upper.ShouldBe(9.5, 1e-14);
    }

    [Fact]
    public void Brier_by_hand()
    {
        Brier.Probability([0, 1, 25, 24.9], 25).ShouldBe(0.25);
        Brier.Score(30, [0, 1, 25, 24.9], 25).ShouldBe(0.75 * 0.75, 1e-15);
        Brier.Score(24, [0, 1, 25, 24.9], 25).ShouldBe(0.0625, 1e-15);
    }

    [Fact]
    public void A_sheet_takes_means_and_active_units_apart()
    {
        var sheet = new ScoreSheet();
        sheet.Means().Crps.ShouldBeNull();
        sheet.Add(0, [0], active: false);
        sheet.Add(6, [2], active: true);
        var means = sheet.Means();
        (means.Outcomes, means.ActiveOutcomes).ShouldBe((2, 1));
        means.Crps!.Value.ShouldBe(2, 1e-14);
        means.Interval!.Value.ShouldBe(40, 1e-10);
        (means.Coverage90, means.Coverage90Active).ShouldBe((0.5, 0));
        // One draw is expanded to a thousand before eleven are added: −log₂ of 1,001/1,011 and of 1/1,011.
        means.Ignorance!.Value.ShouldBe((Math.Log2(1011 / 1001.0) + Math.Log2(1011)) / 2, 1e-12);
        (means.Brier1, means.Brier25).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_is_refused_with_its_position(double value)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Crps.Score(value, [1])).Message.ShouldContain($"{value}");
        Should
            .Throw<ArgumentOutOfRangeException>(() => Crps.Score(1, [1, value]))
            .Message.ShouldContain($"Draw 1 is {value}");
        Should.Throw<ArgumentOutOfRangeException>(() => IntervalScore.Of(1, [1, value]));
        Should.Throw<ArgumentOutOfRangeException>(() => IgnoranceScore.Score(1, [value]));
        Should.Throw<ArgumentOutOfRangeException>(() => Brier.Score(value, [1], 1));
    }

    [Fact]
    public void No_draws_are_no_forecast_and_bins_begin_at_zero()
    {
        Should.Throw<ArgumentException>(() => Crps.Score(1, []));
        Should.Throw<ArgumentException>(() => IntervalScore.Of(1, []));
        Should.Throw<ArgumentException>(() => Brier.Score(1, [], 1));
        Should
            .Throw<ArgumentOutOfRangeException>(() => IgnoranceScore.Score(1, [3, -1]))
            .Message.ShouldContain("Draw 1 is -1");
        Should.Throw<ArgumentOutOfRangeException>(() => IgnoranceScore.Score(-1, [3]));
        Should.Throw<ArgumentOutOfRangeException>(() => IntervalScore.Of(1, [1], 1));
    }

    private static void ForAll(Func<(double Observed, double[] Draws), bool> holds) =>
        Prop.ForAll(AnyCase.ToArbitrary(), holds).QuickCheckThrowOnFailure();
}
