using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Respond;

/// <summary>Seats that somebody asks for.</summary>
/// <param name="Id">Made with the form: the same form sent twice is one request.</param>
/// <param name="Alert">That it is for; checked by whoever calls: it is one that the person may know of.</param>
public sealed record NewSeatRequest(
    Guid Id,
    string Component,
    MovePlace From,
    MovePlace To,
    DateTimeOffset Earliest,
    DateTimeOffset Latest,
    int People,
    int CargoKg,
    string Escort,
    bool Urgent,
    string Why,
    Guid? Alert,
    bool Exercise
);

/// <summary>Asks for seats, takes and gives them back, each step in one transaction with its audit line. Thread-safe.</summary>
public sealed class SeatSteps(AuditLog audit, MovementSteps movements)
{
    /// <summary>Whether somebody may ask for a component: for their own, or for any where they may decide on alerts.</summary>
    public static bool MayFor(Caller caller, string component) =>
        caller.May(Permission.Respond)
        || (caller.May(Permission.Act) && caller.Reach.Component?.ToString() == component);

    /// <summary>Asks for seats on whatever goes.</summary>
    public async Task<Problem?> AskAsync(WriteScope tx, NewSeatRequest asked, Caller caller)
    {
        if (!MayFor(caller, asked.Component))
        {
            return RespondProblems.SeatNotOfYours(ComponentWords.Name(asked.Component)).At("component");
        }
        if (asked.Latest < tx.Now)
        {
            return RespondProblems.WindowPast(Dialect.Instant(asked.Latest)).At("latest");
        }
        if (await tx.FindAsync<Guid?>("SELECT request_id FROM seat_request WHERE request_id = @Id", asked) is not null)
        {
            return null;
        }
        await InsertAsync(tx, asked, null, caller);
        await audit.AppendAsync(tx, caller.Id, "seats.asked", $"seat_request:{asked.Id}");
        return null;
    }

    /// <summary>Takes seats on a movement that goes out, between two of its stops.</summary>
    /// <param name="ride">Positions among the stops where they get on and off, the second after the first.</param>
    public async Task<Problem?> JoinAsync(
        MovementAt at,
        Guid id,
        string component,
        (int On, int Off) ride,
        int people,
        int cargo,
        string why
    )
    {
        var tx = at.Tx;
        if (!MayFor(at.Caller, component))
        {
            return RespondProblems.SeatNotOfYours(ComponentWords.Name(component)).At("component");
        }
        var (movement, aboard, problem) = await OpenAsync(at);
        if (movement is null)
        {
            return problem;
        }
        if (
            await tx.FindAsync<Guid?>("SELECT request_id FROM seat_request WHERE request_id = @id", new { id })
            is not null
        )
        {
            return null;
        }
        if (ride.On < 0 || ride.Off <= ride.On || ride.Off >= movement.Stops.Count)
        {
            return RespondProblems.NotOnRoute(movement.Reference).At("off");
        }
        var (from, to) = (movement.Stops[ride.On], movement.Stops[ride.Off]);
        var asked = new NewSeatRequest(
            id,
            component,
            new MovePlace { PlaceKey = from.PlaceKey },
            new MovePlace { PlaceKey = to.PlaceKey },
            movement.LeavesAt,
            movement.ArrivesAt,
            people,
            cargo,
            "either",
            false,
            why,
            null,
            movement.Exercise
        );
        if (Full(movement, aboard, Row(asked)) is { } full)
        {
            return full;
        }
        await InsertAsync(tx, asked, movement.MovementId, at.Caller);
        await movements.NoteAsync(tx, movement.MovementId, at.Caller, "joined", ComponentWords.Name(component));
        return null;
    }

    /// <summary>A movement takes along a request that was open.</summary>
    public async Task<Problem?> TakeAlongAsync(MovementAt at, Guid request)
    {
        var (movement, aboard, problem) = await OpenAsync(at);
        if (movement is null)
        {
            return problem;
        }
        if (await FindAsync(at.Tx, request) is not { } found)
        {
            return RespondProblems.RequestUnknown(request);
        }
        if (!MayFor(at.Caller, found.Component))
        {
            return RespondProblems.SeatNotOfYours(ComponentWords.Name(found.Component));
        }
        if (found.State != SeatRequest.Open)
        {
            return RespondProblems.RequestChanged(found.Reference, MovementWords.Request(found.State));
        }
        if (found.Exercise != movement.Exercise)
        {
            return RespondProblems.DrillApart(found.Reference, movement.Reference);
        }
        if (MovementRules.Ride(movement, found) is null)
        {
            return RespondProblems.NotOnRoute(movement.Reference);
        }
        if (Full(movement, aboard, found) is { } full)
        {
            return full;
        }
        await PlaceAsync(at.Tx, found.RequestId, movement.MovementId);
        await movements.NoteAsync(
            at.Tx,
            movement.MovementId,
            at.Caller,
            "joined",
            ComponentWords.Name(found.Component)
        );
        return null;
    }

    /// <summary>Puts a request that a proposal serves onto the movement made of it.</summary>
    /// <returns>False: it is not open any more.</returns>
    internal static async Task<bool> PlaceAsync(WriteScope tx, Guid request, Guid movement) =>
        await tx.ExecuteAsync(
            """
            UPDATE seat_request SET state = 'placed', movement_id = @movement, version = version + 1
            WHERE request_id = @request AND state = 'open'
            """,
            new { request, movement }
        ) == 1;

    /// <summary>Needs the seats no more: they are free for others at once.</summary>
    public async Task<Problem?> WithdrawAsync(WriteScope tx, Guid request, int? version, Caller caller)
    {
        if (await FindAsync(tx, request) is not { } found)
        {
            return RespondProblems.RequestUnknown(request);
        }
        if (!MayFor(caller, found.Component))
        {
            return RespondProblems.SeatNotOfYours(ComponentWords.Name(found.Component));
        }
        if ((version is { } seen && seen != found.Version) || found.State == SeatRequest.Withdrawn)
        {
            return RespondProblems.RequestChanged(found.Reference, MovementWords.Request(found.State));
        }
        await tx.ExecuteAsync(
            "UPDATE seat_request SET state = 'withdrawn', movement_id = NULL, version = version + 1 WHERE request_id = @request",
            new { request }
        );
        if (found.MovementId is { } movement)
        {
            await movements.NoteAsync(tx, movement, caller, "left_seat", ComponentWords.Name(found.Component));
        }
        await audit.AppendAsync(tx, caller.Id, "seats.withdrawn", $"seat_request:{request}");
        return null;
    }

    private static async Task<(Movement? Movement, IReadOnlyList<SeatRequest> Aboard, Problem? Problem)> OpenAsync(
        MovementAt at
    )
    {
        if (await MovementBook.FindAsync(at.Tx, at.Reference) is not { } movement)
        {
            return (null, [], RespondProblems.MovementUnknown(at.Reference));
        }
        if (!movement.IsOpen || movement.LeavesAt < at.Tx.Now)
        {
            return (null, [], RespondProblems.NotOpenForSeats(movement.Reference, MovementWords.State(movement.State)));
        }
        return (
            movement,
            await MovementBook.AboardAsync(at.Tx.Connection, at.Tx.Transaction, movement.MovementId),
            null
        );
    }

    private static Problem? Full(Movement movement, IReadOnlyList<SeatRequest> aboard, SeatRequest request)
    {
        if (MovementRules.HasRoom(movement, aboard, request))
        {
            return null;
        }
        var (on, off) = MovementRules.Ride(movement, request) ?? (0, movement.Stops.Count - 1);
        var taken = MovementRules.Taken(movement, aboard, on, off);
        return RespondProblems
            .Full(movement.Reference, movement.Seats - taken.People, movement.CargoKg - taken.CargoKg)
            .At("people");
    }

    private static SeatRequest Row(NewSeatRequest asked) =>
        new()
        {
            RequestId = asked.Id,
            FromKey = asked.From.PlaceKey,
            ToKey = asked.To.PlaceKey,
            People = asked.People,
            CargoKg = asked.CargoKg,
        };

    private static Task<SeatRequest?> FindAsync(WriteScope tx, Guid request) =>
        tx.FindAsync<SeatRequest>(
            tx.Engine == Engine.Postgres
                ? "SELECT * FROM seat_request WHERE request_id = @request FOR UPDATE"
                : "SELECT * FROM seat_request WHERE request_id = @request",
            new { request }
        );

    private static async Task InsertAsync(WriteScope tx, NewSeatRequest asked, Guid? movement, Caller caller)
    {
        if (movement is null)
        {
            await MovePlaces.KeepAsync(tx, asked.From);
            await MovePlaces.KeepAsync(tx, asked.To);
        }
        var number = await tx.FindAsync<long>(
            "UPDATE counter SET next = next + 1 WHERE name = 'seat_request' RETURNING next - 1"
        );
        await tx.ExecuteAsync(
            """
            INSERT INTO seat_request (request_id, number, state, exercise, component, from_key, to_key, earliest, latest, people,
              cargo_kg, escort, urgent, why, alert_id, asked_by, asked_at, movement_id)
            VALUES (@Id, @number, @state, @Exercise, @Component, @FromKey, @ToKey, @Earliest, @Latest, @People, @CargoKg, @Escort,
              @Urgent, @Why, @Alert, @By, @Now, @movement)
            """,
            new
            {
                asked.Id,
                number,
                state = movement is null ? SeatRequest.Open : SeatRequest.Placed,
                asked.Exercise,
                asked.Component,
                FromKey = asked.From.PlaceKey,
                ToKey = asked.To.PlaceKey,
                asked.Earliest,
                asked.Latest,
                asked.People,
                asked.CargoKg,
                asked.Escort,
                asked.Urgent,
                asked.Why,
                asked.Alert,
                By = caller.Id,
                tx.Now,
                movement,
            }
        );
    }
}
