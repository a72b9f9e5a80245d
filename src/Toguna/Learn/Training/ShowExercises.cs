using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Record;

namespace Toguna.Learn.Training;

/// <summary>The page <c>/exercises</c>: drills of the last twelve months with their times, by the measures of the real ones and in no figure of theirs.</summary>
internal static class ShowExercises
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/exercises", ShowAsync).Needs(Permission.Read);

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        RateBook book,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        // A drill that runs now is due in days to come.
        var period = new Period(today.AddYears(-1), today.AddMonths(1));
        var figures = await book.ExercisesAsync(new RateQuestion(period), Caller.Of(http)!, ct);
        return new RazorComponentResult<ExercisesPage>(new { Figures = figures });
    }
}
