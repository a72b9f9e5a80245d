using System.Text.Json;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Methods.Forecasting;
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
    public const string Method = "scaled analogues and weighted own history, pooled";
    public const int MethodVersion = 1;

    /// <summary>How often it is looked whether something is due.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private const int Observed = 36;

    /// <summary>Months that are named as those most like the present.</summary>
    private const int Alike = 5;

    private readonly ForecastScores scores = new(database, audit, clock);

    private static readonly (string, Cell)[] ForecastColumns =
    [
        ("forecast_id", Cell.Id),
        ("issue_id", Cell.Id),
        ("country", Cell.Text),
        ("area", Cell.Text),
        ("month", Cell.Day),
        ("horizon", Cell.Int),
        ("draws", Cell.Text),
        ("benchmark", Cell.Text),
        ("basis", Cell.Text),
        ("mean", Cell.Real),
        ("p_any", Cell.Real),
        ("p25", Cell.Real),
        ("lower90", Cell.Long),
        ("upper90", Cell.Long),
        ("benchmark_p_any", Cell.Real),
        ("benchmark_p25", Cell.Real),
    ];

    private static readonly (string, Cell)[] AreaColumns =
    [
        ("issue_id", Cell.Id),
        ("country", Cell.Text),
        ("area", Cell.Text),
        ("observed", Cell.Text),
        ("analogues", Cell.Text),
    ];

    /// <summary>Does what is due.</summary>
    /// <returns>Issues made and forecasts scored.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
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
                    if (
                        ForecastPanel.Of(rows, month) is { } panel
                        && await MakeAsync(panel, retrospective, ct)
                    )
                    {
                        issued++;
                        newest ??= panel;
                    }
                }
            }
        }
        var scored = await scores.RunAsync(Today, ct);
        return new ForecastRun(
            issued,
            newest?.Areas.Count ?? 0,
            newest is null ? null : EndOf(newest.Last),
            scored,
            Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3),
            standing.WhyNot ?? (issued == 0 ? "already" : null)
        );
    }

    /// <summary>From when until when everybody's record goes.</summary>
    public async Task<ForecastStanding> StandingAsync(CancellationToken ct = default)
    {
        var due = ForecastPanel.MonthOf(Today.AddDays(-LagDays)) - 1;
        await using var c = await database.OpenAsync(ct);
        var span = await CommonRecord.SpanAsync(c, due, ct);
        return new ForecastStanding(span?.First, span?.Last, due);
    }

    /// <returns>Whether it was made here; false: another server was first.</returns>
    private async Task<bool> MakeAsync(ForecastPanel panel, bool retrospective, CancellationToken ct)
    {
        var draws = PooledForecaster.Forecast(panel.Data, Horizons, ct);
        var bases = PooledForecaster.Bases(panel.Data, Horizons, ct);
        // Of a backcast nobody asks month by month what it rests on.
        var alike = panel.Areas.Select((_, unit) => retrospective ? [] : AlikeOf(panel, unit)).ToList();
        var until = EndOf(panel.Last);
        return await database.WriteAsync(
            async tx =>
            {
                var id = tx.NewId();
                var first = await tx.ExecuteAsync(
                    """
                    INSERT INTO forecast_issue (issue_id, issued_at, data_until, retrospective, method, method_version, areas, months, panel_sha256)
                    VALUES (@id, @Now, @until, @retrospective, @Method, @MethodVersion, @areas, @Months, @sha256)
                    ON CONFLICT (data_until, retrospective) DO NOTHING
                    """,
                    new
                    {
                        id,
                        tx.Now,
                        until,
                        retrospective,
                        Method,
                        MethodVersion,
                        areas = panel.Areas.Count,
                        panel.Months,
                        sha256 = panel.Sha256(),
                    }
                );
                if (first == 0)
                {
                    return false;
                }
                var rows = new List<object?[]>(panel.Areas.Count * Horizons);
                var areas = new List<object?[]>(panel.Areas.Count);
                for (var unit = 0; unit < panel.Areas.Count; unit++)
                {
                    var (country, area) = panel.Areas[unit];
                    var history = panel.Data.Deaths[unit];
                    var usual = ForecastShape.Of(Conflictology.Draws(history));
                    areas.Add([
                        id,
                        country,
                        area,
                        JsonSerializer.Serialize(history[^Math.Min(Observed, history.Length)..].Select(k => (long)k)),
                        JsonSerializer.Serialize(alike[unit]),
                    ]);
                    for (var h = 1; h <= Horizons; h++)
                    {
                        var made = new Made(draws[unit][h - 1], bases[unit][h - 1]);
                        rows.Add(Row(tx.NewId(), id, (country, area), panel.Last + h, h, made, usual));
                    }
                }
                await BulkInsert.IntoAsync(tx, "forecast_area", AreaColumns, areas, ct);
                await BulkInsert.IntoAsync(tx, "forecast", ForecastColumns, rows, ct);
                await audit.AppendAsync(
                    tx,
                    Caller.System.Id,
                    "forecast.issued",
                    $"forecast_issue:{id}",
                    new
                    {
                        until,
                        retrospective,
                        areas = areas.Count,
                    }
                );
                return true;
            },
            ct
        );
    }

    private static object?[] Row(
        Guid id,
        Guid issue,
        (string Country, string Area) of,
        int month,
        int horizon,
        Made made,
        ForecastShape usual
    )
    {
        var shape = ForecastShape.Of(made.Draws);
        var (lower, upper) = shape.Central(0.9);
        return
        [
            id,
            issue,
            of.Country,
            of.Area,
            ForecastPanel.DayOf(month),
            horizon,
            shape.ToJson(),
            usual.ToJson(),
            made.Basis switch
            {
                ForecastBasis.OwnHistory => "own_history",
                ForecastBasis.QuietUnits => "quiet_units",
                _ => "pool",
            },
            shape.Mean,
            shape.ChanceOf(1),
            shape.ChanceOf(Many),
            lower,
            upper,
            usual.ChanceOf(1),
            usual.ChanceOf(Many),
        ];
    }

    /// <summary>The months of any area that resembled this one's present most, the nearest first.</summary>
    private static IReadOnlyList<AlikeMonth> AlikeOf(ForecastPanel panel, int unit)
    {
        var found = Analogues.For(panel.Data, unit, 1);
        return found.Count < Analogues.Fewest
            ? []
            :
            [
                .. found
                    .Take(Alike)
                    .Select(a => new AlikeMonth(
                        panel.Areas[a.Unit].Area,
                        ForecastPanel.DayOf(panel.First + a.Month),
                        (long)a.Followed
                    )),
            ];
    }

    /// <summary>Those of them that nobody has made yet.</summary>
    private async Task<IReadOnlyList<(int Month, bool Retrospective)>> MissingAsync(
        IEnumerable<(int Month, bool Retrospective)> wanted,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var there = (
            await c.QueryAsync<ForecastIssue>("SELECT data_until, retrospective FROM forecast_issue")
        ).Select(i => (ForecastPanel.MonthOf(i.DataUntil), i.Retrospective));
        return [.. wanted.Except(there)];
    }

    private async Task<IReadOnlyList<AreaMonth>> RowsAsync(int first, int last, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return await CommonRecord.ReadAsync(c, first, last, ct);
    }

    private static DateOnly EndOf(int month) => ForecastPanel.DayOf(month).AddMonths(1).AddDays(-1);

    private DateOnly Today =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), house.Zone).DateTime);

    private sealed record Made(double[] Draws, ForecastBasis Basis);
}
