using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;

namespace Toguna.Record.Map;

/// <summary>The map: drawn by the server first, moved by the browser where it can; the list beside it holds the same facts.</summary>
internal static class ShowMap
{
    private const int PlacesShown = 12;
    private const double KilometresPerDegree = 111.195;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/map", ShowAsync).Needs(Permission.Read);
        routes.MapGet("/map/points", PointsAsync).Needs(Permission.Read);
        routes.MapGet("/map/areas", AreasAsync).Needs(Permission.Read);
    }

    private static async Task<RazorComponentResult<MapPage>> ShowAsync(
        HttpContext http,
        IncidentBook book,
        MapPoints points,
        MiniMapDrawing drawing,
        Database database,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var read = Read(http);
        var box = await points.BoxAsync(read.Filter, caller, ct);
        var view = box ?? new GeoBox(-20, -35, 55, 38);
        var (latitude, longitude) = ((view.South + view.North) / 2, (view.West + view.East) / 2);
        var window = new MiniMapView(latitude, longitude, HalfHeight(view));
        await using var c = await database.OpenAsync(ct);
        var ground = await drawing.DrawGroundAsync(c, window, latitude, longitude, ct);
        // As many squares over the drawing's width as a phone shows circles.
        var zoom = Math.Log2(360 / Math.Max(0.05, window.HalfWidthDegrees * 2)) + 0.6;
        var found = await points.FindAsync(read.Filter, caller, null, zoom, ct);
        var model = new MapModel(
            read.Filter,
            read.Problems,
            http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            ground,
            window,
            found,
            await book.TotalsAsync(read.Filter, caller, null, null, null, ct),
            await book.GroupsAsync(read.Filter, caller, "place", PlacesShown, ct),
            view
        );
        return new RazorComponentResult<MapPage>(new { Model = model })
        {
            StatusCode = read.Problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static async Task<Ok<MapPointsAnswer>> PointsAsync(
        HttpContext http,
        MapPoints points,
        double zoom = 3,
        CancellationToken ct = default
    )
    {
        var read = Read(http);
        return read.Problems.Count == 0
            ? TypedResults.Ok(await points.FindAsync(read.Filter, Caller.Of(http)!, null, zoom, ct))
            : throw read.Problems[0].Raise();
    }

    private static async Task<Ok<IReadOnlyList<MapArea>>> AreasAsync(
        HttpContext http,
        MapAreas areas,
        double zoom = 3,
        CancellationToken ct = default
    )
    {
        var read = Read(http);
        if (read.Problems is [var problem, ..])
        {
            throw problem.Raise();
        }
        var box = read.Filter.Box ?? throw RecordProblems.FilterNotAPair("bbox", "bbox=W,S,E,N").Raise();
        return TypedResults.Ok(await areas.FindAsync(box, zoom, ct));
    }

    private static IncidentFilterReading Read(HttpContext http) =>
        IncidentFilterReading.Parse(
            http.Request.Query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            "zoom"
        );

    /// <summary>Kilometres from the middle to the upper edge so that the whole box shows, with room around it.</summary>
    private static double HalfHeight(GeoBox view)
    {
        var middle = (view.South + view.North) / 2;
        var tall = (view.North - view.South) / 2;
        var wide = (view.East - view.West) / 2 * Math.Cos(middle * Math.PI / 180);
        var degrees = Math.Max(tall, wide * MiniMapView.Height / MiniMapView.Width);
        return Math.Clamp(degrees * 1.25 * KilometresPerDegree, 60, 9_000);
    }
}

/// <summary>What the map shows.</summary>
public sealed record MapModel(
    IncidentFilter Filter,
    IReadOnlyList<Problem> Problems,
    IReadOnlyDictionary<string, string> Typed,
    MiniMapModel Ground,
    MiniMapView View,
    MapPointsAnswer Found,
    IncidentTotals Totals,
    IReadOnlyList<IncidentGroup> Places,
    GeoBox Box
)
{
    public string Value(string key) => Typed.GetValueOrDefault(key, "");

    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
