using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Record.Intake;

/// <summary>One actor per source id: finds the actor a row names, makes it when it is new, keeps other spellings as aliases.</summary>
/// <remarks>
/// Lives as long as one run of an import and remembers what it has seen. What it makes is written with the step that
/// needed it; if that step fails the run ends, and with it this memory.
/// </remarks>
internal sealed class ActorBook(Guid importId)
{
    private readonly Dictionary<(string Scheme, string Id), Guid> known = [];
    private readonly HashSet<(Guid Actor, string Name)> names = [];
    private readonly List<object?[]> newActors = [];
    private readonly List<object?[]> newKeys = [];
    private readonly List<object?[]> newNames = [];

    /// <summary>Reads from the database the actors of a step that this book has not met.</summary>
    public async Task MeetAsync(WriteScope tx, IEnumerable<DraftActor> actors)
    {
        var strangers = actors
            .Where(a => !known.ContainsKey((a.Scheme, a.ExternalId)))
            .GroupBy(a => a.Scheme, a => a.ExternalId);
        foreach (var scheme in strangers)
        {
            var found = (
                await tx.QueryAsync<KeyRow>(
                    $"SELECT scheme, external_id, actor_id FROM actor_key WHERE scheme = @Scheme AND {Dialect.In(tx.Engine, "external_id", "ids")}",
                    new { Scheme = scheme.Key, ids = Dialect.List(tx.Engine, scheme.Distinct()) }
                )
            ).AsList();
            foreach (var row in found)
            {
                known[(row.Scheme, row.ExternalId)] = row.ActorId;
            }
            var held = await tx.QueryAsync<NameRow>(
                $"SELECT actor_id, name FROM actor_name WHERE {Dialect.InIds(tx.Engine, "actor_id", "ids")}",
                new { ids = Dialect.List(tx.Engine, found.Select(f => f.ActorId).Distinct()) }
            );
            names.UnionWith(held.Select(n => (n.ActorId, n.Name)));
        }
    }

    public Guid IdOf(WriteScope tx, DraftActor actor)
    {
        if (!known.TryGetValue((actor.Scheme, actor.ExternalId), out var id))
        {
            id = tx.NewId();
            known.Add((actor.Scheme, actor.ExternalId), id);
            newActors.Add([id, actor.Name, actor.Kind, tx.Now, importId]);
            newKeys.Add([actor.Scheme, actor.ExternalId, id, importId]);
        }
        if (names.Add((id, actor.Name)))
        {
            newNames.Add([id, actor.Name, Fold.Key(actor.Name), importId]);
        }
        return id;
    }

    public async Task WriteAsync(WriteScope tx, CancellationToken ct)
    {
        await BulkInsert.IntoAsync(
            tx,
            "actor",
            [
                ("actor_id", Cell.Id),
                ("name", Cell.Text),
                ("kind", Cell.Text),
                ("created_at", Cell.Instant),
                ("import_id", Cell.Id),
            ],
            newActors,
            ct
        );
        await BulkInsert.IntoAsync(
            tx,
            "actor_key",
            [("scheme", Cell.Text), ("external_id", Cell.Text), ("actor_id", Cell.Id), ("import_id", Cell.Id)],
            newKeys,
            ct
        );
        await BulkInsert.IntoAsync(
            tx,
            "actor_name",
            [("actor_id", Cell.Id), ("name", Cell.Text), ("search_key", Cell.Text), ("import_id", Cell.Id)],
            newNames,
            ct
        );
        newActors.Clear();
        newKeys.Clear();
        newNames.Clear();
    }

    private sealed class KeyRow
    {
        public string Scheme { get; init; } = "";
        public string ExternalId { get; init; } = "";
        public Guid ActorId { get; init; }
    }

    private sealed class NameRow
    {
        public Guid ActorId { get; init; }
        public string Name { get; init; } = "";
    }
}
