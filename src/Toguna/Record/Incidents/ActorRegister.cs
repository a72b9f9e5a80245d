using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Record.Incidents;

/// <summary>Actors by the names people type: the one that is known by the name, or a new one.</summary>
internal sealed class ActorRegister
{
    private readonly List<(Guid Id, string Name)> strangers = [];

    private ActorRegister(Dictionary<string, Guid> ids) => Ids = ids;

    /// <summary>Ids by folded name.</summary>
    public Dictionary<string, Guid> Ids { get; }

    /// <param name="preferred">Actors of the incident as it is: of two with one name these stay.</param>
    public static async Task<ActorRegister> MeetAsync(
        WriteScope tx,
        IEnumerable<string> names,
        IReadOnlyCollection<Guid> preferred
    )
    {
        var typed = names
            .Select(FormReading.Clean)
            .Where(n => n.Length <= IncidentFilterReading.LongestValue)
            .GroupBy(n => Fold.Key(n))
            .Where(g => g.Key.Length > 0)
            .ToDictionary(g => g.Key, g => g.First());
        var known = await tx.QueryAsync<Known>(
            $"SELECT actor_id, search_key FROM actor_name WHERE {Dialect.In(tx.Engine, "search_key", "keys")} ORDER BY actor_id",
            new { keys = Dialect.List(tx.Engine, typed.Keys) }
        );
        var register = new ActorRegister(
            known
                .GroupBy(k => k.SearchKey)
                .ToDictionary(g => g.Key, g => g.Select(k => k.ActorId).OrderByDescending(preferred.Contains).First())
        );
        foreach (var (key, name) in typed.Where(t => !register.Ids.ContainsKey(t.Key)))
        {
            var id = tx.NewId();
            register.Ids.Add(key, id);
            register.strangers.Add((id, name));
        }
        return register;
    }

    /// <summary>Keeps those who were not known.</summary>
    public async Task KeepAsync(WriteScope tx)
    {
        foreach (var (id, name) in strangers)
        {
            await tx.ExecuteAsync(
                "INSERT INTO actor (actor_id, name, kind, created_at) VALUES (@id, @name, 'unknown', @Now)",
                new
                {
                    id,
                    name,
                    tx.Now,
                }
            );
            await tx.ExecuteAsync(
                "INSERT INTO actor_name (actor_id, name, search_key) VALUES (@id, @name, @key)",
                new
                {
                    id,
                    name,
                    key = Fold.Key(name),
                }
            );
        }
    }

    private sealed class Known
    {
        public Guid ActorId { get; init; }
        public string SearchKey { get; init; } = "";
    }
}
