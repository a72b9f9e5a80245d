using Toguna.Formats.Drawings;
using Toguna.Foundation.Access;
using Toguna.Record.Map;
using Toguna.Record.Places;

namespace Toguna.Record;

/// <summary>Where the incidents of a filter are, as the server draws it: for the map page, and for documents that show the same.</summary>
public sealed class IncidentMap
{
    private const double Letters = 9;

    private static readonly Ink Sea = new("map-out");
    private static readonly Ink Land = new("map-land", "ink-3", 0.7);
    private static readonly Ink Province = new(null, "map-line", 0.6, (3, 2));
    private static readonly Ink Exact = new("ink", "map-land", 0.5);
    private static readonly Ink Vague = new("ink", "ink-2", 0.6, (1.5, 1.5), 0.07);
    private static readonly Ink Several = new("d1", "map-land", 0.8);
    private static readonly Ink OnSeveral = new("ground");
    private static readonly Ink Name = new("ink-2");
    private static readonly Ink Scale = new(null, "ink-2", 1);
    private static readonly Ink Frame = new(null, "line-strong", 0.6);

    internal IncidentMap(MapWindow window, MapPointsAnswer found)
    {
        (Ground, View, Found, Box) = (window.Ground, window.View, found, window.Box);
        Drawing = new Drawing(MiniMapView.Width, MiniMapView.Height, [.. Shapes()]);
    }

    internal MiniMapModel Ground { get; }
    internal MiniMapView View { get; }
    internal MapPointsAnswer Found { get; }

    /// <summary>The part of the world in view; east beyond 180 where it crosses the date line.</summary>
    public GeoBox Box { get; }

    /// <summary>How many incidents the circles stand for.</summary>
    public long Incidents => Found.Incidents;

    /// <summary>Only the fullest circles are drawn.</summary>
    public bool Cut => Found.Cut;

    /// <summary>Land, boundaries, names and circles; nothing lies outside of its window.</summary>
    public Drawing Drawing { get; }

    private IEnumerable<Shape> Shapes()
    {
        yield return Trace.Box(Sea, 0, 0, MiniMapView.Width, MiniMapView.Height);
        foreach (var (ink, shapes) in new[] { (Land, Ground.Land), (Province, Ground.Provinces) })
        {
            foreach (var shape in shapes)
            {
                var rings = shape.Rings.Select(r => MiniMapView.Clip(r, 0)).Where(r => r.Count >= 3).ToList();
                if (rings.Count > 0)
                {
                    yield return new Trace(ink, rings, true);
                }
            }
        }
        var circles = Found.Points.Select(p => (Point: p, At: View.Of(p.Latitude, p.Longitude))).ToList();
        foreach (var name in Ground.Places)
        {
            var wide = name.Name.Length * Letters * 0.55 + 4;
            var left = name.Before ? name.X - wide : name.X;
            // A name that a circle would cover is left out; the table has the places.
            if (
                !circles.Exists(c =>
                    c.At.X + c.Point.Radius > left
                    && c.At.X - c.Point.Radius < left + wide
                    && Math.Abs(c.At.Y - name.Y) < c.Point.Radius + Letters / 2
                )
            )
            {
                yield return new Circle(Scale, name.X, name.Y, 0.8);
                yield return new Label(
                    Name,
                    name.Before ? name.X - 4 : name.X + 4,
                    name.Y + 3,
                    name.Name,
                    Letters,
                    name.Before ? LabelAnchor.End : LabelAnchor.Start
                );
            }
        }
        foreach (var (point, (x, y)) in circles)
        {
            if (!View.Shows(x, y))
            {
                continue;
            }
            yield return new Circle(
                point.Incidents > 1 ? Several
                    : point.IsExact ? Exact
                    : Vague,
                x,
                y,
                point.Radius
            );
            if (point.Incidents > 1)
            {
                yield return new Label(OnSeveral, x, y + 1.8, point.Size, 5, LabelAnchor.Middle, true);
            }
        }
        yield return Trace.Line(Scale, 10, MiniMapView.Height - 10, 10 + Ground.Scale.Units, MiniMapView.Height - 10);
        yield return new Label(Name, 10, MiniMapView.Height - 14, $"{Ground.Scale.Kilometres} km", Letters);
        yield return Trace.Box(Frame, 0, 0, MiniMapView.Width, MiniMapView.Height);
    }
}

/// <summary>Draws maps of what a filter finds.</summary>
public sealed class IncidentMaps
{
    private readonly MapPoints points;
    private readonly MapGround grounds;

    internal IncidentMaps(MapPoints points, MapGround grounds) => (this.points, this.grounds) = (points, grounds);

    public async Task<IncidentMap> DrawAsync(IncidentFilter filter, Caller caller, CancellationToken ct = default)
    {
        var facts = await points.FactsAsync(filter, caller, ct);
        var window = await grounds.FrameAsync(filter.Box ?? facts.Box, ct);
        return new IncidentMap(window, await points.FindAsync(filter, caller, window.Zoom, ct));
    }
}
