using Toguna.Methods.Detection;

namespace Toguna.Warn.Signals;

/// <summary>Incidents by first-level area and kind of act in one week, against the same in the weeks before it.</summary>
/// <remarks>
/// Never by person, community or perpetrator. A series is every area with every kind of act, of those that occur in the window
/// at all: also the series that saw nothing are tests that were made, and count for the share of false alarms.
/// </remarks>
internal static class UnusualCounts
{
    /// <summary>Weeks before the one that is judged that are left out: what builds up must not make itself usual.</summary>
    public const int LeftOut = 2;

    /// <summary>The expected share of false ones among the signals of a week is at most this.</summary>
    public const double FalseShare = 0.1;

    /// <summary>A single incident is no count, however quiet it was before.</summary>
    public const int Least = 2;

    private const int Weeks = SignalDraft.Baseline + LeftOut + 1;

    /// <summary>The days that a week is judged by, itself included.</summary>
    public static (DateOnly From, DateOnly To) Window(Week week) =>
        (week.Monday.AddDays(-7 * (Weeks - 1)), week.Sunday);

    /// <summary>Every series of the week, judged.</summary>
    /// <param name="record">Of <see cref="Window"/>.</param>
    public static IReadOnlyList<SeriesJudged> Judge(IReadOnlyList<OpenIncident> record, Week week)
    {
        var first = Window(week).From;
        var counted = record.Where(i => i.CountsInArea).ToList();
        var areas = counted.GroupBy(i => i.AreaKey!).ToDictionary(g => g.Key, g => g.Last());
        var acts = counted.Select(i => i.Act).Distinct().Order(StringComparer.Ordinal).ToList();
        var there = counted.ToLookup(i => (i.AreaKey!, i.Act));
        var series = new List<SeriesJudged>();
        foreach (var (area, where) in areas.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            foreach (var act in acts)
            {
                var counts = new int[Weeks];
                foreach (var incident in there[(area, act)])
                {
                    counts[(incident.Day.DayNumber - first.DayNumber) / 7]++;
                }
                series.Add(
                    new SeriesJudged(
                        where,
                        act,
                        counts,
                        UnusualCount.Judge(counts[^1], counts.AsSpan(0, SignalDraft.Baseline))
                    )
                );
            }
        }
        var q = FalseDiscovery.QValues([.. series.Select(s => s.Judged.PValue)]);
        return [.. series.Select((s, i) => s with { QValue = q[i] })];
    }

    public static Look Look(IReadOnlyList<OpenIncident> record, Week week)
    {
        var series = Judge(record, week);
        return new Look(
            series.Count,
            [
                .. series
                    .Where(s => s.IsSignal)
                    .OrderBy(s => s.Judged.PValue)
                    .Select(s => new SignalDraft(
                        SignalDetector.UnusualCount,
                        s.Act,
                        s.Where,
                        week.Monday,
                        week.Sunday,
                        s.Judged.Expected,
                        s.Judged.PValue,
                        s.QValue,
                        s.Counts,
                        [
                            .. record
                                .Where(i =>
                                    i.CountsInArea
                                    && i.AreaKey == s.Where.AreaKey
                                    && i.Act == s.Act
                                    && i.Day >= week.Monday
                                )
                                .Select(i => i.IncidentId),
                        ]
                    )),
            ]
        );
    }
}

/// <summary>One series of a week.</summary>
/// <param name="Where">An incident of the area.</param>
/// <param name="Counts">By week, the oldest first; the last one is judged.</param>
internal sealed record SeriesJudged(
    OpenIncident Where,
    string Act,
    IReadOnlyList<int> Counts,
    UnusualCount Judged,
    double QValue = 1
)
{
    public bool IsSignal => QValue <= UnusualCounts.FalseShare && Judged.Observed >= UnusualCounts.Least;
}
