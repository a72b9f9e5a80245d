using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Places;

/// <summary>Reads places with the areas they lie in.</summary>
public static class PlaceReading
{
    internal const string Columns =
        "p.place_id AS id, p.gazetteer, p.external_id, p.name, p.kind, p.admin_level, p.feature, p.pcode, p.country_code, p.latitude, p.longitude, p.population, p.parent_id";

    /// <summary>Deepest path that is followed: a gazetteer that names itself as its own parent must not hold us.</summary>
    private const int Deepest = 8;

    /// <summary>One place, or null when there is none of that id.</summary>
    public static async Task<PlaceHit?> FindAsync(
        DbConnection connection,
        Engine engine,
        Guid id,
        CancellationToken ct = default
    )
    {
        var place = await connection.QuerySingleOrDefaultAsync<PlaceHit>(
            new CommandDefinition(
                $"SELECT {Columns} FROM place p WHERE p.place_id = @id",
                new { id },
                cancellationToken: ct
            )
        );
        if (place is not null)
        {
            await AddParentsAsync(connection, engine, [place], ct);
        }
        return place;
    }

    /// <summary>Those of the ids that there are, in no particular order.</summary>
    internal static async Task<IReadOnlyList<PlaceHit>> AllAsync(
        DbConnection connection,
        Engine engine,
        IReadOnlyList<Guid> ids,
        CancellationToken ct
    )
    {
        var places = await connection.QueryAsync<PlaceHit>(
            new CommandDefinition(
                $"SELECT {Columns} FROM place p WHERE {Dialect.InIds(engine, "p.place_id", "ids")}",
                new { ids = Dialect.List(engine, ids) },
                cancellationToken: ct
            )
        );
        var all = places.AsList();
        await AddParentsAsync(connection, engine, all, ct);
        return all;
    }

    /// <summary>The candidates in their order, one per area: of two gazetteers' entries with one P-code the first stays.</summary>
    internal static async Task<IReadOnlyList<PlaceHit>> HitsAsync(
        DbConnection connection,
        Engine engine,
        IReadOnlyList<PlaceSearch.Candidate> candidates,
        int limit,
        CancellationToken ct
    )
    {
        if (candidates.Count == 0)
        {
            return [];
        }
        var ids = Dialect.List(engine, candidates.Select(c => c.PlaceId));
        var rows = await connection.QueryAsync<PlaceHit>(
            new CommandDefinition(
                $"SELECT {Columns} FROM place p WHERE {Dialect.InIds(engine, "p.place_id", "ids")}",
                new { ids },
                cancellationToken: ct
            )
        );
        var places = rows.ToDictionary(p => p.Id);
        var codes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var hits = candidates
            .Where(c => places.ContainsKey(c.PlaceId))
            .Where(c => places[c.PlaceId].Pcode is not { } code || codes.Add(code))
            .Take(limit)
            .ToList();
        var shown = hits.ConvertAll(c => places[c.PlaceId]);
        await AddMatchedAsync(connection, engine, hits, places, ct);
        await AddParentsAsync(connection, engine, shown, ct);
        return shown;
    }

    private static async Task AddMatchedAsync(
        DbConnection connection,
        Engine engine,
        List<PlaceSearch.Candidate> hits,
        Dictionary<Guid, PlaceHit> places,
        CancellationToken ct
    )
    {
        var byOther = hits.Where(c =>
                c.Meeting != PlaceSearch.Meeting.Code && PlaceKeys.Of(places[c.PlaceId].Name) != c.SearchKey
            )
            .ToDictionary(c => c.PlaceId, c => c.SearchKey);
        if (byOther.Count == 0)
        {
            return;
        }
        var names = await connection.QueryAsync<(Guid PlaceId, string Name, string SearchKey)>(
            new CommandDefinition(
                $"SELECT place_id, name, search_key FROM place_name WHERE {Dialect.InIds(engine, "place_id", "ids")}",
                new { ids = Dialect.List(engine, byOther.Keys) },
                cancellationToken: ct
            )
        );
        foreach (
            var (id, name, key) in names
                .Where(n => byOther[n.PlaceId] == n.SearchKey)
                .OrderBy(n => n.Name, StringComparer.Ordinal)
        )
        {
            places[id].Matched ??= name;
        }
    }

    private static async Task AddParentsAsync(
        DbConnection connection,
        Engine engine,
        IReadOnlyList<PlaceHit> places,
        CancellationToken ct
    )
    {
        var known = new Dictionary<Guid, Parent>();
        var wanted = places.Select(p => p.ParentId).OfType<Guid>().ToHashSet();
        for (var depth = 0; wanted.Count > 0 && depth < Deepest; depth++)
        {
            var rows = await connection.QueryAsync<Parent>(
                new CommandDefinition(
                    $"SELECT place_id AS id, name, admin_level, pcode, parent_id FROM place WHERE {Dialect.InIds(engine, "place_id", "ids")}",
                    new { ids = Dialect.List(engine, wanted) },
                    cancellationToken: ct
                )
            );
            wanted = [];
            foreach (var row in rows)
            {
                known[row.Id] = row;
                if (row.ParentId is { } next && !known.ContainsKey(next))
                {
                    wanted.Add(next);
                }
            }
        }
        foreach (var place in places)
        {
            var path = new List<PlaceRef>();
            var next = place.ParentId;
            while (next is { } id && known.TryGetValue(id, out var parent) && path.Count < Deepest)
            {
                path.Insert(0, parent.Ref);
                next = parent.ParentId;
            }
            place.Parents = path;
        }
    }

    private sealed class Parent
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public int? AdminLevel { get; init; }
        public string? Pcode { get; init; }
        public Guid? ParentId { get; init; }

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
