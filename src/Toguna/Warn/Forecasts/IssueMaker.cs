using System.Text.Json;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Methods.Forecasting;

namespace Toguna.Warn.Forecasts;

/// <summary>Makes the forecasts of all areas from one panel and writes them in one transaction, or finds that another server was first.</summary>
internal sealed class IssueMaker(Database database, AuditLog audit)
{
    private const int Observed = 36;

    /// <summary>Months that are named as those most like the present.</summary>
    private const int Alike = 5;

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

    /// <returns>Whether it was made here; false: another server was first.</returns>
    public async Task<bool> MakeAsync(ForecastPanel panel, bool retrospective, CancellationToken ct)
    {
        var draws = PooledForecaster.Forecast(panel.Data, ForecastIssues.Horizons, ct);
        var bases = PooledForecaster.Bases(panel.Data, ForecastIssues.Horizons, ct);
        // Of a backcast nobody asks month by month what it rests on.
        var alike = panel.Areas.Select((_, unit) => retrospective ? [] : AlikeOf(panel, unit)).ToList();
        var until = panel.Until;
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
                        ForecastIssues.Method,
                        ForecastIssues.MethodVersion,
                        areas = panel.Areas.Count,
                        panel.Months,
                        sha256 = panel.Sha256(),
                    }
                );
                if (first == 0)
                {
                    return false;
                }
                var rows = new List<object?[]>(panel.Areas.Count * ForecastIssues.Horizons);
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
                    for (var h = 1; h <= ForecastIssues.Horizons; h++)
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
            MonthNumber.FirstDay(month),
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
            shape.ChanceOf(ForecastIssues.Many),
            lower,
            upper,
            usual.ChanceOf(1),
            usual.ChanceOf(ForecastIssues.Many),
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
                        MonthNumber.FirstDay(panel.First + a.Month),
                        (long)a.Followed
                    )),
            ];
    }

    private sealed record Made(double[] Draws, ForecastBasis Basis);
}
