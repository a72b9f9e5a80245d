using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Detection;
using Toguna.Methods.Numerics;
using Toguna.Methods.Tests.Numerics;

namespace Toguna.Methods.Tests.Detection;

public sealed class UnusualCountTests
{
    [Fact]
    public void By_hand_where_nothing_ever_happened()
    {
        // S = 0, n = 26: size ½, variance over mean 27/26, so P(0) = (26/27)^½.
        var one = UnusualCount.Judge(1, new int[26]);
        one.Expected.ShouldBe(0.5 / 26, 1e-15);
        one.Dispersion.ShouldBe(1);
        one.PValue.ShouldBe(1 - Math.Sqrt(26.0 / 27), 1e-14);
        // P(1) = ½ (1/27) P(0).
        UnusualCount.Judge(2, new int[26]).PValue.ShouldBe(1 - Math.Sqrt(26.0 / 27) * (1 + 0.5 / 27), 1e-14);
        UnusualCount.Judge(0, new int[26]).PValue.ShouldBe(1);
    }

    [Fact]
    public void By_hand_a_steady_past_and_one_that_jumps()
    {
        // Four weeks of one each: S = 4, n = 4, variance 0, size 4.5, variance over mean 1.25: P(0) = 1.25^−4.5.
        var steady = UnusualCount.Judge(1, [1, 1, 1, 1]);
        steady.Expected.ShouldBe(4.5 / 4, 1e-15);
        steady.PValue.ShouldBe(1 - Math.Pow(1.25, -4.5), 1e-14);
        // 0 and 4: mean 2, variance 8, dispersion 4; μ = 4.5/2, variance over mean 4 · 1.5 = 6, size 2.25/5: P(0) = 6^−0.45.
        var jumps = UnusualCount.Judge(1, [0, 4]);
        (jumps.Dispersion, jumps.Expected).ShouldBe((4, 2.25));
        jumps.PValue.ShouldBe(1 - Math.Pow(6, -0.45), 1e-14);
        // Four weeks after four weeks: μ = 4.5, variance over mean 1 + 4/4 = 2, size 4.5: P(0) = 2^−4.5.
        var four = UnusualCount.Judge(1, [1, 1, 1, 1], periods: 4);
        four.Expected.ShouldBe(4.5, 1e-15);
        four.PValue.ShouldBe(1 - Math.Pow(2, -4.5), 1e-14);
    }

    [Theory] // Against the sum of masses by another way: the logarithm of the gamma function.
    [InlineData(7, 1)]
    [InlineData(40, 13)]
    [InlineData(12, 13)]
    [InlineData(900, 800)]
    [InlineData(700, 800)]
    public void The_tail_is_the_sum_of_its_masses(int observed, int level)
    {
        int[] baseline = [.. Enumerable.Range(0, 26).Select(i => level + i % 3 * level / 2)];
        var judged = UnusualCount.Judge(observed, baseline);
        var size = judged.Expected / (judged.Dispersion * (1 + 1.0 / 26) - 1);
        var below = Enumerable.Range(0, observed).Sum(k => Fit.NegativeBinomialMass(judged.Expected, size, k));
        judged.PValue.ShouldBe(1 - below, 1e-9);
    }

    [Fact]
    public void Far_out_it_is_tiny_and_never_nothing()
    {
        UnusualCount.Judge(60, new int[26]).PValue.ShouldBeInRange(double.Epsilon, 1e-80);
        UnusualCount.Judge(UnusualCount.Most, [1, 2, 1]).PValue.ShouldBe(double.Epsilon);
    }

    [Fact]
    public void More_is_never_likelier_and_a_higher_past_never_makes_it_rarer()
    {
        var cases =
            from baseline in Gen.Choose(0, 40).ArrayOf(12)
            from observed in Gen.Choose(0, 90)
            from periods in Gen.Choose(1, 5)
            select (baseline, observed, periods);
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                cases.ToArbitrary(),
                c =>
                {
                    var (baseline, observed, periods) = c;
                    var p = UnusualCount.Judge(observed, baseline, periods).PValue;
                    var next = UnusualCount.Judge(observed + 1, baseline, periods).PValue;
                    var reversed = UnusualCount.Judge(observed, [.. baseline.Reverse()], periods).PValue;
                    // One more in every week leaves the variance and raises the mean.
                    var higher = UnusualCount.Judge(observed, [.. baseline.Select(b => b + 1)], periods);
                    return p is > 0 and <= 1
                        && next <= p
                        && Math.Abs(reversed - p) < 1e-12
                        && (higher.Dispersion > 1 || higher.PValue >= p - 1e-12);
                }
            )
        );
    }

    [Theory] // Stationary series: the share of p-values up to 5 % is not above 5 %, whether Poisson or wider.
    [InlineData(0.2, double.PositiveInfinity)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(6, double.PositiveInfinity)]
    [InlineData(30, double.PositiveInfinity)]
    [InlineData(6, 3)]
    [InlineData(30, 10)]
    public void Of_stationary_series_no_more_alarm_than_was_said(double mean, double size)
    {
        const int Series = 4_000;
        var random = new Xoshiro256(2026);
        var alarms = Enumerable
            .Range(0, Series)
            .Count(_ => UnusualCount.Judge(Draw(), [.. Enumerable.Range(0, 26).Select(_ => Draw())]).PValue <= 0.05);
        // Three standard errors of a share of 5 % in 4,000; wider than Poisson the dispersion is estimated, which costs a little.
        var slack = 3 * Math.Sqrt(0.05 * 0.95 / Series) + (double.IsInfinity(size) ? 0 : 0.015);
        ((double)alarms / Series).ShouldBeLessThan(0.05 + slack);

        int Draw() =>
            double.IsInfinity(size) ? Draws.Poisson(random, mean) : Draws.NegativeBinomial(random, mean, size);
    }

    [Fact]
    public void The_budget_holds_over_all_series_of_a_week_and_planted_outbreaks_are_found()
    {
        const int Weeks = 300,
            Series = 60,
            Planted = 3;
        var random = new Xoshiro256(7);
        double falseShare = 0;
        var found = 0;
        var quietWeeks = 0;
        for (var week = 0; week < Weeks; week++)
        {
            var p = new double[Series];
            for (var s = 0; s < Series; s++)
            {
                var mean = 0.2 + 0.1 * (s % 40);
                int[] past = [.. Enumerable.Range(0, 26).Select(_ => Draws.Poisson(random, mean))];
                p[s] = UnusualCount.Judge(Draws.Poisson(random, s < Planted ? 8 + 3 * mean : mean), past).PValue;
            }
            var q = FalseDiscovery.QValues(p);
            var alarms = q.Count(v => v <= 0.1);
            var hits = q.Take(Planted).Count(v => v <= 0.1);
            falseShare += alarms == 0 ? 0 : (double)(alarms - hits) / alarms;
            found += hits;
            quietWeeks += FalseDiscovery.QValues(p.AsSpan(Planted)).Any(v => v <= 0.1) ? 1 : 0;
        }
        (falseShare / Weeks).ShouldBeLessThan(0.1);
        ((double)found / (Weeks * Planted)).ShouldBeGreaterThan(0.95);
        // Where nothing is planted any alarm is false: in at most a tenth of the weeks.
        ((double)quietWeeks / Weeks).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => UnusualCount.Judge(-1, [1, 2])).ActualValue.ShouldBe(-1L);
        Should
            .Throw<ArgumentOutOfRangeException>(() => UnusualCount.Judge(UnusualCount.Most + 1, [1, 2]))
            .ParamName.ShouldBe("observed");
        Should.Throw<ArgumentException>(() => UnusualCount.Judge(1, [3])).ParamName.ShouldBe("baseline");
        Should.Throw<ArgumentOutOfRangeException>(() => UnusualCount.Judge(1, [3, -4])).ActualValue.ShouldBe(-4);
        Should
            .Throw<ArgumentOutOfRangeException>(() => UnusualCount.Judge(1, [int.MaxValue, 1]))
            .ParamName.ShouldBe("baseline");
        Should.Throw<ArgumentOutOfRangeException>(() => UnusualCount.Judge(1, [3, 4], 0)).ParamName.ShouldBe("periods");
    }
}
