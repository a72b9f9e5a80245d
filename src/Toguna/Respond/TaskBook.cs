using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Warn;

namespace Toguna.Respond;

/// <summary>Asks for tasks and takes the answers, each step in one transaction with its event and its audit line. Thread-safe.</summary>
/// <remarks>A task may be known by whoever may know of its alert.</remarks>
public sealed class TaskBook(AlertSteps alerts, Telling telling, Caveats caveats, Installation house)
{
    /// <summary>Of an alert: the unarmed first, each in the order in which they were asked.</summary>
    public static async Task<IReadOnlyList<ResponseTask>> OfAsync(DbConnection c, Guid alert) =>
        (
            await c.QueryAsync<ResponseTask>(
                "SELECT * FROM task WHERE alert_id = @alert ORDER BY armed, asked_at, task_id",
                new { alert }
            )
        ).AsList();

    /// <summary>Asks for a task; on an alert that nobody decided on yet this is the decision to act.</summary>
    /// <param name="exposes">Answer to <em>could this show who told us?</em>: <c>no</c>, <c>yes</c>, or nothing.</param>
    public async Task<Problem?> AskAsync(AlertAt at, NewTask task, string? exposes)
    {
        var (tx, reference, _, caller) = at;
        if (await AlertBook.FindAsync(tx, reference, caller) is not { } alert)
        {
            return WarnProblems.AlertUnknown(reference);
        }
        if (await tx.FindAsync<Guid?>("SELECT task_id FROM task WHERE task_id = @Id", new { task.Id }) is not null)
        {
            return null;
        }
        if (Refuse(alert, task, exposes, tx.Now) is { } problem)
        {
            return problem;
        }
        var against = (
            await caveats.AgainstAsync(
                tx,
                task.Component,
                task.Unit,
                (alert.PlaceId, alert.PlaceText, alert.Adm1),
                tx.Now,
                task.DueAt,
                house.Zone
            )
        )
            .Where(c => c.Hard)
            .ToList();
        if (against.Count > 0 && task.LiftedBy is null)
        {
            return RespondProblems
                .AgainstCaveat(string.Join("; ", against.Select(MovementWords.Caveat)))
                .At("lifted_by");
        }
        if (
            alert.Decision != AlertDecision.Act
            && await alerts.DecideAsync(at with { Version = null }, AlertDecision.Act, null, null) is { } refused
        )
        {
            return refused;
        }
        await tx.ExecuteAsync(
            """
            INSERT INTO task (task_id, alert_id, state, kind, armed, tier, phase, what, component, due_at, resources, clause,
              considered, unit, lifted_by, asked_by, asked_at)
            VALUES (@Id, @AlertId, 'asked', @Code, @Armed, @Tier, @Phase, @What, @Component, @DueAt, @Resources, @Clause,
              @Considered, @Unit, @LiftedBy, @By, @Now)
            """,
            new
            {
                task.Id,
                alert.AlertId,
                task.Type.Code,
                task.Type.Armed,
                task.Tier,
                task.Phase,
                task.What,
                task.Component,
                task.DueAt,
                task.Resources,
                task.Clause,
                task.Considered,
                task.Unit,
                LiftedBy = against.Count > 0 ? task.LiftedBy : null,
                By = caller.Id,
                tx.Now,
            }
        );
        await alerts.TellAsync(
            tx,
            alert.AlertId,
            caller,
            "task_asked",
            new
            {
                task = task.Id,
                kind = task.Type.Code,
                armed = task.Type.Armed,
                of = task.Component,
                exposes = "no",
                // That somebody outside of the mission was asked first belongs to the story.
                lifted = against.Count > 0 ? task.LiftedBy : null,
            }
        );
        await telling.ComponentAsync(tx, alert.AlertId, task.Component, "task_asked", caller);
        return null;
    }

    /// <summary>Accepts, declines, begins or ends a task; or says afterwards which unarmed ones were considered.</summary>
    /// <param name="at">With the version of the task that the person saw.</param>
    /// <param name="step">accept, decline, begin, done, drop, considered.</param>
    /// <param name="words">The reason, or what happened; of the others nothing.</param>
    public async Task<Problem?> AnswerAsync(AlertAt at, Guid task, string step, string? words)
    {
        var (tx, reference, version, caller) = at;
        if (
            await AlertBook.FindAsync(tx, reference, caller) is not { } alert
            || await tx.FindAsync<ResponseTask>(
                "SELECT * FROM task WHERE task_id = @task AND alert_id = @AlertId",
                new { task, alert.AlertId }
            )
                is not { } found
        )
        {
            return RespondProblems.TaskUnknown(task);
        }
        if (TaskRules.Answer(found, alert, version, step, words, caller) is { } problem)
        {
            return problem;
        }
        var state = TaskRules.After(step) ?? found.State;
        await tx.ExecuteAsync(
            """
            UPDATE task SET state = @state, version = version + 1, answered_by = coalesce(answered_by, @By),
              answered_at = coalesce(answered_at, @Now),
              begun_at = CASE WHEN @state IN ('begun', 'done') THEN coalesce(begun_at, @Now) ELSE begun_at END,
              done_at = CASE WHEN @state = 'done' THEN @Now ELSE done_at END,
              reason = CASE WHEN @state IN ('declined', 'dropped') THEN @words ELSE reason END,
              happened = CASE WHEN @step = 'done' THEN @words ELSE happened END,
              considered = CASE WHEN @step = 'considered' THEN @words ELSE considered END
            WHERE task_id = @task
            """,
            new
            {
                state,
                step,
                words,
                task,
                By = caller.Id,
                tx.Now,
            }
        );
        var detail = new
        {
            task,
            kind = found.Kind,
            armed = found.Armed,
        };
        if (state != found.State)
        {
            await alerts.TellAsync(tx, alert.AlertId, caller, "task_" + state, detail);
        }
        if (state is TaskState.Begun or TaskState.Done && found.BegunAt is null)
        {
            await alerts.ActedAsync(tx, alert.AlertId, caller, detail);
        }
        return null;
    }

    private static Problem? Refuse(Alert alert, NewTask task, string? exposes, DateTimeOffset now) =>
        !alert.IsOpen ? RespondProblems.AlertNotOpen(alert.Reference, AlertWords.State(alert.State))
        : alert.Decision == AlertDecision.DoNotApproach ? RespondProblems.DoNotApproach(alert.Reference)
        : exposes == "yes" ? RespondProblems.WouldExpose().At("exposes")
        : exposes != "no" ? GatherProblems.ExposureUnanswered().At("exposes")
        : task.Type.Armed && task.Considered is null && alert.Urgency != Urgency.Imminent
            ? RespondProblems.ConsiderUnarmed().At("considered")
        : task.DueAt < now ? RespondProblems.DuePast(Dialect.Instant(task.DueAt!.Value)).At("due")
        : null;
}
