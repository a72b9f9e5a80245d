using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Rearrangements;

/// <summary>The pages <c>/changes</c> and <c>/changes/ID</c>: merges, splits and bulk changes, each with its undo.</summary>
internal static class ListRearrangements
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/changes").Needs(Permission.Rearrange);
        pages.MapGet("", ListAsync);
        pages.MapGet("/{id:guid}", ShowAsync);
        pages.MapPost("/{id:guid}/undo", UndoAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Database database, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var rows = await RearrangementBook.ListAsync(c, Caller.Of(http)!, Most);
        var people = await People.NamesAsync(c, database.Engine, rows.SelectMany(PeopleOf));
        return new RazorComponentResult<RearrangementsPage>(new { Model = new RearrangementsModel(rows, people) });
    }

    private static Task<IResult> ShowAsync(Guid id, HttpContext http, Database database, CancellationToken ct) =>
        PageAsync(id, http, database, null, ct);

    private static async Task<IResult> UndoAsync(
        Guid id,
        HttpContext http,
        Database database,
        UndoRearrangement undo,
        CancellationToken ct
    )
    {
        var sent = await http.Request.ReadFormAsync(ct);
        var problem = await undo.UndoAsync(id, sent["others"] == "1", Caller.Of(http)!, ct);
        return problem is null
            ? Results.LocalRedirect($"/changes/{id}")
            : await PageAsync(id, http, database, problem, ct);
    }

    private static async Task<IResult> PageAsync(
        Guid id,
        HttpContext http,
        Database database,
        Problem? problem,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var found =
            await RearrangementBook.FindAsync(c, id, Caller.Of(http)!)
            ?? throw RecordProblems.RearrangementUnknown(id.ToString()).Raise();
        var incidents = await RearrangementBook.IncidentsAsync(c, id);
        var people = await People.NamesAsync(c, database.Engine, PeopleOf(found));
        return new RazorComponentResult<RearrangementPage>(
            new { Model = new RearrangementModel(found, incidents, people, problem) }
        )
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
    }

    private static IEnumerable<string> PeopleOf(Rearrangement row) =>
        new[] { row.ByUser, row.UndoneBy }.OfType<string>();
}

/// <param name="Rows">Newest first.</param>
/// <param name="People">Names by id.</param>
public sealed record RearrangementsModel(IReadOnlyList<Rearrangement> Rows, IReadOnlyDictionary<string, string> People);

/// <param name="Problem">Why it could not be undone.</param>
public sealed record RearrangementModel(
    Rearrangement Row,
    IReadOnlyList<Rearranged> Incidents,
    IReadOnlyDictionary<string, string> People,
    Problem? Problem
);
