using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Warn;

/// <summary>Looks for alerts on which nobody answers, and tells those above.</summary>
/// <remarks>
/// Each rung is a row whose key can be there once, written with its notices in one transaction: a server that is killed has
/// told either everybody or nobody, and the next tick tells them. Thread-safe; may run on several servers at once.
/// </remarks>
public sealed class Escalations(Database database, Telling telling, AlertSteps steps, TimeProvider clock)
{
    /// <summary>How often it is looked: the shortest limit that a mission may set is a minute.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Alerts of one transaction: many a night may be late at once, and nobody else is to wait long for their turn to write.</summary>
    private const int Together = 20;

    /// <summary>Climbs every rung that is due.</summary>
    /// <returns>How many were climbed.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        var climbed = 0;
        foreach (var alerts in (await CandidatesAsync(ct)).Chunk(Together))
        {
            var (several, left) = await database.WriteAsync(tx => ClimbAsync(tx, alerts), ct);
            climbed += several;
            foreach (var alert in left)
            {
                climbed += await database.WriteAsync(
                    async tx => await ClimbAsync(tx, alert, await Telling.Ground.ReadAsync(tx)),
                    ct
                );
            }
        }
        return climbed;
    }

    /// <summary>Several in one transaction, but those that somebody is at.</summary>
    /// <returns>How many rungs were climbed, and whom it is left to wait for, one by one.</returns>
    /// <remarks>
    /// On PostgreSQL all are locked before the chain of the audit is, and none is waited for: who takes a step locks the alert
    /// first and the chain then, and the two would wait for each other.
    /// </remarks>
    private async Task<(int Climbed, IReadOnlyList<Guid> Left)> ClimbAsync(WriteScope tx, IReadOnlyList<Guid> alerts)
    {
        var free =
            tx.Engine == Engine.Sqlite
                ? alerts.ToHashSet()
                : (
                    await tx.QueryAsync<Guid>(
                        $"SELECT alert_id FROM alert WHERE {Dialect.InIds(tx.Engine, "alert_id", "alerts")} FOR UPDATE SKIP LOCKED",
                        new { alerts = Dialect.List(tx.Engine, alerts) }
                    )
                ).ToHashSet();
        var ground = await Telling.Ground.ReadAsync(tx);
        var climbed = 0;
        foreach (var alert in alerts.Where(free.Contains))
        {
            climbed += await ClimbAsync(tx, alert, ground);
        }
        return (climbed, [.. alerts.Where(a => !free.Contains(a))]);
    }

    /// <summary>Open alerts that may have a rung due: looked at again under their lock.</summary>
    private async Task<IReadOnlyList<Guid>> CandidatesAsync(CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var profile = await EscalationProfile.ReadAsync(c);
        var soonest = profile.Times.Min(t => t.Reminder);
        var open = (
            await c.QueryAsync<Alert>(
                $"SELECT a.* FROM alert a WHERE a.state IN ('issued', 'acknowledged', 'responding') AND {AlertBook.NextDue} <= @until",
                new { until = clock.GetUtcNow() - TimeSpan.FromMinutes(soonest) }
            )
        ).AsList();
        var climbed = await ClimbedAsync(c, open.ConvertAll(a => a.AlertId));
        var now = clock.GetUtcNow();
        return [.. open.Where(a => Ladder.Due(a, profile, climbed(a), now).Count > 0).Select(a => a.AlertId)];
    }

    private async Task<Func<Alert, List<(Rung, int)>>> ClimbedAsync(
        System.Data.Common.DbConnection c,
        IReadOnlyList<Guid> alerts
    )
    {
        var rows = (
            await c.QueryAsync<Climbed>(
                $"SELECT alert_id, step, rung, turn FROM escalation WHERE {Dialect.InIds(database.Engine, "alert_id", "alerts")}",
                new { alerts = Dialect.List(database.Engine, alerts) }
            )
        ).ToLookup(r => (r.AlertId, r.Step), r => ((Rung)r.Rung, r.Turn));
        return a => [.. rows[(a.AlertId, a.Next?.Step ?? "")]];
    }

    private async Task<int> ClimbAsync(WriteScope tx, Guid id, Telling.Ground ground)
    {
        var alert = await AlertRows.HereAsync(tx, id);
        if (alert.Next is not { } next)
        {
            return 0;
        }
        var done = (
            await tx.QueryAsync<Climbed>(
                "SELECT alert_id, step, rung, turn FROM escalation WHERE alert_id = @id AND step = @Step",
                new { id, next.Step }
            )
        )
            .Select(r => ((Rung)r.Rung, r.Turn))
            .ToHashSet();
        var climbed = 0;
        foreach (var (rung, turn) in Ladder.Due(alert, ground.Profile, done, tx.Now))
        {
            climbed += await RungAsync(tx, alert, ground, done, rung, turn);
        }
        return climbed;
    }

    /// <summary>Climbs one, and where nobody stands on it the next one too: no warning waits for a post that is not filled.</summary>
    /// <param name="done">Rungs of the step that were climbed, this one from now on among them.</param>
    private async Task<int> RungAsync(
        WriteScope tx,
        Alert alert,
        Telling.Ground ground,
        HashSet<(Rung, int)> done,
        Rung rung,
        int turn
    )
    {
        if (!done.Add((rung, turn)))
        {
            return 0;
        }
        var step = alert.Next!.Value.Step;
        var told = await telling.RungAsync(tx, alert, ground, rung, turn);
        await tx.ExecuteAsync(
            """
            INSERT INTO escalation (alert_id, step, rung, turn, at, told) VALUES (@AlertId, @step, @rung, @turn, @Now, @told)
            """,
            new
            {
                alert.AlertId,
                step,
                rung = (int)rung,
                turn,
                tx.Now,
                told,
            }
        );
        await steps.TellAsync(
            tx,
            alert.AlertId,
            Caller.System,
            Telling.WordOf(rung),
            new
            {
                step,
                turn,
                told,
            }
        );
        return 1 + (told == 0 && rung < Rung.HeadOfOffice ? await RungAsync(tx, alert, ground, done, rung + 1, 0) : 0);
    }

    private sealed class Climbed
    {
        public Guid AlertId { get; init; }
        public string Step { get; init; } = "";
        public int Rung { get; init; }
        public int Turn { get; init; }
    }
}
