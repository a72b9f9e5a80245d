using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Warn.Forecasts;

/// <summary>The pages <c>/forecasts</c>, all areas of an issue, and <c>/forecasts/{id}</c>, one area and month.</summary>
internal static class ShowForecasts
{
    /// <summary>Areas of one page.</summary>
    private const int PageSize = 12;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/forecasts", ListAsync).Needs(Permission.Read);
        routes.MapGet("/forecasts/{id:guid}", OneAsync).Needs(Permission.Read);
    }

    /// <exception cref="ProblemException">Forecasts are the mission's own: for an external partner there are none.</exception>
    public static Caller Reader(HttpContext http) =>
        Caller.Of(http) is { } caller && ForecastBook.IsFor(caller) ? caller : throw WarnProblems.NoForecasts().Raise();

    private static async Task<IResult> ListAsync(
        HttpContext http,
        ForecastBook book,
        ForecastIssues issues,
        Installation house,
        Guid? issue = null,
        string? area = null,
        string? month = null,
        string? page = null,
        CancellationToken ct = default
    )
    {
        var caller = Reader(http);
        var problems = new List<Problem>();
        var standing = await issues.StandingAsync(ct);
        var shown = issue is { } id
            ? await book.IssueAsync(id, caller, ct) ?? throw WarnProblems.ForecastUnknown(id).Raise()
            : await book.LatestAsync(caller, ct);
        var all = shown is null ? [] : await book.AreasAsync(shown, caller, null, ct);
        if (!string.IsNullOrEmpty(area) && all.All(a => a.Area != area))
        {
            problems.Add(WarnProblems.NoForecastArea(area).At("area"));
            area = null;
        }
        var horizon = 1;
        if (all.Count > 0)
        {
            horizon = AreaForecast.HorizonOf(all[0].Months, house.Today);
            if (!string.IsNullOrEmpty(month))
            {
                var asked = all[0]
                    .Months.FirstOrDefault(m => m.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture) == month);
                if (asked is null)
                {
                    problems.Add(WarnProblems.NoForecastMonth(month));
                }
                horizon = asked?.Horizon ?? horizon;
            }
        }
        var ranked = all.OrderByDescending(a => a.Months[horizon - 1].P25)
            .ThenByDescending(a => a.Months[horizon - 1].PAny)
            .ThenByDescending(a => a.Months[horizon - 1].Mean)
            .ToList();
        var some = string.IsNullOrEmpty(area) ? ranked : ranked.FindAll(a => a.Area == area);
        var pages = Math.Max(1, (some.Count + PageSize - 1) / PageSize);
        var at = int.TryParse(page, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, pages) : 1;
        return new RazorComponentResult<ForecastsPage>(
            new
            {
                Model = new ForecastsModel(
                    shown,
                    ranked,
                    [.. some.Skip((at - 1) * PageSize).Take(PageSize)],
                    horizon,
                    string.IsNullOrEmpty(area) ? null : area,
                    at,
                    pages,
                    issue is not null,
                    standing,
                    TrackRecord.Of([.. (await book.ScoredAsync(caller, ct)).Where(f => !f.Retrospective)]),
                    problems
                ),
            }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
    }

    private static async Task<IResult> OneAsync(
        Guid id,
        HttpContext http,
        ForecastBook book,
        Installation house,
        CancellationToken ct
    )
    {
        var caller = Reader(http);
        var forecast = await book.FindAsync(id, caller, ct) ?? throw WarnProblems.ForecastUnknown(id).Raise();
        var issue = (await book.IssueAsync(forecast.IssueId, caller, ct))!;
        var area = (await book.AreasAsync(issue, caller, forecast.Area, ct)).First(a => a.Country == forecast.Country);
        return new RazorComponentResult<ForecastPage>(
            new
            {
                Forecast = forecast,
                Area = area,
                MayWarn = caller.May(Permission.Warn) && !forecast.Retrospective && forecast.LastDay >= house.Today,
            }
        );
    }
}

/// <param name="Issue">Null: nothing was ever issued.</param>
/// <param name="All">Every area, most to be feared first.</param>
/// <param name="Shown">Those of the page.</param>
/// <param name="Horizon">Of the month whose chances are shown.</param>
/// <param name="Area">The only one that is asked for; null: all.</param>
/// <param name="Asked">An issue was asked for by its address.</param>
/// <param name="Record">Of true forecasts.</param>
public sealed record ForecastsModel(
    ForecastIssue? Issue,
    IReadOnlyList<AreaForecast> All,
    IReadOnlyList<AreaForecast> Shown,
    int Horizon,
    string? Area,
    int Page,
    int Pages,
    bool Asked,
    ForecastStanding Standing,
    TrackRecord Record,
    IReadOnlyList<Problem> Problems
);
