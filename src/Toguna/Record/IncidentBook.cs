using System.Data.Common;
using System.Globalization;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Actors;
using Toguna.Record.Columns;
using Toguna.Record.Incidents;

namespace Toguna.Record;

/// <summary>Reads incidents: a page of a list, figures of a filter. What the caller may not know of is never in it.</summary>
/// <remarks>A server answers from the record in memory, the command line by SQL; both say the same.</remarks>
public sealed class IncidentBook
{
    /// <summary>Most rows of one page.</summary>
    public const int MostRows = 1_000;

    /// <summary>Columns of an <see cref="IncidentSummary"/> on alias <c>i</c>.</summary>
    public const string SummaryColumns =
        "i.incident_id, i.number, i.title, i.date_start, i.date_end, i.date_prec, i.place_text, i.where_prec, i.latitude, "
        + "i.longitude, i.country, i.adm1, i.adm2, i.violence_type, i.event_type, i.finding, i.killed_min, i.killed_best, "
        + "i.killed_max, i.civilians_min, i.civilians_best, i.civilians_max, i.injured_min, i.injured_best, i.injured_max, "
        + "i.warnings, i.edited, i.version";

    private readonly Database database;
    private readonly IncidentIndex index;
    private readonly IncidentQueries queries;

    internal IncidentBook(Database database, IncidentIndex index)
    {
        this.database = database;
        this.index = index;
        queries = new IncidentQueries(database);
    }

    /// <summary>Whether it answers from memory: so it is in a server a moment after its start.</summary>
    public bool IsInMemory => index.IsLoaded;

    /// <summary>One incident that the caller may know of, and how it is kept; null: there is none for them.</summary>
    /// <param name="reference">INC-0412, 412 or an id.</param>
    public async Task<IncidentHit?> OneAsync(string reference, Caller caller, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await IncidentFinder.FindAsync(c, database.Engine, reference, caller) is { } id
            ? await c.QuerySingleAsync<IncidentHit>(
                """
                SELECT incident_id, number, title, place_text, classification, component, compartment_id FROM incident
                WHERE incident_id = @id
                """,
                new { id }
            )
            : null;
    }

    /// <summary>One page of the list.</summary>
    /// <param name="page">From 1; a page after the last is empty.</param>
    /// <param name="size">Rows of a page, 1 to <see cref="MostRows"/>.</param>
    public async Task<IncidentPage> ListAsync(
        IncidentFilter filter,
        Caller caller,
        IncidentSort sort = IncidentSort.When,
        bool descending = true,
        int page = 1,
        int size = 50,
        CancellationToken ct = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MostRows);
        var (ids, total) = index.TryAsk(q => q.Page(filter, caller, sort, descending, page, size), out var found)
            ? (found.Item1, found.Item2)
            : await queries.PageAsync(await FindAsync(filter, ct), caller, sort, descending, page, size, ct);
        await using var c = await database.OpenAsync(ct);
        var place = ids.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        var rows = await c.QueryAsync<IncidentSummary>(
            $"SELECT {SummaryColumns} FROM incident i WHERE {Dialect.InIds(database.Engine, "i.incident_id", "ids")}",
            new { ids = Dialect.List(database.Engine, ids) }
        );
        var ordered = rows.OrderBy(r => place[r.IncidentId]).ToList();
        await AddActsAsync(c, ordered);
        return new IncidentPage(ordered, total, page, size);
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
        var all = index.TryAsk(q => q.Totals(filter, caller), out var sums)
            ? sums
            : await queries.TotalsAsync(await FindAsync(filter, ct), caller, ct);
        var groups = by is null ? [] : await GroupsAsync(filter, caller, by, most, culture, ct);
        return new IncidentTotals(all.Incidents, all.Killed, all.Civilians, all.Injured, dimension?.Name, groups);
    }

    /// <summary>The groups alone: in time for dimensions of time, otherwise the most incidents first.</summary>
    /// <inheritdoc cref="TotalsAsync"/>
    public async Task<IReadOnlyList<IncidentGroup>> GroupsAsync(
        IncidentFilter filter,
        Caller caller,
        string by,
        int? most = null,
        CultureInfo? culture = null,
        CancellationToken ct = default
    )
    {
        var dimension = IncidentDimension.Get(by);
        var sums =
            dimension.IsBrokenDown ? await index.AskAsync(q => q.Groups(filter, caller, dimension.Name, most)!, ct)
            : index.TryAsk(q => q.Groups(filter, caller, dimension.Name, most)!, out var found) ? found
            : await queries.GroupsAsync(await FindAsync(filter, ct), caller, dimension, ct);
        var fullest = most is { } some ? [.. sums.OrderByDescending(g => g.Incidents).Take(some)] : sums;
        var names = dimension.IsActor ? await NamesAsync(fullest.Select(g => g.Key), ct) : null;
        var groups = fullest.Select(g => new IncidentGroup(
            g.Key,
            g.Key is not null && names?.GetValueOrDefault(g.Key) is { } name ? name : dimension.Label(g.Key, culture),
            g.Incidents,
            g.Killed,
            g.Civilians,
            g.Injured
        )
        {
            Filter = dimension.Narrow(filter, g.Key),
        });
        return dimension.IsTime
            ? [.. groups.OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal)]
            : [.. groups.OrderByDescending(g => g.Incidents).ThenBy(g => g.Label, StringComparer.Ordinal)];
    }

    /// <summary>Figures by the values of two dimensions.</summary>
    /// <param name="down">Name of the dimension of the rows.</param>
    /// <param name="across">Name of another for the columns.</param>
    /// <param name="mostDown">Rows at most; those with the fewest incidents become one row of the rest.</param>
    /// <exception cref="Foundation.ProblemException">There is no such dimension, or both are one.</exception>
    public async Task<IncidentTable> CrossAsync(
        IncidentFilter filter,
        Caller caller,
        string down,
        string across,
        int mostDown = 12,
        int mostAcross = 40,
        CultureInfo? culture = null,
        CancellationToken ct = default
    )
    {
        var (rows, columns) = (IncidentDimension.Get(down), IncidentDimension.Get(across));
        if (rows == columns)
        {
            throw RecordProblems.DimensionTwice(rows.Name).Raise();
        }
        var cross = await index.AskAsync(
            q => q.Cross(filter, caller, rows.Name, columns.Name, mostDown, mostAcross),
            ct
        );
        var names = await NamesAsync((rows.IsActor ? cross.Down : []).Concat(columns.IsActor ? cross.Across : []), ct);
        return IncidentTable.Of(cross, filter, rows, columns, names, culture);
    }

    /// <summary>The cells of a table by two dimensions in which there is an incident; none where a dimension is missing.</summary>
    /// <exception cref="ProblemException">A dimension that is none, or the same twice.</exception>
    public async Task<IReadOnlyList<IncidentCell>> CellsAsync(
        IncidentFilter filter,
        Caller caller,
        string? down,
        string? across,
        CultureInfo? culture = null,
        CancellationToken ct = default
    ) =>
        down is null || across is null
            ? []
            : IncidentCell.Of(
                await CrossAsync(
                    filter,
                    caller,
                    down,
                    across,
                    IncidentCell.MostGroups,
                    IncidentCell.MostGroups,
                    culture,
                    ct
                )
            );

    /// <summary>Who stands in the same incidents as an actor, the most incidents first.</summary>
    public async Task<IReadOnlyList<ActorRelation>> RelationsAsync(
        Guid actor,
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct = default
    )
    {
        var own = filter with { Actors = [actor.ToString()] };
        var pairs = await index.AskAsync(q => q.Relations(own, caller, actor), ct);
        var names = await NamesAsync(pairs.Select(p => p.Actor.ToString()), ct);
        return
        [
            .. pairs
                .Select(p => new ActorRelation(
                    p.Actor,
                    names.GetValueOrDefault(p.Actor.ToString(), p.Actor.ToString()),
                    p.Opposed,
                    [.. p.Years.Select(y => (y.Key, y.Value))],
                    p.Killed
                ))
                .OrderByDescending(p => p.Incidents)
                .ThenBy(p => p.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Over how many calendar years the first days of incidents spread; 0 where there is none.</summary>
    public async Task<int> SpanAsync(IncidentFilter filter, Caller caller, CancellationToken ct = default)
    {
        var (oldest, newest) = await index.AskAsync(q => q.Span(filter, caller), ct);
        return newest < oldest ? 0 : newest - oldest + 1;
    }

    /// <summary>What stands above and beside a list.</summary>
    public async Task<IncidentFacetCounts> FacetsAsync(
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct = default
    ) =>
        index.TryAsk(q => q.Facets(filter, caller), out var facets)
            ? facets
            : await queries.FacetsAsync(await FindAsync(filter, ct), caller, ct);

    /// <summary>A filter that looks for words, with the incidents that have them: what SQL needs of it.</summary>
    public async Task<IncidentFilter> FindAsync(IncidentFilter filter, CancellationToken ct = default)
    {
        if (filter.Search is null || filter.Found is not null)
        {
            return filter;
        }
        var found = await index.AskAsync(q => q.NumbersOf(filter.Search), ct);
        return filter with { Found = found };
    }

    /// <summary>What a search looked for in place of words that nothing has; null where nothing is searched.</summary>
    /// <remarks>A word that stands only where the caller may not look is one that nothing has.</remarks>
    public async Task<SearchNote?> SearchNoteAsync(
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct = default
    ) => filter.Search is null ? null : await index.AskAsync(q => q.NoteOf(filter.Search, caller), ct);

    /// <summary>Names of actors by id, for showing a filter that holds ids.</summary>
    /// <returns>Without those of whom the caller may know of no incident: a filter that is passed on tells no name.</returns>
    public async Task<IReadOnlyDictionary<string, string>> ActorNamesAsync(
        IncidentFilter filter,
        Caller caller,
        CancellationToken ct = default
    )
    {
        var names = new Dictionary<string, string>();
        foreach (var (id, name) in await NamesAsync(filter.Actors.Concat(filter.Perpetrators), ct))
        {
            if (await KnowsAsync(Guid.Parse(id), caller, ct))
            {
                names[id] = name;
            }
        }
        return names;
    }

    /// <summary>The name of an actor about which things are put together.</summary>
    /// <returns>Null where there is none, where the caller may know of no incident of it, and for communities.</returns>
    public async Task<string?> ProfiledActorAsync(Guid id, Caller caller, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        var actor = await ActorReading.FindAsync(c, id);
        return actor is { IsProfiled: true } && await KnowsAsync(id, caller, ct) ? actor.Name : null;
    }

    /// <summary>Whether there is an incident of the actor that the caller may know of.</summary>
    private async Task<bool> KnowsAsync(Guid actor, Caller caller, CancellationToken ct) =>
        (await TotalsAsync(ActorModel.OfActor(actor), caller, ct: ct)).Incidents > 0;

    /// <summary>Names of actors by id; what is no id is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IEnumerable<string?> actors,
        CancellationToken ct = default
    )
    {
        var ids = actors.Select(a => Guid.TryParse(a, out var id) ? id : (Guid?)null).OfType<Guid>().ToList();
        if (ids.Count == 0)
        {
            return new Dictionary<string, string>();
        }
        await using var c = await database.OpenAsync(ct);
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
