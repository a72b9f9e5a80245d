using System.Data.Common;
using Dapper;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.IO;

namespace Toguna.Record.Places;

/// <summary>Which administrative areas a position lies in, by the boundaries that are loaded.</summary>
/// <remarks>
/// The index of bounding boxes gives a few candidates, the exact outline decides; a point on a border lies in both.
/// Outlines that were read stay prepared in memory, the least used leave when there are more than
/// <see cref="MostPoints"/> points. Thread-safe.
/// </remarks>
public sealed class PlaceAreas
{
    /// <summary>About 100 MB of prepared outlines.</summary>
    public const int MostPoints = 1_000_000;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    private readonly Lock gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = new();
    private long points;

    /// <summary>The areas that contain the position, country first.</summary>
    /// <param name="latitude">−90 to 90; outside of it nothing is found.</param>
    /// <param name="longitude">−180 to 180.</param>
    public async Task<IReadOnlyList<PlaceRef>> ContainingAsync(
        DbConnection connection,
        double latitude,
        double longitude,
        CancellationToken ct = default
    ) => (await FoundAsync(connection, latitude, longitude, ct)).ConvertAll(b => b.Ref);

    /// <summary>The administrative areas to write on an incident at this position.</summary>
    public async Task<AdminAreas> AdminOfAsync(
        DbConnection connection,
        double latitude,
        double longitude,
        CancellationToken ct = default
    )
    {
        var found = await FoundAsync(connection, latitude, longitude, ct);
        return found.Count == 0
            ? AdminAreas.None
            : new AdminAreas(
                found.ConvertAll(b => b.Ref),
                found.Select(b => b.CountryCode).FirstOrDefault(c => c is not null)
            );
    }

    private async Task<List<Box>> FoundAsync(
        DbConnection connection,
        double latitude,
        double longitude,
        CancellationToken ct
    )
    {
        if (!double.IsFinite(latitude) || !double.IsFinite(longitude))
        {
            return [];
        }
        var boxes = await connection.QueryAsync<Box>(
            new CommandDefinition(
                """
                SELECT a.place_id AS id, a.admin_level, p.name, p.pcode, p.country_code, p.fingerprint
                FROM place_area a JOIN place p ON p.place_id = a.place_id
                WHERE a.west <= @longitude AND a.east >= @longitude AND a.south <= @latitude AND a.north >= @latitude
                """,
                new { latitude, longitude },
                cancellationToken: ct
            )
        );
        var point = Factory.CreatePoint(new Coordinate(longitude, latitude));
        var found = new List<Box>();
        foreach (var box in boxes)
        {
            var outline = await PreparedAsync(connection, box, ct);
            // A prepared outline builds its index on first use and is not meant for two at once.
            lock (outline)
            {
                if (outline.Covers(point))
                {
                    found.Add(box);
                }
            }
        }
        found.Sort((a, b) => (a.AdminLevel, a.Name).CompareTo((b.AdminLevel, b.Name)));
        return found;
    }

    private async Task<IPreparedGeometry> PreparedAsync(DbConnection connection, Box box, CancellationToken ct)
    {
        // A boundary that was imported again has another fingerprint: the old outline is never asked for again and leaves.
        var key = new Key(box.Id, Convert.ToHexString(box.Fingerprint ?? []));
        lock (gate)
        {
            if (entries.TryGetValue(key, out var node))
            {
                byUse.Remove(node);
                byUse.AddFirst(node);
                return node.Value.Outline;
            }
        }
        var wkb = await connection.QuerySingleOrDefaultAsync<byte[]>(
            new CommandDefinition(
                "SELECT outline FROM place_area WHERE place_id = @Id",
                new { box.Id },
                cancellationToken: ct
            )
        );
        // Undone between the two reads: then nothing lies in it.
        var geometry = wkb is null ? Factory.CreatePolygon() : new WKBReader().Read(wkb);
        var outline = PreparedGeometryFactory.Prepare(geometry);
        lock (gate)
        {
            if (entries.TryAdd(key, new LinkedListNode<Entry>(new Entry(key, outline, geometry.NumPoints))))
            {
                byUse.AddFirst(entries[key]);
                points += geometry.NumPoints;
            }
            while (points > MostPoints && byUse.Count > 1)
            {
                var last = byUse.Last!;
                byUse.RemoveLast();
                entries.Remove(last.Value.Key);
                points -= last.Value.Points;
            }
        }
        return outline;
    }

    private readonly record struct Key(Guid PlaceId, string Fingerprint);

    private sealed record Entry(Key Key, IPreparedGeometry Outline, int Points);

    private sealed class Box
    {
        public Guid Id { get; init; }
        public int AdminLevel { get; init; }
        public string Name { get; init; } = "";
        public string? Pcode { get; init; }
        public string? CountryCode { get; init; }
        public byte[]? Fingerprint { get; init; }

        public PlaceRef Ref =>
            new()
            {
                Id = Id,
                Name = Name,
                AdminLevel = AdminLevel,
                Pcode = Pcode,
            };
    }
}
