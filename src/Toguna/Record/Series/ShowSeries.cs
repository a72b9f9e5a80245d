using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design.Charts;
using Toguna.Mandate;

namespace Toguna.Record.Series;

/// <summary>The page of one series: the places that were chosen over time, and the newest value of every place.</summary>
internal static class ShowSeries
{
    /// <summary>Panels that can still be compared.</summary>
    internal const int MostPanels = 4;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/series/{id:guid}", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        Guid id,
        HttpContext http,
        SeriesBook book,
        ContextBook timeline,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var series = await book.GetAsync(id, caller, ct);
        var model = await ModelAsync(series, http.Request.Query["place"], book, timeline, clock, caller, ct);
        return Page(model, model.Problems.Count == 0 ? 200 : 422);
    }

    internal static IResult Page(ShowSeriesModel model, int status) =>
        new RazorComponentResult<ShowSeriesPage>(new { Model = model }) { StatusCode = status };

    internal static async Task<ShowSeriesModel> ModelAsync(
        SeriesHead series,
        IEnumerable<string?> asked,
        SeriesBook book,
        ContextBook timeline,
        TimeProvider clock,
        Caller caller,
        CancellationToken ct
    )
    {
        var places = await book.PlacesAsync(series, ct);
        var problems = new List<Problem>();
        var chosen = new List<SeriesPlace>();
        foreach (var text in asked.Where(t => !string.IsNullOrEmpty(t)).Distinct())
        {
            if (Guid.TryParse(text, out var place) && places.FirstOrDefault(p => p.Place.Id == place) is { } known)
            {
                chosen.Add(known);
            }
            else
            {
                problems.Add(RecordProblems.FilterId("place", text!).At("place"));
            }
        }
        if (chosen.Count > MostPanels)
        {
            problems.Add(RecordProblems.FilterTooMany("place", MostPanels).At("place"));
            chosen = chosen[..MostPanels];
        }
        if (chosen.Count == 0 && Widest(places) is { } widest)
        {
            chosen.Add(widest);
        }
        var values = await book.ValuesAsync(series, chosen.Select(p => p.Place.Id), ct);
        var all = values.SelectMany(v => v).ToList();
        var axis = all.Count == 0 ? null : TimeAxis.Over(all.Min(v => v.DateFrom), all.Max(v => v.DateTo));
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var charts = chosen.Select(p => SeriesChart.Of(series, p.Place, values[p.Place.Id], axis, today)).ToList();
        return new ShowSeriesModel(
            series,
            places,
            charts,
            axis is null ? [] : SeriesChart.Behind(await timeline.ListAsync(axis.From, axis.To, ct), axis),
            problems,
            caller.May(Permission.Export),
            caller.May(Permission.Write),
            IncidentAccess.ClearanceOf(caller),
            null
        );
    }

    /// <summary>Nothing is added up: what stands at first is the widest area of which there are the most values.</summary>
    internal static SeriesPlace? Widest(IReadOnlyList<SeriesPlace> places) =>
        places.OrderBy(p => p.Place.AdminLevel ?? 9).ThenByDescending(p => p.Values).FirstOrDefault();
}

/// <param name="Charts">Of the chosen places, on one axis.</param>
/// <param name="Clearance">How far the reader may read.</param>
/// <param name="Typed">A refused change, so that nothing is lost.</param>
public sealed record ShowSeriesModel(
    SeriesHead Series,
    IReadOnlyList<SeriesPlace> Places,
    IReadOnlyList<SeriesChart> Charts,
    IReadOnlyList<TimeMark> Marks,
    IReadOnlyList<Problem> Problems,
    bool MayExport,
    bool MayWrite,
    int Clearance,
    SeriesForm? Typed
)
{
    public SeriesForm Form =>
        Typed
        ?? new SeriesForm(
            Series.Publisher,
            Series.Licence,
            Series.Decimals.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Series.Classification.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );

    /// <summary>The address of this page with another choice of places.</summary>
    public string With(Guid place)
    {
        var chosen = Charts.Select(c => c.Place.Id).ToList();
        var next = chosen.Contains(place)
            ? chosen.Where(c => c != place)
            : chosen.Append(place).TakeLast(ShowSeries.MostPanels);
        return $"/series/{Series.SeriesId}{string.Concat(next.Select((p, i) => $"{(i == 0 ? '?' : '&')}place={p}"))}";
    }
}
