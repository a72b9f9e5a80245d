using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Methods.Proportions;

namespace Toguna.Methods.Tests.Proportions;

public sealed class ProportionTests
{
    [Theory] // Newcombe (1998), Statistics in Medicine 17, table I, method 3: score without continuity correction.
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Newcombes_examples(int hits, int of, double lower, double upper)
    {
        var share = Proportion.Wilson(hits, of);
        share.Lower.ShouldBe(lower, 5e-5);
        share.Upper.ShouldBe(upper, 5e-5);
        share.Share.ShouldBe((double)hits / of);
    }

    [Fact]
    public void By_hand_one_of_two()
    {
        // z² = 3.8415: centre (½ + .96036)/2.92073 = ½, half 1.96 √(.125 + .24009)/2.92073 = .40547
        var share = Proportion.Wilson(1, 2);
        share.Lower.ShouldBe(0.09453, 1e-5);
        share.Upper.ShouldBe(0.90547, 1e-5);
    }

    [Fact]
    public void Out_of_none_nothing_is_known()
    {
        var share = Proportion.Wilson(0, 0);
        (share.Share, share.Lower, share.Upper).ShouldBe((null, 0, 1));
    }

    [Fact]
    public void None_and_all_touch_the_end_exactly()
    {
        for (var n = 1; n < 2_000; n++)
        {
            Proportion.Wilson(0, n).Lower.ShouldBe(0);
            Proportion.Wilson(n, n).Upper.ShouldBe(1);
        }
    }

    [Fact]
    public void Limits_solve_the_score_test_hold_the_share_and_mirror() =>
        Prop.ForAll(
                Gen.Choose(1, 5_000).SelectMany(n => Gen.Choose(0, n), (n, k) => (n, k)).ToArbitrary(),
                c =>
                {
                    var (n, k) = c;
                    var p = Proportion.Wilson(k, n);
                    var mirrored = Proportion.Wilson(n - k, n);
                    var share = (double)k / n;
                    bool Solves(double limit, bool atEnd) =>
                        atEnd
                        || Math.Abs(Math.Abs(share - limit) / Math.Sqrt(limit * (1 - limit) / n) - 1.959963985) < 1e-6;
                    return p.Lower <= share
                        && share <= p.Upper
                        && p is { Lower: >= 0, Upper: <= 1 }
                        && Solves(p.Lower, k == 0)
                        && Solves(p.Upper, k == n)
                        && Math.Abs(p.Lower + mirrored.Upper - 1) < 1e-12;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory] // Exact, by summing the binomial: on average over all shares the limits hold what they promise.
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(100)]
    public void Average_coverage_is_what_is_promised(int n)
    {
        var limits = Enumerable.Range(0, n + 1).Select(k => Proportion.Wilson(k, n)).ToArray();
        const int Grid = 1_000;
        var covered = 0.0;
        for (var i = 0; i < Grid; i++)
        {
            var p = (i + 0.5) / Grid;
            var mass = Math.Pow(1 - p, n);
            for (var k = 0; k <= n; k++)
            {
                covered += limits[k].Lower <= p && p <= limits[k].Upper ? mass / Grid : 0;
                mass *= (double)(n - k) / (k + 1) * p / (1 - p);
            }
        }
        covered.ShouldBeInRange(0.945, 0.96);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    [InlineData(0, -2)]
    public void Counts_that_cannot_be_are_refused(int hits, int of) =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => Proportion.Wilson(hits, of))
            .ActualValue.ShouldBe(of < 0 ? of : hits);

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void A_confidence_lies_between_none_and_all(double confidence) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Proportion.Wilson(1, 3, confidence));
}
