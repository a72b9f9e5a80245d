using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Record.Map;

/// <summary>The areas of one level whose boundaries are loaded.</summary>
/// <param name="Key">Changes when the boundaries do.</param>
/// <param name="Level">1 province, 2 district.</param>
internal sealed record LoadedAreas(string Key, int Level, IReadOnlyList<LoadedArea> All);

/// <param name="Keys">Its names in any language, folded and without words such as <c>province</c>.</param>
/// <param name="Country">Code as the boundaries give it; null where they do not.</param>
internal sealed record LoadedArea(Guid Id, string Name, string? Country, IReadOnlySet<string> Keys, GeoBox Box);

/// <summary>Which boundaries are loaded, by name; kept in memory until an import changes them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LoadedBoundaries(Database database)
{
    private readonly LoadedAreas?[] known = new LoadedAreas?[3];

    public async Task<bool> AnyAsync(CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return (await c.QueryAsync<int>("SELECT 1 FROM place_area LIMIT 1")).Any();
    }

    /// <param name="level">1 province, 2 district.</param>
    public async Task<LoadedAreas> OfLevelAsync(int level, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var key = $"{level} {await KeyAsync(c)}";
        if (known[level] is { } kept && kept.Key == key)
        {
            return kept;
        }
        var names = (
            await c.QueryAsync<NameRow>(
                "SELECT n.place_id, n.search_key FROM place_name n JOIN place_area a ON a.place_id = n.place_id WHERE a.admin_level = @level",
                new { level }
            )
        ).ToLookup(n => n.PlaceId, n => KeyOf(n.SearchKey));
        var areas = await c.QueryAsync<AreaRow>(
            """
            SELECT a.place_id, p.name, p.country_code, a.west, a.south, a.east, a.north
            FROM place_area a JOIN place p ON p.place_id = a.place_id WHERE a.admin_level = @level ORDER BY a.place_id
            """,
            new { level }
        );
        return known[level] = new LoadedAreas(key, level, Distinct(areas, names));
    }

    /// <summary>A name of an area as names are compared: <c>Ouaka prefecture</c>, <c>Préfecture de la Ouaka</c> and <c>Ouaka</c> are one.</summary>
    public static string KeyOf(string name)
    {
        var words = Fold.Key(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var own = words.Where(w => !Ranks.Contains(w)).ToArray();
        // An area that is called only by such words, as "Central Province" is not but "La Région" is, keeps them.
        return string.Join(' ', own.Length == 0 ? words : own);
    }

    /// <summary>Two sets of boundaries hold the same area twice: the one that came first stays.</summary>
    private static List<LoadedArea> Distinct(IEnumerable<AreaRow> rows, ILookup<Guid, string> names)
    {
        var kept = new List<LoadedArea>();
        var byKey = new Dictionary<string, List<LoadedArea>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var keys = names[row.PlaceId].Append(KeyOf(row.Name)).Where(k => k.Length > 0).ToHashSet();
            var area = new LoadedArea(
                row.PlaceId,
                row.Name,
                row.CountryCode,
                keys,
                new GeoBox(row.West, row.South, row.East, row.North)
            );
            if (keys.Any(k => byKey.TryGetValue(k, out var same) && same.Exists(a => Nearly(a.Box, area.Box))))
            {
                continue;
            }
            kept.Add(area);
            foreach (var key in keys)
            {
                byKey.TryAdd(key, []);
                byKey[key].Add(area);
            }
        }
        return kept;
    }

    /// <summary>Whether two boxes share more than half of what they cover together.</summary>
    private static bool Nearly(GeoBox a, GeoBox b)
    {
        static double Size(GeoBox x) => Math.Max(0, x.East - x.West) * Math.Max(0, x.North - x.South);
        var both = Size(
            new GeoBox(
                Math.Max(a.West, b.West),
                Math.Max(a.South, b.South),
                Math.Min(a.East, b.East),
                Math.Min(a.North, b.North)
            )
        );
        return both > (Size(a) + Size(b) - both) / 2;
    }

    /// <summary>What changes whenever boundaries come, change or go: they do so by imports only.</summary>
    private static async Task<string> KeyAsync(System.Data.Common.DbConnection c)
    {
        var stamp = await c.QuerySingleAsync<Stamp>(
            """
            SELECT (SELECT count(*) FROM place_area) AS areas, count(*) AS imports, COALESCE(sum(rows_read), 0) AS read,
              COALESCE(sum(CASE WHEN state = 'undone' THEN 1 ELSE 0 END), 0) AS undone
            FROM import WHERE kind = 'boundaries'
            """
        );
        return FormattableString.Invariant($"{stamp.Areas} {stamp.Imports} {stamp.Read} {stamp.Undone}");
    }

    /// <summary>Words for the rank of an area and the small words around them, folded, in the languages of the sources.</summary>
    private static readonly HashSet<string> Ranks =
    [
        .. "province provinces region regions prefecture prefectures district districts state states county department departement governorate gouvernorat wilaya cercle commune territory territoire municipality city ville muhafazat zone of the de du des la le les l d".Split(
            ' '
        ),
    ];

    private sealed class Stamp
    {
        public long Areas { get; init; }
        public long Imports { get; init; }
        public long Read { get; init; }
        public long Undone { get; init; }
    }

    private sealed class NameRow
    {
        public Guid PlaceId { get; init; }
        public string SearchKey { get; init; } = "";
    }

    private sealed class AreaRow
    {
        public Guid PlaceId { get; init; }
        public string Name { get; init; } = "";
        public string? CountryCode { get; init; }
        public double West { get; init; }
        public double South { get; init; }
        public double East { get; init; }
        public double North { get; init; }
    }
}
