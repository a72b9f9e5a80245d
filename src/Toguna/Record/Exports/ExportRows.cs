using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Exports;

/// <summary>Reads exactly what a filter finds, in the order of recording, a few hundred at a time: memory stays flat.</summary>
internal sealed class ExportRows(Database database, IncidentBook book)
{
    private const int Chunk = 500;

    public async IAsyncEnumerable<ExportRow> ReadAsync(
        IncidentFilter filter,
        Caller caller,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        filter = await book.FindAsync(filter, ct);
        await using var c = await database.OpenAsync(ct);
        // One snapshot from the first row to the last: what others write meanwhile is in the next export.
        // Deferred on SQLite: a reader must not take the one place of a writer.
        await using var snapshot = c is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await c.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var after = 0L;
        while (true)
        {
            var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
            parameters.Add("after", after);
            parameters.Add("chunk", Chunk);
            var rows = (
                await c.QueryAsync<IncidentSummary>(
                    $"SELECT {IncidentBook.SummaryColumns} FROM incident i WHERE i.number > @after AND {where} ORDER BY i.number LIMIT @chunk",
                    parameters,
                    snapshot
                )
            ).AsList();
            await book.AddActsAsync(c, rows);
            foreach (var row in await WithDetailsAsync(c, rows))
            {
                yield return row;
            }
            if (rows.Count < Chunk)
            {
                yield break;
            }
            after = rows[^1].Number;
        }
    }

    private async Task<IEnumerable<ExportRow>> WithDetailsAsync(DbConnection c, List<IncidentSummary> rows)
    {
        var ids = Dialect.List(database.Engine, rows.Select(r => r.IncidentId));
        var within = Dialect.InIds(database.Engine, "x.incident_id", "ids");
        var parties = (
            await c.QueryAsync<ExportParty>(
                $"SELECT x.incident_id, x.role, a.name FROM party x JOIN actor a ON a.actor_id = x.actor_id WHERE {within} ORDER BY x.role, a.name",
                new { ids }
            )
        ).ToLookup(p => p.IncidentId);
        var keys = (
            await c.QueryAsync<ExportKey>(
                $"""
                SELECT x.incident_id, x.scheme, x.external_id, r.verbatim, m.header
                FROM incident_key x JOIN report r ON r.report_id = x.report_id LEFT JOIN import m ON m.import_id = r.import_id
                WHERE {within} ORDER BY x.scheme, x.external_id
                """,
                new { ids }
            )
        ).ToLookup(k => k.IncidentId);
        return rows.Select(r => new ExportRow
        {
            Incident = r,
            Parties = [.. parties[r.IncidentId]],
            Keys = [.. keys[r.IncidentId]],
        });
    }
}
