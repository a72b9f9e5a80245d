using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Columns;

namespace Toguna.Record;

/// <summary>The state of the record behind some figures, and how much of it is not known.</summary>
/// <param name="Classification">The highest among the incidents: 0 unclassified, 1 confidential, 2 strictly confidential.</param>
/// <param name="Changed">When one of them was last recorded or changed; null where there is none.</param>
/// <param name="Nowhere">Incidents without coordinates.</param>
/// <param name="Vague">With coordinates, known to the province or less exactly, or nobody says how exactly.</param>
/// <param name="Unnumbered">No source gives any figure of what is measured.</param>
/// <param name="Unbounded">Some of minimum, best and maximum are given, and not all.</param>
public sealed record RecordState(
    long Incidents,
    int Classification,
    DateTimeOffset? Changed,
    long Nowhere,
    long Vague,
    long Unnumbered,
    long Unbounded
)
{
    /// <summary>UCDP where_prec of what is known to the district.</summary>
    internal const int District = 3;
}

/// <param name="Lists">The lists that it is known in, by code.</param>
public sealed record IncidentEvidence(IncidentSummary Incident, IReadOnlyList<string> Lists);

/// <summary>What the figures of a filter rest on; what the caller may not know of is never in it.</summary>
public sealed class IncidentBasis
{
    private readonly Database database;
    private readonly IncidentIndex index;

    internal IncidentBasis(Database database, IncidentIndex index)
    {
        (this.database, this.index) = (database, index);
    }

    public Task<RecordState> StateAsync(
        IncidentFilter filter,
        Caller caller,
        IncidentMeasure measure,
        CancellationToken ct = default
    ) => index.AskAsync(q => q.Basis(filter, caller).State(FirstOf(measure)), ct);

    /// <summary>The gravest incidents of each filter, by best count of what is measured.</summary>
    /// <param name="most">Of each filter at most so many.</param>
    /// <returns>In the order of <paramref name="filters"/>; an incident may stand under several.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<IncidentEvidence>>> GravestAsync(
        IReadOnlyList<IncidentFilter> filters,
        Caller caller,
        IncidentMeasure measure,
        int most,
        CancellationToken ct = default
    )
    {
        var chosen = new List<IReadOnlyList<Guid>>();
        foreach (var filter in filters)
        {
            chosen.Add(await index.AskAsync(q => q.Basis(filter, caller).Gravest(FirstOf(measure), most), ct));
        }
        await using var c = await database.OpenAsync(ct);
        var ids = Dialect.List(database.Engine, chosen.SelectMany(i => i).Distinct());
        var rows = (
            await c.QueryAsync<IncidentSummary>(
                $"SELECT {IncidentBook.SummaryColumns} FROM incident i WHERE {Dialect.InIds(database.Engine, "i.incident_id", "ids")}",
                new { ids }
            )
        ).ToDictionary(r => r.IncidentId);
        var lists = (
            await c.QueryAsync<ListRow>(
                $"SELECT DISTINCT incident_id, scheme FROM incident_key WHERE {Dialect.InIds(database.Engine, "incident_id", "ids")} ORDER BY scheme",
                new { ids }
            )
        ).ToLookup(l => l.IncidentId, l => l.Scheme);
        return
        [
            .. chosen.Select(some =>
                (IReadOnlyList<IncidentEvidence>)
                    [.. some.Where(rows.ContainsKey).Select(id => new IncidentEvidence(rows[id], [.. lists[id]]))]
            ),
        ];
    }

    /// <summary>How many incidents are measured by who was killed in them.</summary>
    private static int FirstOf(IncidentMeasure measure) =>
        measure.Name switch
        {
            "civilians" => 3,
            "injured" => 6,
            _ => 0,
        };

    private sealed class ListRow
    {
        public Guid IncidentId { get; init; }
        public string Scheme { get; init; } = "";
    }
}
