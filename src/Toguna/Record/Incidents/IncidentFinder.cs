using System.Data.Common;
using System.Text;
using Dapper;
using Toguna.Formats;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Record.Incidents;

/// <summary>Finds an incident that the caller may know of, and what belongs on its page.</summary>
internal static class IncidentFinder
{
    /// <param name="text">INC-0412, 412 or an id.</param>
    /// <returns>Null when there is none, or none that the caller may know of: the two look the same from outside.</returns>
    public static async Task<Guid?> FindAsync(
        DbConnection c,
        Engine engine,
        string text,
        Caller caller,
        DbTransaction? tx = null
    )
    {
        var (where, parameters) = IncidentFilterSql.Where(engine, IncidentFilter.None, caller);
        if (Guid.TryParse(text, out var id))
        {
            where += " AND i.incident_id = @id";
            parameters.Add("id", id);
        }
        else if (IncidentSummary.NumberOf(text) is { } number)
        {
            where += " AND i.number = @number";
            parameters.Add("number", number);
        }
        else
        {
            return null;
        }
        return (await c.QueryAsync<Row>($"SELECT i.incident_id FROM incident i WHERE {where}", parameters, tx))
            .SingleOrDefault()
            ?.IncidentId;
    }

    /// <summary>Asked again in the transaction that holds the incident: it may have been hidden from the caller a moment ago.</summary>
    /// <exception cref="Foundation.ProblemException">They may not know of it any more, or it is gone; not even a conflict is shown.</exception>
    public static async Task NeedAsync(WriteScope tx, Guid incident, Caller caller)
    {
        var id = incident.ToString();
        if (await FindAsync(tx.Connection, tx.Engine, id, caller, tx.Transaction) is null)
        {
            throw RecordProblems.IncidentUnknown(id).Raise();
        }
    }

    public static async Task<IReadOnlyDictionary<Guid, string>> ActorsAsync(
        DbConnection c,
        Engine engine,
        IncidentSnapshot s,
        DbTransaction? tx = null
    )
    {
        var ids = s
            .Parties.Select(p => p.ActorId)
            .Concat(s.Attributions.Select(a => a.ActorId))
            .Concat(s.Casualties.Select(x => x.ActorId).OfType<Guid>())
            .Concat(s.Victims.Select(x => x.ActorId).OfType<Guid>())
            .Distinct();
        var rows = await c.QueryAsync<HeldResponsible>(
            $"SELECT actor_id, name FROM actor WHERE {Dialect.InIds(engine, "actor_id", "ids")}",
            new { ids = Dialect.List(engine, ids) },
            tx
        );
        return rows.ToDictionary(r => r.ActorId, r => r.Name);
    }

    /// <summary>The reports an incident rests on, as far as the caller may read them.</summary>
    public static async Task<IReadOnlyList<RestsOn>> ReportsAsync(DbConnection c, Guid id, Caller caller)
    {
        var parameters = new DynamicParameters(new { id, yes = true });
        return (
            await c.QueryAsync<RestsOn>(
                $"""
                SELECT r.report_id, r.channel, r.scheme, r.external_id, r.received_at, r.import_id, r.line, r.verbatim,
                  r.supersedes_id, s.code_name, coalesce(r.reliability, s.reliability) AS reliability, r.credibility, r.language, m.file_name, m.header,
                  NOT {ReportAccess.Free("r", "s", Release.Inside)} AS withheld,
                  EXISTS (SELECT 1 FROM report n JOIN incident_report nr ON nr.report_id = n.report_id
                    WHERE n.supersedes_id = r.report_id AND nr.incident_id = @id) AS superseded
                FROM incident_report ir
                JOIN report r ON r.report_id = ir.report_id
                JOIN source s ON s.source_id = r.source_id
                LEFT JOIN import m ON m.import_id = r.import_id
                WHERE ir.incident_id = @id AND {caller.Reach.Clause("r", parameters)}
                ORDER BY r.received_at DESC, r.report_id DESC
                """,
                parameters
            )
        ).Where(r => !r.Withheld || caller.Reach.ReadsWithheld).ToList();
    }

    /// <summary>Its own history and that of the incidents that were merged into it.</summary>
    public static async Task<IReadOnlyList<HistoryLine>> HistoryAsync(DbConnection c, Guid id) =>
        (
            await c.QueryAsync<HistoryLine>(
                """
                SELECT h.history_id, h.version, h.at, h.by_user, h.import_id, h.kind, h.why, h.before, h.after,
                  h.rearrangement_id, m.number AS other
                FROM incident_history h LEFT JOIN merged_incident m ON m.incident_id = h.incident_id
                WHERE h.incident_id = @id OR m.into_id = @id ORDER BY h.history_id DESC
                """,
                new { id }
            )
        ).AsList();

    /// <summary>Incidents that were merged into it, as they were.</summary>
    public static async Task<IReadOnlyList<IncidentFacts>> MergedAsync(DbConnection c, Guid id) =>
        [
            .. (
                await c.QueryAsync<string>(
                    """
                    SELECT h.before FROM merged_incident m JOIN incident_history h
                      ON h.incident_id = m.incident_id AND h.rearrangement_id = m.rearrangement_id AND h.kind = 'merged_away'
                    WHERE m.into_id = @id ORDER BY m.number
                    """,
                    new { id }
                )
            ).Select(json => IncidentStore.FromJson(json).Incident),
        ];

    private sealed class Row
    {
        public Guid IncidentId { get; init; }
    }
}

/// <summary>A report that an incident rests on.</summary>
public sealed class RestsOn
{
    public Guid ReportId { get; init; }
    public string Channel { get; init; } = "";
    public string? Scheme { get; init; }
    public string? ExternalId { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public Guid? ImportId { get; init; }
    public long? Line { get; init; }
    public string Verbatim { get; init; } = "";
    public string CodeName { get; init; } = "";
    public string? Reliability { get; init; }
    public int? Credibility { get; init; }
    public string? Language { get; init; }
    public string? FileName { get; init; }
    public string? Header { get; init; }
    public bool Superseded { get; init; }

    /// <summary>Its source does not want it read inside the mission by others than those who received it.</summary>
    public bool Withheld { get; init; }

    /// <summary>Known by its source's code name rather than by the list that it is a row of.</summary>
    public bool IsMessage => Scheme is null or ReportBook.Scheme;

    /// <summary>Column and value of an imported row, empty values left out; nothing where the row is not a table's.</summary>
    /// <remarks>A view only: what counts is <see cref="Verbatim"/>, which is shown beside it as it is.</remarks>
    public IReadOnlyList<(string Column, string Value)> Columns()
    {
        if (string.IsNullOrEmpty(Header))
        {
            return [];
        }
        try
        {
            using var reader = new RowReader(
                new MemoryStream(Encoding.UTF8.GetBytes(Header.TrimEnd('\r', '\n') + "\n" + Verbatim))
            );
            return reader.TryRead(out var item) && item.Row is { } row
                ? [.. reader.Header.Zip(row.Cells).Where(p => p.Second.Length > 0)]
                : [];
        }
        catch (UnreadableFileException)
        {
            return [];
        }
    }
}

/// <summary>A change of an incident.</summary>
public sealed class HistoryLine
{
    public Guid HistoryId { get; init; }
    public int Version { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public Guid? ImportId { get; init; }
    public string Kind { get; init; } = "";
    public string? Why { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }

    /// <summary>The merge, split or bulk change that it was part of.</summary>
    public Guid? RearrangementId { get; init; }

    /// <summary>Number of the incident whose history it is, where that was merged into this one.</summary>
    public long? Other { get; init; }

    /// <summary>Field by field, what was and what is.</summary>
    public IReadOnlyList<FieldChange> Changes() =>
        Before is null || After is null
            ? []
            : SnapshotChanges.Between(IncidentStore.FromJson(Before), IncidentStore.FromJson(After));
}
