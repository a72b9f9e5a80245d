using System.Data.Common;

namespace Toguna.Record.Places;

/// <summary>Rings in units of the drawing, and the same as path data of SVG.</summary>
public sealed record MiniMapShape(IReadOnlyList<List<(double X, double Y)>> Rings)
{
    public string Path { get; } = MiniMapView.Path(Rings);
}

/// <summary>What a small map shows, ready to be written.</summary>
public sealed class MiniMapModel
{
    /// <summary>Land, one country each.</summary>
    public List<MiniMapShape> Land { get; } = [];

    /// <summary>Administrative boundaries.</summary>
    public List<MiniMapShape> Provinces { get; } = [];

    /// <summary>The area the position is only known to lie in; null where a ring or a dot says it.</summary>
    public MiniMapShape? Unsure { get; set; }

    public List<(double X, double Y, string Name, bool Before)> Places { get; } = [];

    /// <summary>The dot; null where the position is not exact.</summary>
    public bool Exact { get; set; }

    /// <summary>Radius of the dashed ring in units of the drawing; null for none.</summary>
    public double? Ring { get; set; }

    /// <summary>Where the label of the point stands.</summary>
    public (double X, double Y, string Name, bool Before)? Label { get; set; }

    /// <summary>Length of the scale bar, in units and in kilometres.</summary>
    public (double Units, int Kilometres) Scale { get; set; }
}

/// <summary>Draws the small map of a position: land, boundaries, a few names, and the position as exactly as it is known.</summary>
public sealed class MiniMapDrawing(WorldOutlines world, MiniMapAreas boundaries)
{
    /// <summary>More points than this make a page heavy (about 9 bytes each).</summary>
    private const int MostPoints = 1_300;
    private const int MostNames = 6;

    /// <summary>UCDP's location precision: how far to look, and how wide the ring is where the source gives no distance.</summary>
    private static (double HalfHeight, double? Ring) Of(int? wherePrec) =>
        wherePrec switch
        {
            1 => (110, null),
            2 => (110, 25),
            // A district and a province have no fixed size; the rings are those of typical ones.
            3 => (170, 50),
            4 => (400, 150),
            5 => (300, 75),
            6 => (900, null),
            7 => (1_200, 300),
            _ => (170, 25),
        };

    public async Task<MiniMapModel> DrawAsync(
        DbConnection connection,
        double latitude,
        double longitude,
        int? wherePrec,
        string? label,
        CancellationToken ct = default
    )
    {
        var model = new MiniMapModel { Exact = wherePrec == 1 };
        var (halfHeight, ring) = Of(wherePrec);
        var view = new MiniMapView(latitude, longitude, halfHeight);
        var areas = await boundaries.AroundAsync(connection, latitude, longitude, view, ct);
        var places = await NearestPlace.InBoxAsync(
            connection,
            latitude,
            longitude,
            view.HalfHeightDegrees,
            view.HalfWidthDegrees,
            40,
            ct
        );
        if (areas.Count == 0 && places.Count == 0)
        {
            // Nothing near to know the place by: step back until a coast or a border is in the window.
            view = new MiniMapView(latitude, longitude, Math.Max(halfHeight, 250));
            while (view.HalfHeightKm < 2_500 && !world.HasLine(view))
            {
                view = new MiniMapView(latitude, longitude, view.HalfHeightKm * 1.6);
            }
        }
        DrawShapes(model, view, areas, wherePrec, latitude, longitude);
        model.Ring = model.Unsure is null && ring is { } km ? Math.Max(view.Length(km), 4) : null;
        DrawNames(model, view, places, latitude, longitude, label);
        model.Scale = ScaleOf(view);
        return model;
    }

    /// <summary>The ground of a larger map: land, provinces, a few names and scale, for others to draw on.</summary>
    /// <param name="view">The window; its units are those of what is drawn on top.</param>
    public async Task<MiniMapModel> DrawGroundAsync(
        DbConnection connection,
        MiniMapView view,
        double latitude,
        double longitude,
        CancellationToken ct = default
    )
    {
        var model = new MiniMapModel { Exact = true };
        var areas = await boundaries.AroundAsync(connection, latitude, longitude, view, ct);
        var places = await NearestPlace.InBoxAsync(
            connection,
            latitude,
            longitude,
            view.HalfHeightDegrees,
            view.HalfWidthDegrees,
            40,
            ct
        );
        DrawShapes(model, view, areas, 1, latitude, longitude);
        DrawNames(model, view, places, latitude, longitude, null);
        model.Scale = ScaleOf(view);
        return model;
    }

    private void DrawShapes(
        MiniMapModel model,
        MiniMapView view,
        List<MiniMapArea> areas,
        int? wherePrec,
        double latitude,
        double longitude
    )
    {
        for (var tolerance = 0.4; ; tolerance *= 1.7)
        {
            model.Land.Clear();
            model.Provinces.Clear();
            var points = 0;
            MiniMapShape? Shape(IEnumerable<IReadOnlyList<(double Lon, double Lat)>> rings)
            {
                var cut = rings.SelectMany(r => view.Cut(r, tolerance)).ToList();
                points += cut.Sum(r => r.Count);
                return cut.Count == 0 ? null : new MiniMapShape(cut);
            }
            foreach (var rings in world.Countries.Concat(areas.Where(a => a.AdminLevel == 0).Select(a => a.Rings)))
            {
                if (Shape(rings) is { } land)
                {
                    model.Land.Add(land);
                }
            }
            foreach (var area in areas.Where(a => a.AdminLevel > 0))
            {
                if (Shape(area.Rings) is { } province)
                {
                    model.Provinces.Add(province);
                }
            }
            model.Unsure = UnsureArea(areas, wherePrec, latitude, longitude) is { } unsure ? Shape(unsure) : null;
            if (points <= MostPoints || tolerance > 8)
            {
                return;
            }
        }
    }

    /// <summary>Where only the district, province or country is known: that area itself, if its boundary is loaded.</summary>
    private IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>>? UnsureArea(
        List<MiniMapArea> areas,
        int? wherePrec,
        double latitude,
        double longitude
    )
    {
        int? level = wherePrec switch
        {
            3 => 2,
            4 => 1,
            6 => 0,
            _ => null,
        };
        return level is null
            ? null
            : areas.FirstOrDefault(a => a.AdminLevel == level && a.Contains(latitude, longitude))?.Rings
                ?? (level == 0 ? world.CountryAt(latitude, longitude) : null);
    }

    private static void DrawNames(
        MiniMapModel model,
        MiniMapView view,
        IReadOnlyList<PlaceHit> places,
        double latitude,
        double longitude,
        string? label
    )
    {
        var taken = new List<(double Left, double Top, double Right, double Bottom)>();
        const double Middle = MiniMapView.Width / 2.0;
        const double Centre = MiniMapView.Height / 2.0;
        taken.Add((Middle - 8, Centre - 8, Middle + 8, Centre + 8));
        // The scale bar.
        taken.Add((0, MiniMapView.Height - 26, 90, MiniMapView.Height));
        if (!string.IsNullOrWhiteSpace(label))
        {
            var name = Short(label);
            // Beside the ring, unless the ring is so wide that its middle says more.
            var away = model.Ring is { } radius and < 60 ? radius + 5 : 8;
            model.Label = (Middle + away, Centre, name, false);
            taken.Add((Middle, Centre - 8, Middle + away + 4 + Wide(name), Centre + 8));
        }
        var folded = PlaceKeys.Of(label ?? "");
        foreach (var place in places)
        {
            if (model.Places.Count == MostNames)
            {
                return;
            }
            var (x, y) = view.Of(place.Latitude!.Value, place.Longitude!.Value);
            var name = Short(place.Name);
            var before = x + Wide(name) + 8 > MiniMapView.Width;
            var box = before
                ? (Left: x - Wide(name) - 8, Top: y - 7, Right: x + 4, Bottom: y + 7)
                : (Left: x - 4, Top: y - 7, Right: x + Wide(name) + 8, Bottom: y + 7);
            var same =
                PlaceKeys.Of(place.Name) == folded
                && NearestPlace.Distance(latitude, longitude, place.Latitude.Value, place.Longitude.Value) < 10;
            if (
                same
                || !view.Shows(x, y, 5)
                || box.Left < 2
                || taken.Exists(t =>
                    t.Left < box.Right && box.Left < t.Right && t.Top < box.Bottom && box.Top < t.Bottom
                )
            )
            {
                continue;
            }
            taken.Add(box);
            model.Places.Add((x, y, name, before));
        }
    }

    private static string Short(string name) => name.Length <= 24 ? name : PlaceKeys.Cut(name, 23) + "…";

    private static double Wide(string name) => 5.2 * name.Length;

    private static (double, int) ScaleOf(MiniMapView view)
    {
        int[] steps = [5, 10, 25, 50, 100, 200, 500, 1000, 2000];
        var kilometres = steps.Last(s => s == 5 || view.Length(s) <= MiniMapView.Width / 3.5);
        return (view.Length(kilometres), kilometres);
    }
}
