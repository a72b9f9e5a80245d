using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Gather.Sources;

/// <summary>What somebody may know of sources: nothing here tells or counts a report that is not theirs to know of.</summary>
/// <remarks>
/// A person of whom the reader may know no report is there only for who may open identities, and for who graded them: whoever
/// makes a source grades it, and a report that they may not know of must not take the source away from them.
/// </remarks>
public static class SourceReading
{
    private const int Start = 200;

    /// <summary>Every source that the caller may know of, by code name: an installation has some thousands at most.</summary>
    public static async Task<IReadOnlyList<SourceLine>> AllAsync(DbConnection c, Caller caller)
    {
        var parameters = new DynamicParameters();
        return (
            await c.QueryAsync<SourceLine>(Select(caller, parameters, "") + " ORDER BY s.code_name", parameters)
        ).AsList();
    }

    /// <returns>Null where there is none that the caller may know of.</returns>
    public static Task<SourceLine?> FindAsync(DbConnection c, Caller caller, Guid id, DbTransaction? tx = null)
    {
        var parameters = new DynamicParameters(new { id });
        return c.QuerySingleOrDefaultAsync<SourceLine>(
            Select(caller, parameters, "r.source_id = @id AND ") + " AND s.source_id = @id",
            parameters,
            tx
        );
    }

    /// <summary>By its code name; null where there is none that the caller may know of: the two look the same.</summary>
    public static async Task<Guid?> NamedAsync(WriteScope tx, Caller caller, string codeName)
    {
        var parameters = new DynamicParameters(new { codeName });
        var sql = Select(caller, parameters, "") + " AND s.code_name = @codeName";
        return (await tx.FindAsync<SourceLine>(sql, parameters))?.SourceId;
    }

    /// <exception cref="Foundation.ProblemException">There is none that the caller may know of.</exception>
    public static async Task<SourceLine> NeedAsync(Database database, Caller caller, Guid id, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        return await FindAsync(c, caller, id) ?? throw GatherProblems.SourceNotHere(id).Raise();
    }

    /// <summary>The newest reports of a source, without the text where its source has not agreed that the reader has it.</summary>
    public static async Task<IReadOnlyList<SourceReport>> ReportsAsync(
        DbConnection c,
        Caller caller,
        Guid source,
        int most
    )
    {
        var parameters = new DynamicParameters(
            new
            {
                source,
                most,
                yes = true,
                caller.Reach.ReadsWithheld,
            }
        );
        return (
            await c.QueryAsync<SourceReport>(
                $"""
                SELECT r.report_id, r.channel, r.received_at, r.credibility, CASE WHEN @ReadsWithheld
                  OR {ReportAccess.Free("r", "s", Release.Inside)} THEN substr(r.verbatim, 1, {Start}) END AS start
                FROM report r JOIN source s ON s.source_id = r.source_id
                WHERE r.source_id = @source AND {caller.Reach.Clause("r", parameters)}
                ORDER BY r.received_at DESC, r.report_id DESC LIMIT @most
                """,
                parameters
            )
        ).AsList();
    }

    /// <summary>How people graded a source, the newest first.</summary>
    public static async Task<IReadOnlyList<GradeLine>> GradesAsync(DbConnection c, Guid source) =>
        (
            await c.QueryAsync<GradeLine>(
                """
                SELECT reliability, by_user, at, why FROM source_grade WHERE source_id = @source
                ORDER BY at DESC, grade_id DESC
                """,
                new { source }
            )
        ).AsList();

    /// <summary>Of what the source said all but what stands on a form that is not the caller's to know of.</summary>
    public static async Task<IReadOnlyList<ConsentLine>> KnownAsync(
        DbConnection c,
        Caller caller,
        Guid source,
        IReadOnlyList<ConsentLine> all
    )
    {
        var parameters = new DynamicParameters(new { source });
        var known = (
            await c.QueryAsync<Guid>(
                $"""
                SELECT r.report_id FROM consent n JOIN report r ON r.report_id = n.report_id
                WHERE n.subject_kind = 'source' AND n.subject_id = @source AND {caller.Reach.Clause("r", parameters)}
                """,
                parameters
            )
        ).ToHashSet();
        return [.. all.Where(l => l.ReportId is not { } report || known.Contains(report))];
    }

    private static string Select(Caller caller, DynamicParameters parameters, string only)
    {
        parameters.Add("unseals", caller.May(Permission.Unseal));
        parameters.Add("me", caller.Id);
        return $"""
            SELECT s.source_id, s.code_name, s.kind, s.reliability, s.identity_sealed IS NOT NULL AS has_identity,
              (SELECT count(*) FROM source_phone f WHERE f.source_id = s.source_id AND f.phone_sealed IS NOT NULL) AS phones,
              coalesce(k.reports, 0) AS reports, k.last_at
            FROM source s LEFT JOIN (SELECT r.source_id, count(*) AS reports, max(r.received_at) AS last_at FROM report r
              WHERE {only}{caller.Reach.Clause("r", parameters)} GROUP BY r.source_id) k ON k.source_id = s.source_id
            WHERE (@unseals OR s.kind <> '{ReportAccess.Person}' OR k.reports > 0 OR EXISTS
              (SELECT 1 FROM source_grade g WHERE g.source_id = s.source_id AND g.by_user = @me))
            """;
    }
}

/// <summary>A source as its reader may know it.</summary>
public sealed class SourceLine
{
    public Guid SourceId { get; init; }
    public string CodeName { get; init; } = "";

    /// <summary>dataset, person, organisation, media, patrol or mission.</summary>
    public string Kind { get; init; } = "";

    /// <summary>A to F; null: nobody has graded it.</summary>
    public string? Reliability { get; init; }

    /// <summary>For who may open it; nobody else is told.</summary>
    public bool HasIdentity { get; init; }

    /// <summary>Telephone numbers that messages came from; they are read together with the identity.</summary>
    public long Phones { get; init; }

    /// <summary>Reports that the reader may know of.</summary>
    public long Reports { get; init; }

    /// <summary>When the newest of them came; null: there is none.</summary>
    public DateTimeOffset? LastAt { get; init; }

    public bool IsPerson => Kind == ReportAccess.Person;

    /// <summary>Nobody stands behind it who could be asked, invited or destroyed.</summary>
    public bool IsDataset => Kind == "dataset";
}

/// <summary>A report in the list of its source.</summary>
public sealed class SourceReport
{
    public Guid ReportId { get; init; }
    public string Channel { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>1 to 6; null: not graded.</summary>
    public int? Credibility { get; init; }

    /// <summary>The first 200 characters; null: withheld.</summary>
    public string? Start { get; init; }
}

/// <summary>A grade that somebody gave.</summary>
public sealed class GradeLine
{
    public string Reliability { get; init; } = "";
    public string ByUser { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string? Why { get; init; }
}
