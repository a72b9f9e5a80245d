using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Warn;

/// <content>Keeps what somebody decides, each with its audit line.</content>
public sealed partial class SignalBook
{
    /// <summary>Somebody watches it, or sets it aside for a reason; the decision before it stays where it is.</summary>
    /// <param name="seen">As <see cref="Signal.Seen"/> was when the page was opened; null: it is not said.</param>
    /// <returns>Why it was not kept; null: it is.</returns>
    public async Task<Problem?> DecideAsync(
        Signal signal,
        string what,
        string? reason,
        string? seen,
        Caller caller,
        CancellationToken ct = default
    )
    {
        if (what is not (SignalDecision.Watched or SignalDecision.SetAside))
        {
            return WarnProblems.NotOffered(what, $"{SignalDecision.Watched}, {SignalDecision.SetAside}");
        }
        if (what == SignalDecision.SetAside && string.IsNullOrEmpty(reason))
        {
            return WarnProblems.Missing("reason").At("reason");
        }
        if (what == SignalDecision.SetAside && !SignalDecision.Reasons.Contains(reason))
        {
            return WarnProblems.NotOffered(reason!, string.Join(", ", SignalDecision.Reasons)).At("reason");
        }
        var why = what == SignalDecision.SetAside ? reason : null;
        return await database.WriteAsync<Problem?>(
            async tx =>
            {
                if (tx.Engine == Engine.Postgres)
                {
                    await tx.ExecuteAsync(
                        "SELECT 1 FROM signal WHERE signal_id = @SignalId FOR UPDATE",
                        new { signal.SignalId }
                    );
                }
                var last = await tx.FindAsync<DateTimeOffset?>(
                    "SELECT at FROM signal_decision WHERE signal_id = @SignalId ORDER BY at DESC LIMIT 1",
                    new { signal.SignalId }
                );
                if (seen is not null && seen != Signal.SeenOf(last))
                {
                    return WarnProblems.SignalDecided(signal.Reference);
                }
                await KeepAsync(tx, signal.SignalId, caller, what, why, null);
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    "signal." + what,
                    $"signal:{signal.SignalId}",
                    new { reason = why }
                );
                return null;
            },
            ct
        );
    }

    /// <summary>An alert was raised from it, in the transaction that raises the alert; once for each alert.</summary>
    internal async Task RaisedAsync(WriteScope tx, Guid signal, Guid alert, Caller caller)
    {
        if (
            await tx.FindAsync<long>(
                "SELECT count(*) FROM signal_decision WHERE signal_id = @signal AND alert_id = @alert",
                new { signal, alert }
            ) == 0
        )
        {
            await KeepAsync(tx, signal, caller, SignalDecision.Alert, null, alert);
            await audit.AppendAsync(tx, caller.Id, "signal." + SignalDecision.Alert, $"signal:{signal}");
        }
    }

    private static Task KeepAsync(
        WriteScope tx,
        Guid signal,
        Caller caller,
        string what,
        string? reason,
        Guid? alert
    ) =>
        tx.ExecuteAsync(
            """
            INSERT INTO signal_decision (decision_id, signal_id, at, by_user, what, reason, alert_id)
            VALUES (@decision, @signal, @Now, @Id, @what, @reason, @alert)
            """,
            new
            {
                decision = tx.NewId(),
                signal,
                tx.Now,
                caller.Id,
                what,
                reason,
                alert,
            }
        );
}
