using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Respond;

/// <summary>Keeps what units may not be asked, each change in one transaction with its audit line. Thread-safe.</summary>
public sealed class CaveatSteps(AuditLog audit)
{
    /// <param name="sector">Of <see cref="Caveat.Sector"/>.</param>
    public async Task AddAsync(WriteScope tx, Caveat caveat, MovePlace? sector, Caller caller)
    {
        if (await tx.FindAsync<Guid?>("SELECT caveat_id FROM caveat WHERE caveat_id = @CaveatId", caveat) is not null)
        {
            return;
        }
        if (sector is not null)
        {
            await MovePlaces.KeepAsync(tx, sector);
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO caveat (caveat_id, component, unit, kind, place_key, words, hard, set_by, set_at)
            VALUES (@CaveatId, @Component, @Unit, @Kind, @Place, @Words, @Hard, @Id, @Now)
            """,
            new
            {
                caveat.CaveatId,
                caveat.Component,
                caveat.Unit,
                caveat.Kind,
                Place = sector?.PlaceKey,
                caveat.Words,
                caveat.Hard,
                caller.Id,
                tx.Now,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "caveat.set", $"caveat:{caveat.CaveatId}");
    }

    /// <summary>It does not hold any more; what was asked while it did stays as it was.</summary>
    public async Task<Problem?> EndAsync(WriteScope tx, Guid id, Caller caller)
    {
        var ended = await tx.ExecuteAsync(
            "UPDATE caveat SET ended_at = @Now, version = version + 1 WHERE caveat_id = @id AND ended_at IS NULL",
            new { id, tx.Now }
        );
        if (ended == 0)
        {
            return RespondProblems.CaveatUnknown(id);
        }
        await audit.AppendAsync(tx, caller.Id, "caveat.ended", $"caveat:{id}");
        return null;
    }
}
