using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Learn;

/// <summary>Who was trained, and who is at a place and hands over what. Thread-safe.</summary>
public sealed class TrainingBook(Database database, AuditLog audit)
{
    private const int Most = 1_000;

    /// <summary>Known to the mission, and to no partner.</summary>
    /// <param name="place">Name of a place; null: everywhere.</param>
    public async Task<IReadOnlyList<TrainingLine>> ListAsync(
        Caller caller,
        string? place = null,
        CancellationToken ct = default
    )
    {
        if (!caller.Reach.Allows(0, null, null))
        {
            return [];
        }
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<TrainingLine>(
                $"""
                SELECT * FROM training {(place is null ? "" : "WHERE place_text = @place")}
                ORDER BY held_on DESC, training_id LIMIT {Most}
                """,
                new { place }
            )
        ).AsList();
    }

    public Task AddAsync(TrainingLine line, Caller caller, CancellationToken ct = default) =>
        database.WriteAsync(
            async tx =>
            {
                var written = await tx.ExecuteAsync(
                    """
                    INSERT INTO training (training_id, at, by_user, held_on, procedure, who, people, component, trainer, place_text)
                    VALUES (@TrainingId, @Now, @Id, @HeldOn, @Procedure, @Who, @People, @Component, @Trainer, @PlaceText)
                    ON CONFLICT (training_id) DO NOTHING
                    """,
                    new
                    {
                        line.TrainingId,
                        tx.Now,
                        caller.Id,
                        line.HeldOn,
                        line.Procedure,
                        line.Who,
                        line.People,
                        line.Component,
                        line.Trainer,
                        line.PlaceText,
                    }
                );
                if (written == 1)
                {
                    await audit.AppendAsync(tx, caller.Id, "training.added", $"training:{line.TrainingId}");
                }
            },
            ct
        );

    /// <summary>At a place, as far as the caller may know of it, the newest first.</summary>
    public async Task<IReadOnlyList<Rotation>> RotationsAsync(Guid place, Caller caller, CancellationToken ct = default)
    {
        var parameters = new DynamicParameters(new { place });
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<Rotation>(
                $"""
                SELECT o.* FROM rotation o WHERE o.place_id = @place AND {caller.Reach.Clause("o", parameters)}
                ORDER BY o.from_on DESC, o.at DESC LIMIT 20
                """,
                parameters
            )
        ).AsList();
    }

    /// <summary>What is strictly confidential belongs to the section of whoever writes it.</summary>
    public Task AddAsync(Rotation rotation, Caller caller, CancellationToken ct = default) =>
        database.WriteAsync(
            async tx =>
            {
                var written = await tx.ExecuteAsync(
                    """
                    INSERT INTO rotation (rotation_id, at, by_user, place_id, unit, unit_component, from_on, to_on, focal_point, promised,
                      not_expose, note, classification, component)
                    VALUES (@RotationId, @Now, @Id, @PlaceId, @Unit, @UnitComponent, @FromOn, @ToOn, @FocalPoint, @Promised,
                      @NotExpose, @Note, @Classification, @Own) ON CONFLICT (rotation_id) DO NOTHING
                    """,
                    new
                    {
                        rotation.RotationId,
                        tx.Now,
                        caller.Id,
                        rotation.PlaceId,
                        rotation.Unit,
                        rotation.UnitComponent,
                        rotation.FromOn,
                        rotation.ToOn,
                        rotation.FocalPoint,
                        rotation.Promised,
                        rotation.NotExpose,
                        rotation.Note,
                        rotation.Classification,
                        Own = caller.Reach.Component?.ToString(),
                    }
                );
                if (written == 1)
                {
                    await audit.AppendAsync(tx, caller.Id, "rotation.added", $"rotation:{rotation.RotationId}");
                }
            },
            ct
        );
}
