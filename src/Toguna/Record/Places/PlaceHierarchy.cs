using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Places;

/// <summary>Gives places their parents by the codes the gazetteers give: a child may stand in the file before its parent.</summary>
public static class PlaceHierarchy
{
    private const int KeysPerTransaction = 500;

    /// <summary>Links every place of the gazetteer whose parent is known and not yet set. Runs any number of times.</summary>
    public static async Task LinkAsync(Database database, string gazetteer, CancellationToken ct = default)
    {
        var links = await LinksAsync(database, gazetteer, ct);
        foreach (var chunk in links.Chunk(KeysPerTransaction))
        {
            await database.WriteAsync(
                async tx =>
                {
                    foreach (var (key, parent) in chunk)
                    {
                        await tx.ExecuteAsync(
                            """
                            UPDATE place SET parent_id = @parent
                            WHERE gazetteer = @gazetteer AND parent_key = @key AND place_id <> @parent
                              AND (parent_id IS NULL OR parent_id <> @parent)
                            """,
                            new
                            {
                                gazetteer,
                                key,
                                parent,
                            }
                        );
                    }
                },
                ct
            );
        }
    }

    private static async Task<List<(string Key, Guid Parent)>> LinksAsync(
        Database database,
        string gazetteer,
        CancellationToken ct
    )
    {
        await using var connection = await database.OpenAsync(ct);
        var wanted = await connection.QueryAsync<string>(
            new CommandDefinition(
                "SELECT DISTINCT parent_key FROM place WHERE gazetteer = @gazetteer AND parent_key IS NOT NULL",
                new { gazetteer },
                cancellationToken: ct
            )
        );
        var areas = new Dictionary<string, Guid>(StringComparer.Ordinal);
        // Boundaries may name a parent that only the P-code list holds; the gazetteer's own entry goes before it.
        foreach (var from in gazetteer == "boundaries" ? new[] { "pcodes", gazetteer } : [gazetteer])
        {
            var rows = await connection.QueryAsync<(string OwnKey, Guid PlaceId)>(
                new CommandDefinition(
                    "SELECT own_key, place_id FROM place WHERE gazetteer = @from AND own_key IS NOT NULL",
                    new { from },
                    cancellationToken: ct
                )
            );
            foreach (var (key, id) in rows)
            {
                areas[key] = id;
            }
        }
        var links = new List<(string, Guid)>();
        foreach (var key in wanted)
        {
            if (Nearest(areas, key) is { } parent)
            {
                links.Add((key, parent));
            }
        }
        return links;
    }

    /// <summary>The area of the key, or where the file lacks it (ML.05.102), the next larger one (ML.05, ML).</summary>
    private static Guid? Nearest(Dictionary<string, Guid> areas, string key)
    {
        for (var rest = key; ; )
        {
            if (areas.TryGetValue(rest, out var id))
            {
                return id;
            }
            var dot = rest.LastIndexOf('.');
            if (dot < 0)
            {
                return null;
            }
            rest = rest[..dot];
        }
    }
}
