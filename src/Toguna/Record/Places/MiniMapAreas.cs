using System.Data.Common;
using Dapper;
using NetTopologySuite.IO;
using NetTopologySuite.Simplify;

namespace Toguna.Record.Places;

/// <summary>A boundary as a small map draws it.</summary>
public sealed record MiniMapArea(int AdminLevel, IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>> Rings)
{
    public bool Contains(double latitude, double longitude) => WorldOutlines.Inside(Rings, latitude, longitude);
}

/// <summary>The loaded boundaries around a position, thinned for small maps and kept in memory for the next one.</summary>
/// <remarks>Holds at most <see cref="MostPoints"/> points, then starts anew. Thread-safe.</remarks>
public sealed class MiniMapAreas
{
    public const int MostPoints = 500_000;

    /// <summary>About 200 m: half a line's width on the largest scale that is drawn.</summary>
    private const double Tolerance = 0.002;
    private const int MostAreas = 60;

    private readonly Lock gate = new();
    private readonly Dictionary<(Guid, string), MiniMapArea> thinned = [];
    private int points;

    internal async Task<List<MiniMapArea>> AroundAsync(
        DbConnection connection,
        double latitude,
        double longitude,
        MiniMapView view,
        CancellationToken ct
    )
    {
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                """
                SELECT a.place_id, a.admin_level, p.fingerprint FROM place_area a JOIN place p ON p.place_id = a.place_id
                WHERE a.west <= @east AND a.east >= @west AND a.south <= @north AND a.north >= @south
                  AND a.admin_level <= @deepest
                ORDER BY a.admin_level, a.place_id LIMIT @MostAreas
                """,
                new
                {
                    west = longitude - view.HalfWidthDegrees,
                    east = longitude + view.HalfWidthDegrees,
                    south = latitude - view.HalfHeightDegrees,
                    north = latitude + view.HalfHeightDegrees,
                    deepest = view.HalfHeightKm < 250 ? 2 : 1,
                    MostAreas,
                },
                cancellationToken: ct
            )
        );
        var areas = new List<MiniMapArea>();
        foreach (var row in rows)
        {
            if (await AreaAsync(connection, row, ct) is { } area)
            {
                areas.Add(area);
            }
        }
        return areas;
    }

    private async Task<MiniMapArea?> AreaAsync(DbConnection connection, Row row, CancellationToken ct)
    {
        // A boundary that was imported again has another fingerprint.
        var key = (row.PlaceId, Convert.ToHexString(row.Fingerprint ?? []));
        lock (gate)
        {
            if (thinned.TryGetValue(key, out var known))
            {
                return known;
            }
        }
        var wkb = await connection.QuerySingleOrDefaultAsync<byte[]>(
            new CommandDefinition(
                "SELECT outline FROM place_area WHERE place_id = @PlaceId",
                new { row.PlaceId },
                cancellationToken: ct
            )
        );
        if (wkb is null)
        {
            return null;
        }
        var simple = DouglasPeuckerSimplifier.Simplify(new WKBReader().Read(wkb), Tolerance);
        var area = new MiniMapArea(row.AdminLevel, WorldOutlines.RingsOf(simple));
        lock (gate)
        {
            if (points + simple.NumPoints > MostPoints)
            {
                thinned.Clear();
                points = 0;
            }
            if (thinned.TryAdd(key, area))
            {
                points += simple.NumPoints;
            }
        }
        return area;
    }

    private sealed class Row
    {
        public Guid PlaceId { get; init; }
        public int AdminLevel { get; init; }
        public byte[]? Fingerprint { get; init; }
    }
}
