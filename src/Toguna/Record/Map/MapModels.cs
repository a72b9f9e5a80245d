using System.Globalization;
using Microsoft.Extensions.Localization;
using Toguna.Formats.PmTiles;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Record.Places;

namespace Toguna.Record.Map;

/// <summary>What an address asks of the map.</summary>
internal sealed record MapAsked(IncidentFilter Filter, MapChoice Choice, Caller Caller);

/// <summary>What the map shows.</summary>
public sealed record MapModel(MapChoice Choice, IReadOnlyList<Problem> Problems, MapDrawing Drawing, MapSaid Said)
{
    public IncidentFilter Filter => Said.Filter;

    /// <summary>The detail of the ground that the browser may fetch; null: none.</summary>
    public PmTilesArchive? Detail { get; init; }
}

/// <summary>What the server draws.</summary>
/// <param name="Box">The part of the world in view; east beyond 180 where it crosses the date line.</param>
public sealed record MapDrawing(
    IncidentFilter Filter,
    MapWindow Window,
    MapPointsAnswer Found,
    IReadOnlyList<(string Path, MapShape Shape)> Shapes,
    IReadOnlyList<MapMark> Marks
)
{
    public GeoBox Box => Window.Box;

    public MiniMapModel Ground => Window.Ground;

    public MiniMapView View => Window.View;

    public double Zoom => Window.Zoom;

    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The incidents of a circle, as the list's own filter.</summary>
    public string Around(MapPoint point) => (Filter with { Box = point.Box }).ToQuery();
}

/// <summary>What is said beside and below the map: layers, time, and the list of the same facts.</summary>
public sealed record MapSaid(
    IncidentFilter Filter,
    MapChoice Choice,
    IReadOnlyList<MapPanelLine> Layers,
    AreaTable? Areas,
    MapTime Time,
    MapListModel List
);

/// <summary>A layer in the panel.</summary>
public sealed record MapPanelLine(MapLayer Layer, bool IsOn, MapLayerFacts Facts);

/// <summary>What the list beside the map says of what is in view.</summary>
public sealed record MapListModel(
    IncidentFilter Filter,
    IncidentTotals Totals,
    IReadOnlyList<IncidentGroup> Places,
    IReadOnlyDictionary<string, string> ActorNames
);

/// <summary>What a layer that is on holds in a view, for the browser.</summary>
public sealed record MapLayerAnswer(string Key, IReadOnlyList<MapMark> Marks, IReadOnlyList<MapShape> Shapes);

/// <summary>Figures in words, on the map and in its list.</summary>
internal static class MapWords
{
    public static string Incidents(this IStringLocalizer<MapText> words, long n) =>
        words[n == 1 ? "incidents_one" : "incidents", Number(n)];

    public static string Killed(this IStringLocalizer<MapText> words, Bounds b) =>
        b switch
        {
            { Minimum: null, Best: null, Maximum: null } => words["killed_unknown"],
            _ when b.Minimum == b.Best && b.Best == b.Maximum => words[
                b.Best is 0 or 1 ? "killed_one" : "killed",
                Number(b.Best)
            ],
            // Sources give what they give: bounds that are missing or cross are named one by one, not put in order.
            _ when !(b.Minimum <= b.Best && b.Best <= b.Maximum) => words[
                "killed_given",
                Given(words, b.Minimum),
                Given(words, b.Best),
                Given(words, b.Maximum)
            ],
            _ => words["killed_range", Number(b.Minimum), Number(b.Best), Number(b.Maximum)],
        };

    public static string Number(long? n) => n?.ToString("N0", CultureInfo.CurrentCulture) ?? "?";

    private static string Given(IStringLocalizer words, long? n) => n is null ? words["not_given"] : Number(n);
}
