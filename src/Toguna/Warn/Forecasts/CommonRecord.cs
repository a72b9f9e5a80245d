using System.Data.Common;
using System.Globalization;
using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Record;

namespace Toguna.Warn.Forecasts;

/// <summary>The part of the record that everybody in the mission may know of, by area and month.</summary>
/// <remarks>A forecast is read by all of them: one that moved with a hidden incident would tell of it.</remarks>
internal static class CommonRecord
{
    /// <summary>Known at least to the province and to the month: of the others nobody can say where or when they count.</summary>
    private const string Counted =
        "i.adm1 IS NOT NULL AND i.adm1 <> '' AND i.where_prec <= 4 AND i.date_prec <= 4 AND i.finding <> 'discounted'";

    /// <summary>Its first and its newest month.</summary>
    /// <param name="last">Nothing later is looked at.</param>
    public static async Task<(int First, int Last)?> SpanAsync(DbConnection c, int last, CancellationToken ct)
    {
        var (where, parameters) = Where(0, last);
        var span = await c.QuerySingleAsync<Span>(
            new CommandDefinition(
                $"SELECT min(i.date_start) AS first, max(i.date_start) AS last FROM incident i WHERE {where}",
                parameters,
                cancellationToken: ct
            )
        );
        return span is { First: { } from, Last: { } to } ? (MonthNumber.Of(from), MonthNumber.Of(to)) : null;
    }

    /// <param name="first">The first month that is read.</param>
    /// <param name="last">The last one.</param>
    public static Task<IReadOnlyList<AreaMonth>> ReadAsync(DbConnection c, int first, int last, CancellationToken ct)
    {
        var (where, parameters) = Where(first, last);
        return c.ReadManyAsync(
            $"""
            SELECT coalesce(i.country, ''), i.adm1, substr(CAST(i.date_start AS text), 1, 7), CAST(coalesce(sum(i.killed_best), 0) AS bigint),
              count(*), CAST(coalesce(sum(i.civilians_best), 0) AS bigint)
            FROM incident i WHERE {where} GROUP BY 1, 2, 3
            """,
            parameters,
            cells => new AreaMonth(
                cells.Text(0),
                cells.Text(1),
                MonthNumber.Of(DateOnly.ParseExact(cells.Text(2) + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture)),
                cells.Whole(3),
                cells.Whole(4),
                cells.Whole(5)
            ),
            ct
        );
    }

    private static (string Sql, DynamicParameters Parameters) Where(int first, int last)
    {
        var parameters = new DynamicParameters(
            new
            {
                from = first < 12 ? new DateOnly(1, 1, 1) : MonthNumber.FirstDay(first),
                to = MonthNumber.FirstDay(last).AddMonths(1).AddDays(-1),
            }
        );
        return (
            $"{Counted} AND i.date_start >= @from AND i.date_start <= @to AND {IncidentAccess.CommonClause(parameters)}",
            parameters
        );
    }

    private sealed class Span
    {
        public DateOnly? First { get; init; }
        public DateOnly? Last { get; init; }
    }
}
