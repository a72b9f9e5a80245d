using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Cell = Toguna.Formats.Spreadsheet.Cell;

namespace Toguna.Warn.Forecasts;

/// <summary>The page <c>/forecasts/record</c>: how past forecasts compare with what happened; and every forecast as a file.</summary>
internal static class ShowRecord
{
    private static readonly string[] Header =
    [
        "forecast",
        "issue",
        "issued_at",
        "data_until",
        "retrospective",
        "country",
        "area",
        "month",
        "horizon",
        "basis",
        "mean",
        "p_any",
        "p25",
        "lower90",
        "upper90",
        "benchmark_p_any",
        "benchmark_p25",
        "outcome",
        "crps",
        "benchmark_crps",
        "ign",
        "covered90",
        "scored_at",
        "draws",
        "benchmark_draws",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/forecasts/record", ShowAsync).Needs(Permission.Read);
        routes.MapGet("/forecasts/export", ExportAsync).Needs(Permission.Export);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ForecastBook book, CancellationToken ct)
    {
        var caller = ShowForecasts.Reader(http);
        var scored = await book.ScoredAsync(caller, ct);
        return new RazorComponentResult<RecordPage>(
            new
            {
                Issued = TrackRecord.Of([.. scored.Where(f => !f.Retrospective)]),
                Afterwards = TrackRecord.Of([.. scored.Where(f => f.Retrospective)]),
                Issues = await book.IssuesAsync(caller, ct),
                MayExport = caller.May(Permission.Export),
            }
        );
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http,
        ForecastBook book,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = ShowForecasts.Reader(http);
        var all = await book.AllAsync(caller, ct);
        await database.WriteAsync(
            tx => audit.AppendAsync(tx, caller.Id, "forecast.exported", "forecasts", new { forecasts = all.Count }),
            ct
        );
        return CsvAnswer.Of("forecasts.csv", Header, all.Select(Row));
    }

    private static Cell[] Row(Forecast f) =>
        [
            Cell.Of(f.ForecastId.ToString()),
            Cell.Of(f.IssueId.ToString()),
            Cell.Of(Dialect.Instant(f.IssuedAt)),
            Cell.Of(f.DataUntil),
            Cell.Of(f.Retrospective ? "yes" : "no"),
            Cell.Of(f.Country),
            Cell.Of(f.Area),
            Cell.Of(f.Month),
            Cell.Of((long)f.Horizon),
            Cell.Of(f.Basis),
            Cell.Of(f.Mean),
            Cell.Of(f.PAny),
            Cell.Of(f.P25),
            Cell.Of(f.Lower90),
            Cell.Of(f.Upper90),
            Cell.Of(f.BenchmarkPAny),
            Cell.Of(f.BenchmarkP25),
            Cell.Of(f.Outcome),
            Cell.Of(f.Crps),
            Cell.Of(f.BenchmarkCrps),
            Cell.Of(f.Ign),
            Cell.Of(f.Covered90 is { } covered ? (covered ? "yes" : "no") : ""),
            Cell.Of(f.ScoredAt is { } at ? Dialect.Instant(at) : ""),
            Cell.Of(f.Draws),
            Cell.Of(f.Benchmark),
        ];
}
