using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Desk.Daily;

/// <summary>Reads what a day held, as far as its reader may know of it. Thread-safe.</summary>
internal sealed class DailyBook(Database database, TimeProvider clock)
{
    public async Task<DailyFacts> ReadAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        Caller caller,
        CancellationToken ct = default
    )
    {
        var now = clock.GetUtcNow();
        await using var c = await database.OpenAsync(ct);
        var parameters = new DynamicParameters(new { from, to });
        var report = caller.Reach.Clause("r", parameters);
        var reports = await c.QueryAsync<ReportIn>(
            $"""
            SELECT r.report_id, t.received_at AS at, r.channel, t.urgency, r.answers, r.classification
            FROM triage t JOIN report r ON r.report_id = t.report_id WHERE t.received_at {Within(
                "t.received_at"
            )} AND {report}
            """,
            parameters
        );
        var decisions = await c.QueryAsync<ReportDecision>(
            $"""
            SELECT s.report_id, s.at, s.by_user, s.what, r.classification
            FROM triage_step s JOIN report r ON r.report_id = s.report_id WHERE s.at {Within("s.at")} AND {report}
            """,
            parameters
        );
        // What was decided on since then still waited then; what came with its incident never did.
        var (waiting, since) = await c.QuerySingleAsync<(long, DateTimeOffset?)>(
            $"""
            SELECT count(*), min(t.received_at) FROM triage t JOIN report r ON r.report_id = t.report_id
            WHERE t.received_at < @to AND {report}
              AND (t.state = '{TriageState.Open}' OR EXISTS (SELECT 1 FROM triage_step s WHERE s.report_id = t.report_id))
              AND NOT EXISTS (SELECT 1 FROM triage_step s WHERE s.report_id = t.report_id AND s.at < @to)
            """,
            parameters
        );
        var (incidents, recorded) = await IncidentsAsync(c, from, to, caller);
        var (overdue, late) = await OverdueAsync(c, now < to ? now : to, caller);
        return new DailyFacts(
            from,
            to,
            now < to ? now : to,
            reports.AsList(),
            decisions.AsList(),
            waiting,
            since,
            await StepsAsync(c, from, to, caller),
            await TasksAsync(c, from, to, caller),
            overdue,
            late,
            incidents,
            recorded,
            await WrittenAsync(c, from, to, caller)
        );
    }

    /// <summary>A line that the caller may know of; null: there is none for them.</summary>
    public static async Task<WrittenLine?> LineAsync(WriteScope tx, Guid line, Caller caller)
    {
        var parameters = new DynamicParameters(new { line });
        return await tx.FindAsync<WrittenLine>(
            $"SELECT w.* FROM duty_line w WHERE w.line_id = @line AND {caller.Reach.Clause("w", parameters)}",
            parameters
        );
    }

    private static async Task<IReadOnlyList<AlertStep>> StepsAsync(
        DbConnection c,
        DateTimeOffset from,
        DateTimeOffset to,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(new { from, to });
        return (
            await c.QueryAsync<AlertStep>(
                $"""
                SELECT e.alert_id, a.number, a.title, a.exercise, a.classification, e.event_id, e.at, e.by_user, e.what, e.detail
                FROM alert_event e JOIN alert a ON a.alert_id = e.alert_id
                WHERE e.at {Within("e.at")} AND {AlertBook.Access(caller, parameters)} ORDER BY e.at, e.event_id
                """,
                parameters
            )
        ).AsList();
    }

    /// <summary>Tasks of the alerts to which something happened.</summary>
    private static async Task<IReadOnlyDictionary<Guid, ResponseTask>> TasksAsync(
        DbConnection c,
        DateTimeOffset from,
        DateTimeOffset to,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(new { from, to });
        return (
            await c.QueryAsync<ResponseTask>(
                $"""
                SELECT k.* FROM task k JOIN alert a ON a.alert_id = k.alert_id
                WHERE k.alert_id IN (SELECT e.alert_id FROM alert_event e WHERE e.at {Within("e.at")})
                  AND {AlertBook.Access(caller, parameters)}
                """,
                parameters
            )
        ).ToDictionary(t => t.TaskId);
    }

    /// <summary>What was overdue at a moment: alerts that were open then, and their tasks, as their events tell.</summary>
    private static async Task<(IReadOnlyList<OverdueAlert>, IReadOnlyList<LateTask>)> OverdueAsync(
        DbConnection c,
        DateTimeOffset at,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(new { at, notExercise = false });
        var open =
            $"a.exercise = @notExercise AND a.issued_at <= @at AND (a.closed_at IS NULL OR a.closed_at > @at) AND {AlertBook.Access(caller, parameters)}";
        var alerts = await c.QueryAsync<Alert>($"SELECT a.* FROM alert a WHERE {open} ORDER BY a.number", parameters);
        var events = (
            await c.QueryAsync<AlertStep>(
                $"""
                SELECT e.alert_id, e.event_id, e.at, e.by_user, e.what, e.detail
                FROM alert_event e JOIN alert a ON a.alert_id = e.alert_id WHERE {open}
                """,
                parameters
            )
        ).ToLookup(e => e.AlertId, e => e.Event);
        var tasks = (
            await c.QueryAsync<ResponseTask>(
                $"SELECT k.* FROM task k JOIN alert a ON a.alert_id = k.alert_id WHERE k.due_at < @at AND {open}",
                parameters
            )
        ).ToLookup(t => t.AlertId);
        var overdue = new List<OverdueAlert>();
        var late = new List<LateTask>();
        foreach (var alert in alerts)
        {
            var story = events[alert.AlertId].ToList();
            if (AsItStood.At(story, at).OverdueAt(at) is { } next)
            {
                overdue.Add(new OverdueAlert(alert, OwnerThen(alert, story, at), next.Step, next.Due));
            }
            var unended = AsItStood.OpenTasks(story, at);
            late.AddRange(
                tasks[alert.AlertId].Where(t => unended.Contains(t.TaskId)).Select(t => new LateTask(alert, t))
            );
        }
        return (overdue.OrderBy(o => o.Due).ToList(), late.OrderBy(l => l.Task.DueAt).ToList());
    }

    /// <summary>Who saw to it then: whoever handed it over first afterwards.</summary>
    private static string OwnerThen(Alert alert, IEnumerable<AlertEvent> story, DateTimeOffset at) =>
        story
            .Where(e => e.At > at && e.What == "handed_over")
            .OrderBy(e => e.At)
            .Select(e => EventDetail.Of(e).Text("from"))
            .FirstOrDefault()
        ?? alert.OwnerComponent;

    private static async Task<(IReadOnlyList<IncidentIn>, IncidentSums)> IncidentsAsync(
        DbConnection c,
        DateTimeOffset from,
        DateTimeOffset to,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(new { from, to });
        var recorded = $"i.created_at {Within("i.created_at")} AND {IncidentAccess.AccessClause(caller, parameters)}";
        var rows = await c.QueryAsync<IncidentIn>(
            $"""
            SELECT i.number, i.title, i.place_text, i.created_at AS at, i.created_by AS by_user FROM incident i
            WHERE i.import_id IS NULL AND {recorded}
            """,
            parameters
        );
        var sums = await c.QuerySingleAsync<IncidentSums>(
            $"""
            SELECT count(*) AS incidents, count(i.import_id) AS imported, CAST(sum(i.killed_min) AS bigint) AS killed_min,
              CAST(sum(i.killed_best) AS bigint) AS killed_best, CAST(sum(i.killed_max) AS bigint) AS killed_max,
              CAST(sum(i.injured_min) AS bigint) AS injured_min, CAST(sum(i.injured_best) AS bigint) AS injured_best,
              CAST(sum(i.injured_max) AS bigint) AS injured_max, coalesce(max(i.classification), 0) AS classification
            FROM incident i WHERE {recorded}
            """,
            parameters
        );
        return (rows.AsList(), sums);
    }

    private static async Task<IReadOnlyList<WrittenLine>> WrittenAsync(
        DbConnection c,
        DateTimeOffset from,
        DateTimeOffset to,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(new { from, to });
        return (
            await c.QueryAsync<WrittenLine>(
                $"""
                SELECT w.*, (SELECT o.happened_at FROM duty_line o WHERE o.line_id = w.corrects) AS corrects_of,
                  (SELECT max(n.at) FROM duty_line n WHERE n.corrects = w.line_id AND {caller.Reach.Clause(
                    "n",
                    parameters
                )}) AS corrected_at
                FROM duty_line w WHERE w.happened_at {Within("w.happened_at")}
                  AND {caller.Reach.Clause("w", parameters)} ORDER BY w.happened_at, w.at, w.line_id
                """,
                parameters
            )
        ).AsList();
    }

    private static string Within(string column) => $">= @from AND {column} < @to";
}
