using System.Data.Common;
using Dapper;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;

namespace Toguna.Record.Verification;

/// <summary>A finding that was recorded on an incident.</summary>
public sealed class FindingRow
{
    public Guid IncidentId { get; init; }
    public Guid VerificationId { get; init; }
    public string Finding { get; init; } = "";
    public string Standard { get; init; } = "";
    public string? Supports { get; init; }
    public string? Contradicts { get; init; }
    public string? OtherSources { get; init; }
    public string? Independence { get; init; }

    /// <summary>proposed, in_force, declined.</summary>
    public string State { get; init; } = "";
    public int? Version { get; init; }
    public string ByUser { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string? SecondUser { get; init; }
    public DateTimeOffset? SecondAt { get; init; }
    public string? SecondWhy { get; init; }

    /// <summary>The reports it names, as far as the reader may read them, and the side they are on.</summary>
    public IReadOnlyList<(Guid Report, string Side)> Reports { get; set; } = [];
}

/// <summary>Keeps findings: load, decide, save, with history and the audit line in one transaction.</summary>
internal sealed class FindingBook(Database database, AuditLog audit)
{
    /// <summary>All findings of an incident, the newest first.</summary>
    public static async Task<IReadOnlyList<FindingRow>> OfAsync(
        DbConnection c,
        Guid incident,
        IReadOnlyCollection<Guid> readable,
        DbTransaction? tx = null
    )
    {
        var rows = (
            await c.QueryAsync<FindingRow>(
                """
                SELECT incident_id, verification_id, finding, standard, supports, contradicts, other_sources, independence,
                  state, version, by_user, at, second_user, second_at, second_why
                FROM verification WHERE incident_id = @incident ORDER BY verification_id DESC
                """,
                new { incident },
                tx
            )
        ).AsList();
        var reports = (
            await c.QueryAsync<(Guid Finding, Guid Report, string Side)>(
                "SELECT verification_id, report_id, side FROM verification_report WHERE incident_id = @incident ORDER BY report_id",
                new { incident },
                tx
            )
        ).ToLookup(r => r.Finding);
        foreach (var row in rows)
        {
            row.Reports =
            [
                .. reports[row.VerificationId].Where(r => readable.Contains(r.Report)).Select(r => (r.Report, r.Side)),
            ];
        }
        return rows;
    }

    /// <summary>Records a finding: at once, or as a proposal where a second person has to sign.</summary>
    public Task<IReadOnlyList<Problem>> RecordAsync(
        Guid incident,
        FindingForm form,
        Caller caller,
        CancellationToken ct
    ) =>
        database.WriteAsync<IReadOnlyList<Problem>>(
            async tx =>
            {
                await LockAsync(tx, incident);
                await IncidentFinder.NeedAsync(tx, incident, caller);
                var now = await IncidentStore.LoadAsync(tx, incident);
                if (now.Incident.Version != form.Version)
                {
                    return [RecordProblems.ChangedSinceRead(form.Version, now.Incident.Version)];
                }
                if (await OpenAsync(tx, incident) is { } open)
                {
                    return [RecordProblems.FindingOpen(IncidentWords.Finding(open.Finding))];
                }
                var sources = await SourcesAsync(tx.Connection, incident, caller, tx.Transaction);
                var problems = DecideFinding.Refuse(form, sources);
                if (problems.Count > 0)
                {
                    return problems;
                }
                var id = tx.NewId();
                var proposed = DecideFinding.NeedsSecond(form.Finding);
                await InsertAsync(tx, incident, id, form, proposed ? "proposed" : "in_force", caller);
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    proposed ? "finding.proposed" : "finding.recorded",
                    $"incident:{incident}",
                    new { form.Finding, verification = id }
                );
                if (!proposed)
                {
                    await TakeEffectAsync(tx, incident, form.Finding, caller);
                }
                return [];
            },
            ct
        );

    /// <summary>The second person signs, and the finding takes effect; or declines it with a reason.</summary>
    /// <param name="version">Of the incident as the second person read it.</param>
    public Task<Problem?> AnswerAsync(
        Guid incident,
        Guid verification,
        bool signs,
        string why,
        int version,
        Caller caller,
        CancellationToken ct
    ) =>
        database.WriteAsync(
            async tx =>
            {
                await LockAsync(tx, incident);
                await IncidentFinder.NeedAsync(tx, incident, caller);
                var now = await IncidentStore.LoadAsync(tx, incident);
                var open = await OpenAsync(tx, incident);
                if (Refuse(open, verification, signs, why, version, now.Incident.Version, caller) is { } problem)
                {
                    return problem;
                }
                await tx.ExecuteAsync(
                    """
                    UPDATE verification SET state = @State, second_user = @Id, second_at = @Now, second_why = @why
                    WHERE incident_id = @incident AND verification_id = @verification
                    """,
                    new
                    {
                        State = signs ? "in_force" : "declined",
                        caller.Id,
                        tx.Now,
                        why = why.Trim().Length == 0 ? null : FormReading.Clean(why).Trim(),
                        incident,
                        verification,
                    }
                );
                await audit.AppendAsync(
                    tx,
                    caller.Id,
                    signs ? "finding.signed" : "finding.declined",
                    $"incident:{incident}",
                    new { open!.Finding, verification }
                );
                if (signs)
                {
                    await TakeEffectAsync(tx, incident, open.Finding, caller);
                }
                return null;
            },
            ct
        );

    /// <summary>Who proposed it may take it back; only another may sign.</summary>
    internal static Problem? Refuse(
        FindingRow? open,
        Guid verification,
        bool signs,
        string why,
        int read,
        int now,
        Caller caller
    ) =>
        open is null || open.VerificationId != verification ? RecordProblems.FindingNotOpen()
        : signs && open.ByUser == caller.Id ? RecordProblems.SamePerson()
        : signs && read != now ? RecordProblems.ChangedSinceRead(read, now)
        : !signs && why.Trim().Length == 0 ? RecordProblems.DeclineWhy().At("why")
        : null;

    /// <summary>The source of each report that the incident rests on and the caller may read.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Guid>> SourcesAsync(
        DbConnection c,
        Guid incident,
        Caller caller,
        DbTransaction? tx = null
    )
    {
        var parameters = new DynamicParameters(new { incident });
        return (
            await c.QueryAsync<(Guid Report, Guid Source)>(
                $"""
                SELECT r.report_id, r.source_id FROM incident_report ir JOIN report r ON r.report_id = ir.report_id
                WHERE ir.incident_id = @incident AND {caller.Reach.Clause("r", parameters)}
                """,
                parameters,
                tx
            )
        ).ToDictionary(r => r.Report, r => r.Source);
    }

    private static async Task TakeEffectAsync(WriteScope tx, Guid incident, string finding, Caller caller)
    {
        var before = await IncidentStore.LoadJsonAsync(tx, incident);
        await tx.ExecuteAsync(
            "UPDATE incident SET finding = @finding, version = version + 1 WHERE incident_id = @incident",
            new { finding, incident }
        );
        await IncidentStore.KeepHistoryAsync(tx, incident, "finding", caller.Id, null, null, before);
    }

    private static async Task<FindingRow?> OpenAsync(WriteScope tx, Guid incident) =>
        (await OfAsync(tx.Connection, incident, [], tx.Transaction)).FirstOrDefault(f => f.State == "proposed");

    private static async Task InsertAsync(
        WriteScope tx,
        Guid incident,
        Guid id,
        FindingForm form,
        string state,
        Caller caller
    )
    {
        await tx.ExecuteAsync(
            """
            INSERT INTO verification (incident_id, verification_id, finding, standard, supports, contradicts, other_sources,
              independence, state, version, by_user, at)
            VALUES (@incident, @id, @Finding, @Standard, @Supports, @Contradicts, @OtherSources, @Independence, @state,
              @Version, @By, @Now)
            """,
            new
            {
                incident,
                id,
                form.Finding,
                Standard = FormReading.Clean(form.Standard).Trim(),
                Supports = Kept(form.Supports),
                Contradicts = Kept(form.Contradicts),
                OtherSources = Kept(form.OtherSources),
                Independence = Kept(form.Independence),
                state,
                form.Version,
                By = caller.Id,
                tx.Now,
            }
        );
        foreach (var (report, side) in form.Reports)
        {
            await tx.ExecuteAsync(
                "INSERT INTO verification_report (incident_id, verification_id, report_id, side) VALUES (@incident, @id, @report, @side)",
                new
                {
                    incident,
                    id,
                    report,
                    side,
                }
            );
        }
    }

    /// <summary>One writer of an incident at a time; SQLite has one writer anyway.</summary>
    private static async Task LockAsync(WriteScope tx, Guid incident)
    {
        if (tx.Engine == Engine.Postgres)
        {
            await tx.ExecuteAsync("SELECT 1 FROM incident WHERE incident_id = @incident FOR UPDATE", new { incident });
        }
    }

    private static string? Kept(string text) => FormReading.Clean(text).Trim() is { Length: > 0 } clean ? clean : null;
}
