using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Respond;

/// <summary>What somebody says of a movement.</summary>
/// <param name="Stops">At least two, with times where they are known.</param>
/// <param name="Seats">For passengers; null: as many as its vehicles have.</param>
/// <param name="CargoKg">Likewise.</param>
public sealed record MovementFacts(
    string Kind,
    DateTimeOffset LeavesAt,
    DateTimeOffset ArrivesAt,
    IReadOnlyList<(MovePlace Place, DateTimeOffset? Arrives, DateTimeOffset? Leaves)> Stops,
    IReadOnlyList<Guid> Vehicles,
    Guid? Escort,
    int? Seats,
    int? CargoKg,
    long? Cost,
    string? Currency,
    string? Note
);

/// <summary>Where a step is taken: on which movement, by whom, in which transaction.</summary>
/// <param name="Version">That the person saw; null: whichever it is.</param>
public sealed record MovementAt(WriteScope Tx, string Reference, int? Version, Caller Caller);

/// <summary>What may happen to a movement, each step with its event and its audit line, in the caller's transaction. Thread-safe.</summary>
/// <remarks>Who comes second is told of the first: every step checks the version that the person saw and the state.</remarks>
public sealed class MovementSteps(AuditLog audit)
{
    private static readonly Dictionary<string, (string[] From, string To)> Steps = new()
    {
        ["authorise"] = ([MovementState.Planned], MovementState.Authorised),
        ["refuse"] = ([MovementState.Planned, MovementState.Authorised], MovementState.Refused),
        ["leave"] = ([MovementState.Authorised], MovementState.UnderWay),
        ["done"] = ([MovementState.UnderWay], MovementState.Done),
        ["call_off"] = ([.. MovementState.Changeable], MovementState.CalledOff),
        ["deny"] = ([.. MovementState.Coming], MovementState.Denied),
    };

    /// <summary>Plans a new one.</summary>
    /// <returns>Its number; of one that was sent before, that number.</returns>
    public async Task<(long Number, Problem? Problem)> PlanAsync(
        WriteScope tx,
        Guid id,
        MovementFacts facts,
        bool exercise,
        Caller caller
    )
    {
        var known = await tx.FindAsync<long?>("SELECT number FROM movement WHERE movement_id = @id", new { id });
        if (known is { } already)
        {
            return (already, null);
        }
        var (seats, cargo, problem) = await RoomAsync(tx, facts);
        if (problem is not null)
        {
            return (0, problem);
        }
        var number = await tx.FindAsync<long>(
            "UPDATE counter SET next = next + 1 WHERE name = 'movement' RETURNING next - 1"
        );
        await tx.ExecuteAsync(
            """
            INSERT INTO movement (movement_id, number, state, kind, exercise, leaves_at, arrives_at, seats, cargo_kg, escort_id,
              cost, currency, note, planned_by, planned_at)
            VALUES (@id, @number, 'planned', @Kind, @exercise, @LeavesAt, @ArrivesAt, @seats, @cargo, @Escort, @Cost, @Currency,
              @Note, @By, @Now)
            """,
            new
            {
                id,
                number,
                facts.Kind,
                exercise,
                facts.LeavesAt,
                facts.ArrivesAt,
                seats,
                cargo,
                facts.Escort,
                facts.Cost,
                facts.Currency,
                facts.Note,
                By = caller.Id,
                tx.Now,
            }
        );
        await RouteAsync(tx, id, facts);
        await NoteAsync(tx, id, caller, "planned");
        return (number, null);
    }

    /// <summary>Changes it. What was authorised or refused is planned again: it was not this that was decided on.</summary>
    public Task<Problem?> ChangeAsync(MovementAt at, MovementFacts facts) =>
        StepAsync(
            at,
            MovementState.Changeable,
            async m =>
            {
                var (seats, cargo, problem) = await RoomAsync(at.Tx, facts);
                if (problem is not null)
                {
                    return problem;
                }
                await at.Tx.ExecuteAsync(
                    """
                    UPDATE movement SET state = 'planned', kind = @Kind, leaves_at = @LeavesAt, arrives_at = @ArrivesAt,
                      seats = @seats, cargo_kg = @cargo, escort_id = @Escort, cost = @Cost, currency = @Currency, note = @Note,
                      decided_by = NULL, decided_at = NULL, reason = NULL, version = version + 1 WHERE movement_id = @MovementId
                    """,
                    new
                    {
                        facts.Kind,
                        facts.LeavesAt,
                        facts.ArrivesAt,
                        seats,
                        cargo,
                        facts.Escort,
                        facts.Cost,
                        facts.Currency,
                        facts.Note,
                        m.MovementId,
                    }
                );
                await RouteAsync(at.Tx, m.MovementId, facts);
                await NoteAsync(at.Tx, m.MovementId, at.Caller, "changed");
                return null;
            }
        );

    /// <summary>Authorises or refuses it, lets it leave, ends it, calls it off, or notes that it was denied.</summary>
    /// <param name="step">authorise, refuse, leave, done, call_off, deny.</param>
    /// <param name="words">The reason, or what happened; of the others nothing.</param>
    public Task<Problem?> TakeAsync(MovementAt at, string step, string? words)
    {
        if (!Steps.TryGetValue(step, out var rule))
        {
            return Task.FromResult<Problem?>(RespondProblems.NotOffered(step, string.Join(", ", Steps.Keys)));
        }
        return StepAsync(
            at,
            step == "leave" ? [.. rule.From, MovementState.Planned] : rule.From,
            async m =>
            {
                if (!rule.From.Contains(m.State))
                {
                    return RespondProblems.NotAuthorised(m.Reference);
                }
                if (step == "authorise" && m.ArrivesAt < at.Tx.Now)
                {
                    return RespondProblems.WindowPast(Dialect.Instant(m.ArrivesAt));
                }
                if (words is null && step is "refuse" or "call_off")
                {
                    return RespondProblems.Missing("reason").At("words");
                }
                if (words is null && step == "done")
                {
                    return RespondProblems.Missing("happened").At("words");
                }
                await at.Tx.ExecuteAsync(
                    """
                    UPDATE movement SET state = @state, version = version + 1,
                      decided_by = CASE WHEN @step IN ('authorise', 'refuse') THEN @By ELSE decided_by END,
                      decided_at = CASE WHEN @step IN ('authorise', 'refuse') THEN @Now ELSE decided_at END,
                      reason = CASE WHEN @step IN ('refuse', 'call_off') THEN @words ELSE reason END,
                      left_at = CASE WHEN @step = 'leave' THEN @Now ELSE left_at END,
                      done_at = CASE WHEN @step = 'done' THEN @Now ELSE done_at END,
                      happened = CASE WHEN @step = 'done' THEN @words ELSE happened END WHERE movement_id = @MovementId
                    """,
                    new
                    {
                        state = rule.To,
                        step,
                        words,
                        By = at.Caller.Id,
                        at.Tx.Now,
                        m.MovementId,
                    }
                );
                if (rule.To is MovementState.Refused or MovementState.CalledOff or MovementState.Denied)
                {
                    // Whoever had a seat asks for one again, without asking.
                    await at.Tx.ExecuteAsync(
                        """
                        UPDATE seat_request SET state = 'open', movement_id = NULL, version = version + 1
                        WHERE movement_id = @MovementId AND state = 'placed'
                        """,
                        new { m.MovementId }
                    );
                }
                await NoteAsync(at.Tx, m.MovementId, at.Caller, rule.To, words);
                return null;
            }
        );
    }

    /// <summary>Something that happened on it, e.g. a seat that was taken.</summary>
    public async Task NoteAsync(WriteScope tx, Guid movement, Caller caller, string what, string? words = null)
    {
        await tx.ExecuteAsync(
            """
            INSERT INTO movement_event (movement_id, event_id, at, by_user, what, words)
            VALUES (@movement, @Event, @Now, @Id, @what, @words)
            """,
            new
            {
                movement,
                Event = tx.NewId(),
                tx.Now,
                caller.Id,
                what,
                words,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "movement." + what, $"movement:{movement}");
    }

    private static async Task<Problem?> StepAsync(
        MovementAt at,
        IReadOnlyList<string> from,
        Func<Movement, Task<Problem?>> doAsync
    )
    {
        if (await MovementBook.FindAsync(at.Tx, at.Reference) is not { } movement)
        {
            return RespondProblems.MovementUnknown(at.Reference);
        }
        if ((at.Version is { } seen && seen != movement.Version) || !from.Contains(movement.State))
        {
            return RespondProblems.MovementChanged(movement.Reference, MovementWords.State(movement.State));
        }
        return await doAsync(movement);
    }

    /// <summary>Seats and kilograms: as said, else those of its vehicles, which have to be there.</summary>
    private static async Task<(int Seats, int Cargo, Problem? Problem)> RoomAsync(WriteScope tx, MovementFacts facts)
    {
        var (seats, cargo) = (0, 0);
        foreach (var id in facts.Vehicles)
        {
            var vehicle = await tx.FindAsync<FleetVehicle>(
                "SELECT * FROM vehicle WHERE vehicle_id = @id AND retired = @no",
                new { id, no = false }
            );
            if (vehicle is null)
            {
                return (0, 0, RespondProblems.FleetUnknown(id).At("vehicles"));
            }
            (seats, cargo) = (seats + vehicle.Seats, cargo + vehicle.CargoKg);
        }
        if (
            facts.Escort is { } escort
            && await tx.FindAsync<Guid?>(
                "SELECT escort_id FROM escort WHERE escort_id = @escort AND retired = @no",
                new { escort, no = false }
            )
                is null
        )
        {
            return (0, 0, RespondProblems.FleetUnknown(escort).At("escort"));
        }
        return (facts.Seats ?? seats, facts.CargoKg ?? cargo, null);
    }

    private static async Task RouteAsync(WriteScope tx, Guid id, MovementFacts facts)
    {
        await tx.ExecuteAsync("DELETE FROM movement_stop WHERE movement_id = @id", new { id });
        await tx.ExecuteAsync("DELETE FROM movement_vehicle WHERE movement_id = @id", new { id });
        var ordinal = 0;
        foreach (var (place, arrives, leaves) in facts.Stops)
        {
            await MovePlaces.KeepAsync(tx, place);
            await tx.ExecuteAsync(
                """
                INSERT INTO movement_stop (movement_id, ordinal, place_key, arrives_at, leaves_at)
                VALUES (@id, @ordinal, @PlaceKey, @arrives, @leaves)
                """,
                new
                {
                    id,
                    ordinal,
                    place.PlaceKey,
                    arrives,
                    leaves,
                }
            );
            ordinal++;
        }
        foreach (var vehicle in facts.Vehicles.Distinct())
        {
            await tx.ExecuteAsync(
                "INSERT INTO movement_vehicle (movement_id, vehicle_id) VALUES (@id, @vehicle)",
                new { id, vehicle }
            );
        }
    }
}
