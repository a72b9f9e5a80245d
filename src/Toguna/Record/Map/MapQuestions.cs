using Toguna.Foundation.Storage;
using Toguna.Record.Columns;
using Toguna.Record.Places;

namespace Toguna.Record.Map;

/// <summary>Puts together what the map draws and what is said beside it.</summary>
internal sealed class MapQuestions(
    IncidentBook book,
    MapPoints points,
    MapGround grounds,
    AreaFigures areas,
    IEnumerable<MapLayer> layers
)
{
    private const int PlacesShown = 12;

    /// <summary>Points of all outlines together: about 9 bytes each of a page that stays light.</summary>
    private const int MostPoints = 2_600;

    public IReadOnlyList<MapLayer> Layers { get; } = [.. layers.OrderBy(l => l.Order)];

    /// <summary>The map that the server draws.</summary>
    public async Task<MapDrawing> DrawAsync(MapAsked asked, CancellationToken ct)
    {
        var facts = await points.FactsAsync(asked.Filter, asked.Caller, ct);
        var window = await grounds.FrameAsync(asked.Filter.Box ?? facts.Box, ct);
        var shown = new List<MapLayerFacts>();
        foreach (var layer in Layers.Where(asked.Choice.Shows))
        {
            if (await layer.Read(ViewOf(asked, window.Seen, window.Zoom, true), ct) is { } read)
            {
                shown.Add(read);
            }
        }
        var found = IsShown(asked, MapLayers.Incidents)
            ? await points.FindAsync(asked.Filter, asked.Caller, window.Zoom, ct)
            : new MapPointsAnswer([], 0, false);
        return new MapDrawing(
            asked.Filter,
            window,
            found,
            Draw(window.View, [.. shown.SelectMany(s => s.Shapes)]),
            [.. shown.SelectMany(s => s.Marks).Where(m => IsFree(window.View, m, found.Points))]
        );
    }

    /// <summary>Whether a name stands clear of the circles: half a name says nothing.</summary>
    private static bool IsFree(MiniMapView view, MapMark mark, IReadOnlyList<MapPoint> circles)
    {
        const double Letter = 2.3;
        const double Circle = 7;
        if (mark.Label is not { } label)
        {
            return true;
        }
        var (x, y) = view.Of(mark.Latitude, mark.Longitude);
        var end = x + 4 + label.Length * Letter;
        return view.Shows(x, y)
            && circles.All(c =>
            {
                var (cx, cy) = view.Of(c.Latitude, c.Longitude);
                var reach = c.Incidents > 1 ? Circle : 3;
                return cx + reach < x - 1 || cx - reach > end || Math.Abs(cy - y) > reach + 2;
            });
    }

    /// <summary>What is said beside it; for a view that was moved this alone is asked again.</summary>
    public async Task<MapSaid> SayAsync(MapAsked asked, GeoBox box, double zoom, CancellationToken ct)
    {
        var (filter, caller) = (asked.Filter, asked.Caller);
        var facts = await points.FactsAsync(filter, caller, ct);
        var view = ViewOf(asked, box, zoom, false);
        var lines = new List<MapPanelLine>();
        foreach (var layer in Layers)
        {
            if (await layer.Read(view, ct) is { } read)
            {
                lines.Add(new MapPanelLine(layer, asked.Choice.Shows(layer), read));
            }
        }
        var table = IsShown(asked, MapLayers.Areas) ? await areas.FindAsync(view, ct) : null;
        return new MapSaid(
            filter,
            asked.Choice,
            lines,
            table,
            await TimeAsync(asked, facts, ct),
            new MapListModel(
                filter,
                Plain(facts.Sums),
                await book.GroupsAsync(filter, caller, "place", PlacesShown, null, ct),
                await book.ActorNamesAsync(filter, caller, ct)
            )
        );
    }

    /// <summary>What the layers that are on hold, for the browser to draw.</summary>
    public async Task<IReadOnlyList<MapLayerAnswer>> ReadAsync(
        MapAsked asked,
        GeoBox box,
        double zoom,
        CancellationToken ct
    )
    {
        var answers = new List<MapLayerAnswer>();
        foreach (var layer in Layers.Where(asked.Choice.Shows))
        {
            if (
                await layer.Read(ViewOf(asked, box, zoom, true), ct) is { } read
                && read.Marks.Count + read.Shapes.Count > 0
            )
            {
                answers.Add(new MapLayerAnswer(layer.Key, read.Marks, read.Shapes));
            }
        }
        return answers;
    }

    private async Task<MapTime> TimeAsync(MapAsked asked, MapFacts facts, CancellationToken ct)
    {
        var timeless = MapTime.Timeless(asked.Filter);
        var inView = await points.MonthsAsync(timeless, asked.Caller, ct);
        var axis = timeless.Box is null
            ? inView
            : await points.MonthsAsync(timeless with { Box = null }, asked.Caller, ct);
        return MapTime.Of(axis, inView, asked.Filter, facts.Sums.Incidents);
    }

    private bool IsShown(MapAsked asked, string key) => Layers.Any(l => l.Key == key && asked.Choice.Shows(l));

    private static MapView ViewOf(MapAsked asked, GeoBox box, double zoom, bool isShown) =>
        new(asked.Filter, asked.Caller, box, zoom, asked.Choice.Measure, isShown);

    /// <summary>Outlines as paths, thinner until all of them together are light enough.</summary>
    private static List<(string, MapShape)> Draw(MiniMapView view, IReadOnlyList<MapShape> shapes)
    {
        for (var tolerance = 0.3; ; tolerance *= 1.7)
        {
            var drawn = new List<(string, MapShape)>();
            var count = 0;
            foreach (var shape in shapes)
            {
                var rings = shape
                    .Polygons.SelectMany(p => p)
                    .SelectMany(r => view.Cut([.. r.Select(p => (p[0], p[1]))], tolerance))
                    .ToList();
                if (rings.Count > 0)
                {
                    count += rings.Sum(r => r.Count);
                    drawn.Add((MiniMapView.Path(rings), shape));
                }
            }
            if (count <= MostPoints || tolerance > 8)
            {
                return drawn;
            }
        }
    }

    private static IncidentTotals Plain(GroupSums s) => new(s.Incidents, s.Killed, s.Civilians, s.Injured, null, []);
}
