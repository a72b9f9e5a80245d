using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Warn;

namespace Toguna.Respond;

/// <summary>What is logged.</summary>
/// <param name="Movement">Reference, or nothing.</param>
/// <param name="Alert">Reference of the alert that it kept from being acted on, or nothing.</param>
/// <param name="Task">Of that alert.</param>
public sealed record NewDenial(
    Guid Id,
    string Kind,
    string ByWhom,
    string? ByText,
    DateTimeOffset At,
    MovePlace Place,
    string Stated,
    string Notified,
    string? Movement,
    string? Alert,
    Guid? Task,
    bool Exercise
);

/// <summary>Logs who did not let the mission pass, and reads it back. Thread-safe.</summary>
public sealed class DenialBook(Database database, AuditLog audit, MovementSteps movements)
{
    private const string Select = """
        SELECT d.*, p.place_text, m.number AS movement_number FROM denial d
        JOIN move_place p ON p.place_key = d.place_key LEFT JOIN movement m ON m.movement_id = d.movement_id
        """;

    /// <summary>All of them, the newest first.</summary>
    public async Task<IReadOnlyList<Denial>> AllAsync(CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return (await c.QueryAsync<Denial>(Select + " ORDER BY d.at DESC, d.number DESC")).AsList();
    }

    public async Task<IReadOnlyList<Denial>> OfAsync(Guid movement, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<Denial>(Select + " WHERE d.movement_id = @movement ORDER BY d.at", new { movement })
        ).AsList();
    }

    /// <summary>Logs it; a coming movement that was denied does not go.</summary>
    public async Task<Problem?> LogAsync(WriteScope tx, NewDenial denial, Caller caller)
    {
        if (
            await tx.FindAsync<Guid?>("SELECT denial_id FROM denial WHERE denial_id = @Id", new { denial.Id })
            is not null
        )
        {
            return null;
        }
        if (denial.At > tx.Now)
        {
            return RespondProblems.NotYet(Dialect.Instant(denial.At)).At("at");
        }
        Movement? movement = null;
        if (denial.Movement is { } reference)
        {
            movement = await MovementBook.FindAsync(tx, reference);
            if (movement is null)
            {
                return RespondProblems.MovementUnknown(reference).At("movement");
            }
        }
        Alert? alert = null;
        if (denial.Alert is { } about)
        {
            alert = await AlertBook.FindAsync(tx, about, caller);
            if (alert is null)
            {
                return WarnProblems.AlertUnknown(about).At("alert");
            }
        }
        if (
            denial.Task is { } task
            && await tx.FindAsync<Guid?>(
                "SELECT task_id FROM task WHERE task_id = @task AND alert_id = @alert",
                new { task, alert = alert?.AlertId ?? Guid.Empty }
            )
                is null
        )
        {
            return RespondProblems.TaskUnknown(task).At("task");
        }
        if (denial.Kind == Denial.Objection && alert is null && movement is null)
        {
            return RespondProblems.ObjectionToWhat().At("alert");
        }
        var number = await tx.FindAsync<long>(
            "UPDATE counter SET next = next + 1 WHERE name = 'denial' RETURNING next - 1"
        );
        await MovePlaces.KeepAsync(tx, denial.Place);
        await tx.ExecuteAsync(
            """
            INSERT INTO denial (denial_id, number, kind, by_whom, by_text, at, place_key, stated, notified, movement_id, alert_id,
              task_id, exercise, logged_by, logged_at)
            VALUES (@Id, @number, @Kind, @ByWhom, @ByText, @At, @PlaceKey, @Stated, @Notified, @Movement, @Alert, @Task, @exercise,
              @By, @Now)
            """,
            new
            {
                denial.Id,
                number,
                denial.Kind,
                denial.ByWhom,
                denial.ByText,
                denial.At,
                denial.Place.PlaceKey,
                denial.Stated,
                denial.Notified,
                Movement = movement?.MovementId,
                Alert = alert?.AlertId,
                denial.Task,
                // A drill of a movement or of an alert is a drill here too.
                exercise = denial.Exercise || movement?.Exercise == true || alert?.Exercise == true,
                By = caller.Id,
                tx.Now,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "denial.logged", $"denial:{denial.Id}");
        if (denial.Kind == Denial.Denied && movement?.IsComing == true)
        {
            return await movements.TakeAsync(
                new MovementAt(tx, movement.Reference, null, caller),
                "deny",
                denial.Stated
            );
        }
        return null;
    }

    /// <summary>Logged by mistake: it stays to be read, and counts no more.</summary>
    public async Task<Problem?> StrikeAsync(WriteScope tx, Guid id, string? reason, Caller caller)
    {
        if (reason is null)
        {
            return RespondProblems.Missing("reason").At("reason");
        }
        var struck = await tx.ExecuteAsync(
            "UPDATE denial SET struck_by = @Id, struck_at = @Now, struck_reason = @reason WHERE denial_id = @denial AND struck_at IS NULL",
            new
            {
                denial = id,
                caller.Id,
                tx.Now,
                reason,
            }
        );
        if (struck == 0)
        {
            return RespondProblems.DenialUnknown(id);
        }
        await audit.AppendAsync(tx, caller.Id, "denial.struck", $"denial:{id}");
        return null;
    }

    /// <summary>How many, by who and month of the mission's zone, months in order; drills and what was struck out are in none.</summary>
    public static IReadOnlyList<(string Month, string ByWhom, int Count)> Counts(
        IEnumerable<Denial> denials,
        TimeZoneInfo zone
    ) =>
        [
            .. denials
                .Where(d => d.Counts)
                .GroupBy(d =>
                    (
                        Month: TimeZoneInfo
                            .ConvertTime(d.At, zone)
                            .ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
                        d.ByWhom
                    )
                )
                .OrderBy(g => g.Key.Month, StringComparer.Ordinal)
                .ThenBy(g => g.Key.ByWhom, StringComparer.Ordinal)
                .Select(g => (g.Key.Month, g.Key.ByWhom, g.Count())),
        ];
}
