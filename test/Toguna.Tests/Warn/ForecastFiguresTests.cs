using Shouldly;
using Toguna.Warn;
using Toguna.Warn.Forecasts;

namespace Toguna.Tests.Warn;

/// <summary>The shape of a forecast and the figures of a track record, worked out by hand.</summary>
public sealed class ForecastFiguresTests
{
    [Fact]
    public void A_shape_is_counted_in_whole_people()
    {
        // Ten draws: 0 0 0 1 1 2 3 3 25 40.
        var shape = ForecastShape.Of([40, 0.2, 0.49, 0, 0.5, 1.4, 2, 3, 2.5, 25]);
        shape.ToJson().ShouldBe("""{"0":3,"1":2,"2":1,"3":2,"25":1,"40":1}""");
        shape.Draws.ShouldBe(10);
        shape.Mean.ShouldBe(7.5, 1e-12);
        shape.ChanceOf(1).ShouldBe(0.7, 1e-12);
        shape.ChanceOf(25).ShouldBe(0.2, 1e-12);
        shape.Between(1, 3).ShouldBe(0.5, 1e-12);
        shape.Quantile(0.5).ShouldBe(1);
        shape.Quantile(0.51).ShouldBe(2);
        shape.Central(0.5).ShouldBe((0, 3));
        shape.Central(0.9).ShouldBe((0, 40));
        ForecastShape.Parse(shape.ToJson()).Expand().ShouldBe([0, 0, 0, 1, 1, 2, 3, 3, 25, 40]);
        Should.Throw<ArgumentException>(() => ForecastShape.Of([]));
        Should.Throw<ArgumentOutOfRangeException>(() => ForecastShape.Of([1, -0.1])).Message.ShouldContain("-0.1");
        Should.Throw<ArgumentOutOfRangeException>(() => ForecastShape.Of([double.NaN]));
    }

    [Fact]
    public void A_record_says_when_the_benchmark_is_as_good()
    {
        TrackRecord.Of([]).Verdict.ShouldBe("none");
        // Two horizons: errors 1 and 3 against 2 and 4.
        var issue = Guid.NewGuid();
        var record = TrackRecord.Of([
            Scored(issue, 1, crps: 1, benchmark: 2, chance: 0.05, outcome: 0),
            Scored(issue, 2, crps: 3, benchmark: 4, chance: 0.8, outcome: 2, covered: false),
        ]);
        record.Verdict.ShouldBe("few");
        record.Overall.Crps.ShouldBe(2);
        record.Overall.Ratio!.Value.ShouldBe(2.0 / 3, 1e-12);
        record.Overall.Coverage.ShouldBe(0.5);
        record.Horizons.Select(h => h.Ratio!.Value).ShouldBe([0.5, 0.75]);
        record.BetterUntil.ShouldBe(2);
        TrackRecord
            .Of([Scored(issue, 1, 1, 2, 0.5, 1), Scored(issue, 2, 3, 2, 0.5, 1), Scored(issue, 3, 1, 2, 0.5, 1)])
            .BetterUntil.ShouldBe(1, "not beyond the first that is worse");
        record.Brier!.Value.ShouldBe((0.05 * 0.05 + 0.2 * 0.2) / 2, 1e-12);
        record.Bands.Select(b => (b.From, b.To, b.Scored, b.Happened)).ShouldBe([(0, 10, 1, 0), (75, 90, 1, 1)]);
        TrackRecord
            .Of([Scored(issue, 1, 1, 2, 1, 3), Scored(issue, 1, 1, 2, 0.1, 3)])
            .Bands.Select(b => b.From)
            .ShouldBe([10, 90], "a bound belongs to the band above it, certainty to the last");

        // Six issues: lower in four, and in the mean; then lower in the mean only because of one.
        TrackRecord.Of(Issues(1, 1, 1, 1, 3, 3)).Verdict.ShouldBe("better");
        TrackRecord.Of(Issues(0.1, 2.1, 2.1, 2.1, 2.1, 2.1)).Overall.Ratio!.Value.ShouldBeLessThan(1);
        TrackRecord.Of(Issues(0.1, 2.1, 2.1, 2.1, 2.1, 2.1)).Verdict.ShouldBe("no_better");
        TrackRecord.Of(Issues(1, 1, 1, 1, 9, 9)).Verdict.ShouldBe("no_better");
    }

    /// <summary>One forecast of each issue, with these errors; the benchmark's is 2.</summary>
    private static IReadOnlyList<Forecast> Issues(params double[] errors) =>
        [.. errors.Select(e => Scored(Guid.NewGuid(), 1, e, 2, 0.5, 1))];

    private static Forecast Scored(
        Guid issue,
        int horizon,
        double crps,
        double benchmark,
        double chance,
        long outcome,
        bool covered = true
    ) =>
        new()
        {
            IssueId = issue,
            Horizon = horizon,
            Crps = crps,
            BenchmarkCrps = benchmark,
            Ign = 1,
            PAny = chance,
            Outcome = outcome,
            Covered90 = covered,
        };
}
