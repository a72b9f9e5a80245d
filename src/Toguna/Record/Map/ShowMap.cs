using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Record.Map;

/// <summary>The map: drawn by the server first, moved by the browser where it can; the list beside it holds the same facts.</summary>
internal static class ShowMap
{
    private const int DeepestZoom = 24;
    private const double FirstZoom = 3;
    private const int LongestSaid = 60;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/map", ShowAsync).Needs(Permission.Read);
        routes.MapGet("/map/view", SayAsync).Needs(Permission.Read);
        routes.MapGet("/map/drawing", DrawAsync).Needs(Permission.Read);
        routes.MapGet("/map/points", PointsAsync).Needs(Permission.Read);
        routes.MapGet("/map/layers", LayersAsync).Needs(Permission.Read);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        MapQuestions map,
        DetailFile detail,
        CancellationToken ct
    )
    {
        var (asked, _, problems) = Read(http, map);
        var drawing = await map.DrawAsync(asked, ct);
        var model = new MapModel(
            asked.Choice,
            problems,
            drawing,
            await map.SayAsync(asked, drawing.Box, drawing.Zoom, ct)
        )
        {
            Detail = detail.Look().Archive,
        };
        return new RazorComponentResult<MapPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    /// <summary>Layers, time and list alone, for a view that was moved.</summary>
    private static async Task<IResult> SayAsync(HttpContext http, MapQuestions map, CancellationToken ct)
    {
        var (asked, zoom, box) = ReadView(http, map);
        return new RazorComponentResult<MapSays>(new { Model = await map.SayAsync(asked, box, zoom, ct) });
    }

    /// <summary>The server's drawing of a view that was moved: what is printed.</summary>
    private static async Task<IResult> DrawAsync(HttpContext http, MapQuestions map, CancellationToken ct) =>
        new RazorComponentResult<MapSvg>(new { Model = await map.DrawAsync(ReadView(http, map).Asked, ct) });

    private static async Task<Ok<MapPointsAnswer>> PointsAsync(
        HttpContext http,
        MapQuestions map,
        MapPoints points,
        CancellationToken ct
    )
    {
        var (asked, zoom, _) = ReadView(http, map);
        return TypedResults.Ok(await points.FindAsync(asked.Filter, asked.Caller, zoom, ct));
    }

    private static async Task<Ok<IReadOnlyList<MapLayerAnswer>>> LayersAsync(
        HttpContext http,
        MapQuestions map,
        CancellationToken ct
    )
    {
        var (asked, zoom, box) = ReadView(http, map);
        if (asked.Filter.Box is null)
        {
            throw RecordProblems.FilterBox("bbox", "").At("bbox").Raise();
        }
        return TypedResults.Ok(await map.ReadAsync(asked, box, zoom, ct));
    }

    private static (MapAsked Asked, double Zoom, GeoBox Box) ReadView(HttpContext http, MapQuestions map)
    {
        var (asked, zoom, problems) = Read(http, map);
        if (problems.Count > 0)
        {
            throw problems[0].Raise();
        }
        var box = asked.Filter.Box ?? new GeoBox(-180, -90, 180, 90);
        return (asked, zoom, box.West > box.East ? box with { East = box.East + 360 } : box);
    }

    private static (MapAsked, double Zoom, List<Problem>) Read(HttpContext http, MapQuestions map)
    {
        var query = http.Request.Query;
        var read = IncidentFilterReading.Parse(
            query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            MapChoice.Beside
        );
        var problems = read.Problems.ToList();
        var choice = MapChoice.Read(query, map.Layers, problems);
        var zoom = Zoom(query["zoom"], problems);
        return (new MapAsked(read.Filter, choice, Caller.Of(http)!), zoom, problems);
    }

    /// <summary>The zoom as web maps count; a number of the view, not of the filter.</summary>
    private static double Zoom(string? typed, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return FirstZoom;
        }
        if (
            double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var zoom)
            && zoom is >= -5 and <= DeepestZoom
        )
        {
            return zoom;
        }
        var said = typed.Length <= LongestSaid ? typed : Places.PlaceKeys.Cut(typed, LongestSaid) + "…";
        problems.Add(RecordProblems.FilterNumber("zoom", said, 0, DeepestZoom).At("zoom"));
        return FirstZoom;
    }
}
