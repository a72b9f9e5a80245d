using System.Data.Common;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Actors;

/// <summary>An actor as the record knows it.</summary>
public sealed class ActorFacts
{
    public Guid ActorId { get; init; }
    public string Name { get; init; } = "";

    /// <summary>One of <see cref="ActorKinds"/>.</summary>
    public string Kind { get; init; } = "";
    public string? Note { get; init; }

    /// <summary>Names beside the main one.</summary>
    public IReadOnlyList<string> Aliases { get; set; } = [];

    /// <summary>What lists call it: scheme and id.</summary>
    public IReadOnlyList<(string Scheme, string Id)> Keys { get; set; } = [];

    /// <summary>Nothing is put together about communities: neither where they are nor whom they met.</summary>
    public bool IsProfiled => Kind != ActorKinds.Community;
}

/// <summary>Reads actors.</summary>
internal static class ActorReading
{
    private const int MostNames = 80;

    /// <returns>Null when there is none.</returns>
    public static async Task<ActorFacts?> FindAsync(DbConnection c, Guid id)
    {
        var actor = await c.QuerySingleOrDefaultAsync<ActorFacts>(
            "SELECT actor_id, name, kind, note FROM actor WHERE actor_id = @id",
            new { id }
        );
        if (actor is null)
        {
            return null;
        }
        var names = await c.QueryAsync<string>(
            "SELECT name FROM actor_name WHERE actor_id = @id AND name <> @Name ORDER BY search_key LIMIT @MostNames",
            new
            {
                id,
                actor.Name,
                MostNames,
            }
        );
        var keys = await c.QueryAsync<(string, string)>(
            "SELECT scheme, external_id FROM actor_key WHERE actor_id = @id ORDER BY scheme, external_id LIMIT @MostNames",
            new { id, MostNames }
        );
        actor.Aliases = names.AsList();
        actor.Keys = keys.AsList();
        return actor;
    }

    /// <summary>Names and kinds of all actors, and of those whose name or alias holds the words, if any are given.</summary>
    /// <param name="words">Folded; null: all.</param>
    public static async Task<IReadOnlyList<ActorFacts>> AllAsync(DbConnection c, string? words)
    {
        var rows = await c.QueryAsync<ActorFacts>(
            words is null
                ? "SELECT actor_id, name, kind FROM actor"
                : """
                SELECT a.actor_id, a.name, a.kind FROM actor a WHERE EXISTS (
                  SELECT 1 FROM actor_name n WHERE n.actor_id = a.actor_id AND n.search_key LIKE @like)
                """,
            // A folded key has neither % nor _: it is letters, digits and spaces.
            new { like = $"%{words}%" }
        );
        return rows.AsList();
    }
}
