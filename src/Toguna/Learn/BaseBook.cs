using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Learn;

/// <summary>Keeps the bases of the mission, in versions. Thread-safe.</summary>
/// <remarks>They are confidential: whoever may not read that knows of none, also of no count.</remarks>
public sealed class BaseBook(Database database, AuditLog audit)
{
    /// <summary>Those that hold, in the order of their names; without what was withdrawn.</summary>
    public async Task<IReadOnlyList<Base>> ListAsync(Caller caller, CancellationToken ct = default)
    {
        if (!Base.MayKnow(caller))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        return await ListAsync(c);
    }

    /// <summary>One base with all its versions, the newest first; also one that was withdrawn.</summary>
    /// <returns>Empty when there is none, or none that the caller may know of.</returns>
    public async Task<IReadOnlyList<Base>> VersionsAsync(Guid id, Caller caller, CancellationToken ct = default)
    {
        if (!Base.MayKnow(caller))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<Base>("SELECT * FROM base_version WHERE base_id = @id ORDER BY version DESC", new { id })
        ).AsList();
    }

    /// <summary>Writes the next version of a base; the first where there is none of its id yet.</summary>
    /// <param name="after">The version that its writer saw; 0: it is new.</param>
    /// <returns>Null: written, or written before in the same words of the same form.</returns>
    public Task<Problem?> SaveAsync(Base b, int after, Caller caller, CancellationToken ct = default) =>
        database.WriteAsync(
            async tx =>
            {
                if (tx.Engine == Engine.Postgres)
                {
                    // Two who change one base at a time come one after the other.
                    await tx.ExecuteAsync("LOCK TABLE base_version IN SHARE ROW EXCLUSIVE MODE");
                }
                var newest = (
                    await tx.QueryAsync<int?>(
                        "SELECT max(version) FROM base_version WHERE base_id = @BaseId",
                        new { b.BaseId }
                    )
                ).Single();
                if (newest is not null && after == 0)
                {
                    return null;
                }
                if ((newest ?? 0) != after)
                {
                    return newest is null ? LearnProblems.BaseUnknown(b.BaseId) : LearnProblems.BaseChanged(b.Name);
                }
                await tx.ExecuteAsync(
                    """
                    INSERT INTO base_version (base_id, version, at, by_user, withdrawn, name, unit, component, contingent,
                      country_group, place_id, place_text, latitude, longitude, people, from_on, to_on)
                    VALUES (@BaseId, @version, @Now, @Id, @Withdrawn, @Name, @Unit, @Component, @Contingent,
                      @CountryGroup, @PlaceId, @PlaceText, @Latitude, @Longitude, @People, @FromOn, @ToOn)
                    """,
                    new
                    {
                        b.BaseId,
                        version = after + 1,
                        tx.Now,
                        caller.Id,
                        b.Withdrawn,
                        b.Name,
                        b.Unit,
                        b.Component,
                        b.Contingent,
                        b.CountryGroup,
                        b.PlaceId,
                        b.PlaceText,
                        b.Latitude,
                        b.Longitude,
                        b.People,
                        b.FromOn,
                        b.ToOn,
                    }
                );
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    b.Withdrawn ? "base.withdrawn"
                        : after == 0 ? "base.added"
                        : "base.changed",
                    $"base:{b.BaseId}",
                    new { version = after + 1 }
                );
                return (Problem?)null;
            },
            ct
        );

    internal static async Task<IReadOnlyList<Base>> ListAsync(DbConnection c) =>
        (
            await c.QueryAsync<Base>(
                """
                SELECT b.* FROM base_version b
                WHERE b.version = (SELECT max(v.version) FROM base_version v WHERE v.base_id = b.base_id) AND b.withdrawn = @no
                ORDER BY b.name, b.from_on, b.base_id
                """,
                new { no = false }
            )
        ).AsList();
}
