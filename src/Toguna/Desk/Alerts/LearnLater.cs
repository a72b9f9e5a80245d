using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Learn;
using Toguna.Warn;

namespace Toguna.Desk.Alerts;

/// <summary>Writes down what became known after an alert was closed: a new line with its day, never an edit of the outcome.</summary>
internal static class LearnLater
{
    private const int LongestText = 2_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/alerts/{id}/outcome", LearnAsync).Needs(Permission.Warn).KeepsTyped();

    private static Task<IResult> LearnAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        AlertDesk desk,
        ReviewBook reviews,
        Installation house,
        CancellationToken ct
    ) =>
        desk.StepAsync(
            id,
            sent,
            Caller.Of(http)!,
            (at, f) =>
            {
                var today = house.DayOf(at.Tx.Now);
                var (known, problem) = Decide(f, today);
                return problem is not null
                    ? Task.FromResult<Problem?>(problem)
                    : reviews.LearnAsync(at, f("later_outcome"), f("later_note"), known);
            },
            ct
        );

    private static (DateOnly Known, Problem? Problem) Decide(Func<string, string> f, DateOnly today)
    {
        if (!AlertOutcome.All.Contains(f("later_outcome")))
        {
            return (default, LearnProblems.OutcomeMissing().At("later_outcome"));
        }
        if (f("later_note").Length == 0)
        {
            return (default, LearnProblems.OutcomeMissing().At("later_note"));
        }
        if (f("later_note").Length > LongestText)
        {
            return (default, LearnProblems.TooLong(f("later_note").Length, LongestText).At("later_note"));
        }
        var known = f("known_on").Length == 0 ? today : Day(f("known_on"));
        return known is { } day && day <= today
            ? (day, null)
            : (default, LearnProblems.KnownOn(f("known_on")).At("known_on"));
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
