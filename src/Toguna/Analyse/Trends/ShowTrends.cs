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
    private static readonly string[] Beside = ["measure", "period", "by", "across", "series", "at", "culture"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/trends", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        IncidentBook book,
        ContextBook timeline,
        SeriesBook seriesBook,
        TimeProvider clock,
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
        var measures = IncidentMeasure.All.Select(m => m.Name).ToList();
        var measure = IncidentMeasure.Find(Choice(query["measure"], "measure", measures, measures[0], problems))!;
        var by = Choice(query["by"], "by", TrendsChoice.Dimensions, "category", problems);
        var years = await book.SpanAsync(read.Filter, caller, ct);
        var period = Choice(
            query["period"],
            "period",
            IncidentSeries.Periods,
            IncidentSeries.PeriodOf(years),
            problems
        );
        var across = Choice(
            query["across"],
            "across",
            [.. IncidentSeries.Periods, .. TrendsChoice.Dimensions],
            period,
            problems
        );
        if (across == by)
        {
            problems.Add(RecordProblems.DimensionTwice(by).At("across"));
            across = period;
        }
        var bars = await IncidentSeries.ReadAsync(book, timeline, read.Filter, caller, measure, period, ct);
        var under = await SeriesUnder.ReadAsync(
            seriesBook,
            query["series"],
            query["at"],
            read.Filter,
            bars.Axis,
            DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
            caller,
            problems,
            ct
        );
        var choice = new TrendsChoice(
            read.Filter,
            measure,
            period,
            by,
            across,
            under?.Chart.Series.SeriesId,
            under?.Chart.Place.Id
        );
        var model = new TrendsModel(
            choice,
            problems,
            query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await book.TotalsAsync(read.Filter, caller, ct: ct),
            bars,
            await book.GroupsAsync(read.Filter, caller, by, null, null, ct),
            await book.CrossAsync(read.Filter, caller, by, across, MostRows, ct: ct),
            await book.ActorNamesAsync(read.Filter, caller, ct),
            under,
            await seriesBook.ListAsync(caller, null, ct)
        );
        return new RazorComponentResult<TrendsPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
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
}
