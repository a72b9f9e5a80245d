using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Gather;
using Toguna.Record;

namespace Toguna.Desk.Search;

/// <summary>The page <c>/search</c>: incidents, reports, actors and places that have the same words, as far as the reader may know of them.</summary>
/// <remarks>Nothing is written when somebody searches, and the words are in no title: a search says whom somebody thinks of.</remarks>
internal static class ShowSearch
{
    /// <summary>Rows of each section.</summary>
    public const int First = 5;

    /// <summary>The page of places lists no more either.</summary>
    public const int MostPlaces = 50;

    private const int ReportsOfPage = 25;
    private const int LastPage = 1_000_000;
    private const string Reports = "reports";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Page.FindAddress, ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        IncidentBook book,
        ReportSearch reports,
        ActorSearch actors,
        PlaceBook places,
        string? q = null,
        string? @in = null,
        string? page = null,
        CancellationToken ct = default
    )
    {
        var caller = Caller.Of(http)!;
        var read = IncidentFilterReading.Parse([KeyValuePair.Create("q", q)]);
        var problems = read.Problems.Select(p => p.At(Page.FindField)).ToList();
        if (@in is not (null or "" or Reports))
        {
            problems.Add(RecordProblems.FilterCode("in", @in, Reports));
        }
        var number = 1;
        if (
            !string.IsNullOrEmpty(page)
            && (
                !int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out number)
                || number is < 1 or > LastPage
            )
        )
        {
            problems.Add(RecordProblems.PageInvalid(page));
        }
        var model = new SearchModel(problems, caller.May(Permission.Unseal));
        if (problems.Count == 0 && read.Filter.Search is { } text)
        {
            model =
                @in == Reports
                    ? model with
                    {
                        Query = text,
                        Reports = await reports.FindAsync(text, caller, number, ReportsOfPage, ct),
                    }
                    : model with
                    {
                        Query = text,
                        Incidents = await book.ListAsync(read.Filter, caller, size: First, ct: ct),
                        Note = await book.SearchNoteAsync(read.Filter, caller, ct),
                        Reports = await reports.FindAsync(text, caller, 1, First, ct),
                        Actors = await actors.FindAsync(text, caller, First, ct),
                        Places = await places.FindAsync(text, MostPlaces, ct),
                    };
        }
        return new RazorComponentResult<SearchPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}

/// <summary>What a search has found; null where nothing was looked for.</summary>
/// <param name="MayUnseal">The reader may search sealed names, which is done elsewhere.</param>
public sealed record SearchModel(IReadOnlyList<Problem> Problems, bool MayUnseal)
{
    public string? Query { get; init; }
    public IncidentPage? Incidents { get; init; }
    public SearchNote? Note { get; init; }

    /// <summary>Alone: all of them, page by page.</summary>
    public ReportFinds? Reports { get; init; }
    public ActorFinds? Actors { get; init; }

    /// <summary>At most <see cref="ShowSearch.MostPlaces"/>.</summary>
    public IReadOnlyList<PlaceHit>? Places { get; init; }

    public bool IsEmpty =>
        Incidents is null or { Total: 0 }
        && Reports is null or { Total: 0 }
        && Actors is null or { Total: 0 }
        && Places is null or { Count: 0 };

    /// <summary>The search in another list.</summary>
    public string At(string path) => $"{path}?q={Uri.EscapeDataString(Query ?? "")}";

    /// <summary>All reports that it finds.</summary>
    public string ReportsAt(int page) =>
        At(Page.FindAddress)
        + "&in=reports"
        + (page == 1 ? "" : "&page=" + page.ToString(CultureInfo.InvariantCulture));
}
