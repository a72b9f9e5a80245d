using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Warn;

namespace Toguna.Respond;

/// <summary>Which step a task allows, and whom. Pure.</summary>
internal static class TaskRules
{
    private static readonly Dictionary<string, (string[] From, string? To)> Steps = new()
    {
        ["accept"] = ([TaskState.Asked], TaskState.Accepted),
        ["decline"] = ([TaskState.Asked, TaskState.Accepted], TaskState.Declined),
        ["begin"] = ([TaskState.Asked, TaskState.Accepted], TaskState.Begun),
        ["done"] = ([TaskState.Accepted, TaskState.Begun], TaskState.Done),
        ["drop"] = ([TaskState.Asked, TaskState.Accepted], TaskState.Dropped),
        ["considered"] = (
            [TaskState.Asked, TaskState.Accepted, TaskState.Begun, TaskState.Done, TaskState.Declined],
            null
        ),
    };

    /// <summary>State after a step; null: it stays.</summary>
    public static string? After(string step) => Steps[step].To;

    /// <returns>Null, or why not.</returns>
    public static Problem? Answer(
        ResponseTask task,
        Alert alert,
        int? version,
        string step,
        string? words,
        Caller caller
    )
    {
        if (!Steps.TryGetValue(step, out var rule))
        {
            return RespondProblems.NotOffered(step, string.Join(", ", Steps.Keys));
        }
        // Who may decide on alerts may answer for others: by radio at night.
        var theirs = caller.Reach.Component?.ToString() == task.Component;
        if (!caller.May(Permission.Respond) && (!theirs || step is "drop" or "considered"))
        {
            return RespondProblems.NotOfYours(ComponentWords.Name(task.Component));
        }
        if ((version is { } seen && seen != task.Version) || !rule.From.Contains(task.State))
        {
            return RespondProblems.TaskChanged(TaskWords.State(task.State));
        }
        if (step is "accept" or "begin" && alert.HasEnded)
        {
            return RespondProblems.AlertEnded(alert.Reference, AlertWords.State(alert.State));
        }
        if (step is "accept" or "begin" && alert.Decision == AlertDecision.DoNotApproach)
        {
            return RespondProblems.DoNotApproach(alert.Reference);
        }
        return (step, words) switch
        {
            ("decline" or "drop", null) => RespondProblems.Missing("reason").At("words"),
            ("done", null) => RespondProblems.Missing("happened").At("words"),
            ("considered", null) => RespondProblems.ConsiderUnarmed().At("words"),
            _ => null,
        };
    }
}
