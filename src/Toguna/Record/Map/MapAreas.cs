using Dapper;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using NetTopologySuite.Simplify;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Map;

/// <summary>Loaded boundaries in a view, as thin as the zoom allows.</summary>
internal sealed class MapAreas(Database database)
{
    private const int Most = 300;

    /// <summary>Rings of longitude and latitude, by area; districts only when the view is close.</summary>
    public async Task<IReadOnlyList<MapArea>> FindAsync(GeoBox box, double zoom, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var rows = await c.QueryAsync<Row>(
            """
            SELECT a.admin_level, p.name, a.outline FROM place_area a JOIN place p ON p.place_id = a.place_id
            WHERE a.west <= @East AND a.east >= @West AND a.south <= @North AND a.north >= @South AND a.admin_level <= @deepest
            ORDER BY a.admin_level, a.place_id LIMIT @Most
            """,
            new
            {
                box.West,
                box.South,
                box.East,
                box.North,
                deepest = zoom < 7 ? 1 : 2,
                Most,
            }
        );
        var reader = new WKBReader();
        var tolerance = 360 / (512 * Math.Pow(2, Math.Clamp(zoom, 0, 14)));
        return
        [
            .. rows.Select(r => new MapArea(
                r.Name,
                r.AdminLevel,
                Rings(DouglasPeuckerSimplifier.Simplify(reader.Read(r.Outline), tolerance))
            )),
        ];
    }

    private static IReadOnlyList<double[][]> Rings(Geometry shape) =>
        [
            .. Enumerable
                .Range(0, shape.NumGeometries)
                .Select(shape.GetGeometryN)
                .OfType<Polygon>()
                .SelectMany(p => p.InteriorRings.Prepend(p.ExteriorRing))
                .Select(r => r.Coordinates.Select(x => new[] { Math.Round(x.X, 4), Math.Round(x.Y, 4) }).ToArray()),
        ];

    private sealed class Row
    {
        public int AdminLevel { get; init; }
        public string Name { get; init; } = "";
        public byte[] Outline { get; init; } = [];
    }
}

/// <param name="Rings">Outer and inner rings alike: a map draws their lines.</param>
internal sealed record MapArea(string Name, int Level, IReadOnlyList<double[][]> Rings);
