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
    private const int LongestNote = 4_000;

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
        Database database,
        CancellationToken ct
    ) =>
        StepAsync(
            id,
            sent,
            http,
            desk,
            database,
            (tx, f, caller) =>
                f("do") switch
                {
                    "issue" => steps.IssueAsync(tx, id, Version(f), caller),
                    "cancel" when f("reason").Length > 0 => steps.CancelAsync(tx, id, Version(f), f("reason"), caller),
                    "cancel" => Refused(WarnProblems.Missing("reason").At("reason")),
                    "merge" => steps.MergeAsync(tx, id, Version(f), f("into"), caller),
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
        Database database,
        CancellationToken ct
    ) =>
        StepAsync(
            id,
            sent,
            http,
            desk,
            database,
            (tx, f, caller) =>
                f("do") switch
                {
                    "acknowledge" => steps.AcknowledgeAsync(tx, id, Version(f), caller),
                    "decide" => Decide(f) is { } problem
                        ? Refused(problem)
                        : steps.DecideAsync(
                            tx,
                            id,
                            Version(f),
                            f("decision"),
                            f("decision") == AlertDecision.None ? f("reason") : null,
                            f("note"),
                            caller
                        ),
                    "hand_over" when IsOfMission(f("component")) => steps.HandOverAsync(
                        tx,
                        id,
                        Version(f),
                        f("component"),
                        f("note"),
                        caller
                    ),
                    "hand_over" => Refused(WarnProblems.Missing("owner").At("component")),
                    "close" => Close(f) is { } problem
                        ? Refused(problem)
                        : steps.CloseAsync(tx, id, Version(f), f("outcome"), f("note"), caller),
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

    private static int Version(Func<string, string> f) =>
        int.TryParse(f("version"), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static Task<Problem?> Refused(Problem problem) => Task.FromResult<Problem?>(problem);

    internal static async Task<IResult> StepAsync(
        string id,
        IFormCollection sent,
        HttpContext http,
        AlertDesk desk,
        Database database,
        Func<WriteScope, Func<string, string>, Caller, Task<Problem?>> step,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var typed = sent.Where(f => !f.Key.StartsWith('_'))
            .ToDictionary(f => f.Key, f => f.Value.ToString().Replace("\0", "", StringComparison.Ordinal).Trim());
        var tooLong = typed.Values.FirstOrDefault(v => v.Length > LongestNote);
        var problem = tooLong is not null
            ? WarnProblems.TooLong(tooLong.Length, LongestNote)
            : await database.WriteAsync(tx => step(tx, name => typed.GetValueOrDefault(name, ""), caller), ct);
        return problem is null
            ? Results.LocalRedirect("/alerts/" + id)
            : ShowAlert.Page(await desk.ModelAsync(id, caller, ct) with { Problems = [problem], Typed = typed });
    }
}
