using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Incidents;

/// <summary>What stands above and beside the list, remembered until the record changes.</summary>
/// <remarks>
/// Adding up 350,000 incidents takes some tenths of a second, and everybody opens the same few lists. The stamp is read
/// from the database each time, so that a change by another process is seen at once: each change of the record writes
/// an audit line, takes a number or moves an import's cursor in its own transaction.
/// </remarks>
internal sealed class IncidentFigures(Database database, IncidentBook book)
{
    private const int MostResponsible = 8;
    private const int Remembered = 100;

    private readonly ConcurrentDictionary<
        string,
        (string Stamp, IncidentOverview Overview, IReadOnlyList<IncidentGroup> Responsible)
    > known = new();

    public async Task<(IncidentOverview Overview, IReadOnlyList<IncidentGroup> Responsible)> OfAsync(
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct
    )
    {
        var stamp = await StampAsync(ct);
        var key = $"{IncidentAccess.ClearanceOf(caller)} {CultureInfo.CurrentUICulture.Name} {filter.ToQuery()}";
        if (known.TryGetValue(key, out var found) && found.Stamp == stamp)
        {
            return (found.Overview, found.Responsible);
        }
        // SQLite answers on the calling thread: two questions on two threads take the time of one.
        var overview = Task.Run(() => book.OverviewAsync(filter, caller, ct), ct);
        var responsible = await book.GroupsAsync(filter, caller, "actor", MostResponsible, ct);
        var figures = (stamp, await overview, responsible);
        if (known.Count >= Remembered)
        {
            known.Clear();
        }
        known[key] = figures;
        return (figures.Item2, figures.responsible);
    }

    private async Task<string> StampAsync(CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var row = await c.QuerySingleAsync<Stamp>(
            """
            SELECT (SELECT seq FROM audit_head) AS seq, (SELECT next FROM counter WHERE name = 'incident') AS next,
              (SELECT CAST(sum(rows_read) AS bigint) FROM import) AS rows_read
            """
        );
        return $"{row.Seq} {row.Next} {row.RowsRead}";
    }

    private sealed class Stamp
    {
        public long? Seq { get; init; }
        public long? Next { get; init; }
        public long? RowsRead { get; init; }
    }
}
