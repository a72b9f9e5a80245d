using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Exports;

/// <summary>What left the program: each export with the consents it relied on, so that a withdrawal can be seen in it later.</summary>
internal static class ExportLedger
{
    /// <summary>Incidents that rest on persons, with the consents that let them be used so now.</summary>
    public static async Task<ILookup<Guid, Guid>> ReliesOnAsync(DbConnection c, Release use)
    {
        var rows = await c.QueryAsync<(Guid Incident, Guid Consent)>(
            $"""
            SELECT DISTINCT ir.incident_id, c.consent_id FROM source s
            JOIN report r ON r.source_id = s.source_id JOIN incident_report ir ON ir.report_id = r.report_id
            JOIN consent c ON c.subject_kind = 'source' AND c.subject_id = s.source_id AND c.use_of = @use AND c.audience = ''
            WHERE s.kind = '{ReportAccess.Person}' AND c.given = @yes AND {Stands("c")}
            """,
            new { use = ReportAccess.UseOf(use), yes = true }
        );
        return rows.ToLookup(r => r.Incident, r => r.Consent);
    }

    public static async Task KeepAsync(
        WriteScope tx,
        ExportMade made,
        IReadOnlyList<(Guid Incident, Guid Consent)> relied
    )
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
            [.. relied.Select(r => new object?[] { made.ExportId, r.Consent, r.Incident })]
        );
    }

    /// <summary>The newest exports first; somebody's own, or all.</summary>
    public static async Task<IReadOnlyList<ExportMade>> ListAsync(DbConnection c, string? by, int page, int size) =>
        (
            await c.QueryAsync<ExportMade>(
                """
                SELECT export_id, at, by_user, format, audience, filter, incidents, left_out FROM export_made
                WHERE (@by IS NULL OR by_user = @by) ORDER BY export_id DESC LIMIT @size OFFSET @skip
                """,
                new
                {
                    by,
                    size,
                    skip = (page - 1) * size,
                }
            )
        ).AsList();

    /// <summary>Incidents in these exports whose consent no longer stands, as far as the reader may know of them.</summary>
    public static async Task<ILookup<Guid, long>> WithdrawnAsync(
        DbConnection c,
        Engine engine,
        IEnumerable<Guid> exports,
        Caller caller
    )
    {
        var parameters = new DynamicParameters(new { ids = Dialect.List(engine, exports) });
        var rows = await c.QueryAsync<(Guid Export, long Number)>(
            $"""
            SELECT DISTINCT x.export_id, i.number FROM export_consent x JOIN consent c ON c.consent_id = x.consent_id
            JOIN incident i ON i.incident_id = x.incident_id
            WHERE {Dialect.InIds(engine, "x.export_id", "ids")} AND NOT {Stands("c")}
              AND {IncidentAccess.AccessClause(caller, parameters)} ORDER BY i.number
            """,
            parameters
        );
        return rows.ToLookup(r => r.Export, r => r.Number);
    }

    /// <summary>Nothing newer was said of the same use.</summary>
    private static string Stands(string c) =>
        $"""
            {c}.consent_id = (SELECT n.consent_id FROM consent n WHERE n.subject_kind = {c}.subject_kind
              AND n.subject_id = {c}.subject_id AND n.use_of = {c}.use_of AND n.audience = {c}.audience
              ORDER BY n.at DESC, n.consent_id DESC LIMIT 1)
            """;
}

/// <summary>An export that was made.</summary>
public sealed class ExportMade
{
    public Guid ExportId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public string Format { get; init; } = "";

    /// <summary><c>inside</c> or <c>outside</c> the mission.</summary>
    public string Audience { get; init; } = "";

    /// <summary>As the query of an address.</summary>
    public string Filter { get; init; } = "";
    public long Incidents { get; init; }

    /// <summary>Incidents that its maker may know of and that were left out for want of consent.</summary>
    public long LeftOut { get; init; }
}
