using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Mandate;
using Toguna.Record;

namespace Toguna.Analyse.Trends;

/// <summary>The page <c>/trends</c>: what changed over time, by whom, how and to whom; its address is its state.</summary>
internal static class ShowTrends
{
    private const int MostRows = 12;

    /// <summary>Beside the filter in the address.</summary>
    private static readonly string[] Beside = ["measure", "period", "by", "across", "culture"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/trends", ShowAsync).Needs(Permission.Read);

    private static async Task<RazorComponentResult<TrendsPage>> ShowAsync(
        HttpContext http,
        IncidentBook book,
        ContextBook timeline,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var query = http.Request.Query;
        var read = IncidentFilterReading.Parse(
            query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            Beside
        );
        var problems = read.Problems.ToList();
        var measure = Choice(query["measure"], "measure", TrendsChoice.Measures, TrendsChoice.Measures[0], problems);
        var by = Choice(query["by"], "by", TrendsChoice.Dimensions, "category", problems);
        var years = await book.SpanAsync(read.Filter, caller, ct);
        var period = Choice(query["period"], "period", TrendsChoice.Periods, PeriodOf(years), problems);
        var across = Choice(
            query["across"],
            "across",
            [.. TrendsChoice.Periods, .. TrendsChoice.Dimensions],
            period,
            problems
        );
        if (across == by)
        {
            problems.Add(RecordProblems.DimensionTwice(by).At("across"));
            across = period;
        }
        var choice = new TrendsChoice(read.Filter, measure, period, by, across);
        var model = new TrendsModel(
            choice,
            problems,
            query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await book.TotalsAsync(read.Filter, caller, ct: ct),
            await SeriesAsync(book, timeline, choice, caller, ct),
            await book.GroupsAsync(read.Filter, caller, by, null, null, ct),
            await book.CrossAsync(read.Filter, caller, by, across, MostRows, ct: ct),
            await book.ActorNamesAsync(read.Filter, ct)
        );
        return new RazorComponentResult<TrendsPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static async Task<TrendSeries> SeriesAsync(
        IncidentBook book,
        ContextBook timeline,
        TrendsChoice choice,
        Caller caller,
        CancellationToken ct
    )
    {
        var all = await book.GroupsAsync(choice.Filter, caller, choice.Period, null, null, ct);
        // Of a filter that asks for somebody already, everything is attributed.
        var attributed =
            choice.Filter.Perpetrators.Count > 0 || choice.Filter.Categories.Count > 0
                ? all
                : await book.GroupsAsync(
                    choice.Filter with
                    {
                        Perpetrators = [IncidentFilter.Anybody],
                    },
                    caller,
                    choice.Period,
                    null,
                    null,
                    ct
                );
        return TrendSeries.Of(choice, all, attributed, await timeline.ListAsync(null, null, ct));
    }

    private static string Choice(
        string? typed,
        string key,
        IReadOnlyList<string> known,
        string otherwise,
        List<Problem> problems
    )
    {
        if (string.IsNullOrEmpty(typed))
        {
            return otherwise;
        }
        if (known.Contains(typed))
        {
            return typed;
        }
        problems.Add(RecordProblems.FilterCode(key, typed, string.Join(", ", known)).At(key));
        return otherwise;
    }

    /// <summary>As fine as still can be read: at most some forty bars.</summary>
    private static string PeriodOf(int years) =>
        years switch
        {
            <= 3 => "month",
            <= 10 => "quarter",
            _ => "year",
        };
}
