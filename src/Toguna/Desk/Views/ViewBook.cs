using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Record;

namespace Toguna.Desk.Views;

/// <summary>A filter that somebody keeps under a name, with the page that shows it.</summary>
public sealed class SavedView
{
    public Guid ViewId { get; init; }
    public string OwnerId { get; init; } = "";
    public string Name { get; init; } = "";
    public string Path { get; init; } = "";
    public string Query { get; init; } = "";

    /// <summary>With everybody who may read the record.</summary>
    public bool Shared { get; init; }

    public string Address => Query.Length == 0 ? Path : Path + "?" + Query;

    /// <summary>What of the kept filter can be read today; conditions that no longer exist are left out.</summary>
    public IncidentFilter Filter =>
        IncidentFilterReading
            .Parse(
                Microsoft
                    .AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Query)
                    .SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)))
            )
            .Filter;
}

/// <summary>Keeps views: one's own, and those that others share.</summary>
internal sealed class ViewBook(Database database, AuditLog audit)
{
    /// <summary>Views of one person at most: more are not looked at.</summary>
    public const int Most = 50;

    /// <summary>Own views first, then those of others, each by name.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(Caller caller, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var views = await c.QueryAsync<SavedView>(
            "SELECT view_id, owner_id, name, path, query, shared FROM saved_view WHERE owner_id = @Id OR shared = @yes",
            new { caller.Id, yes = true }
        );
        return [.. views.OrderBy(v => v.OwnerId != caller.Id).ThenBy(v => v.Name, StringComparer.CurrentCulture)];
    }

    /// <exception cref="Foundation.ProblemException">There are too many already.</exception>
    public Task AddAsync(string name, string path, IncidentFilter filter, bool shared, Caller by) =>
        database.WriteAsync(async tx =>
        {
            var own = await tx.QueryAsync<long>("SELECT count(*) FROM saved_view WHERE owner_id = @Id", new { by.Id });
            if (own.Single() >= Most)
            {
                throw DeskProblems.TooManyViews(Most).Raise();
            }
            var id = tx.NewId();
            await tx.ExecuteAsync(
                """
                INSERT INTO saved_view (view_id, owner_id, name, path, query, shared, created_at)
                VALUES (@id, @Owner, @name, @path, @query, @shared, @Now)
                """,
                new
                {
                    id,
                    Owner = by.Id,
                    name,
                    path,
                    query = filter.ToQuery(),
                    shared,
                    tx.Now,
                }
            );
            await audit.AppendAsync(tx, by.Id, "view.saved", $"view:{id}", new { shared });
        });

    /// <summary>Only its owner removes a view; for everybody else there is none to remove.</summary>
    /// <exception cref="Foundation.ProblemException">There is no such view of the caller.</exception>
    public Task RemoveAsync(Guid id, Caller by) =>
        database.WriteAsync(async tx =>
        {
            if (
                await tx.ExecuteAsync(
                    "DELETE FROM saved_view WHERE view_id = @id AND owner_id = @Owner",
                    new { id, Owner = by.Id }
                ) == 0
            )
            {
                throw DeskProblems.ViewUnknown(id.ToString()).Raise();
            }
            await audit.AppendAsync(tx, by.Id, "view.removed", $"view:{id}");
        });
}
