using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;

namespace Toguna.Record.Map;

/// <summary>The ground of the map that the server draws: land and boundaries, drawn once for a window and remembered.</summary>
/// <remarks>Windows are widened to steps, so that lists that differ a little share their ground. Thread-safe.</remarks>
internal sealed class MapGround(Database database, MiniMapDrawing drawing)
{
    private const int Remembered = 100;
    private const double Step = 1.25;
    private const double KilometresPerDegree = 111.195;

    /// <summary>Shown where nothing has a place: the continent on which most missions are.</summary>
    private static readonly GeoBox Nowhere = new(-20, -35, 55, 38);

    private readonly ConcurrentDictionary<string, MiniMapModel> known = new(StringComparer.Ordinal);

    /// <summary>The window that shows the whole of a box, with its ground.</summary>
    /// <param name="box">Null: nothing has a place.</param>
    public async Task<MapWindow> FrameAsync(GeoBox? box, CancellationToken ct)
    {
        var whole = box ?? Nowhere;
        if (whole.West > whole.East)
        {
            whole = whole with { East = whole.East + 360 };
        }
        var (view, latitude, longitude) = WindowOf(whole);
        await using var c = await database.OpenAsync(ct);
        return new MapWindow(whole, view, latitude, longitude, await DrawAsync(c, view, latitude, longitude, ct));
    }

    /// <param name="box">East may lie beyond 180 where the box crosses the date line.</param>
    private static (MiniMapView View, double Latitude, double Longitude) WindowOf(GeoBox box)
    {
        var middle = (box.South + box.North) / 2;
        var tall = (box.North - box.South) / 2;
        var wide = (box.East - box.West) / 2 * Math.Cos(middle * Math.PI / 180);
        var degrees = Math.Max(tall, wide * MiniMapView.Height / MiniMapView.Width);
        var kilometres = Math.Clamp(degrees * 1.25 * KilometresPerDegree, 60, 9_000);
        var snapped = Math.Min(9_000, Math.Pow(Step, Math.Ceiling(Math.Log(kilometres, Step))));
        // Off the middle by a sixteenth of the height at most, which the room around the box takes up.
        var grid = snapped / KilometresPerDegree / 8;
        var (latitude, longitude) = (Snap(middle, grid), Snap((box.West + box.East) / 2, grid));
        return (new MiniMapView(latitude, longitude, snapped), latitude, longitude);
    }

    private async Task<MiniMapModel> DrawAsync(
        DbConnection c,
        MiniMapView view,
        double latitude,
        double longitude,
        CancellationToken ct
    )
    {
        // Boundaries come and go by imports; how many there are and which came last tells.
        var boundaries = await c.QuerySingleAsync<Boundaries>(
            "SELECT count(*) AS areas, (SELECT place_id FROM place_area ORDER BY place_id DESC LIMIT 1) AS last FROM place_area"
        );
        var key = FormattableString.Invariant(
            $"{view.HalfHeightKm:0} {latitude:0.###} {longitude:0.###} {boundaries.Areas} {boundaries.Last}"
        );
        if (known.TryGetValue(key, out var drawn))
        {
            return drawn;
        }
        drawn = await drawing.DrawGroundAsync(c, view, latitude, longitude, ct);
        if (known.Count >= Remembered)
        {
            known.Clear();
        }
        return known[key] = drawn;
    }

    private static double Snap(double degrees, double grid) => Math.Round(degrees / grid) * grid;

    private sealed class Boundaries
    {
        public long Areas { get; init; }
        public Guid? Last { get; init; }
    }
}

/// <summary>A part of the world that the server draws, and its ground.</summary>
/// <param name="Box">What must be in it; east beyond 180 where it crosses the date line.</param>
public sealed record MapWindow(GeoBox Box, MiniMapView View, double Latitude, double Longitude, MiniMapModel Ground)
{
    /// <summary>As many squares over the drawing's width as a phone shows circles.</summary>
    public double Zoom => Math.Log2(360 / Math.Max(0.05, View.HalfWidthDegrees * 2)) + 0.6;

    /// <summary>All that is drawn, to its edges.</summary>
    public GeoBox Seen =>
        new(
            Longitude - View.HalfWidthDegrees,
            Math.Max(-90, Latitude - View.HalfHeightDegrees),
            Longitude + View.HalfWidthDegrees,
            Math.Min(90, Latitude + View.HalfHeightDegrees)
        );
}
