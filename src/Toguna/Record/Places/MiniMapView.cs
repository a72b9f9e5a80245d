using System.Globalization;
using System.Text;

namespace Toguna.Record.Places;

/// <summary>The window of a small map: a flat projection about one point, true to scale there.</summary>
/// <remarks>Longitudes are taken the short way round from the middle, so the date line is a line like any other.</remarks>
public sealed class MiniMapView
{
    public const int Width = 320;
    public const int Height = 240;

    /// <summary>Lines are cut this far outside of the window, so that the cut is never seen.</summary>
    private const double Margin = 6;
    private const double KilometresPerDegree = 111.195;

    private readonly double latitude;
    private readonly double longitude;
    private readonly double narrowing;
    private readonly double perDegree;

    /// <param name="halfHeight">Kilometres from the middle to the upper edge; positive.</param>
    public MiniMapView(double latitude, double longitude, double halfHeight)
    {
        this.latitude = latitude;
        this.longitude = longitude;
        HalfHeightKm = halfHeight;
        narrowing = NearestPlace.Narrowing(latitude);
        perDegree = Height / 2.0 / (halfHeight / KilometresPerDegree);
    }

    public double HalfHeightKm { get; }

    public double HalfHeightDegrees => Height / 2.0 / perDegree;

    public double HalfWidthDegrees => Math.Min(Width / 2.0 / perDegree / narrowing, 180);

    /// <summary>A length on the ground, in units of the drawing.</summary>
    public double Length(double kilometres) => kilometres / KilometresPerDegree * perDegree;

    public (double X, double Y) Of(double lat, double lon)
    {
        var east = lon - longitude;
        east -= 360 * Math.Round(east / 360);
        return Place(lat, east);
    }

    public bool Shows(double x, double y, double inset = 0) =>
        x >= inset && x <= Width - inset && y >= inset && y <= Height - inset;

    /// <summary>The ring as it shows in the window: none, one piece, or two where it is met from both sides of the world.</summary>
    /// <param name="ring">Longitude, latitude; longitudes in one piece, not jumping at the date line.</param>
    public IEnumerable<List<(double X, double Y)>> Cut(IReadOnlyList<(double Lon, double Lat)> ring, double tolerance)
    {
        var (west, east, south, north) = Box(ring);
        if (south > latitude + HalfHeightDegrees + 1 || north < latitude - HalfHeightDegrees - 1)
        {
            yield break;
        }
        for (var turn = -360; turn <= 360; turn += 360)
        {
            if (west + turn > longitude + HalfWidthDegrees + 1 || east + turn < longitude - HalfWidthDegrees - 1)
            {
                continue;
            }
            var points = new List<(double X, double Y)>(ring.Count);
            foreach (var (lon, lat) in ring)
            {
                points.Add(Place(lat, lon + turn - longitude));
            }
            var cut = Clip(points, Margin);
            if (cut.Count >= 3)
            {
                var thin = Thin(cut, tolerance);
                if (thin.Count >= 3)
                {
                    yield return thin;
                }
            }
        }
    }

    /// <summary>Path data of closed rings, relative and to a tenth of a unit.</summary>
    public static string Path(IEnumerable<List<(double X, double Y)>> rings)
    {
        var path = new StringBuilder();
        foreach (var ring in rings)
        {
            var (x, y) = (Tenths(ring[0].X), Tenths(ring[0].Y));
            path.Append('M').Append(Number(x)).Append(' ').Append(Number(y)).Append('l');
            var first = true;
            foreach (var point in ring.Skip(1))
            {
                var (nx, ny) = (Tenths(point.X), Tenths(point.Y));
                if (nx == x && ny == y)
                {
                    continue;
                }
                Append(path, nx - x, first);
                Append(path, ny - y, false);
                (x, y) = (nx, ny);
                first = false;
            }
            path.Append('z');
        }
        return path.ToString();
    }

    /// <summary>A number as SVG takes it, at most one decimal.</summary>
    public static string Number(double value) => Number(Tenths(value));

    private static string Number(int tenths) => (tenths / 10.0).ToString("0.#", CultureInfo.InvariantCulture);

    private static int Tenths(double value) => (int)Math.Round(value * 10);

    private static void Append(StringBuilder path, int tenths, bool first)
    {
        if (!first && tenths >= 0)
        {
            path.Append(' ');
        }
        path.Append(Number(tenths));
    }

    private (double X, double Y) Place(double lat, double east) =>
        ((Width / 2.0) + (east * narrowing * perDegree), (Height / 2.0) + ((latitude - lat) * perDegree));

    private static (double West, double East, double South, double North) Box(
        IReadOnlyList<(double Lon, double Lat)> ring
    )
    {
        var (west, east, south, north) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        foreach (var (lon, lat) in ring)
        {
            west = Math.Min(west, lon);
            east = Math.Max(east, lon);
            south = Math.Min(south, lat);
            north = Math.Max(north, lat);
        }
        return (west, east, south, north);
    }

    /// <summary>Sutherland and Hodgman (1974): the polygon against each edge of the window in turn.</summary>
    /// <param name="margin">How far outside of the window is kept.</param>
    internal static List<(double X, double Y)> Clip(List<(double X, double Y)> ring, double margin)
    {
        ring = Half(ring, p => p.X + margin, (a, b, t) => (-margin, a.Y + (t * (b.Y - a.Y))));
        ring = Half(ring, p => Width + margin - p.X, (a, b, t) => (Width + margin, a.Y + (t * (b.Y - a.Y))));
        ring = Half(ring, p => p.Y + margin, (a, b, t) => (a.X + (t * (b.X - a.X)), -margin));
        return Half(ring, p => Height + margin - p.Y, (a, b, t) => (a.X + (t * (b.X - a.X)), Height + margin));
    }

    private static List<(double X, double Y)> Half(
        List<(double X, double Y)> ring,
        Func<(double X, double Y), double> inside,
        Func<(double X, double Y), (double X, double Y), double, (double X, double Y)> meet
    )
    {
        var kept = new List<(double X, double Y)>(ring.Count);
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
            var (da, db) = (inside(a), inside(b));
            if (da >= 0)
            {
                kept.Add(a);
            }
            if ((da >= 0) != (db >= 0))
            {
                kept.Add(meet(a, b, da / (da - db)));
            }
        }
        return kept;
    }

    /// <summary>Douglas and Peucker (1973), without recursion: no point kept is needed less than <paramref name="tolerance"/>.</summary>
    private static List<(double X, double Y)> Thin(List<(double X, double Y)> line, double tolerance)
    {
        var keep = new bool[line.Count];
        keep[0] = keep[^1] = true;
        var open = new Stack<(int From, int To)>();
        open.Push((0, line.Count - 1));
        while (open.TryPop(out var part))
        {
            var (furthest, at) = (0.0, -1);
            for (var i = part.From + 1; i < part.To; i++)
            {
                var d = FromLine(line[i], line[part.From], line[part.To]);
                if (d > furthest)
                {
                    (furthest, at) = (d, i);
                }
            }
            if (furthest > tolerance)
            {
                keep[at] = true;
                open.Push((part.From, at));
                open.Push((at, part.To));
            }
        }
        return [.. line.Where((_, i) => keep[i])];
    }

    private static double FromLine((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = (dx * dx) + (dy * dy);
        var t = length == 0 ? 0 : Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / length, 0, 1);
        var (ex, ey) = (p.X - a.X - (t * dx), p.Y - a.Y - (t * dy));
        return Math.Sqrt((ex * ex) + (ey * ey));
    }
}
