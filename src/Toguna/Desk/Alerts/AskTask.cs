using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Desk.Alerts;

/// <summary>Asks for a task about an alert, and takes the answers of those who are asked.</summary>
internal static class AskTask
{
    private const int LongestText = 2_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/alerts/{id}/tasks", AskAsync).Needs(Permission.Respond).KeepsTyped();
        routes.MapPost("/alerts/{id}/tasks/{task:guid}", AnswerAsync).Needs(Permission.Act).KeepsTyped();
    }

    private static Task<IResult> AskAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        AlertDesk desk,
        TaskBook tasks,
        Installation house,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        desk.StepAsync(
            id,
            sent,
            Caller.Of(http)!,
            async (at, f) =>
            {
                var (task, problem) = Read(f, house.Zone, clock);
                return task is null ? problem : await tasks.AskAsync(at, task, f("exposes"));
            },
            ct
        );

    private static Task<IResult> AnswerAsync(
        string id,
        Guid task,
        IFormCollection sent,
        HttpContext http,
        AlertDesk desk,
        TaskBook tasks,
        CancellationToken ct
    ) =>
        desk.StepAsync(
            id,
            sent,
            Caller.Of(http)!,
            (at, f) => tasks.AnswerAsync(at, task, f("do"), Some(f("words"))),
            ct
        );

    private static (NewTask? Task, Problem? Problem) Read(Func<string, string> f, TimeZoneInfo zone, TimeProvider clock)
    {
        if (ResponseTypes.Find(f("kind")) is not { } type)
        {
            return (null, RespondProblems.Missing("kind").At("kind"));
        }
        if (f("what").Length == 0)
        {
            return (null, RespondProblems.Missing("what").At("what"));
        }
        if (!Enum.TryParse<Component>(f("of"), out var component) || !ComponentWords.OfMission.Contains(component))
        {
            return (null, RespondProblems.Missing("component").At("of"));
        }
        foreach (var field in new[] { "what", "resources", "clause", "considered", "unit", "lifted_by" })
        {
            if (f(field).Length > LongestText)
            {
                return (null, RespondProblems.TooLong(f(field).Length, LongestText).At(field));
            }
        }
        DateTimeOffset? due = null;
        if (f("due").Length > 0)
        {
            (due, var problem) = LocalTimes.Read(f("due"), zone);
            if (problem is not null)
            {
                return (null, problem.At("due"));
            }
        }
        return (
            new NewTask(
                Guid.TryParse(f("task"), out var made) && made != Guid.Empty ? made : Ids.New(clock),
                type,
                Within(f("tier"), 3) ?? type.Tier,
                Within(f("phase"), 4) ?? type.Phase,
                f("what"),
                component.ToString(),
                due,
                Some(f("resources")),
                Some(f("clause")),
                type.Armed ? Some(f("considered")) : null,
                Some(f("unit")),
                Some(f("lifted_by"))
            ),
            null
        );
    }

    private static string? Some(string text) => text.Length == 0 ? null : text;

    private static int? Within(string text, int most) =>
        text is [var digit] && digit >= '1' && digit <= '0' + most ? digit - '0' : null;
}
