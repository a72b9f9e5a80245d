using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Respond;

/// <summary>Keeps vehicles, escorts, travel times and limits, each change in one transaction with its audit line. Thread-safe.</summary>
public sealed class FleetSteps(AuditLog audit)
{
    /// <summary>A new vehicle, or one as it is now.</summary>
    public async Task<Problem?> KeepAsync(WriteScope tx, FleetVehicle vehicle, MovePlace @base, Caller caller)
    {
        await MovePlaces.KeepAsync(tx, @base);
        return await KeepAsync(
            tx,
            "vehicle",
            vehicle.VehicleId,
            vehicle.Version,
            """
            INSERT INTO vehicle (vehicle_id, name, kind, seats, cargo_kg, speed, base_key, after_dark)
            VALUES (@VehicleId, @Name, @Kind, @Seats, @CargoKg, @Speed, @BaseKey, @AfterDark)
            """,
            """
            UPDATE vehicle SET name = @Name, kind = @Kind, seats = @Seats, cargo_kg = @CargoKg, speed = @Speed,
              base_key = @BaseKey, after_dark = @AfterDark, retired = @Retired, version = version + 1 WHERE vehicle_id = @VehicleId
            """,
            vehicle,
            caller
        );
    }

    /// <summary>A new escort, or one as it is now.</summary>
    public async Task<Problem?> KeepAsync(WriteScope tx, FleetEscort escort, MovePlace @base, Caller caller)
    {
        await MovePlaces.KeepAsync(tx, @base);
        return await KeepAsync(
            tx,
            "escort",
            escort.EscortId,
            escort.Version,
            """
            INSERT INTO escort (escort_id, name, component, at_once, guards, base_key, after_dark)
            VALUES (@EscortId, @Name, @Component, @AtOnce, @Guards, @BaseKey, @AfterDark)
            """,
            """
            UPDATE escort SET name = @Name, component = @Component, at_once = @AtOnce, guards = @Guards,
              base_key = @BaseKey, after_dark = @AfterDark, retired = @Retired, version = version + 1 WHERE escort_id = @EscortId
            """,
            escort,
            caller
        );
    }

    /// <summary>What is stated of a way; the newest statement counts.</summary>
    /// <param name="minutes">At <see cref="MovementLimits.StatedSpeed"/>; null: closed.</param>
    public async Task StateAsync(
        WriteScope tx,
        MovePlace one,
        MovePlace other,
        int? minutes,
        bool escorted,
        Caller caller
    )
    {
        await MovePlaces.KeepAsync(tx, one);
        await MovePlaces.KeepAsync(tx, other);
        var (a, b) =
            string.CompareOrdinal(one.PlaceKey, other.PlaceKey) < 0
                ? (one.PlaceKey, other.PlaceKey)
                : (other.PlaceKey, one.PlaceKey);
        await tx.ExecuteAsync(
            """
            INSERT INTO travel_time (a_key, b_key, minutes, escorted, set_by, set_at) VALUES (@a, @b, @minutes, @escorted, @Id, @Now)
            ON CONFLICT (a_key, b_key) DO UPDATE SET minutes = excluded.minutes, escorted = excluded.escorted,
              set_by = excluded.set_by, set_at = excluded.set_at
            """,
            new
            {
                a,
                b,
                minutes,
                escorted,
                caller.Id,
                tx.Now,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "travel_time.stated", $"travel_time:{a}:{b}", new { minutes, escorted });
    }

    /// <summary>Daylight and detour of the mission.</summary>
    public async Task LimitAsync(WriteScope tx, MovementLimits limits, Caller caller)
    {
        foreach (var (name, value) in limits.Settings)
        {
            await tx.ExecuteAsync(
                "INSERT INTO setting (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                new { name, value }
            );
        }
        await audit.AppendAsync(
            tx,
            caller.Id,
            "movement.limits_set",
            "setting:movement",
            limits.Settings.ToDictionary(s => s.Name, s => s.Value)
        );
    }

    private async Task<Problem?> KeepAsync(
        WriteScope tx,
        string table,
        Guid id,
        int version,
        string insert,
        string update,
        object row,
        Caller caller
    )
    {
        var known = await tx.FindAsync<int?>(
            $"SELECT version FROM {table} WHERE {table}_id = @id{(tx.Engine == Engine.Postgres ? " FOR UPDATE" : "")}",
            new { id }
        );
        if (known is { } now && now != version)
        {
            // Version 0 is a new one, which is there already: the same form, sent twice.
            return version == 0 ? null : RespondProblems.FleetChanged();
        }
        await tx.ExecuteAsync(known is null ? insert : update, row);
        await audit.AppendAsync(tx, caller.Id, table + (known is null ? ".added" : ".changed"), $"{table}:{id}", row);
        return null;
    }
}
