using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;
using Cell = Toguna.Formats.Spreadsheet.Cell;

namespace Toguna.Learn.ResponseRate;

/// <summary>The page <c>/response-rate</c>, live, and the same alerts as a file.</summary>
internal static class ShowRate
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
        "issued",
        "act_due",
        "acknowledged",
        "decided",
        "acted",
        "closed",
        "decision",
        "reason",
        "counted_as",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/response-rate", PageAsync).Needs(Permission.Read);
        routes.MapGet("/response-rate/export", ExportAsync).Needs(Permission.Export);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http,
        RateBook book,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (question, problems) = Read(f => http.Request.Query[f].ToString(), clock);
        var answer = await book.ReadAsync(question, Caller.Of(http)!, ct);
        return new RazorComponentResult<RatePage>(
            new
            {
                Model = new RateModel(
                    answer,
                    http.Request.Query["period"].ToString(),
                    http.Request.QueryString.ToString(),
                    Caller.Of(http)!.May(Permission.Export),
                    problems
                ),
            }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static async Task<IResult> ExportAsync(
        HttpContext http,
        RateBook book,
        Database database,
        AuditLog audit,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (question, problems) = Read(f => http.Request.Query[f].ToString(), clock);
        if (problems is [var problem, ..])
        {
            throw problem.Raise();
        }
        var caller = Caller.Of(http)!;
        var figures = (await book.ReadAsync(question, caller, ct)).Figures;
        await database.WriteAsync(
            tx =>
                audit.AppendAsync(
                    tx,
                    caller.Id,
                    "rate.exported",
                    "response-rate",
                    new { question.Period.Key, alerts = figures.Due.Count }
                ),
            ct
        );
        return CsvAnswer.Of(
            $"response-rate-{question.Period}.csv",
            Header,
            figures
                .Due.OrderBy(r => r.Number)
                .Select(r =>
                    new[]
                    {
                        Cell.Of(Warn.Alert.ReferenceOf(r.Number)),
                        Cell.Of(((int)r.Urgency).ToString(CultureInfo.InvariantCulture)),
                        Cell.Of(r.Threat),
                        Cell.Of(r.OwnerComponent),
                        Cell.Of(r.PlaceText),
                        Cell.Of(r.Adm1 ?? ""),
                        At(r.ReceivedAt),
                        At(r.IssuedAt),
                        At(r.ActDue),
                        At(r.AcknowledgedAt),
                        At(r.DecidedAt),
                        At(r.ActedAt),
                        At(r.ClosedAt),
                        Cell.Of(r.Decision ?? ""),
                        Cell.Of(r.Reason ?? ""),
                        Cell.Of(r.CountedAs),
                    }
                )
        );

        static Cell At(DateTimeOffset? at) => Cell.Of(at is { } known ? Dialect.Instant(known) : "");
    }

    /// <summary>What the address asks; what it asks wrongly is named and left out.</summary>
    public static (RateQuestion, IReadOnlyList<Problem>) Read(Func<string, string> query, TimeProvider clock)
    {
        var problems = new List<Problem>();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var quarter = new Months(today.Year * 12 + (today.Month - 1) / 3 * 3, 3);
        var period = new Period(quarter.From, quarter.To);
        if (query("period") is { Length: > 0 } written)
        {
            if (Period.Parse(written) is { } parsed)
            {
                period = parsed;
            }
            else
            {
                problems.Add(LearnProblems.PeriodUnknown(written));
            }
        }
        var urgency = Chosen("urgency", ["1", "2", "3"]);
        return (
            new RateQuestion(
                period,
                Chosen("component", [.. ComponentWords.OfMission.Select(c => c.ToString())]),
                urgency is null ? null : (Urgency)(urgency[0] - '0'),
                Chosen("threat", [.. ActTypes.All.Select(a => a.Code)]),
                query("adm1") is { Length: > 0 } adm1 ? adm1 : null
            ),
            problems
        );

        string? Chosen(string field, IReadOnlyList<string> offered)
        {
            var value = query(field);
            if (value.Length > 0 && !offered.Contains(value))
            {
                problems.Add(LearnProblems.NotOffered(field, value, string.Join(", ", offered)));
            }
            return value.Length > 0 && offered.Contains(value) ? value : null;
        }
    }
}

/// <param name="Written">The period as it stands in the address.</param>
/// <param name="Query">The address' question, for the export of the same.</param>
public sealed record RateModel(
    RateAnswer Answer,
    string Written,
    string Query,
    bool MayExport,
    IReadOnlyList<Problem> Problems
)
{
    public RateFigures Figures => Answer.Figures;
}
