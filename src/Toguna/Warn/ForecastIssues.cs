using Dapper;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Warn.Forecasts;

namespace Toguna.Warn;

/// <summary>Issues the forecasts that are due, and scores those whose outcome is known. Neither is ever done twice.</summary>
/// <remarks>The key of an issue in the database makes it happen once, also where several servers tick. Thread-safe.</remarks>
public sealed class ForecastIssues(Database database, Installation house, AuditLog audit, TimeProvider clock)
{
    /// <summary>Months ahead.</summary>
    public const int Horizons = 6;

    /// <summary>Fewer months say too little.</summary>
    public const int LeastMonths = 12;

    /// <summary>What is older says nothing about the coming months.</summary>
    public const int MostMonths = 300;

    /// <summary>Of more areas, those with most incidents in the last five years are forecast.</summary>
    public const int MostAreas = 200;

    /// <summary>Days of a new month before the last one is taken as known: reports lag.</summary>
    public const int LagDays = 5;

    /// <summary>Days after a month before its outcome counts: late reports come, and findings change.</summary>
    public const int ScoredAfterDays = 45;

    /// <summary>A record whose newest incident lies more months back has ended: silence is not peace.</summary>
    public const int MostBehind = 3;

    /// <summary>How many killed are many.</summary>
    public const int Many = 25;

    /// <summary>Most past months of one run.</summary>
    public const int MostBack = 120;

    /// <summary>A change of what is pooled, or of its weights, is a new version: its words stand on the page of a forecast.</summary>
    public const string Method = "scaled analogues, quantile forest and weighted own history, pooled";
    public const int MethodVersion = 1;

    /// <summary>How often it is looked whether something is due.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly IssueMaker maker = new(database, audit);
    private readonly ForecastScores scores = new(database, audit, clock);

    /// <summary>Does what is due.</summary>
    /// <returns>Issues made and forecasts scored.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        if (await ImportBook.IsUnderWayAsync(database, ct))
        {
            // Half a file is no record, and what is issued is never rewritten.
            return 0;
        }
        var run = await IssueAsync(0, ct);
        return run.Issued + run.Scored;
    }

    /// <summary>Issues for the newest month that is known, if nobody has, and scores what can be scored.</summary>
    /// <param name="back">For so many months before it as well, each from nothing later than its own cut-off: marked as made afterwards. 0 to <see cref="MostBack"/>.</param>
    public async Task<ForecastRun> IssueAsync(int back = 0, CancellationToken ct = default)
    {
        var started = clock.GetTimestamp();
        var standing = await StandingAsync(ct);
        var issued = 0;
        ForecastPanel? newest = null;
        if (standing is { Last: { } last, First: { } first })
        {
            var wanted = new List<(int Month, bool Retrospective)>();
            if (standing.WhyNot is null)
            {
                wanted.Add((last, false));
            }
            wanted.AddRange(Enumerable.Range(1, Math.Clamp(back, 0, MostBack)).Select(b => (last - b, true)));
            wanted = [.. await MissingAsync(wanted.Where(w => w.Month - first + 1 >= LeastMonths), ct)];
            if (wanted.Count > 0)
            {
                var rows = await RowsAsync(wanted.Min(w => w.Month) - MostMonths, last, ct);
                foreach (var (month, retrospective) in wanted)
                {
                    if (ForecastPanel.Of(rows, month) is { } panel && await maker.MakeAsync(panel, retrospective, ct))
                    {
                        issued++;
                        newest ??= panel;
                    }
                }
            }
        }
        var scored = await scores.RunAsync(house.Today, ct);
        return new ForecastRun(
            issued,
            newest?.Areas.Count ?? 0,
            newest?.Until,
            scored,
            Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3),
            standing.WhyNot ?? (issued == 0 ? "already" : null)
        );
    }

    /// <summary>From when until when everybody's record goes.</summary>
    public async Task<ForecastStanding> StandingAsync(CancellationToken ct = default)
    {
        var due = MonthNumber.Of(house.Today.AddDays(-LagDays)) - 1;
        await using var c = await database.OpenAsync(ct);
        var span = await CommonRecord.SpanAsync(c, due, ct);
        return new ForecastStanding(span?.First, span?.Last, due);
    }

    /// <summary>Those of them that nobody has made yet.</summary>
    private async Task<IReadOnlyList<(int Month, bool Retrospective)>> MissingAsync(
        IEnumerable<(int Month, bool Retrospective)> wanted,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var there = (await c.QueryAsync<ForecastIssue>("SELECT data_until, retrospective FROM forecast_issue")).Select(
            i => (MonthNumber.Of(i.DataUntil), i.Retrospective)
        );
        return [.. wanted.Except(there)];
    }

    private async Task<IReadOnlyList<AreaMonth>> RowsAsync(int first, int last, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return await CommonRecord.ReadAsync(c, first, last, ct);
    }
}
