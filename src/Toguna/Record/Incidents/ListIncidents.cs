using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Record.Incidents;

/// <summary>The page <c>/incidents</c>: its address is its state.</summary>
internal static class ListIncidents
{
    /// <summary>So many that the page stays under 100 kB with long names.</summary>
    private const int Rows = 40;

    /// <summary>Sorts as they stand in the address; a minus: the greatest first.</summary>
    private static readonly Dictionary<string, IncidentSort> Sorts = new(StringComparer.Ordinal)
    {
        ["when"] = IncidentSort.When,
        ["where"] = IncidentSort.Where,
        ["killed"] = IncidentSort.Killed,
        ["number"] = IncidentSort.Number,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/incidents", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(HttpContext http, IncidentBook book, CancellationToken ct)
    {
        var caller = Caller.Of(http)!;
        var query = http.Request.Query;
        var read = IncidentFilterReading.Parse(
            query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            "sort",
            "page",
            "culture"
        );
        var problems = read.Problems.ToList();
        var (sort, descending) = SortOf(query["sort"], problems);
        var page = PageOf(query["page"], problems);
        var facets = await book.FacetsAsync(read.Filter, caller, ct);
        var list = await book.ListAsync(read.Filter, caller, sort, descending, page, Rows, ct);
        var actors = new Dictionary<string, string>(
            await book.NamesAsync(facets.Perpetrators.Select(p => p.Actor), ct)
        );
        foreach (var (id, name) in await book.ActorNamesAsync(read.Filter, caller, ct))
        {
            actors[id] = name;
        }
        var model = new ListIncidentsModel(
            read.Filter,
            problems,
            query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            sort,
            descending,
            list,
            facets,
            await book.SearchNoteAsync(read.Filter, caller, ct),
            actors,
            caller.May(Permission.Write),
            caller.May(Permission.Export),
            caller.May(Permission.Import),
            caller.May(Permission.Rearrange)
        );
        return new RazorComponentResult<ListIncidentsPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private static (IncidentSort, bool) SortOf(string? text, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (IncidentSort.When, true);
        }
        if (Sorts.TryGetValue(text.TrimStart('-'), out var sort))
        {
            return (sort, text[0] == '-');
        }
        problems.Add(
            RecordProblems
                .SortUnknown(text, string.Join(", ", Sorts.Keys.SelectMany(k => new[] { k, "-" + k })))
                .At("sort")
        );
        return (IncidentSort.When, true);
    }

    private static int PageOf(string? text, List<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 1;
        }
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            && page is >= 1 and <= 10_000_000
        )
        {
            return page;
        }
        problems.Add(RecordProblems.PageInvalid(text).At("page"));
        return 1;
    }
}

/// <summary>What the page shows.</summary>
/// <param name="Typed">What stands in the address, so that a field keeps also what could not be read.</param>
/// <param name="Note">How the search was understood, where something is searched.</param>
/// <param name="ActorNames">By id, of those in the filter and beside the list.</param>
public sealed record ListIncidentsModel(
    IncidentFilter Filter,
    IReadOnlyList<Problem> Problems,
    IReadOnlyDictionary<string, string> Typed,
    IncidentSort Sort,
    bool Descending,
    IncidentPage List,
    IncidentFacetCounts Facets,
    SearchNote? Note,
    IReadOnlyDictionary<string, string> ActorNames,
    bool MayWrite,
    bool MayExport,
    bool MayImport,
    bool MayRearrange
)
{
    /// <summary>The change of all that the filter finds.</summary>
    public string BulkAll =>
        Filter.IsNone ? "/incidents/bulk?all=1" : "/incidents/bulk?" + Filter.ToQuery(("all", "1"));

    /// <summary>The largest figure on this page: the scale of its bars.</summary>
    public long Scale { get; } =
        List.Rows.SelectMany(r => new[] { r.Killed.Largest, r.Injured.Largest }).Max() is { } most and > 0 ? most : 1;

    public string? SortText => (Sort, Descending) == (IncidentSort.When, true) ? null : Way(Sort, Descending);

    /// <summary>The same list sorted by a column: the other way round when it is sorted by it already.</summary>
    public string SortedBy(IncidentSort sort) =>
        Address(Filter, Way(sort, sort == Sort ? !Descending : sort is IncidentSort.When or IncidentSort.Killed), null);

    public string Page(int page) =>
        Address(Filter, SortText, page == 1 ? null : page.ToString(CultureInfo.InvariantCulture));

    public string Without(FilterCondition condition) =>
        Address(Filter.Without(condition.Key, condition.Value), SortText, null);

    /// <summary>The same list of one band of killed only.</summary>
    public string WithKilled(long least, long? most) =>
        Address(Filter with { KilledMin = least, KilledMax = most }, SortText, null);

    /// <summary>The same list of one year only; of every year where it is that year already.</summary>
    public string InYear(int year) =>
        Address(Filter with { Year = Filter.Year == year ? null : year, From = null, To = null }, SortText, null);

    public static string To(IncidentFilter filter) => Address(filter, null, null);

    /// <summary>Said of the column by which the list is sorted, for a screen reader.</summary>
    public string? AriaSort(IncidentSort sort) =>
        sort != Sort ? null
        : Descending ? "descending"
        : "ascending";

    public string Arrow(IncidentSort sort) =>
        sort != Sort ? ""
        : Descending ? " ↓"
        : " ↑";

    public string? TypedIn(string key) => Typed.GetValueOrDefault(key);

    public Problem? ProblemAt(string key) => Problems.FirstOrDefault(p => p.Field == key);

    private static string Way(IncidentSort sort, bool descending) =>
        (descending ? "-" : "") + sort.ToString().ToLowerInvariant();

    private static string Address(IncidentFilter filter, string? sort, string? page)
    {
        var query = filter.ToQuery(("sort", sort), ("page", page));
        return query.Length == 0 ? "/incidents" : "/incidents?" + query;
    }
}
