using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using Toguna.Formats.GeoJson;

namespace Toguna.Record.Places;

/// <summary>The world's land and borders for small maps: Natural Earth at 1:50 million, shipped with the program.</summary>
/// <remarks>Read once, on first use, about 3 MB; then only looked at. Thread-safe.</remarks>
/// <seealso href="https://github.com/topojson/world-atlas">world-atlas 2.0.2</seealso>
public sealed class WorldOutlines
{
    private const string Resource = "world-atlas/countries-50m.json";

    private readonly Lazy<Country[]> countries = new(Read);

    /// <summary>The rings of each country; longitude, latitude.</summary>
    public IEnumerable<IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>>> Countries =>
        countries.Value.Select(c => c.Rings);

    /// <summary>Whether a coast or a border runs through the window.</summary>
    public bool HasLine(MiniMapView view) =>
        Countries.Any(c => c.Any(r => r.Any(p => view.Of(p.Lat, p.Lon) is var (x, y) && view.Shows(x, y, 20))));

    /// <summary>The country at a position; null at sea.</summary>
    public IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>>? CountryAt(double latitude, double longitude) =>
        countries.Value.FirstOrDefault(c => c.Contains(latitude, longitude))?.Rings;

    private static Country[] Read()
    {
        using var stream =
            typeof(WorldOutlines).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}");
        return
        [
            .. TopoJson
                .Read(stream, "countries")
                .Where(f => f.Feature?.Geometry is not null)
                .Select(f => new Country(f.Feature!.Geometry!)),
        ];
    }

    /// <summary>Every ring in one piece: where the file jumps at the date line, the longitude goes on beyond it.</summary>
    internal static IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>> RingsOf(Geometry geometry) =>
        [.. LinearComponentExtracter.GetLines(geometry).OfType<LineString>().Where(l => !l.IsEmpty).Select(InOnePiece)];

    private static List<(double Lon, double Lat)> InOnePiece(LineString line)
    {
        var ring = new List<(double Lon, double Lat)>(line.NumPoints + 2);
        var turn = 0;
        for (var i = 0; i < line.NumPoints; i++)
        {
            var at = line.GetCoordinateN(i);
            if (i > 0)
            {
                var step = at.X - line.GetCoordinateN(i - 1).X;
                turn -= Math.Abs(step) > 180 ? 360 * Math.Sign(step) : 0;
            }
            ring.Add((at.X + turn, at.Y));
        }
        if (turn != 0)
        {
            // Antarctica goes all the way round: it is closed by way of its pole.
            var pole = ring[0].Lat < 0 ? -90 : 90;
            ring.Add((ring[^1].Lon, pole));
            ring.Add((ring[0].Lon, pole));
        }
        return ring;
    }

    private sealed class Country(Geometry geometry)
    {
        public IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>> Rings { get; } = RingsOf(geometry);

        public bool Contains(double latitude, double longitude) => Inside(Rings, latitude, longitude);
    }

    /// <summary>By counting crossings; a hole is crossed once more.</summary>
    internal static bool Inside(
        IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>> rings,
        double latitude,
        double longitude
    ) => rings.Sum(r => Crossings(r, latitude, longitude)) % 2 == 1;

    private static int Crossings(IReadOnlyList<(double Lon, double Lat)> ring, double latitude, double longitude)
    {
        var count = 0;
        for (var turn = -360; turn <= 360; turn += 360)
        {
            for (var (i, j) = (0, ring.Count - 1); i < ring.Count; j = i++)
            {
                var (a, b) = (ring[i], ring[j]);
                if (
                    (a.Lat > latitude) != (b.Lat > latitude)
                    && longitude - turn < a.Lon + ((latitude - a.Lat) / (b.Lat - a.Lat) * (b.Lon - a.Lon))
                )
                {
                    count++;
                }
            }
        }
        return count;
    }
}
