using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Numerics;
using Toguna.Methods.Survival;

namespace Toguna.Methods.Tests.Survival;

public sealed class KaplanMeierTests
{
    private static readonly Gen<CaseTime[]> AnyCases = Gen.Choose(0, 12)
        .Zip(Gen.Elements(true, false))
        .Select(c => new CaseTime(c.Item1 / 2.0, c.Item2))
        .ArrayOf();

    [Fact]
    public void By_hand_four_cases()
    {
        // Two ended at 1 and 3, one last seen open at 1, one at 4: 1 − 1/4 = ¾, then ¾ (1 − 1/2) = ⅜.
        var curve = Curve("1 1+ 3 4+");
        curve
            .Steps.Select(s => (s.Time, s.AtRisk, s.Ended, s.LeftOpen, s.Open))
            .ShouldBe([(1, 4, 1, 1, 0.75), (3, 2, 1, 0, 0.375), (4, 1, 0, 1, 0.375)]);
        curve.Steps[0].StandardError.ShouldBe(0.75 * Math.Sqrt(1 / 12.0), 1e-15);
        curve.Steps[1].StandardError.ShouldBe(0.375 * Math.Sqrt(1 / 12.0 + 1 / 2.0), 1e-15);
        // θ = 1.95996 √(1/12) / −log ¾ = 1.96673; ¾ to the e^θ = 7.1473 is .12795, to the e^−θ is .96055.
        curve.Steps[0].Lower!.Value.ShouldBe(0.12795, 1e-5);
        curve.Steps[0].Upper!.Value.ShouldBe(0.96055, 1e-5);
        (curve.OpenAfter(0), curve.OpenAfter(0.99), curve.OpenAfter(1), curve.OpenAfter(4)).ShouldBe(
            (1, 1, 0.75, 0.375)
        );
        curve.OpenAfter(4.01).ShouldBeNull();
        (curve.AtRisk(0), curve.AtRisk(1), curve.AtRisk(1.5), curve.AtRisk(5)).ShouldBe((4, 4, 2, 0));
        curve.Median.Time.ShouldBe(3);
        // ⅜ is far above a tenth, but its lower limit, ⅜ to the e^1.5262, is .011.
        curve.NinetyPercent.ShouldBe(new TimeReached(null, 3, null));
    }

    [Fact]
    public void Remission_of_leukaemia_under_6_MP()
    {
        // Freireich et al. (1963), Blood 21; Kalbfleisch and Prentice (2002), table 1.1 and section 1.4; Cox and Oakes (1984), table 1.1.
        var curve = Curve("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+");
        var events = curve.Steps.Where(s => s.Ended > 0).ToList();
        events.Select(s => s.Time).ShouldBe([6, 7, 10, 13, 16, 22, 23]);
        events.Select(s => s.AtRisk).ShouldBe([21, 17, 15, 12, 11, 7, 6]);
        events.Select(s => Math.Round(s.Open, 3)).ShouldBe([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]);
        events
            .Select(s => Math.Round(s.StandardError, 4))
            .ShouldBe([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]);
        curve.Median.ShouldBe(new TimeReached(23, 13, null));
        curve.NinetyPercent.Time.ShouldBeNull();
        (curve.Cases, curve.Ended).ShouldBe((21, 9));
    }

    [Fact]
    public void Remission_of_leukaemia_without_treatment()
    {
        var curve = Curve("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23");
        curve.Median.ShouldBe(new TimeReached(8, 4, 11));
        curve.NinetyPercent.Time.ShouldBe(17);
        curve.Steps[^1].ShouldBe(new SurvivalStep(23, 1, 1, 0, 0, 0, null, null));
        curve.OpenAfter(1_000).ShouldBe(0);
    }

    [Fact]
    public void Open_cases_are_not_fast_ones()
    {
        // Thirty alerts of which ten were decided after an hour and twenty wait since two: of those decided the median is one hour.
        var curve = KaplanMeier.Estimate([
            .. Enumerable.Repeat(new CaseTime(1, true), 10),
            .. Enumerable.Repeat(new CaseTime(2, false), 20),
        ]);
        curve.Median.Time.ShouldBeNull();
        curve.OpenAfter(2)!.Value.ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void A_known_truth_comes_back_through_censoring_and_limits_hold_it()
    {
        // Exponential with a mean of 10, seen for a uniform time up to 30: about a third stays open. 400 samples of 100 cases.
        const double Mean = 10;
        var random = new Xoshiro256(20_310_313);
        double[] at = [3, Mean * Math.Log(2), 15];
        var covered = new int[at.Length];
        var medians = new List<double>();
        int covers = 0,
            sum = 0;
        for (var sample = 0; sample < 400; sample++)
        {
            var curve = KaplanMeier.Estimate([
                .. Enumerable
                    .Range(0, 100)
                    .Select(_ =>
                    {
                        var (takes, seen) = (Draws.Exponential(random, Mean), Draws.Between(random, 0, 30));
                        return new CaseTime(Math.Min(takes, seen), takes <= seen);
                    }),
            ]);
            sum += curve.Ended;
            for (var i = 0; i < at.Length; i++)
            {
                var step = curve.Steps.Last(s => s.Time <= at[i]);
                covered[i] += step.Lower <= Math.Exp(-at[i] / Mean) && Math.Exp(-at[i] / Mean) <= step.Upper ? 1 : 0;
            }
            medians.Add(curve.Median.Time!.Value);
            covers += curve.Median.Lower <= Mean * Math.Log(2) && Mean * Math.Log(2) <= curve.Median.Upper ? 1 : 0;
        }
        (sum / 40_000.0).ShouldBeInRange(0.62, 0.74);
        medians.Average().ShouldBe(Mean * Math.Log(2), 0.15);
        // 95 % of 400 is 380, its standard deviation 4.4.
        covered.ShouldAllBe(c => c >= 366 && c <= 394);
        covers.ShouldBeInRange(366, 394);
    }

    [Fact]
    public void The_curve_never_rises_and_stays_within_its_limits() =>
        Prop.ForAll(
                AnyCases.ToArbitrary(),
                cases =>
                {
                    var curve = KaplanMeier.Estimate(cases);
                    var falls = curve.Steps.Zip(curve.Steps.Skip(1)).All(p => p.Second.Open <= p.First.Open);
                    var within = curve.Steps.All(s =>
                        s.Open is >= 0 and <= 1
                        && !(s.Lower > s.Open)
                        && !(s.Upper < s.Open)
                        && !(s.Lower < 0)
                        && !(s.Upper > 1)
                    );
                    var counted = curve.Steps.Sum(s => s.Ended + s.LeftOpen) == cases.Length;
                    var median = curve.Median;
                    return falls && within && counted && !(median.Lower > median.Time) && !(median.Upper < median.Time);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Without_open_cases_it_is_the_share_that_took_longer() =>
        Prop.ForAll(
                AnyCases.ToArbitrary(),
                some =>
                {
                    var cases = some.Select(c => c with { Ended = true }).ToArray();
                    return KaplanMeier
                        .Estimate(cases)
                        .Steps.All(s =>
                            Math.Abs(s.Open - cases.Count(c => c.Time > s.Time) / (double)cases.Length) < 1e-12
                            && Math.Abs(s.StandardError - Math.Sqrt(s.Open * (1 - s.Open) / cases.Length)) < 1e-7
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void To_see_an_open_case_for_longer_never_lowers_the_curve() =>
        Prop.ForAll(
                AnyCases.ToArbitrary(),
                cases =>
                {
                    var longer = cases.Select(c => c.Ended ? c : c with { Time = c.Time + 2 }).ToArray();
                    var (before, after) = (KaplanMeier.Estimate(cases), KaplanMeier.Estimate(longer));
                    return before.Steps.All(s => !(after.OpenAfter(s.Time) < s.Open - 1e-12));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_cases_and_no_ended_cases_know_nothing_of_times()
    {
        KaplanMeier.Estimate([]).OpenAfter(0).ShouldBeNull();
        KaplanMeier.Estimate([]).Median.ShouldBe(new TimeReached(null, null, null));
        var open = Curve("3+ 5+");
        (open.OpenAfter(5), open.OpenAfter(6)).ShouldBe((1, null));
        (open.Steps[0].Lower, open.Median.Time).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_time_that_cannot_be_is_refused_with_its_position(double time)
    {
        var refused = Should.Throw<ArgumentOutOfRangeException>(() =>
            KaplanMeier.Estimate([new CaseTime(1, true), new CaseTime(time, false)])
        );
        refused.Message.ShouldContain($"Case 1 has the time {time}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_lies_between_none_and_all(double share) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Curve("1 2").EndedBy(share));

    /// <summary>Times as the books print them, + for a case last seen open.</summary>
    private static SurvivalCurve Curve(string times) =>
        KaplanMeier.Estimate([
            .. times
                .Split(' ')
                .Select(t => new CaseTime(
                    double.Parse(t.TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture),
                    !t.EndsWith('+')
                )),
        ]);
}
