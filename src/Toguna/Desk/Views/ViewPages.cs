using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Desk.Now;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;

namespace Toguna.Desk.Views;

/// <summary>The page <c>/views</c>: what a person keeps, what others share, and a form to keep one more.</summary>
internal static class ViewPages
{
    private const int LongestName = 80;

    /// <summary>Beside the filter in the address of the pages that lead here.</summary>
    private static readonly string[] Beside = ["on", "sort", "page", "measure", "period", "by", "across", "culture"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var views = routes.MapGroup("/views").Needs(Permission.Read);
        views.MapGet("", ShowAsync);
        views.MapPost("", SaveAsync).WithMetadata(new RequireAntiforgeryTokenAttribute());
        views.MapPost("/{id:guid}/remove", RemoveAsync).WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        ViewLines lines,
        IncidentBook book,
        CancellationToken ct
    )
    {
        var read = IncidentFilterReading.Parse(
            http.Request.Query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            Beside
        );
        return await PageAsync(
            http,
            lines,
            book,
            new ViewForm("", "/incidents", false),
            read.Filter,
            read.Problems,
            ct
        );
    }

    private static async Task<IResult> SaveAsync(
        HttpContext http,
        [FromForm] string? name,
        [FromForm] string? on,
        [FromForm] string? shared,
        [FromForm] string? query,
        ViewBook views,
        ViewLines lines,
        IncidentBook book,
        IEnumerable<IncidentView> pages,
        CancellationToken ct
    )
    {
        var form = new ViewForm((name ?? "").Trim(), on ?? "", shared == "true");
        var read = IncidentFilterReading.Parse(
            Microsoft
                .AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)
                .SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            Beside
        );
        var problems = read.Problems.ToList();
        if (form.Name.Length is 0 or > LongestName || form.Name.Any(char.IsControl))
        {
            problems.Add(DeskProblems.ViewName(form.Name, LongestName).At("name"));
        }
        if (!PathsOf(pages).Contains(form.On))
        {
            problems.Add(RecordProblems.FilterCode("on", form.On, string.Join(", ", PathsOf(pages))).At("on"));
        }
        if (problems.Count > 0)
        {
            return await PageAsync(http, lines, book, form, read.Filter, problems, ct);
        }
        await views.AddAsync(form.Name, form.On, read.Filter, form.Shared, Caller.Of(http)!);
        return Results.LocalRedirect("/views");
    }

    private static async Task<IResult> RemoveAsync(Guid id, HttpContext http, ViewBook views)
    {
        await views.RemoveAsync(id, Caller.Of(http)!);
        return Results.LocalRedirect("/views");
    }

    private static IReadOnlyList<string> PathsOf(IEnumerable<IncidentView> pages) =>
        ["/incidents", .. pages.Where(p => p.Path != "/views").OrderBy(p => p.Order).Select(p => p.Path)];

    private static async Task<IResult> PageAsync(
        HttpContext http,
        ViewLines lines,
        IncidentBook book,
        ViewForm form,
        IncidentFilter filter,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var model = new ViewsModel(
            await lines.ReadAsync(caller, ct),
            form,
            filter,
            (await book.TotalsAsync(filter, caller, ct: ct)).Incidents,
            filter.Describe(await book.ActorNamesAsync(filter, caller, ct)),
            problems
        );
        return new RazorComponentResult<ViewsPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}

/// <summary>Reads the views of a person with what each shows them now.</summary>
internal sealed class ViewLines(ViewBook views, IncidentBook book, Visits visits, Database database)
{
    public async Task<IReadOnlyList<ViewLine>> ReadAsync(Caller caller, CancellationToken ct)
    {
        var all = await views.ListAsync(caller, ct);
        var before = await visits.BeforeAsync(caller, ct);
        await using var c = await database.OpenAsync(ct);
        var owners = await People.NamesAsync(c, database.Engine, all.Select(v => v.OwnerId));
        var lines = new List<ViewLine>();
        foreach (var view in all)
        {
            var filter = view.Filter;
            var fresh = before is { } since
                ? filter with
                {
                    Since = filter.Since is { } own && own > since ? own : since,
                }
                : null;
            lines.Add(
                new ViewLine(
                    view,
                    view.OwnerId == caller.Id ? null : owners.GetValueOrDefault(view.OwnerId.ToLowerInvariant(), "?"),
                    (await book.TotalsAsync(filter, caller, ct: ct)).Incidents,
                    fresh,
                    fresh is null ? 0 : (await book.TotalsAsync(fresh, caller, ct: ct)).Incidents,
                    filter.Describe(await book.ActorNamesAsync(filter, caller, ct))
                )
            );
        }
        return lines;
    }
}

/// <param name="Owner">Who shares it; null: one's own.</param>
/// <param name="Incidents">How many it shows to the reader.</param>
/// <param name="Fresh">The same, of those that are new or changed since the reader's last visit; null: no visit before.</param>
public sealed record ViewLine(
    SavedView View,
    string? Owner,
    long Incidents,
    IncidentFilter? Fresh,
    long FreshIncidents,
    string Words
);

/// <summary>What was typed.</summary>
/// <param name="On">The page that shows it.</param>
public sealed record ViewForm(string Name, string On, bool Shared);

/// <param name="Filter">What would be kept.</param>
/// <param name="Incidents">How many it finds.</param>
/// <param name="Words">It, in words.</param>
public sealed record ViewsModel(
    IReadOnlyList<ViewLine> Lines,
    ViewForm Form,
    IncidentFilter Filter,
    long Incidents,
    string Words,
    IReadOnlyList<Problem> Problems
);
