using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Respond;

namespace Toguna.Learn.Reviews;

/// <summary>The page <c>/reviews</c>: what was learned, by place, response type and threat; what is still to be done about it.</summary>
internal static class ListReviews
{
    private const int LongestText = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reviews", ShowAsync).Needs(Permission.Read);
        routes.MapPost("/reviews/follow-ups/{id:guid}", DoneAsync).Needs(Permission.Act).KeepsTyped();
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        ReviewBook book,
        Database database,
        Installation house,
        CancellationToken ct,
        int page = 1
    )
    {
        var problems = new List<Problem>();
        var filter = new LessonFilter(
            http.Request.Query["place"].ToString().Trim() is { Length: > 0 } place ? place : null,
            Chosen("kind", [.. ResponseTypes.All.Select(t => t.Code)]),
            Chosen("threat", [.. ActTypes.All.Select(a => a.Code)])
        );
        return await PageAsync(filter, page, Caller.Of(http)!, book, database, house, problems, ct);

        string? Chosen(string field, IReadOnlyList<string> offered)
        {
            var value = http.Request.Query[field].ToString();
            if (value.Length > 0 && !offered.Contains(value))
            {
                problems.Add(LearnProblems.NotOffered(field, value, string.Join(", ", offered)));
            }
            return offered.Contains(value) ? value : null;
        }
    }

    private static async Task<IResult> DoneAsync(
        Guid id,
        IFormCollection sent,
        HttpContext http,
        ReviewBook book,
        Database database,
        Installation house,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var note = sent.Text("note");
        var problem =
            note.Length > LongestText
                ? LearnProblems.TooLong(note.Length, LongestText)
                : await database.WriteAsync(tx => book.DoneAsync(tx, id, note, caller), ct);
        return problem is null
            ? Results.LocalRedirect("/reviews")
            : await PageAsync(new LessonFilter(), 1, caller, book, database, house, [problem], ct);
    }

    private static async Task<IResult> PageAsync(
        LessonFilter filter,
        int page,
        Caller caller,
        ReviewBook book,
        Database database,
        Installation house,
        IReadOnlyList<Problem> problems,
        CancellationToken ct
    )
    {
        var lessons = await book.LessonsAsync(filter, caller, page, ct);
        await using var c = await database.OpenAsync(ct);
        var model = new ReviewsModel(
            filter,
            lessons,
            await book.OpenAsync(filter, caller, ct),
            await People.NamesAsync(
                c,
                database.Engine,
                lessons.SelectMany(l => l.FollowUps.Select(f => f.DoneBy ?? "").Append(l.ByUser))
            ),
            house.Today,
            Math.Max(1, page),
            caller.May(Permission.Act),
            problems
        );
        return new RazorComponentResult<ListReviewsPage>(new { Model = model })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
    }
}

/// <param name="Open">Follow-ups that are still to be done.</param>
/// <param name="People">Names of colleagues by id.</param>
/// <param name="Today">In the mission's calendar.</param>
public sealed record ReviewsModel(
    LessonFilter Filter,
    IReadOnlyList<Review> Lessons,
    IReadOnlyList<FollowUp> Open,
    IReadOnlyDictionary<string, string> People,
    DateOnly Today,
    int Page,
    bool MayAct,
    IReadOnlyList<Problem> Problems
);
