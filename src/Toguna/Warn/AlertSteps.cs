using System.Text.Json;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Warn;

/// <summary>What may happen to an alert, each step with its name, its event and its audit line, in the caller's transaction.</summary>
/// <remarks>
/// Every step checks in the transaction that the alert is there for the caller, in the version that they saw and in a state that
/// allows it: who comes second is told of the first. Later stages take part through <see cref="DecideAsync"/> and
/// <see cref="ActedAsync"/>. Thread-safe.
/// </remarks>
public sealed class AlertSteps(AuditLog audit, Telling telling)
{
    /// <summary>Keeps a new alert as a draft.</summary>
    /// <returns>Its number, and whether it is new: of one that was sent before it is that number, and nothing is written.</returns>
    public async Task<(long Number, bool IsNew)> RaiseAsync(WriteScope tx, NewAlert alert, Caller caller)
    {
        var known = await tx.FindAsync<long?>("SELECT number FROM alert WHERE alert_id = @Id", new { alert.Id });
        if (known is { } already)
        {
            return (already, false);
        }
        var number = await tx.FindAsync<long>(
            "UPDATE counter SET next = next + 1 WHERE name = 'alert' RETURNING next - 1"
        );
        await AlertRows.InsertAsync(tx, number, alert);
        foreach (var (kind, reference) in alert.Basis.Distinct())
        {
            await AlertRows.RestsOnAsync(tx, alert.Id, kind, reference);
        }
        await NoteAsync(tx, alert.Id, caller, "raised", new { number, basis = alert.Basis.Count });
        return (number, true);
    }

    /// <summary>Sends it out: its clock runs, from the moment the first report was received.</summary>
    public Task<Problem?> IssueAsync(AlertAt at) =>
        StepAsync(
            at,
            [AlertState.Draft],
            async (a, tx, caller) =>
            {
                var dues = (await AlertClock.ReadAsync(tx.Connection, tx.Transaction)).From(a.ReceivedAt, a.Urgency);
                await tx.ExecuteAsync(
                    """
                    UPDATE alert SET state = 'issued', issued_at = @Now, acknowledge_due = @Acknowledge, decide_due = @Decide,
                      act_due = @Act, due_urgency = urgency, due_owner = owner_component, version = version + 1
                    WHERE alert_id = @AlertId
                    """,
                    new
                    {
                        tx.Now,
                        dues.Acknowledge,
                        dues.Decide,
                        dues.Act,
                        a.AlertId,
                    }
                );
                await NoteAsync(tx, a.AlertId, caller, "issued", dues);
                await CapOut.KeepAsync(tx, a.AlertId, "alert");
                await telling.IssuedAsync(tx, a.AlertId, caller);
                return null;
            }
        );

    /// <summary>Somebody takes it on, and is its owner from now on.</summary>
    public Task<Problem?> AcknowledgeAsync(AlertAt at) =>
        StepAsync(
            at,
            [AlertState.Issued],
            async (a, tx, caller) =>
            {
                await tx.ExecuteAsync(
                    """
                    UPDATE alert SET state = 'acknowledged', acknowledged_at = @Now, owner_user = @Id, version = version + 1
                    WHERE alert_id = @AlertId
                    """,
                    new
                    {
                        tx.Now,
                        caller.Id,
                        a.AlertId,
                    }
                );
                await NoteAsync(tx, a.AlertId, caller, "acknowledged");
                return null;
            }
        );

    /// <summary>Another section, or another person of it, sees to it from now on.</summary>
    public Task<Problem?> HandOverAsync(AlertAt at, string component, string note) =>
        StepAsync(
            at,
            AlertState.Unended,
            async (a, tx, caller) =>
            {
                await tx.ExecuteAsync(
                    """
                    UPDATE alert SET owner_component = @component, owner_user = NULL, version = version + 1,
                      due_owner = CASE WHEN @Now <= act_due THEN @component ELSE due_owner END WHERE alert_id = @AlertId
                    """,
                    new
                    {
                        component,
                        tx.Now,
                        a.AlertId,
                    }
                );
                await NoteAsync(
                    tx,
                    a.AlertId,
                    caller,
                    "handed_over",
                    new
                    {
                        from = a.OwnerComponent,
                        to = component,
                        note,
                    }
                );
                if (a.IsOpen)
                {
                    await telling.ComponentAsync(tx, a.AlertId, component, "handed_over", caller);
                }
                return null;
            }
        );

    /// <summary>What is done about it: tasks, no contact, or nothing for a reason. The last decision counts; the first stops the clock.</summary>
    /// <param name="reason">Of <see cref="AlertDecision.None"/> and <see cref="AlertDecision.DoNotApproach"/>.</param>
    public Task<Problem?> DecideAsync(AlertAt at, string decision, string? reason, string? note) =>
        StepAsync(
            at,
            AlertState.Open,
            async (a, tx, caller) =>
            {
                await tx.ExecuteAsync(
                    """
                    UPDATE alert SET state = @state, decided_at = coalesce(decided_at, @Now), decision = @decision, reason = @reason,
                      owner_user = coalesce(owner_user, @Id), version = version + 1,
                      due_decision = CASE WHEN @Now <= act_due THEN @decision ELSE due_decision END,
                      due_reason = CASE WHEN @Now <= act_due THEN @reason ELSE due_reason END WHERE alert_id = @AlertId
                    """,
                    new
                    {
                        state = decision == AlertDecision.Act ? AlertState.Responding : AlertState.Acknowledged,
                        tx.Now,
                        decision,
                        reason,
                        caller.Id,
                        a.AlertId,
                    }
                );
                await NoteAsync(
                    tx,
                    a.AlertId,
                    caller,
                    a.Decision == AlertDecision.DoNotApproach && decision != AlertDecision.DoNotApproach
                        ? "approach_lifted"
                        : "decided",
                    new
                    {
                        decision,
                        reason,
                        note,
                    }
                );
                return null;
            }
        );

    /// <summary>A task began: the first one is what counts.</summary>
    public async Task ActedAsync(WriteScope tx, Guid alert, Caller caller, object detail)
    {
        var first = await tx.ExecuteAsync(
            "UPDATE alert SET acted_at = @Now, version = version + 1 WHERE alert_id = @alert AND acted_at IS NULL AND issued_at IS NOT NULL",
            new { tx.Now, alert }
        );
        if (first == 1)
        {
            await TriageBook.CameOfAsync(tx, await AlertRows.ReportsAsync(tx, alert), acted: true);
            await NoteAsync(tx, alert, caller, "acted", detail);
        }
    }

    /// <summary>Something that a later stage did belongs to its story.</summary>
    public Task TellAsync(WriteScope tx, Guid alert, Caller caller, string what, object? detail = null) =>
        NoteAsync(tx, alert, caller, what, detail);

    /// <summary>Another system said more about what it was made of.</summary>
    internal async Task HeardAsync(WriteScope tx, Guid alert, Caller caller, object detail)
    {
        await NoteAsync(tx, alert, caller, "heard", detail);
        await telling.AllToldAsync(tx, alert, "heard", caller);
    }

    /// <summary>Ends it, with what became of the people.</summary>
    public Task<Problem?> CloseAsync(AlertAt at, string outcome, string note) =>
        StepAsync(
            at,
            AlertState.Open,
            async (a, tx, caller) =>
            {
                if (a.DecidedAt is null)
                {
                    return WarnProblems.NotDecided(a.Reference);
                }
                await EndAsync(tx, a, AlertState.Closed, outcome, note);
                await TriageBook.CameOfAsync(tx, await AlertRows.ReportsAsync(tx, a.AlertId), acted: false);
                await NoteAsync(tx, a.AlertId, caller, "closed", new { outcome, note });
                await CapOut.KeepAsync(tx, a.AlertId, "end");
                return null;
            }
        );

    /// <summary>Calls it off: it was a mistake, or its basis fell away.</summary>
    public Task<Problem?> CancelAsync(AlertAt at, string reason) =>
        StepAsync(
            at,
            AlertState.Unended,
            async (a, tx, caller) =>
            {
                await EndAsync(tx, a, AlertState.Cancelled, null, reason);
                await NoteAsync(tx, a.AlertId, caller, "cancelled", new { reason });
                await CapOut.KeepAsync(tx, a.AlertId, "cancel");
                await telling.AllToldAsync(tx, a.AlertId, "cancelled", caller);
                return null;
            }
        );

    /// <summary>Changes what is said. A nearer threat brings nearer deadlines; nothing moves one away.</summary>
    public Task<Problem?> UpdateAsync(AlertAt at, AlertFacts facts) =>
        StepAsync(
            at,
            AlertState.Unended,
            async (a, tx, caller) =>
            {
                var dues = a is { AcknowledgeDue: { } one, DecideDue: { } two, ActDue: { } three }
                    ? (await AlertClock.ReadAsync(tx.Connection, tx.Transaction))
                        .From(tx.Now, facts.Urgency)
                        .Nearer(new AlertDues(one, two, three))
                    : null;
                await AlertRows.UpdateAsync(tx, a, facts, dues);
                await NoteAsync(tx, a.AlertId, caller, "updated", AlertRows.Changes(a, facts, dues));
                if (a.IsOpen)
                {
                    await CapOut.KeepAsync(tx, a.AlertId, "update");
                    await telling.AllToldAsync(tx, a.AlertId, "updated", caller);
                }
                return null;
            }
        );

    /// <summary>Two alerts about one threat become one: the other keeps everything and the earlier clock.</summary>
    public Task<Problem?> MergeAsync(AlertAt at, string intoReference) =>
        StepAsync(
            at,
            AlertState.Unended,
            async (a, tx, caller) =>
            {
                if (
                    await AlertBook.FindAsync(tx, intoReference, caller) is not { } into
                    || into.AlertId == a.AlertId
                    || into.Exercise != a.Exercise
                    || into.HasEnded
                    // One of the two is known to fewer people: what it rests on must not be told to the others.
                    || a.CompartmentId != into.CompartmentId
                )
                {
                    return WarnProblems.NotToMerge(intoReference).At("into");
                }
                await EndAsync(tx, a, AlertState.Merged, null, null);
                await AlertRows.TakeOverAsync(tx, a, into);
                await NoteAsync(tx, a.AlertId, caller, "merged", new { into = into.Number });
                await NoteAsync(tx, into.AlertId, caller, "took_over", AlertRows.TakenOver(a, into));
                await CapOut.KeepAsync(tx, a.AlertId, "cancel");
                await CapOut.KeepAsync(tx, into.AlertId, "update");
                await telling.AllToldAsync(tx, a.AlertId, "merged", caller);
                return null;
            }
        );

    private static async Task<Problem?> StepAsync(
        AlertAt at,
        IReadOnlyList<string> from,
        Func<Alert, WriteScope, Caller, Task<Problem?>> doAsync
    )
    {
        if (await AlertBook.FindAsync(at.Tx, at.Reference, at.Caller) is not { } alert)
        {
            return WarnProblems.AlertUnknown(at.Reference);
        }
        if ((at.Version is { } seen && seen != alert.Version) || !from.Contains(alert.State))
        {
            return WarnProblems.ChangedMeanwhile(alert.Reference, AlertWords.State(alert.State));
        }
        return await doAsync(alert, at.Tx, at.Caller);
    }

    /// <param name="note">Of the outcome, or why it was called off.</param>
    private static Task EndAsync(WriteScope tx, Alert alert, string state, string? outcome, string? note) =>
        tx.ExecuteAsync(
            """
            UPDATE alert SET state = @state, closed_at = @Now, outcome = @outcome, outcome_note = @note, version = version + 1
            WHERE alert_id = @AlertId
            """,
            new
            {
                state,
                tx.Now,
                outcome,
                note,
                alert.AlertId,
            }
        );

    private async Task NoteAsync(WriteScope tx, Guid alert, Caller caller, string what, object? detail = null)
    {
        var json = detail is null ? null : JsonSerializer.Serialize(detail);
        await tx.ExecuteAsync(
            """
            INSERT INTO alert_event (alert_id, event_id, at, by_user, what, detail)
            VALUES (@alert, @Event, @Now, @Id, @what, @json)
            """,
            new
            {
                alert,
                Event = tx.NewId(),
                tx.Now,
                caller.Id,
                what,
                json,
            }
        );
        // The story of an alert is told in the alert, to those who may know of it; the chain says that it happened, and who.
        await audit.AppendAsync(tx, caller.Id, "alert." + what, $"alert:{alert}");
    }
}

/// <summary>Where a step is taken: on which alert, by whom, in which transaction.</summary>
/// <param name="Reference">AL-0091 or 91.</param>
/// <param name="Version">That the person saw; null: whichever it is.</param>
public sealed record AlertAt(WriteScope Tx, string Reference, int? Version, Caller Caller);
