using System.Collections.Concurrent;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;

namespace Toguna.Record.Map;

/// <summary>Names of towns in a view, the largest first, none on top of another.</summary>
/// <remarks>Asked in tiles and remembered, so that a moving map asks little. Thread-safe.</remarks>
internal sealed class TownNames(Database database)
{
    /// <summary>Letters of a name on the map; a longer one is cut there, not in the list.</summary>
    public const int LongestName = 28;

    private const int Most = 40;
    private const int OfTile = 14;
    private const int MostTiles = 16;
    private const int Remembered = 400;
    private const int DeepestTile = 12;
    private const double TilePixels = 512;

    private readonly ConcurrentDictionary<(int, int, int), IReadOnlyList<PlaceHit>> tiles = new();
    private string? stamp;
    private bool isEmpty;

    public async Task<MapLayerFacts?> ReadAsync(MapView view, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var now = await StampAsync(c);
        if (stamp != now)
        {
            tiles.Clear();
            isEmpty = !(
                await Dapper.SqlMapper.QueryAsync<int>(c, "SELECT 1 FROM place WHERE kind = 'populated' LIMIT 1")
            ).Any();
            stamp = now;
        }
        return isEmpty ? null
            : view.IsShown ? new MapLayerFacts { Marks = Apart(await InViewAsync(c, view, ct), view) }
            : new();
    }

    private async Task<List<PlaceHit>> InViewAsync(
        System.Data.Common.DbConnection c,
        MapView view,
        CancellationToken ct
    )
    {
        var zoom = (int)Math.Clamp(Math.Floor(view.Zoom), 0, DeepestTile);
        while (zoom > 0 && TilesOf(view.Box, zoom).Count > MostTiles)
        {
            zoom--;
        }
        var found = new List<PlaceHit>();
        foreach (var (x, y) in TilesOf(view.Box, zoom))
        {
            var across = 360 / Math.Pow(2, zoom);
            var wrapped = x % (int)Math.Pow(2, zoom);
            if (!tiles.TryGetValue((zoom, wrapped, y), out var tile))
            {
                tile = await NearestPlace.InBoxAsync(
                    c,
                    -90 + (y + 0.5) * across / 2,
                    -180 + (wrapped + 0.5) * across,
                    across / 4,
                    across / 2,
                    OfTile,
                    ct
                );
                if (tiles.Count >= Remembered)
                {
                    tiles.Clear();
                }
                tiles[(zoom, wrapped, y)] = tile;
            }
            found.AddRange(tile);
        }
        return [.. found.DistinctBy(p => p.Id).OrderByDescending(p => p.Population ?? 0).ThenBy(p => p.Id)];
    }

    /// <summary>Tiles that are twice as wide as they are tall, in degrees.</summary>
    private static List<(int X, int Y)> TilesOf(GeoBox box, int zoom)
    {
        var across = 360 / Math.Pow(2, zoom);
        var (left, right) = ((int)Math.Floor((box.West + 180) / across), (int)Math.Floor((box.East + 180) / across));
        var (low, high) = (
            (int)Math.Floor((box.South + 90) / across * 2),
            (int)Math.Floor((Math.Min(box.North, 89.999) + 90) / across * 2)
        );
        var found = new List<(int, int)>();
        for (var x = left; x <= right && found.Count <= MostTiles; x++)
        {
            for (var y = low; y <= high && found.Count <= MostTiles; y++)
            {
                found.Add((x, y));
            }
        }
        return found;
    }

    /// <summary>Keeps a name where it covers none that was kept: the larger town stays.</summary>
    private static List<MapMark> Apart(List<PlaceHit> towns, MapView view)
    {
        var perDegree = TilePixels * Math.Pow(2, view.Zoom) / 360;
        var taken = new List<(double Left, double Top, double Right, double Bottom)>();
        var marks = new List<MapMark>();
        foreach (var town in towns)
        {
            var (latitude, longitude) = (town.Latitude!.Value, town.Longitude!.Value);
            if (
                marks.Count == Most
                || latitude < view.Box.South
                || latitude > view.Box.North
                || (
                    (longitude < view.Box.West || longitude > view.Box.East)
                    && (longitude + 360 < view.Box.West || longitude + 360 > view.Box.East)
                )
            )
            {
                continue;
            }
            var name = town.Name.Length <= LongestName ? town.Name : PlaceKeys.Cut(town.Name, LongestName - 1) + "…";
            var x = longitude * perDegree;
            var y = -latitude * perDegree / NearestPlace.Narrowing(latitude);
            var box = (Left: x - 6, Top: y - 11, Right: x + 14 + 8 * name.Length, Bottom: y + 11);
            if (
                !taken.Exists(t => t.Left < box.Right && box.Left < t.Right && t.Top < box.Bottom && box.Top < t.Bottom)
            )
            {
                taken.Add(box);
                marks.Add(new MapMark(latitude, longitude, "town", town.Name, null, name));
            }
        }
        return marks;
    }

    /// <summary>What changes when the gazetteer does, which is by imports only.</summary>
    private static async Task<string> StampAsync(System.Data.Common.DbConnection c)
    {
        var now = await Dapper.SqlMapper.QuerySingleAsync<Stamp>(
            c,
            """
            SELECT count(*) AS imports, COALESCE(sum(rows_read), 0) AS read,
              COALESCE(sum(CASE WHEN state = 'undone' THEN 1 ELSE 0 END), 0) AS undone
            FROM import WHERE kind IN ('geonames', 'pcodes', 'boundaries')
            """
        );
        return FormattableString.Invariant($"{now.Imports} {now.Read} {now.Undone}");
    }

    private sealed class Stamp
    {
        public long Imports { get; init; }
        public long Read { get; init; }
        public long Undone { get; init; }
    }
}
