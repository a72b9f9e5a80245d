using Toguna.Foundation;

namespace Toguna.Learn;

/// <summary>Refusals of the Learn stage.</summary>
public static class LearnProblems
{
    public static Problem PeriodUnknown(string value) =>
        new(typeof(LearnProblems), "period_unknown", StatusUnprocessable, [value], "period");

    public static Problem NotOffered(string field, string value, string offered) =>
        new(typeof(LearnProblems), "not_offered", StatusUnprocessable, [value, offered], field);

    public static Problem NotClosed(string reference, string state) =>
        new(typeof(LearnProblems), "not_closed", 409, [reference, state]);

    public static Problem ReviewEmpty() => Of("review_empty");

    public static Problem TooLong(int length, int most) => Of("too_long", length, most);

    public static Problem FollowUpWhat(int most) => Of("follow_up_what", most);

    public static Problem FollowUpWho() => Of("follow_up_who");

    public static Problem FollowUpDue(string day) => Of("follow_up_due", day);

    public static Problem FollowUpUnknown(Guid id) => new(typeof(LearnProblems), "follow_up_unknown", 404, [id]);

    public static Problem FollowUpDone() => new(typeof(LearnProblems), "follow_up_done", 409, []);

    public static Problem OutcomeMissing() => Of("outcome_missing");

    public static Problem KnownOn(string day) => Of("known_on", day);

    public static Problem ReportName(int most) => Of("report_name", most);

    public static Problem KeptUnknown(Guid id) => new(typeof(LearnProblems), "kept_unknown", 404, [id]);

    public static Problem Missing() => Of("missing");

    public static Problem NotADay(string value) => Of("not_a_day", value);

    public static Problem NotACount(string value, int most) => Of("not_a_count", value, most);

    public static Problem NotPeople(string value, int most) => Of("not_people", value, most);

    public static Problem BaseUnknown(object id) => new(typeof(LearnProblems), "base_unknown", 404, [id]);

    public static Problem BaseChanged(string name) => new(typeof(LearnProblems), "base_changed", 409, [name]);

    public static Problem CountryUnknown(string value) => Of("country_unknown", value);

    public static Problem PlaceHasNoPosition(string place) => Of("place_has_no_position", place);

    public static Problem NotDegrees(string value, int most) => Of("not_degrees", value, most);

    public static Problem PeriodBackwards(string from, string to) => Of("period_backwards", from, to);

    public static Problem NotKilometres(string value, int most) => Of("not_kilometres", value, most);

    private const int StatusUnprocessable = 422;

    private static Problem Of(string name, params object?[] args) =>
        new(typeof(LearnProblems), name, StatusUnprocessable, args);
}
