using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Record.Places;

namespace Toguna.Record.Map;

/// <summary>The map: drawn by the server first, moved by the browser where it can; the list beside it holds the same facts.</summary>
internal static class ShowMap
{
    private const int PlacesShown = 12;
    private const int DeepestZoom = 24;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/map", ShowAsync).Needs(Permission.Read);
        routes.MapGet("/map/list", ListAsync).Needs(Permission.Read);
        routes.MapGet("/map/points", PointsAsync).Needs(Permission.Read);
        routes.MapGet("/map/areas", AreasAsync).Needs(Permission.Read);
    }

    private static async Task<RazorComponentResult<MapPage>> ShowAsync(
        HttpContext http,
        IncidentBook book,
        IncidentMaps maps,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var read = Read(http);
        var map = await maps.DrawAsync(read.Filter, caller, ct);
        var model = new MapModel(
            read.Filter,
            read.Problems,
            map.Ground,
            map.View,
            map.Found,
            await ListOfAsync(book, read.Filter, caller, ct),
            map.Box
        );
        return new RazorComponentResult<MapPage>(new { Model = model })
        {
            StatusCode = read.Problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    /// <summary>The list beside the map alone, for a view that was moved.</summary>
    private static async Task<RazorComponentResult<MapList>> ListAsync(
        HttpContext http,
        IncidentBook book,
        CancellationToken ct
    ) => new(new { Model = await ListOfAsync(book, Read(http).OrThrow(), Caller.Of(http)!, ct) });

    private static async Task<MapListModel> ListOfAsync(
        IncidentBook book,
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct
    ) =>
        new(
            filter,
            await book.TotalsAsync(filter, caller, null, null, null, ct),
            await book.GroupsAsync(filter, caller, "place", PlacesShown, null, ct),
            await book.ActorNamesAsync(filter, ct)
        );

    private static async Task<Ok<MapPointsAnswer>> PointsAsync(
        HttpContext http,
        MapPoints points,
        string? zoom,
        CancellationToken ct
    ) => TypedResults.Ok(await points.FindAsync(Read(http).OrThrow(), Caller.Of(http)!, null, Zoom(zoom), ct));

    private static async Task<Ok<IReadOnlyList<MapArea>>> AreasAsync(
        HttpContext http,
        MapAreas areas,
        string? zoom,
        CancellationToken ct
    )
    {
        var box = Read(http).OrThrow().Box ?? throw RecordProblems.FilterBox("bbox", "").At("bbox").Raise();
        return TypedResults.Ok(await areas.FindAsync(box, Zoom(zoom), ct));
    }

    /// <summary>The zoom as web maps count; a number of the view, not of the filter.</summary>
    private static double Zoom(string? typed) =>
        string.IsNullOrWhiteSpace(typed) ? 3
        : double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var zoom)
        && zoom is >= -5 and <= DeepestZoom
            ? zoom
        : throw RecordProblems.FilterNumber("zoom", typed, 0, DeepestZoom).At("zoom").Raise();

    private static IncidentFilterReading Read(HttpContext http) =>
        IncidentFilterReading.Parse(
            http.Request.Query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            "zoom"
        );
}

/// <summary>What the map shows.</summary>
/// <param name="Box">The part of the world in view; east beyond 180 where it crosses the date line.</param>
public sealed record MapModel(
    IncidentFilter Filter,
    IReadOnlyList<Problem> Problems,
    MiniMapModel Ground,
    MiniMapView View,
    MapPointsAnswer Found,
    MapListModel List,
    GeoBox Box
)
{
    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The incidents of a circle, as the list's own filter.</summary>
    public string Around(MapPoint point) => (Filter with { Box = point.Box }).ToQuery();
}

/// <summary>What the list beside the map says of what is in view.</summary>
public sealed record MapListModel(
    IncidentFilter Filter,
    IncidentTotals Totals,
    IReadOnlyList<IncidentGroup> Places,
    IReadOnlyDictionary<string, string> ActorNames
);
