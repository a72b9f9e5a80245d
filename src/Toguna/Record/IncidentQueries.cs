using System.Globalization;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Columns;

namespace Toguna.Record;

/// <summary>Answers about incidents by SQL: for the command line, and while a server has the record not in memory yet.</summary>
/// <remarks>Says the same as <see cref="ColumnQuestions"/>; a test holds the two together.</remarks>
internal sealed class IncidentQueries(Database database)
{
    private const int MostPerpetrators = 8;

    private const string Sums =
        "count(*) AS incidents, CAST(sum(i.killed_min) AS bigint) AS killed_min, CAST(sum(i.killed_best) AS bigint) AS killed_best, "
        + "CAST(sum(i.killed_max) AS bigint) AS killed_max, CAST(sum(i.civilians_min) AS bigint) AS civilians_min, "
        + "CAST(sum(i.civilians_best) AS bigint) AS civilians_best, CAST(sum(i.civilians_max) AS bigint) AS civilians_max, "
        + "CAST(sum(i.injured_min) AS bigint) AS injured_min, CAST(sum(i.injured_best) AS bigint) AS injured_best, "
        + "CAST(sum(i.injured_max) AS bigint) AS injured_max";

    /// <summary>The incidents of one page, in order, and how many there are on all.</summary>
    public async Task<(IReadOnlyList<Guid> Ids, long Total)> PageAsync(
        IncidentFilter filter,
        Caller caller,
        IncidentSort sort,
        bool descending,
        int page,
        int size,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        var total = await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM incident i WHERE {where}", parameters);
        parameters.Add("size", size);
        parameters.Add("skip", (long)(page - 1) * size);
        var ids = await c.QueryAsync<Guid>(
            $"SELECT i.incident_id FROM incident i WHERE {where} ORDER BY {Order(sort, descending)} LIMIT @size OFFSET @skip",
            parameters
        );
        return (ids.AsList(), total);
    }

    /// <param name="attributed">Only those of which somebody is held responsible.</param>
    public async Task<GroupSums> TotalsAsync(
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct,
        bool attributed = false
    )
    {
        await using var c = await database.OpenAsync(ct);
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        var more = attributed ? " AND EXISTS (SELECT 1 FROM attribution t WHERE t.incident_id = i.incident_id)" : "";
        return (await c.QuerySingleAsync<SumRow>($"SELECT {Sums} FROM incident i WHERE {where}{more}", parameters)).Sum(
            null
        );
    }

    /// <summary>Figures by the values of a dimension, those that occur, in no order.</summary>
    public async Task<IReadOnlyList<GroupSums>> GroupsAsync(
        IncidentFilter filter,
        Caller caller,
        IncidentDimension dimension,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        var key = dimension.Expression(database.Engine);
        var shown = dimension.IsActor
            ? database.Engine == Engine.Sqlite
                ? $"lower(hex({key}))"
                : $"replace(CAST({key} AS text), '-', '')"
            : $"CAST({key} AS text)";
        var rows = await c.QueryAsync<SumRow>(
            $"SELECT CASE WHEN {key} IS NULL THEN NULL ELSE {shown} END AS key, {Sums} FROM incident i {dimension.Join} WHERE {where} GROUP BY {key}",
            parameters
        );
        return
        [
            .. rows.Select(r => r.Sum(dimension.IsActor && r.Key is not null ? Guid.Parse(r.Key).ToString() : r.Key)),
        ];
    }

    /// <summary>The choices that are quick to count: findings, types, perpetrators.</summary>
    public async Task<IncidentFacetCounts> FacetsAsync(IncidentFilter filter, Caller caller, CancellationToken ct)
    {
        var all = await TotalsAsync(filter, caller, ct);
        var attributed = await TotalsAsync(filter, caller, ct, attributed: true);
        async Task<Dictionary<string, long>> CountAsync(IncidentFilter f, string by) =>
            (await GroupsAsync(f, caller, IncidentDimension.Get(by), ct))
                .Where(g => g.Key is not null)
                .ToDictionary(g => g.Key!, g => g.Incidents);
        var perpetrators = await GroupsAsync(
            filter with
            {
                Perpetrators = [],
            },
            caller,
            IncidentDimension.Get("actor"),
            ct
        );
        return new IncidentFacetCounts(
            Plain(all),
            attributed.Killed.Best ?? 0,
            new Dictionary<string, IReadOnlyDictionary<string, long>>
            {
                ["finding"] = await CountAsync(filter with { Findings = [] }, "finding"),
                ["type"] = await CountAsync(filter with { Types = [] }, "type"),
            },
            [
                .. perpetrators
                    .OrderByDescending(g => g.Incidents)
                    .Take(MostPerpetrators)
                    .Select(g => (g.Key, g.Incidents)),
            ],
            [],
            [],
            null
        );

        static IncidentTotals Plain(GroupSums s) => new(s.Incidents, s.Killed, s.Civilians, s.Injured, null, []);
    }

    /// <summary>Not given stands below every number, on both engines; ties in the order of recording.</summary>
    internal static string Order(IncidentSort sort, bool descending)
    {
        var column = sort switch
        {
            IncidentSort.Where => "i.place_key",
            IncidentSort.Killed => "i.killed_best",
            IncidentSort.Number => "i.number",
            _ => "i.date_start",
        };
        var nulls =
            sort == IncidentSort.Killed
                ? descending
                    ? " NULLS LAST"
                    : " NULLS FIRST"
                : "";
        var way = descending ? "DESC" : "ASC";
        return sort == IncidentSort.Number ? $"{column} {way}" : $"{column} {way}{nulls}, i.incident_id {way}";
    }

    private sealed class SumRow
    {
        public string? Key { get; init; }
        public long Incidents { get; init; }
        public long? KilledMin { get; init; }
        public long? KilledBest { get; init; }
        public long? KilledMax { get; init; }
        public long? CiviliansMin { get; init; }
        public long? CiviliansBest { get; init; }
        public long? CiviliansMax { get; init; }
        public long? InjuredMin { get; init; }
        public long? InjuredBest { get; init; }
        public long? InjuredMax { get; init; }

        public GroupSums Sum(string? key) =>
            new(
                key,
                Incidents,
                new(KilledMin, KilledBest, KilledMax),
                new(CiviliansMin, CiviliansBest, CiviliansMax),
                new(InjuredMin, InjuredBest, InjuredMax)
            );
    }
}
