using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Warn;

namespace Toguna.Respond;

/// <summary>Something that happened to a movement; never edited.</summary>
public sealed class MovementEvent
{
    public Guid EventId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string What { get; init; } = "";
    public string? Words { get; init; }
}

/// <summary>Reads movements and what they are judged by. Thread-safe.</summary>
/// <remarks>
/// All who act for the mission may know of all movements: a ride is shared with those of whom one did not think. Which alert
/// a request is for is told to those only who may know of the alert (<see cref="AlertsAsync"/>).
/// </remarks>
public sealed class MovementBook(Database database, Caveats caveats, Installation house, TimeProvider clock)
{
    /// <summary>Ended movements that a list shows.</summary>
    public const int EndedShown = 30;

    /// <summary>Days for which a request that nobody took is still shown.</summary>
    public const int LapsedDays = 7;

    private const string RequestOrder = "ORDER BY urgent DESC, latest, number";

    /// <summary>What is coming, what is asked for, and all that it is judged by.</summary>
    public async Task<MovementBoard> BoardAsync(CancellationToken ct = default)
    {
        MovementBoard board;
        await using (var c = await database.OpenAsync(ct))
        {
            board = await ReadAsync(c);
        }
        return board with { Sectors = await caveats.SectorsAsync(board, ct) };
    }

    private async Task<MovementBoard> ReadAsync(DbConnection c)
    {
        var now = clock.GetUtcNow();
        var movements = await QueryAsync(
            c,
            null,
            "state IN ('planned', 'authorised', 'under_way') ORDER BY leaves_at, number",
            new { }
        );
        return new MovementBoard(
            movements,
            (
                await c.QueryAsync<SeatRequest>(
                    $"""
                    SELECT * FROM seat_request WHERE (state = 'open' AND latest > @since)
                      OR (state = 'placed' AND movement_id IN
                        (SELECT movement_id FROM movement WHERE state IN ('planned', 'authorised', 'under_way'))) {RequestOrder}
                    """,
                    new { since = now.AddDays(-LapsedDays) }
                )
            ).AsList(),
            (await c.QueryAsync<FleetVehicle>("SELECT * FROM vehicle ORDER BY name")).ToDictionary(v => v.VehicleId),
            (await c.QueryAsync<FleetEscort>("SELECT * FROM escort ORDER BY name")).ToDictionary(e => e.EscortId),
            (await c.QueryAsync<MovePlace>("SELECT * FROM move_place")).ToDictionary(p => p.PlaceKey),
            (await c.QueryAsync<TravelTime>("SELECT * FROM travel_time ORDER BY a_key, b_key")).AsList(),
            await Caveats.AllAsync(c),
            await MovementLimits.ReadAsync(c),
            house.Zone,
            now
        );
    }

    /// <summary>Those that ended, the newest first.</summary>
    public async Task<IReadOnlyList<Movement>> EndedAsync(CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await QueryAsync(
            c,
            null,
            "state IN ('refused', 'done', 'called_off', 'denied') ORDER BY arrives_at DESC, number DESC LIMIT @EndedShown",
            new { EndedShown }
        );
    }

    /// <returns>Null when there is none.</returns>
    public async Task<Movement?> FindAsync(string reference, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await FindAsync(c, null, reference);
    }

    /// <summary>The same within a transaction; on PostgreSQL nobody else changes it until the end.</summary>
    public static async Task<Movement?> FindAsync(WriteScope tx, string reference)
    {
        if (tx.Engine == Engine.Postgres && Movement.NumberIn(reference) is { } number)
        {
            await tx.ExecuteAsync("SELECT 1 FROM movement WHERE number = @number FOR UPDATE", new { number });
        }
        return await FindAsync(tx.Connection, tx.Transaction, reference);
    }

    /// <summary>Who rides on it.</summary>
    public async Task<IReadOnlyList<SeatRequest>> AboardAsync(Guid movement, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await AboardAsync(c, null, movement);
    }

    public static async Task<IReadOnlyList<SeatRequest>> AboardAsync(
        DbConnection c,
        DbTransaction? tx,
        Guid movement
    ) =>
        (
            await c.QueryAsync<SeatRequest>(
                $"SELECT * FROM seat_request WHERE state = 'placed' AND movement_id = @movement {RequestOrder}",
                new { movement },
                tx
            )
        ).AsList();

    /// <summary>What happened to it, the newest first.</summary>
    public async Task<IReadOnlyList<MovementEvent>> EventsAsync(Guid movement, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<MovementEvent>(
                "SELECT * FROM movement_event WHERE movement_id = @movement ORDER BY at DESC, event_id DESC",
                new { movement }
            )
        ).AsList();
    }

    /// <summary>References of the alerts among these that the caller may know of; of the others nothing.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> AlertsAsync(
        IEnumerable<Guid?> alerts,
        Caller caller,
        CancellationToken ct = default
    )
    {
        var ids = alerts.OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0)
        {
            return new Dictionary<Guid, string>();
        }
        var parameters = new DynamicParameters(new { ids = Dialect.List(database.Engine, ids) });
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<(Guid Id, long Number)>(
                $"""
                SELECT a.alert_id, a.number FROM alert a
                WHERE {Dialect.InIds(database.Engine, "a.alert_id", "ids")} AND {AlertBook.Access(caller, parameters)}
                """,
                parameters
            )
        ).ToDictionary(a => a.Id, a => Alert.ReferenceOf(a.Number));
    }

    /// <summary>Names of colleagues by the id that was written down.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PeopleAsync(
        IEnumerable<string?> ids,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        return await People.NamesAsync(c, database.Engine, ids.OfType<string>());
    }

    private static async Task<Movement?> FindAsync(DbConnection c, DbTransaction? tx, string reference) =>
        Movement.NumberIn(reference) is { } number
            ? (await QueryAsync(c, tx, "number = @number", new { number })).SingleOrDefault()
            : null;

    private static async Task<IReadOnlyList<Movement>> QueryAsync(
        DbConnection c,
        DbTransaction? tx,
        string condition,
        object values
    )
    {
        var movements = (
            await c.QueryAsync<Movement>($"SELECT * FROM movement WHERE {condition}", values, tx)
        ).AsList();
        if (movements.Count == 0)
        {
            return movements;
        }
        var only = $"movement_id IN (SELECT movement_id FROM movement WHERE {condition})";
        var stops = (
            await c.QueryAsync<MovementStop>($"SELECT * FROM movement_stop WHERE {only}", values, tx)
        ).ToLookup(s => s.MovementId);
        var vehicles = (
            await c.QueryAsync<(Guid Movement, Guid Vehicle)>(
                $"SELECT movement_id, vehicle_id FROM movement_vehicle WHERE {only}",
                values,
                tx
            )
        ).ToLookup(v => v.Movement, v => v.Vehicle);
        foreach (var movement in movements)
        {
            movement.Stops = [.. stops[movement.MovementId].OrderBy(s => s.Ordinal)];
            movement.Vehicles = [.. vehicles[movement.MovementId]];
        }
        return movements;
    }
}
