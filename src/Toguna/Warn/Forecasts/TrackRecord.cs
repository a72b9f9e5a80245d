namespace Toguna.Warn.Forecasts;

/// <summary>How past forecasts compare with what happened. Pure.</summary>
/// <remarks>Months of one area, and areas of one month, are not independent: the figures describe, they test nothing.</remarks>
/// <param name="Overall">Over all horizons.</param>
/// <param name="Horizons">In order; those of which nothing is scored are not there.</param>
/// <param name="Bands">How often it happened, by the chance that was said; those without a forecast are not there.</param>
/// <param name="Brier">Mean squared distance between the chance of any killed and whether it happened; null: nothing is scored.</param>
/// <param name="Issues">With a score.</param>
/// <param name="Better">Of them, those whose mean CRPS is below that of the benchmark.</param>
public sealed record TrackRecord(
    HorizonScore Overall,
    IReadOnlyList<HorizonScore> Horizons,
    IReadOnlyList<ReliabilityBand> Bands,
    double? Brier,
    double? BenchmarkBrier,
    int Issues,
    int Better
)
{
    /// <summary>Fewer issues than these say nothing of whether it is better than the benchmark.</summary>
    public const int FewIssues = 6;

    /// <summary>Bounds of the bands, per cent.</summary>
    private static readonly int[] Edges = [0, 10, 25, 50, 75, 90, 100];

    /// <summary><c>none</c>, <c>few</c>, <c>better</c>, or <c>no_better</c>: in the mean, or in less than half of the issues.</summary>
    public string Verdict =>
        Overall.Scored == 0 ? "none"
        : Issues < FewIssues ? "few"
        : Overall.Ratio is < 1 && Better * 2 > Issues ? "better"
        : "no_better";

    /// <summary>Up to so many months ahead its error is smaller than that of the benchmark.</summary>
    public int BetterUntil => Horizons.TakeWhile(h => h.Ratio is < 1).Count();

    /// <param name="scored">Each with a score.</param>
    public static TrackRecord Of(IReadOnlyList<Forecast> scored)
    {
        var issues = scored.GroupBy(f => f.IssueId).Select(g => HorizonScore.Of(0, [.. g])).ToList();
        return new TrackRecord(
            HorizonScore.Of(0, scored),
            [.. scored.GroupBy(f => f.Horizon).OrderBy(g => g.Key).Select(g => HorizonScore.Of(g.Key, [.. g]))],
            [
                .. scored
                    .GroupBy(f => BandOf(f.PAny))
                    .OrderBy(g => g.Key)
                    .Select(g => new ReliabilityBand(
                        Edges[g.Key],
                        Edges[g.Key + 1],
                        g.Count(),
                        g.Average(f => f.PAny),
                        g.Count(f => f.Outcome > 0)
                    )),
            ],
            BrierOf(scored, f => f.PAny),
            BrierOf(scored, f => f.BenchmarkPAny),
            issues.Count,
            issues.Count(i => i.Crps < i.BenchmarkCrps)
        );
    }

    private static double? BrierOf(IReadOnlyList<Forecast> scored, Func<Forecast, double> chance) =>
        scored.Count == 0 ? null : scored.Average(f => Math.Pow(chance(f) - (f.Outcome > 0 ? 1 : 0), 2));

    /// <summary>The band that a chance lies in; its lower bound belongs to it, and to the last one the upper too.</summary>
    private static int BandOf(double chance) =>
        Math.Min(Edges.Length - 2, Array.FindLastIndex(Edges, e => chance * 100 >= e - 1e-9));
}

/// <summary>Forecasts of one horizon against what happened.</summary>
/// <param name="Horizon">Months ahead; 0: all.</param>
/// <param name="Crps">Mean, in people killed; null: nothing is scored.</param>
/// <param name="Ign">Mean, in bits.</param>
/// <param name="Covered">Outcomes within the 90 % interval.</param>
public sealed record HorizonScore(
    int Horizon,
    int Scored,
    double? Crps,
    double? BenchmarkCrps,
    double? Ign,
    int Covered
)
{
    /// <summary>Below 1: better than the benchmark. Null where the benchmark makes no error.</summary>
    public double? Ratio => BenchmarkCrps is > 0 ? Crps / BenchmarkCrps : null;

    public double? Coverage => Scored == 0 ? null : (double)Covered / Scored;

    public static HorizonScore Of(int horizon, IReadOnlyList<Forecast> scored) =>
        scored.Count == 0
            ? new HorizonScore(horizon, 0, null, null, null, 0)
            : new HorizonScore(
                horizon,
                scored.Count,
                scored.Average(f => f.Crps!.Value),
                scored.Average(f => f.BenchmarkCrps!.Value),
                scored.Average(f => f.Ign!.Value),
                scored.Count(f => f.Covered90 == true)
            );
}

/// <summary>Forecasts that gave about the same chance of any killed, and how often somebody was.</summary>
/// <param name="From">Per cent.</param>
/// <param name="To">Per cent.</param>
/// <param name="Chance">Mean of what was said.</param>
public sealed record ReliabilityBand(int From, int To, int Scored, double Chance, int Happened)
{
    public double Share => (double)Happened / Scored;
}
