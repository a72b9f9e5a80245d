using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Cases;

/// <summary>What becomes of the reports of an incident that moves into a case or out of it.</summary>
/// <remarks>
/// A report lies in the compartment, with all its versions, for as long as no incident outside rests on one of them. One that
/// supports incidents in two cases stays in the one that it went into last: read by few is better than read by all.
/// </remarks>
internal static class CaseReports
{
    /// <summary>In the transaction that has moved the incident.</summary>
    public static async Task FollowAsync(CaseChange at, AuditLog audit, bool inside)
    {
        var left = (
            await at.Tx.QueryAsync<Guid>(
                "SELECT report_id FROM incident_report WHERE incident_id = @Incident",
                new { at.Incident }
            )
        ).ToHashSet();
        while (left.Count > 0)
        {
            var versions = await ReportCompartments.VersionsAsync(at.Tx, left.First());
            left.ExceptWith(versions);
            if (!inside)
            {
                await ReportCompartments.ReleaseAsync(at.Tx, audit, versions, at.Case, at.Caller);
            }
            else if (!await SupportsOutsideAsync(at.Tx, versions))
            {
                await ReportCompartments.EncloseAsync(at.Tx, audit, versions, at.Case, at.Caller);
            }
        }
    }

    /// <summary>Open reports that came otherwise than with an import, and on which incidents of it rest.</summary>
    public static async Task<IReadOnlyList<Guid>> SharedAsync(WriteScope tx, Guid import) =>
        (
            await tx.QueryAsync<Guid>(
                """
                SELECT DISTINCT r.report_id FROM report r JOIN incident_report o ON o.report_id = r.report_id
                JOIN incident i ON i.incident_id = o.incident_id
                WHERE i.import_id = @import AND r.compartment_id IS NULL AND (r.import_id IS NULL OR r.import_id <> @import)
                """,
                new { import }
            )
        ).AsList();

    /// <summary>The import is undone: what now supports only what is hidden, in any version, is hidden with it.</summary>
    public static async Task LeftAloneAsync(WriteScope tx, AuditLog audit, IReadOnlyList<Guid> shared)
    {
        var left = shared.ToHashSet();
        while (left.Count > 0)
        {
            var versions = await ReportCompartments.VersionsAsync(tx, left.First());
            left.ExceptWith(versions);
            if (!await SupportsOutsideAsync(tx, versions) && await CaseOfAsync(tx, versions) is { } @case)
            {
                await ReportCompartments.EncloseAsync(tx, audit, versions, @case, Caller.System);
            }
        }
    }

    /// <summary>The case that an incident on one of the versions went into last; null: none rests on them.</summary>
    private static async Task<Guid?> CaseOfAsync(WriteScope tx, IReadOnlySet<Guid> versions) => (
            await tx.QueryAsync<Guid>(
                $"""
                SELECT i.compartment_id FROM incident_report r JOIN incident i ON i.incident_id = r.incident_id
                LEFT JOIN incident_history h ON h.incident_id = i.incident_id AND h.kind = 'enclosed'
                WHERE i.compartment_id IS NOT NULL AND {Dialect.InIds(tx.Engine, "r.report_id", "versions")}
                ORDER BY h.history_id DESC LIMIT 1
                """,
                new { versions = Dialect.List(tx.Engine, versions) }
            )
        ).Cast<Guid?>().FirstOrDefault();

    /// <summary>For each incident the reports that stay, or would, because they also support one that lies open.</summary>
    /// <returns>Only incidents that have such reports.</returns>
    public static async Task<IReadOnlyList<ReportsStaying>> StayingAsync(
        DbConnection c,
        Engine engine,
        IReadOnlyList<CaseIncident> incidents,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(new { ids = Dialect.List(engine, incidents.Select(i => i.IncidentId)) });
        var rows = await c.QueryAsync<Other>(
            $"""
            WITH RECURSIVE versions (incident_id, report_id, version_id) AS (
              SELECT incident_id, report_id, report_id FROM incident_report WHERE {Dialect.InIds(
                  engine,
                  "incident_id",
                  "ids"
              )}
              UNION SELECT v.incident_id, v.report_id, n.other FROM versions v JOIN (
                SELECT report_id AS one, supersedes_id AS other FROM report WHERE supersedes_id IS NOT NULL
                UNION ALL SELECT supersedes_id, report_id FROM report WHERE supersedes_id IS NOT NULL
              ) n ON n.one = v.version_id)
            SELECT DISTINCT v.incident_id, v.report_id, CASE WHEN {IncidentAccess.AccessClause(caller, parameters)}
              THEN i.number END AS number
            FROM versions v JOIN incident_report o ON o.report_id = v.version_id AND o.incident_id <> v.incident_id
            JOIN incident i ON i.incident_id = o.incident_id AND i.compartment_id IS NULL
            """,
            parameters
        );
        return
        [
            .. rows.GroupBy(r => r.IncidentId)
                .Select(g => new ReportsStaying(
                    g.Key,
                    g.Select(r => r.ReportId).Distinct().Count(),
                    [.. g.Select(r => r.Number).OfType<long>().Distinct().Order()],
                    g.Any(r => r.Number is null)
                )),
        ];
    }

    private static Task<bool> SupportsOutsideAsync(WriteScope tx, IReadOnlySet<Guid> versions) =>
        tx.FindAsync<bool>(
            $"""
            SELECT EXISTS (SELECT 1 FROM incident_report r JOIN incident i ON i.incident_id = r.incident_id
            WHERE i.compartment_id IS NULL AND {Dialect.InIds(tx.Engine, "r.report_id", "versions")})
            """,
            new { versions = Dialect.List(tx.Engine, versions) }
        );

    private sealed class Other
    {
        public Guid IncidentId { get; init; }
        public Guid ReportId { get; init; }

        /// <summary>Null: the reader may not know of it.</summary>
        public long? Number { get; init; }
    }
}

/// <summary>Reports of an incident that others go on seeing.</summary>
/// <param name="Others">Numbers of the incidents that they also support.</param>
/// <param name="Unseen">There are some of which the reader may not know.</param>
public sealed record ReportsStaying(Guid IncidentId, int Reports, IReadOnlyList<long> Others, bool Unseen);
