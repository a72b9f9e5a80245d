using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather.Intake;

namespace Toguna.Gather;

/// <summary>The queue of reports that wait for a decision, and the decisions.</summary>
/// <remarks>A report is never edited: what is decided stands beside it, each step with its name. Thread-safe.</remarks>
public sealed class TriageBook(Database database, AuditLog audit, Receipts receipts)
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 50;

    private const string Columns = """
        r.report_id, r.source_id, r.channel, r.verbatim, r.answers, r.language, r.credibility, r.classification,
        r.component, r.compartment_id, r.supersedes_id, t.received_at, t.state, t.urgency, t.day_from, t.day_to, t.place_text,
        t.decided_by, t.decided_at, t.reason, t.version, s.code_name, s.kind AS source_kind,
        coalesce(r.reliability, s.reliability) AS reliability,
        (SELECT count(*) FROM attachment a WHERE a.report_id = r.report_id) AS attachments
        """;

    /// <summary>A report as the officer sees it; the parameter <c>yes</c> is true.</summary>
    private static readonly string Select = $"""
        SELECT {Columns}, NOT {ReportAccess.Free("r", "s", Release.Inside)} AS withheld
        FROM triage t JOIN report r ON r.report_id = t.report_id JOIN source s ON s.source_id = r.source_id
        """;

    /// <summary>One page of those in a state: the most urgent first, of these the oldest.</summary>
    /// <param name="page">From 1.</param>
    public async Task<TriagePage> QueueAsync(
        Caller caller,
        string state = TriageState.Open,
        int page = 1,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var parameters = new DynamicParameters(
            new
            {
                state,
                yes = true,
                PageSize,
                skip = (Math.Max(1, page) - 1) * PageSize,
            }
        );
        var waiting = $"t.state = @state AND {caller.Reach.Clause("r", parameters)}";
        var counts = (
            await c.QueryAsync<(int Urgency, long Count)>(
                $"""
                SELECT t.urgency, count(*) FROM triage t JOIN report r ON r.report_id = t.report_id
                WHERE {waiting} GROUP BY t.urgency
                """,
                parameters
            )
        ).ToDictionary(x => (Urgency)x.Urgency, x => x.Count);
        var rows = await c.QueryAsync<TriageReport>(
            $"""
            {Select} WHERE {waiting}
            ORDER BY t.urgency, t.received_at, t.report_id LIMIT @PageSize OFFSET @skip
            """,
            parameters
        );
        return new TriagePage(rows.AsList(), counts, state, Math.Max(1, page));
    }

    /// <summary>A report that the caller may know of; null: there is none for them.</summary>
    public async Task<TriageReport?> FindAsync(Guid report, Caller caller, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await FindAsync(c, null, report, caller);
    }

    /// <summary>The same within a transaction.</summary>
    public Task<TriageReport?> FindAsync(WriteScope tx, Guid report, Caller caller) =>
        FindAsync(tx.Connection, tx.Transaction, report, caller);

    /// <summary>What was decided, the newest first.</summary>
    public async Task<IReadOnlyList<TriageStep>> StepsAsync(Guid report, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var rows = await c.QueryAsync<TriageStep>(
            "SELECT at, by_user, what, exposes, reason FROM triage_step WHERE report_id = @report ORDER BY step_id DESC",
            new { report }
        );
        return rows.AsList();
    }

    /// <summary>The report that comes after this one in the queue; null: none.</summary>
    public async Task<Guid?> NextAsync(TriageReport after, Caller caller, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var parameters = new DynamicParameters(
            new
            {
                state = TriageState.Open,
                Urgency = (int)after.Urgency,
                after.ReceivedAt,
                after.ReportId,
            }
        );
        return await c.QueryFirstOrDefaultAsync<Guid?>(
            $"""
            SELECT t.report_id FROM triage t JOIN report r ON r.report_id = t.report_id
            WHERE t.state = @state AND (t.urgency, t.received_at, t.report_id) > (@Urgency, @ReceivedAt, @ReportId)
              AND {caller.Reach.Clause("r", parameters)} ORDER BY t.urgency, t.received_at, t.report_id LIMIT 1
            """,
            parameters
        );
    }

    /// <summary>Writes a decision down, in the transaction of what it does.</summary>
    /// <param name="version">The version that the officer saw: who decides second is told of the first.</param>
    /// <returns>Null, or why not: nothing was written then.</returns>
    public async Task<Problem?> DecideAsync(
        WriteScope tx,
        Guid report,
        Caller caller,
        string state,
        int? version = null,
        string? reason = null,
        string? exposes = null
    )
    {
        if (tx.Engine == Engine.Postgres)
        {
            await tx.ExecuteAsync("SELECT 1 FROM triage WHERE report_id = @report FOR UPDATE", new { report });
        }
        if (await FindAsync(tx.Connection, tx.Transaction, report, caller) is not { } row)
        {
            return FoundationProblems.NotFound("report");
        }
        if (version is { } seen && seen != row.Version)
        {
            return GatherProblems.DecidedMeanwhile(TriageWords.State(row.State));
        }
        if (state == TriageState.PassedOn && row.State is TriageState.Linked or TriageState.Made)
        {
            return GatherProblems.LinkedAlready();
        }
        await tx.ExecuteAsync(
            """
            UPDATE triage SET state = @state, decided_by = @Id, decided_at = @Now, reason = @reason, version = version + 1
            WHERE report_id = @report
            """,
            new
            {
                state,
                caller.Id,
                tx.Now,
                reason,
                report,
            }
        );
        await tx.ExecuteAsync(
            """
            INSERT INTO triage_step (report_id, step_id, at, by_user, what, exposes, reason)
            VALUES (@report, @Step, @Now, @Id, @state, @exposes, @reason)
            """,
            new
            {
                report,
                Step = tx.NewId(),
                tx.Now,
                caller.Id,
                state,
                exposes,
                reason,
            }
        );
        await audit.AppendAsync(tx, caller.Id, "report." + state, $"report:{report}", new { exposes });
        return null;
    }

    /// <summary>What came of reports, told by a later stage: all that a receipt says of it.</summary>
    /// <param name="acted">Somebody has set out; otherwise what they warned of is over.</param>
    public static Task CameOfAsync(WriteScope tx, IReadOnlyCollection<Guid> reports, bool acted) =>
        tx.ExecuteAsync(
            $"""
            UPDATE triage SET came_of = @came WHERE {Dialect.InIds(tx.Engine, "report_id", "reports")}
              AND coalesce(came_of, '') <> @closed
            """,
            new
            {
                came = acted ? TriageState.ActedOn : TriageState.Closed,
                closed = TriageState.Closed,
                reports = Dialect.List(tx.Engine, reports),
            }
        );

    /// <summary>A code by which its reporter hears what came of it, for the officer to read out: the same one each time.</summary>
    public async Task<string> GiveReceiptAsync(WriteScope tx, Guid report, Caller caller)
    {
        await receipts.KeepAsync(tx, [report]);
        await audit.AppendAsync(tx, caller.Id, "receipt.given", $"report:{report}");
        return receipts.CodeOf(report);
    }

    /// <summary>Takes a report into a compartment: from then on it is there for nobody else, nor for whoever sent it there.</summary>
    public async Task<Problem?> PassOnAsync(WriteScope tx, Guid report, Guid compartment, Caller caller, int version)
    {
        if (await DecideAsync(tx, report, caller, TriageState.PassedOn, version) is { } problem)
        {
            return problem;
        }
        await tx.ExecuteAsync(
            "UPDATE report SET compartment_id = @compartment, classification = 2 WHERE report_id = @report",
            new { compartment, report }
        );
        // In its compartment it waits for those who are in it.
        await tx.ExecuteAsync(
            "UPDATE triage SET state = @state, decided_by = NULL, decided_at = NULL WHERE report_id = @report",
            new { state = TriageState.Open, report }
        );
        return null;
    }

    private static async Task<TriageReport?> FindAsync(DbConnection c, DbTransaction? tx, Guid report, Caller caller)
    {
        var parameters = new DynamicParameters(new { report, yes = true });
        return await c.QuerySingleOrDefaultAsync<TriageReport>(
            $"{Select} WHERE r.report_id = @report AND {caller.Reach.Clause("r", parameters)}",
            parameters,
            tx
        );
    }

    /// <summary>Reports of a list join the queue; those that came with their incident are decided.</summary>
    internal static Task OpenAsync(
        WriteScope tx,
        IReadOnlyCollection<NewReport> reports,
        IReadOnlySet<Guid> linked,
        CancellationToken ct
    ) =>
        OpenAsync(
            tx,
            [
                .. reports.Select(r => new TriageRow(
                    r.Id,
                    linked.Contains(r.Id) ? TriageState.Linked : TriageState.Open,
                    Urgency.NotSaid,
                    r.ReceivedAt ?? tx.Now
                )),
            ],
            ct
        );

    internal static Task OpenAsync(
        WriteScope tx,
        IReadOnlyCollection<TriageRow> rows,
        CancellationToken ct = default
    ) =>
        BulkInsert.IntoAsync(
            tx,
            "triage",
            [
                ("report_id", Cell.Id),
                ("state", Cell.Text),
                ("urgency", Cell.Small),
                ("received_at", Cell.Instant),
                ("day_from", Cell.Day),
                ("day_to", Cell.Day),
                ("place_text", Cell.Text),
            ],
            [
                .. rows.Select(r =>
                    new object?[] { r.Report, r.State, (int)r.Urgency, r.Received, r.From, r.To, r.Place }
                ),
            ],
            ct
        );
}

/// <summary>A report that joins the queue.</summary>
internal sealed record TriageRow(
    Guid Report,
    string State,
    Urgency Urgency,
    DateTimeOffset Received,
    DateOnly? From = null,
    DateOnly? To = null,
    string? Place = null
);
