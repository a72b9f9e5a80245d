using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Methods.Scoring;

namespace Toguna.Warn.Forecasts;

/// <summary>Scores forecasts, each once, by what is known when its month has been over for long enough.</summary>
/// <remarks>
/// What was drawn and rounded to whole people is what is scored. A month that the record has not reached has no outcome: nothing recorded
/// is not nobody killed.
/// </remarks>
internal sealed class ForecastScores(Database database, AuditLog audit, TimeProvider clock)
{
    private static readonly (string, Cell)[] ScoreColumns =
    [
        ("forecast_id", Cell.Id),
        ("outcome", Cell.Long),
        ("crps", Cell.Real),
        ("benchmark_crps", Cell.Real),
        ("ign", Cell.Real),
        ("covered90", Cell.Bool),
        ("scored_at", Cell.Instant),
    ];

    /// <summary>Scores each that has no score yet, whose month is long enough over, and which the record has reached.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(DateOnly today, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var open = (
            await c.QueryAsync<Forecast>(
                """
                SELECT f.forecast_id, f.country, f.area, f.month, f.draws, f.benchmark FROM forecast f
                WHERE f.month <= @last AND NOT EXISTS (SELECT 1 FROM forecast_score s WHERE s.forecast_id = f.forecast_id)
                """,
                new { last = MonthNumber.FirstDay(MonthNumber.Of(today.AddDays(-ForecastIssues.ScoredAfterDays)) - 1) }
            )
        ).AsList();
        if (open.Count == 0)
        {
            return 0;
        }
        var rows = await CommonRecord.ReadAsync(c, MonthNumber.Of(open.Min(f => f.Month)), MonthNumber.Of(today), ct);
        var reached = rows.Count == 0 ? 0 : rows.Max(r => r.Month);
        var killed = rows.ToLookup(r => (r.Country, r.Area, r.Month), r => r.Killed);
        var scored = new List<object?[]>();
        foreach (var forecast in open.Where(f => MonthNumber.Of(f.Month) <= reached))
        {
            var outcome = killed[(forecast.Country, forecast.Area, MonthNumber.Of(forecast.Month))].Sum();
            var draws = forecast.Shape.Expand();
            var (lower, upper) = forecast.Shape.Central(0.9);
            scored.Add([
                forecast.ForecastId,
                outcome,
                Crps.Score(outcome, draws),
                Crps.Score(outcome, forecast.Usual.Expand()),
                IgnoranceScore.Score(outcome, draws),
                outcome >= lower && outcome <= upper,
                clock.GetUtcNow(),
            ]);
        }
        if (scored.Count == 0)
        {
            return 0;
        }
        return await database.WriteAsync(
            async tx =>
            {
                var written = (int)
                    await BulkInsert.IntoAsync(
                        tx,
                        "forecast_score",
                        ScoreColumns,
                        scored,
                        "ON CONFLICT (forecast_id) DO NOTHING",
                        ct
                    );
                if (written > 0)
                {
                    await audit.AppendAsync(tx, Caller.System.Id, "forecast.scored", "forecasts", new { written });
                }
                return written;
            },
            ct
        );
    }
}
