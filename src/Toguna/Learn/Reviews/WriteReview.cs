using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Learn.Reviews;

/// <summary>The form of a review, <c>/alerts/AL-0091/review</c>: what went well, what did not, what to change, and who sees to it.</summary>
internal static class WriteReview
{
    /// <summary>Rows of follow-ups that the form has.</summary>
    public const int MostFollowUps = 4;
    private const int LongestText = 4_000;
    private const int LongestFollowUp = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alerts/{id}/review", OpenAsync).Needs(Permission.Respond);
        routes.MapPost("/alerts/{id}/review", SaveAsync).Needs(Permission.Respond).KeepsTyped();
    }

    private static async Task<IResult> OpenAsync(
        string id,
        HttpContext http,
        AlertBook alerts,
        Database database,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (alert, tasks) = await FindAsync(id, Caller.Of(http)!, alerts, database, ct);
        if (alert.State != AlertState.Closed)
        {
            throw LearnProblems.NotClosed(alert.Reference, AlertWords.State(alert.State)).Raise();
        }
        return Page(alert, tasks, new Dictionary<string, string> { ["review"] = Ids.New(clock).ToString() }, []);
    }

    private static async Task<IResult> SaveAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        AlertBook alerts,
        ReviewBook reviews,
        Database database,
        Installation house,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var typed = sent.Typed();
        var today = house.Today;
        var (review, problem) = Decide(f => typed.GetValueOrDefault(f, ""), sent["kind"], today);
        problem ??= await database.WriteAsync(tx => reviews.AddAsync(new AlertAt(tx, id, null, caller), review!), ct);
        if (problem is null)
        {
            return Results.LocalRedirect("/alerts/" + id);
        }
        var (alert, tasks) = await FindAsync(id, caller, alerts, database, ct);
        return Page(alert, tasks, typed, [problem]);
    }

    /// <summary>Something is said, and each follow-up has its words, its section and a day that is not over.</summary>
    internal static (NewReview? Review, Problem? Problem) Decide(
        Func<string, string> field,
        IEnumerable<string?> kinds,
        DateOnly today
    )
    {
        string[] texts = ["went_well", "went_badly", "to_change"];
        if (texts.All(t => field(t).Length == 0))
        {
            return (null, LearnProblems.ReviewEmpty().At("went_well"));
        }
        if (texts.FirstOrDefault(t => field(t).Length > LongestText) is { } longest)
        {
            return (null, LearnProblems.TooLong(field(longest).Length, LongestText).At(longest));
        }
        var follow = new List<(string, string, DateOnly)>();
        for (var i = 1; i <= MostFollowUps; i++)
        {
            var (what, who, due) = (field($"what-{i}"), field($"who-{i}"), field($"due-{i}"));
            if (what.Length + who.Length + due.Length == 0)
            {
                continue;
            }
            if (what.Length is 0 or > LongestFollowUp)
            {
                return (null, LearnProblems.FollowUpWhat(LongestFollowUp).At($"what-{i}"));
            }
            if (!ComponentWords.OfMission.Any(c => c.ToString() == who))
            {
                return (null, LearnProblems.FollowUpWho().At($"who-{i}"));
            }
            if (ReadDay(due) is not { } day || day < today)
            {
                return (null, LearnProblems.FollowUpDue(due).At($"due-{i}"));
            }
            follow.Add((what, who, day));
        }
        return (
            new NewReview(
                Guid.TryParse(field("review"), out var made) ? made : Guid.Empty,
                Some(field("went_well")),
                Some(field("went_badly")),
                Some(field("to_change")),
                [.. Helped(field)],
                [.. kinds.OfType<string>().Where(k => ResponseTypes.Find(k) is not null).Distinct()],
                follow
            ),
            null
        );
    }

    /// <summary>Of each task that the form names.</summary>
    private static IEnumerable<(Guid, string)> Helped(Func<string, string> field) =>
        field("tasks")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(t => Guid.TryParse(t, out var task) ? task : Guid.Empty)
            .Where(t => t != Guid.Empty)
            .Distinct()
            .Select(t => (t, field($"helped-{t}")))
            .Select(t => Learn.Helped.All.Contains(t.Item2) ? t : (t.t, Learn.Helped.Unknown));

    /// <returns>Null when the text is no day.</returns>
    internal static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static string? Some(string text) => text.Length == 0 ? null : text;

    private static async Task<(Alert, IReadOnlyList<ResponseTask>)> FindAsync(
        string id,
        Caller caller,
        AlertBook alerts,
        Database database,
        CancellationToken ct
    )
    {
        var alert = await alerts.FindAsync(id, caller, ct) ?? throw WarnProblems.AlertUnknown(id).Raise();
        await using var c = await database.OpenAsync(ct);
        return (alert, await TaskBook.OfAsync(c, alert.AlertId));
    }

    private static IResult Page(
        Alert alert,
        IReadOnlyList<ResponseTask> tasks,
        IReadOnlyDictionary<string, string> typed,
        IReadOnlyList<Problem> problems
    ) =>
        new RazorComponentResult<WriteReviewPage>(
            new
            {
                Alert = alert,
                Tasks = tasks,
                Typed = typed,
                Problems = problems,
            }
        )
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : problems[0].Status,
        };
}
