using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Warn;

namespace Toguna.Desk.Alerts;

/// <summary>The steps of an alert: issue, take on, decide, hand over, merge, close, cancel. Each a button of its page.</summary>
internal static class DecideAlert
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/alerts/{id}/warn", WarnAsync).Needs(Permission.Warn).KeepsTyped();
        routes.MapPost("/alerts/{id}/respond", RespondAsync).Needs(Permission.Respond).KeepsTyped();
    }

    /// <summary>Steps of who warns.</summary>
    private static Task<IResult> WarnAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        AlertDesk desk,
        AlertSteps steps,
        CancellationToken ct
    ) =>
        desk.StepAsync(
            id,
            sent,
            Caller.Of(http)!,
            (at, f) =>
                f("do") switch
                {
                    "issue" => steps.IssueAsync(at),
                    "cancel" when f("reason").Length > 0 => steps.CancelAsync(at, f("reason")),
                    "cancel" => Refused(WarnProblems.Missing("reason").At("reason")),
                    "merge" => steps.MergeAsync(at, f("into")),
                    _ => Refused(WarnProblems.NotOffered(f("do"), "issue, cancel, merge")),
                },
            ct
        );

    /// <summary>Steps of who responds.</summary>
    private static Task<IResult> RespondAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        AlertDesk desk,
        AlertSteps steps,
        CancellationToken ct
    ) =>
        desk.StepAsync(
            id,
            sent,
            Caller.Of(http)!,
            (at, f) =>
                f("do") switch
                {
                    "acknowledge" => steps.AcknowledgeAsync(at),
                    "decide" => Decide(f) is { } problem
                        ? Refused(problem)
                        : steps.DecideAsync(
                            at,
                            f("decision"),
                            f("decision") == AlertDecision.None ? f("reason") : null,
                            f("note")
                        ),
                    "hand_over" when IsOfMission(f("component")) => steps.HandOverAsync(at, f("component"), f("note")),
                    "hand_over" => Refused(WarnProblems.Missing("owner").At("component")),
                    "close" => Close(f) is { } problem
                        ? Refused(problem)
                        : steps.CloseAsync(at, f("outcome"), f("note")),
                    _ => Refused(WarnProblems.NotOffered(f("do"), "acknowledge, decide, hand_over, close")),
                },
            ct
        );

    /// <summary>A decision names what is done; no action names its reason, and "other" says which.</summary>
    private static Problem? Decide(Func<string, string> f) =>
        !AlertDecision.All.Contains(f("decision"))
            ? WarnProblems.NotOffered(f("decision"), string.Join(", ", AlertDecision.All)).At("decision")
        : f("decision") == AlertDecision.None && !AlertDecision.Reasons.Contains(f("reason"))
            ? WarnProblems.Missing("reason").At("reason")
        : f("decision") == AlertDecision.None && f("reason") == "other" && f("note").Length == 0
            ? WarnProblems.Missing("note").At("note")
        : null;

    private static Problem? Close(Func<string, string> f) =>
        !AlertOutcome.All.Contains(f("outcome")) ? WarnProblems.Missing("outcome").At("outcome")
        : f("note").Length == 0 ? WarnProblems.Missing("note").At("outcome-note")
        : null;

    private static bool IsOfMission(string component) =>
        Enum.TryParse<Component>(component, out var known) && ComponentWords.OfMission.Contains(known);

    private static Task<Problem?> Refused(Problem problem) => Task.FromResult<Problem?>(problem);
}
