using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Record;

/// <summary>Says that an actor of one list is an actor of another: its rows then name one actor with both names.</summary>
public static class ActorIdentity
{
    /// <param name="known">Scheme and id under which the actor is known already, e.g. <c>ucdp</c>, <c>990002</c>.</param>
    /// <param name="scheme">The other list, e.g. <c>csv:MISTAV incident log</c>.</param>
    /// <param name="name">As that list writes it; lists without ids are known by the folded name.</param>
    /// <returns>False when nobody is known under <paramref name="known"/>, or the other list has somebody of that name already.</returns>
    public static async Task<bool> SameAsync(
        WriteScope tx,
        (string Scheme, string Id) known,
        string scheme,
        string name
    )
    {
        var args = new
        {
            known.Scheme,
            known.Id,
            Other = scheme,
            Key = Fold.Key(name),
            Name = name,
        };
        // The key goes with the import that made the actor: who undoes that import takes the key back too.
        var added = await tx.ExecuteAsync(
            """
            INSERT INTO actor_key (scheme, external_id, actor_id, import_id)
            SELECT @Other, @Key, actor_id, import_id FROM actor_key WHERE scheme = @Scheme AND external_id = @Id
            ON CONFLICT (scheme, external_id) DO NOTHING
            """,
            args
        );
        if (added == 1)
        {
            await tx.ExecuteAsync(
                """
                INSERT INTO actor_name (actor_id, name, search_key, import_id)
                SELECT actor_id, @Name, @Key, import_id FROM actor_key WHERE scheme = @Scheme AND external_id = @Id
                ON CONFLICT (actor_id, name) DO NOTHING
                """,
                args
            );
        }
        return added == 1;
    }
}
