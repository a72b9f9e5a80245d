using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Exports;

/// <summary>What left the program: each export with the consents it relied on, so that a withdrawal can be seen in it later.</summary>
internal static class ExportLedger
{
    public static async Task KeepAsync(WriteScope tx, ExportMade made, ExportBasis basis)
    {
        await tx.ExecuteAsync(
            """
            INSERT INTO export_made (export_id, at, by_user, format, audience, filter, incidents, left_out)
            VALUES (@ExportId, @At, @ByUser, @Format, @Audience, @Filter, @Incidents, @LeftOut)
            """,
            made
        );
        await BulkInsert.IntoAsync(
            tx,
            "export_consent",
            [("export_id", Cell.Id), ("consent_id", Cell.Id), ("incident_id", Cell.Id)],
            [.. basis.Consents.Select(r => new object?[] { made.ExportId, r.Consent, r.Incident })]
        );
        await BulkInsert.IntoAsync(
            tx,
            "export_victim",
            [("export_id", Cell.Id), ("victim_id", Cell.Id), ("incident_id", Cell.Id)],
            [.. basis.Victims.Select(r => new object?[] { made.ExportId, r.Victim, r.Incident })]
        );
    }

    /// <summary>The newest exports first; somebody's own, or all.</summary>
    public static async Task<IReadOnlyList<ExportMade>> ListAsync(DbConnection c, string? by, int page, int size) =>
        (
            await c.QueryAsync<ExportMade>(
                """
                SELECT e.export_id, e.at, e.by_user, e.format, e.audience, e.filter, e.incidents, e.left_out,
                  (SELECT count(DISTINCT x.consent_id) FROM export_consent x WHERE x.export_id = e.export_id) AS consents
                FROM export_made e WHERE (@by IS NULL OR e.by_user = @by) ORDER BY e.export_id DESC LIMIT @size OFFSET @skip
                """,
                new
                {
                    by,
                    size,
                    skip = (page - 1) * size,
                }
            )
        ).AsList();

    /// <summary>Incidents in these exports that may no longer be used so, as far as the reader may know of them.</summary>
    /// <remarks>
    /// Asked as on the day of the export, but for consent: whoever has the file knew of them then, and must be told that
    /// they are to be called back, also where they are theirs to read no more.
    /// </remarks>
    public static async Task<ILookup<Guid, Withdrawn>> WithdrawnAsync(
        DbConnection c,
        Engine engine,
        IEnumerable<Guid> exports,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(
            new
            {
                ids = Dialect.List(engine, exports),
                yes = true,
                no = false,
            }
        );
        var these = Dialect.InIds(engine, "e.export_id", "ids");
        const string use =
            $"CASE WHEN e.audience = '{ExportAudiences.Inside}' THEN '{Consents.ShareInside}' ELSE '{Consents.ShareOutside}' END";
        var reach = caller.Reach.Clause("i", parameters);
        var open = IncidentAccess.AccessClause(caller, parameters);
        var rows = await c.QueryAsync<(Guid Export, long Number, bool Open)>(
            $"""
            WITH RECURSIVE gone (export_id, incident_id) AS (
              SELECT e.export_id, x.incident_id FROM export_made e JOIN export_consent x ON x.export_id = e.export_id
                JOIN consent c ON c.consent_id = x.consent_id
                WHERE {these} AND (coalesce({ConsentRule.Now(
                "c.subject_kind",
                "c.subject_id",
                "c.use_of",
                "e.audience"
            )}, 0) = 0
                  OR {TakenBackOutside("c.subject_kind", "c.subject_id")})
              UNION SELECT e.export_id, x.incident_id FROM export_made e JOIN export_victim x ON x.export_id = e.export_id
                WHERE {these} AND ({ConsentRule.Now(
                $"'{SealedVictims.Kind}'",
                "x.victim_id",
                use,
                "e.audience"
            )} = 0
                  OR {TakenBackOutside($"'{SealedVictims.Kind}'", "x.victim_id")})
              UNION SELECT g.export_id, m.into_id FROM gone g JOIN merged_incident m ON m.incident_id = g.incident_id)
            SELECT g.export_id, i.number, {open} AS open FROM gone g JOIN incident i ON i.incident_id = g.incident_id
            WHERE {reach} ORDER BY i.number
            """,
            parameters
        );
        return rows.ToLookup(r => r.Export, r => new Withdrawn(r.Number, r.Open));
    }

    /// <summary>Of an export that did not say for whom outside: somebody has taken back since what one audience had.</summary>
    private static string TakenBackOutside(string kind, string subject) =>
        $"""
            (e.audience = '{ExportAudiences.Outside}' AND EXISTS (SELECT 1 FROM consent b WHERE b.subject_kind = {kind}
              AND b.subject_id = {subject} AND b.use_of = '{Consents.ShareOutside}' AND b.at > e.at AND b.given = @no
              AND b.consent_id = (SELECT l.consent_id FROM consent l WHERE l.subject_kind = b.subject_kind
                AND l.subject_id = b.subject_id AND l.use_of = b.use_of AND l.audience = b.audience
                ORDER BY l.at DESC, l.consent_id DESC LIMIT 1)))
            """;
}

/// <summary>An incident that is to be called back.</summary>
/// <param name="IsOpen">The reader may still read it.</param>
public sealed record Withdrawn(long Number, bool IsOpen);

/// <summary>An export that was made.</summary>
public sealed class ExportMade
{
    public Guid ExportId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string Format { get; init; } = "";

    /// <summary>One of <see cref="ExportAudiences"/>; <c>outside</c> of one from before there were several.</summary>
    public string Audience { get; init; } = "";

    /// <summary>As the query of an address.</summary>
    public string Filter { get; init; } = "";
    public long Incidents { get; init; }

    /// <summary>Incidents that its maker may know of and that were left out for want of consent.</summary>
    public long LeftOut { get; init; }

    /// <summary>How many answers of people it relied on.</summary>
    public long Consents { get; init; }
}
