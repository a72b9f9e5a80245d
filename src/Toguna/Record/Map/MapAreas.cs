using System.Collections.Concurrent;
using Dapper;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using NetTopologySuite.Simplify;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Map;

/// <summary>Loaded boundaries in a view, as thin as the zoom allows; what was thinned is kept for the next who look.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class MapAreas(Database database)
{
    /// <summary>The zoom from which districts are drawn.</summary>
    public const double Close = 7;

    private const int Most = 300;
    private const int DeepestZoom = 14;

    /// <summary>About 60 MB of thinned outlines.</summary>
    private const int MostPoints = 1_000_000;

    private readonly ConcurrentDictionary<(Guid, string, int), double[][][][]> thinned = new();
    private int points;

    /// <summary>The areas that the box meets, countries first; districts only when the view is close.</summary>
    /// <param name="box">East may lie beyond 180.</param>
    /// <param name="level">Only those of this level; null: down to what the zoom allows.</param>
    public async Task<IReadOnlyList<MapArea>> FindAsync(GeoBox box, double zoom, int? level, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var steps = (int)Math.Ceiling(Math.Clamp(zoom, 0, DeepestZoom));
        var rows = (
            await c.QueryAsync<Row>(
                """
                SELECT a.place_id, a.admin_level, p.name, p.fingerprint FROM place_area a JOIN place p ON p.place_id = a.place_id
                WHERE ((a.west <= @East AND a.east >= @West) OR (a.west + 360 <= @East AND a.east + 360 >= @West))
                  AND a.south <= @North AND a.north >= @South AND a.admin_level BETWEEN @least AND @deepest
                ORDER BY a.admin_level, a.place_id LIMIT @Most
                """,
                new
                {
                    box.West,
                    box.South,
                    box.East,
                    box.North,
                    least = level ?? 0,
                    deepest = level ?? (zoom < Close ? 1 : 2),
                    Most,
                }
            )
        ).AsList();
        var missing = rows.Where(r => !thinned.ContainsKey(r.Key(steps))).ToList();
        if (missing.Count > 0)
        {
            await ThinAsync(c, missing, steps);
        }
        return
        [
            .. rows.Select(r => new MapArea(
                r.PlaceId,
                r.Name,
                r.AdminLevel,
                thinned.GetValueOrDefault(r.Key(steps)) ?? []
            )),
        ];
    }

    private async Task ThinAsync(System.Data.Common.DbConnection c, List<Row> missing, int zoom)
    {
        if (points > MostPoints)
        {
            thinned.Clear();
            points = 0;
        }
        var keys = missing.ToDictionary(r => r.PlaceId, r => r.Key(zoom));
        var reader = new WKBReader();
        var tolerance = 360 / (512 * Math.Pow(2, zoom));
        foreach (
            var row in await c.QueryAsync<Shape>(
                $"SELECT place_id, outline FROM place_area WHERE {Dialect.InIds(database.Engine, "place_id", "ids")}",
                new { ids = Dialect.List(database.Engine, keys.Keys) }
            )
        )
        {
            var polygons = Polygons(DouglasPeuckerSimplifier.Simplify(reader.Read(row.Outline), tolerance));
            thinned[keys[row.PlaceId]] = polygons;
            Interlocked.Add(ref points, polygons.Sum(p => p.Sum(r => r.Length)));
        }
    }

    private static double[][][][] Polygons(Geometry shape) =>
        [
            .. Enumerable
                .Range(0, shape.NumGeometries)
                .Select(shape.GetGeometryN)
                .OfType<Polygon>()
                .Where(p => !p.IsEmpty)
                .Select(p =>
                    p.InteriorRings.Prepend(p.ExteriorRing)
                        .Select(r =>
                            r.Coordinates.Select(x => new[] { Math.Round(x.X, 4), Math.Round(x.Y, 4) }).ToArray()
                        )
                        .ToArray()
                ),
        ];

    private sealed class Row
    {
        public Guid PlaceId { get; init; }
        public int AdminLevel { get; init; }
        public string Name { get; init; } = "";
        public byte[]? Fingerprint { get; init; }

        /// <summary>A boundary that was imported again has another fingerprint.</summary>
        public (Guid, string, int) Key(int zoom) => (PlaceId, Convert.ToHexString(Fingerprint ?? []), zoom);
    }

    private sealed class Shape
    {
        public Guid PlaceId { get; init; }
        public byte[] Outline { get; init; } = [];
    }
}

/// <param name="Polygons">Polygons of rings of longitude and latitude, the outer ring first.</param>
internal sealed record MapArea(Guid Id, string Name, int Level, IReadOnlyList<double[][][]> Polygons);
