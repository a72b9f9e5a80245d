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

    /// <summary>The alert is over: what was begun can be ended, nothing else begins.</summary>
    public static Problem AlertEnded(string alert, string state) => Of("alert_ended", 409, alert, state);

    public static Problem TaskChanged(string state) => Of("task_changed", 409, state);

    public static Problem NotOffered(string value, string offered) => Of("not_offered", 422, value, offered);

    public static Problem MovementUnknown(string reference) => Of("movement_unknown", 404, reference);

    public static Problem MovementChanged(string reference, string state) =>
        Of("movement_changed", 409, reference, state);

    public static Problem NotAuthorised(string reference) => Of("not_authorised", 409, reference);

    public static Problem RequestUnknown(Guid id) => Of("request_unknown", 404, id);

    public static Problem RequestChanged(string reference, string state) =>
        Of("request_changed", 409, reference, state);

    public static Problem SeatNotOfYours(string component) => Of("seat_not_of_yours", 403, component);

    public static Problem Full(string reference, int seats, int kg) => Of("full", 409, reference, seats, kg);

    public static Problem NotOpenForSeats(string reference, string state) =>
        Of("not_open_for_seats", 409, reference, state);

    public static Problem NotOnRoute(string reference) => Of("not_on_route", 422, reference);

    public static Problem DrillApart(string request, string movement) => Of("drill_apart", 422, request, movement);

    public static Problem WindowPast(string end) => Of("window_past", 422, end);

    public static Problem WindowTurned(string from, string to) => Of("window_turned", 422, from, to);

    public static Problem WindowLong(int days) => Of("window_long", 422, days);

    public static Problem SamePlace(string place) => Of("same_place", 422, place);

    public static Problem NothingAsked() => Of("nothing_asked", 422);

    public static Problem Outside(string value, long least, long most) => Of("outside", 422, value, least, most);

    public static Problem DetourOutside(string value) => Of("detour_outside", 422, value);

    public static Problem CostIncomplete() => Of("cost_incomplete", 422);

    public static Problem NotACurrency(string value) => Of("not_a_currency", 422, value);

    public static Problem FleetUnknown(Guid id) => Of("fleet_unknown", 422, id);

    public static Problem FleetChanged() => Of("fleet_changed", 409);

    public static Problem NotAnHour(string value) => Of("not_an_hour", 422, value);

    public static Problem LightTurned(string first, string last) => Of("light_turned", 422, first, last);

    public static Problem PlanChanged() => Of("plan_changed", 409);

    public static Problem NotYet(string at) => Of("not_yet", 422, at);

    public static Problem ObjectionToWhat() => Of("objection_to_what", 422);

    public static Problem DenialUnknown(Guid id) => Of("denial_unknown", 404, id);

    public static Problem CaveatUnknown(Guid id) => Of("caveat_unknown", 404, id);

    /// <summary>The task goes against what those who sent the unit allow.</summary>
    /// <param name="caveats">In words.</param>
    public static Problem AgainstCaveat(string caveats) => Of("against_caveat", 422, caveats);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(RespondProblems), name, status, args);
}
