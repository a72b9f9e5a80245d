using Toguna.Foundation;

namespace Toguna.Respond;

/// <summary>Refusals of the Respond stage.</summary>
public static class RespondProblems
{
    public static Problem TaskUnknown(Guid id) => Of("task_unknown", 404, id);

    public static Problem AlertNotOpen(string reference, string state) => Of("alert_not_open", 409, reference, state);

    public static Problem DoNotApproach(string reference) => Of("do_not_approach", 409, reference);

    public static Problem WouldExpose() => Of("would_expose", 422);

    public static Problem Missing(string field) => Of("missing_" + field, 422);

    public static Problem TooLong(int length, int most) => Of("too_long", 422, length, most);

    /// <summary>Before an armed task: which unarmed ones were considered. For an imminent threat it is asked afterwards.</summary>
    public static Problem ConsiderUnarmed() => Of("consider_unarmed", 422);

    public static Problem DuePast(string due) => Of("due_past", 422, due);

    public static Problem NotOfYours(string component) => Of("not_of_yours", 403, component);

    public static Problem TaskChanged(string state) => Of("task_changed", 409, state);

    public static Problem NotOffered(string value, string offered) => Of("not_offered", 422, value, offered);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(RespondProblems), name, status, args);
}
