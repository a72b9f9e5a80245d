using System.Data.Common;
using System.Globalization;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record;

/// <summary>Reads incidents: a page of a list, figures of a filter. What the caller may not know of is never in it.</summary>
public sealed class IncidentBook(Database database)
{
    /// <summary>Most rows of one page.</summary>
    public const int MostRows = 1_000;

    /// <summary>Columns of an <see cref="IncidentSummary"/> on alias <c>i</c>.</summary>
    public const string SummaryColumns =
        "i.incident_id, i.number, i.title, i.date_start, i.date_end, i.date_prec, i.place_text, i.where_prec, i.latitude, "
        + "i.longitude, i.country, i.adm1, i.adm2, i.violence_type, i.event_type, i.finding, i.killed_min, i.killed_best, "
        + "i.killed_max, i.civilians_min, i.civilians_best, i.civilians_max, i.injured_min, i.injured_best, i.injured_max, "
        + "i.warnings, i.edited, i.version";

    private const string Sums =
        "count(*) AS incidents, CAST(sum(i.killed_min) AS bigint) AS killed_min, CAST(sum(i.killed_best) AS bigint) AS killed_best, "
        + "CAST(sum(i.killed_max) AS bigint) AS killed_max, CAST(sum(i.civilians_min) AS bigint) AS civilians_min, "
        + "CAST(sum(i.civilians_best) AS bigint) AS civilians_best, CAST(sum(i.civilians_max) AS bigint) AS civilians_max, "
        + "CAST(sum(i.injured_min) AS bigint) AS injured_min, CAST(sum(i.injured_best) AS bigint) AS injured_best, "
        + "CAST(sum(i.injured_max) AS bigint) AS injured_max";

    /// <summary>One page of the list.</summary>
    /// <param name="page">From 1; a page after the last is empty.</param>
    /// <param name="size">Rows of a page, 1 to <see cref="MostRows"/>.</param>
    /// <param name="total">How many there are, where the caller has counted already; null: counted here.</param>
    public async Task<IncidentPage> ListAsync(
        IncidentFilter filter,
        Caller caller,
        IncidentSort sort = IncidentSort.When,
        bool descending = true,
        int page = 1,
        int size = 50,
        long? total = null,
        CancellationToken ct = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MostRows);
        await using var c = await database.OpenAsync(ct);
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        total ??= await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM incident i WHERE {where}", parameters);
        parameters.Add("size", size);
        parameters.Add("skip", (long)(page - 1) * size);
        // The page is found in the index first, and only its rows are read whole: a late page costs little more than the first.
        var rows = (
            await c.QueryAsync<IncidentSummary>(
                $"""
                SELECT {SummaryColumns} FROM incident i WHERE i.incident_id IN (
                  SELECT i.incident_id FROM incident i WHERE {where} ORDER BY {Order(
                    sort,
                    descending
                )} LIMIT @size OFFSET @skip)
                ORDER BY {Order(sort, descending)}
                """,
                parameters
            )
        ).AsList();
        await AddActsAsync(c, rows);
        return new IncidentPage(rows, total.Value, page, size);
    }

    /// <summary>Figures of a filter, and of its groups.</summary>
    /// <param name="by">Name of an <see cref="IncidentDimension"/>; null: no groups.</param>
    /// <param name="most">At most so many groups, those with the most incidents; null: all.</param>
    /// <exception cref="Foundation.ProblemException">There is no such dimension.</exception>
    public async Task<IncidentTotals> TotalsAsync(
        IncidentFilter filter,
        Caller caller,
        string? by = null,
        int? most = null,
        CultureInfo? culture = null,
        CancellationToken ct = default
    )
    {
        var dimension = by is null ? null : IncidentDimension.Get(by);
        await using var c = await database.OpenAsync(ct);
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        var all = await c.QuerySingleAsync<SumRow>($"SELECT {Sums} FROM incident i WHERE {where}", parameters);
        var groups = dimension is null ? [] : await GroupsAsync(c, filter, caller, dimension, most, culture);
        return new IncidentTotals(all.Incidents, all.Killed, all.Civilians, all.Injured, dimension?.Name, groups);
    }

    /// <summary>The groups alone, for lists of choices.</summary>
    public async Task<IReadOnlyList<IncidentGroup>> GroupsAsync(
        IncidentFilter filter,
        Caller caller,
        string by,
        int? most = null,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        return await GroupsAsync(c, filter, caller, IncidentDimension.Get(by), most, null);
    }

    /// <summary>What stands above a list: figures, those of attributed acts apart, and how many of each finding and type.</summary>
    public async Task<IncidentOverview> OverviewAsync(
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct = default
    )
    {
        await using var c = await database.OpenAsync(ct);
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        // One pass over the incidents for all of it: the list is opened more often than anything else.
        var rows = (
            await c.QueryAsync<SumRow>(
                $"""
                SELECT i.finding AS key, i.violence_type, i.attributed, {Sums} FROM (
                  SELECT i.*, CASE WHEN EXISTS (SELECT 1 FROM attribution t WHERE t.incident_id = i.incident_id) THEN 1 ELSE 0 END AS attributed
                  FROM incident i WHERE {where}) i
                GROUP BY i.finding, i.violence_type, i.attributed
                """,
                parameters
            )
        ).AsList();
        return new IncidentOverview(
            Sum(rows),
            Sum(rows.Where(r => r.Attributed == 1)),
            rows.GroupBy(r => r.Key ?? "").ToDictionary(g => g.Key, g => g.Sum(r => r.Incidents)),
            rows.Where(r => r.ViolenceType is not null)
                .GroupBy(r => r.ViolenceType!.Value)
                .ToDictionary(g => g.Key, g => g.Sum(r => r.Incidents))
        );
    }

    /// <summary>Names of actors by id, for showing a filter that holds ids.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ActorNamesAsync(
        IncidentFilter filter,
        CancellationToken ct = default
    )
    {
        var ids = filter
            .Actors.Concat(filter.Perpetrators)
            .Select(a => Guid.TryParse(a, out var id) ? id : (Guid?)null)
            .OfType<Guid>()
            .ToList();
        if (ids.Count == 0)
        {
            return new Dictionary<string, string>();
        }
        await using var c = await database.OpenAsync(ct);
        return await NamesAsync(c, ids);
    }

    private static IncidentTotals Sum(IEnumerable<SumRow> rows)
    {
        var all = rows.ToList();
        Bounds Of(Func<SumRow, Bounds> pick) => Bounds.Sum(all.Select(pick));

        return new IncidentTotals(
            all.Sum(r => r.Incidents),
            Of(r => r.Killed),
            Of(r => r.Civilians),
            Of(r => r.Injured),
            null,
            []
        );
    }

    private async Task<IReadOnlyList<IncidentGroup>> GroupsAsync(
        DbConnection c,
        IncidentFilter filter,
        Caller caller,
        IncidentDimension dimension,
        int? most,
        CultureInfo? culture
    )
    {
        var (where, parameters) = IncidentFilterSql.Where(database.Engine, filter, caller);
        var key = dimension.Expression(database.Engine);
        var shown = dimension.IsActor
            ? database.Engine == Engine.Sqlite
                ? $"lower(hex({key}))"
                : $"replace(CAST({key} AS text), '-', '')"
            : $"CAST({key} AS text)";
        var limit = most is null
            ? ""
            : $"ORDER BY incidents DESC LIMIT {most.Value.ToString(CultureInfo.InvariantCulture)}";
        var rows = (
            await c.QueryAsync<SumRow>(
                $"SELECT CASE WHEN {key} IS NULL THEN NULL ELSE {shown} END AS key, {Sums} FROM incident i {dimension.Join} WHERE {where} GROUP BY {key} {limit}",
                parameters
            )
        ).AsList();
        var names = dimension.IsActor
            ? await NamesAsync(c, [.. rows.Select(r => r.Key).OfType<string>().Select(Guid.Parse)])
            : null;
        var groups = rows.Select(r =>
        {
            var value = dimension.IsActor && r.Key is not null ? Guid.Parse(r.Key).ToString() : r.Key;
            var label =
                value is not null && names?.GetValueOrDefault(value) is { } name
                    ? name
                    : dimension.Label(value, culture);
            return new IncidentGroup(value, label, r.Incidents, r.Killed, r.Civilians, r.Injured)
            {
                Filter = dimension.Narrow(filter, value),
            };
        });
        return dimension.IsTime
            ? [.. groups.OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal)]
            : [.. groups.OrderByDescending(g => g.Incidents).ThenBy(g => g.Label, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(DbConnection c, IReadOnlyList<Guid> ids)
    {
        var rows = await c.QueryAsync<HeldResponsible>(
            $"SELECT actor_id, name FROM actor WHERE {Dialect.InIds(database.Engine, "actor_id", "ids")}",
            new { ids = Dialect.List(database.Engine, ids) }
        );
        return rows.ToDictionary(r => r.ActorId.ToString(), r => r.Name);
    }

    internal async Task AddActsAsync(DbConnection c, List<IncidentSummary> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        var ids = Dialect.List(database.Engine, rows.Select(r => r.IncidentId));
        var within = Dialect.InIds(database.Engine, "x.incident_id", "ids");
        var acts = (
            await c.QueryAsync<ActRow>(
                $"SELECT x.incident_id, x.kind FROM act x WHERE {within} ORDER BY x.act_id",
                new { ids }
            )
        ).ToLookup(a => a.IncidentId, a => a.Kind);
        var responsible = (
            await c.QueryAsync<ResponsibleRow>(
                $"SELECT x.incident_id, x.actor_id, a.name, x.grade, x.contested FROM attribution x JOIN actor a ON a.actor_id = x.actor_id WHERE {within} ORDER BY x.attribution_id",
                new { ids }
            )
        ).ToLookup(a => a.IncidentId);
        foreach (var row in rows)
        {
            row.Acts = [.. acts[row.IncidentId].Distinct()];
            row.HeldResponsible =
            [
                .. responsible[row.IncidentId]
                    .GroupBy(r => r.ActorId)
                    .Select(g => g.MaxBy(r => Surety(r.Grade))!)
                    .Select(r => new HeldResponsible
                    {
                        ActorId = r.ActorId,
                        Name = r.Name,
                        Grade = r.Grade,
                        Contested = r.Contested,
                    }),
            ];
        }
    }

    /// <summary>Position among the grades, the surest last; an unknown grade before all.</summary>
    private static int Surety(string grade)
    {
        for (var i = 0; i < IncidentWords.Grades.Count; i++)
        {
            if (IncidentWords.Grades[i] == grade)
            {
                return i;
            }
        }
        return -1;
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
        public int? ViolenceType { get; init; }
        public int Attributed { get; init; }
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

        public Bounds Killed => new(KilledMin, KilledBest, KilledMax);

        public Bounds Civilians => new(CiviliansMin, CiviliansBest, CiviliansMax);

        public Bounds Injured => new(InjuredMin, InjuredBest, InjuredMax);
    }

    private sealed class ActRow
    {
        public Guid IncidentId { get; init; }
        public string Kind { get; init; } = "";
    }

    private sealed class ResponsibleRow
    {
        public Guid IncidentId { get; init; }
        public Guid ActorId { get; init; }
        public string Name { get; init; } = "";
        public string Grade { get; init; } = "";
        public bool Contested { get; init; }
    }
}
