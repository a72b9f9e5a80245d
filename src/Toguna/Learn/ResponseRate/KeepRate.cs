using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Cell = Toguna.Formats.Spreadsheet.Cell;

namespace Toguna.Learn.ResponseRate;

/// <summary>Keeps the rate as it stands with the report that quotes it, and shows the copy beside what is computed today.</summary>
internal static class KeepRate
{
    private static readonly string[] Header =
    [
        "alert",
        "urgency",
        "threat",
        "component",
        "place",
        "adm1",
        "received",
        "act_due",
        "acted",
        "decision",
        "reason",
        "counted_as",
        "kept_at",
        "sha256",
    ];

    private const int LongestName = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/response-rate/kept", KeepAsync).Needs(Permission.Export).KeepsTyped();
        routes.MapGet("/response-rate/kept", ListAsync).Needs(Permission.Read);
        routes.MapGet("/response-rate/kept/{id:guid}", ShowAsync).Needs(Permission.Read);
        routes.MapGet("/response-rate/kept/{id:guid}/export", ExportAsync).Needs(Permission.Export);
    }

    private static async Task<IResult> KeepAsync(
        IFormCollection sent,
        HttpContext http,
        RateBook book,
        KeptRates kept,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var report = sent.Text("report");
        var (question, problems) = ShowRate.Read(f => sent[f].ToString(), clock);
        if (report.Length is 0 or > LongestName)
        {
            problems = [.. problems, LearnProblems.ReportName(LongestName).At("report")];
        }
        if (problems.Count > 0)
        {
            return await PageAsync(problems, caller, kept, database, ct);
        }
        var id = Guid.TryParse(sent["kept"], out var made) && made != Guid.Empty ? made : Ids.New(clock);
        var answer = await book.ReadAsync(question, caller, ct);
        await kept.KeepAsync(id, report, KeptContent.Of(answer, ReaderWords.Of(caller)), caller, ct);
        return Results.LocalRedirect($"/response-rate/kept/{id}");
    }

    private static Task<IResult> ListAsync(HttpContext http, KeptRates kept, Database database, CancellationToken ct) =>
        PageAsync([], Caller.Of(http)!, kept, database, ct);

    private static async Task<IResult> PageAsync(
        IReadOnlyList<Problem> problems,
        Caller caller,
        KeptRates kept,
        Database database,
        CancellationToken ct
    )
    {
        var rows = await kept.ListAsync(caller, ct);
        await using var c = await database.OpenAsync(ct);
        return new RazorComponentResult<KeptRatesPage>(
            new
            {
                Rows = rows,
                People = await People.NamesAsync(c, database.Engine, rows.Select(r => r.ByUser)),
                Problems = problems,
            }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
    }

    private static async Task<IResult> ShowAsync(
        Guid id,
        HttpContext http,
        RateBook book,
        KeptRates kept,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var copy = await kept.FindAsync(id, caller, ct) ?? throw LearnProblems.KeptUnknown(id).Raise();
        var content = copy.Content;
        var (question, _) = ShowRate.Read(
            f =>
                f switch
                {
                    "period" => content.Period,
                    "component" => content.Component ?? "",
                    "urgency" => content.Urgency?.ToString(CultureInfo.InvariantCulture) ?? "",
                    "threat" => content.Threat ?? "",
                    _ => content.Adm1 ?? "",
                },
            clock
        );
        var today = await book.ReadAsync(question, caller, ct);
        await using var c = await database.OpenAsync(ct);
        return new RazorComponentResult<KeptRatePage>(
            new
            {
                Kept = copy,
                Today = today,
                By = (await People.NamesAsync(c, database.Engine, [copy.ByUser])).GetValueOrDefault(copy.ByUser, ""),
                MayExport = caller.May(Permission.Export),
            }
        );
    }

    private static async Task<IResult> ExportAsync(
        Guid id,
        HttpContext http,
        KeptRates kept,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var copy = await kept.FindAsync(id, caller, ct) ?? throw LearnProblems.KeptUnknown(id).Raise();
        await database.WriteAsync(
            tx => audit.AppendAsync(tx, caller.Id, "rate.exported", $"kept_rate:{id}", new { copy.Content.Period }),
            ct
        );
        return CsvAnswer.Of(
            $"response-rate-{copy.Content.Period}-kept.csv",
            Header,
            copy.Content.Alerts.Select(a =>
                new[]
                {
                    Cell.Of(a.Alert),
                    Cell.Of(a.Urgency.ToString(CultureInfo.InvariantCulture)),
                    Cell.Of(a.Threat),
                    Cell.Of(a.Component),
                    Cell.Of(a.Place),
                    Cell.Of(a.Adm1 ?? ""),
                    Cell.Of(Dialect.Instant(a.Received)),
                    Cell.Of(Dialect.Instant(a.ActDue)),
                    Cell.Of(a.Acted is { } at ? Dialect.Instant(at) : ""),
                    Cell.Of(a.Decision ?? ""),
                    Cell.Of(a.Reason ?? ""),
                    Cell.Of(a.CountedAs),
                    Cell.Of(Dialect.Instant(copy.At)),
                    Cell.Of(copy.Sha256),
                }
            )
        );
    }
}
