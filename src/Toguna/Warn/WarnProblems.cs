using Toguna.Foundation;

namespace Toguna.Warn;

/// <summary>Refusals of the Warn stage.</summary>
public static class WarnProblems
{
    public static Problem AlertUnknown(string reference) => Of("alert_unknown", 404, reference);

    public static Problem ChangedMeanwhile(string reference, string state) =>
        Of("changed_meanwhile", 409, reference, state);

    public static Problem NotDecided(string reference) => Of("not_decided", 422, reference);

    public static Problem NotToMerge(string reference) => Of("not_to_merge", 422, reference);

    public static Problem Missing(string field) => Of("missing_" + field, 422);

    public static Problem TooLong(int length, int most) => Of("too_long", 422, length, most);

    public static Problem NotOffered(string value, string offered) => Of("not_offered", 422, value, offered);

    public static Problem NotACount(string value) => Of("not_a_count", 422, value);

    public static Problem NotATime(string value) => Of("not_a_time", 422, value);

    /// <summary>The clocks were put forward over it.</summary>
    public static Problem NoSuchTime(string value, string zone) => Of("no_such_time", 422, value, zone);

    public static Problem EndsBeforeItBegins(string from, string to) => Of("ends_before", 422, from, to);

    public static Problem ExpectedPast(string to) => Of("expected_past", 422, to);

    public static Problem AboveClearance(int classification) => Of("above_clearance", 422, classification);

    public static Problem BasisUnknown(string value) => Of("basis_unknown", 422, value);

    /// <summary>A drill must not take a real report out of the queue.</summary>
    public static Problem DrillOnReal() => Of("drill_on_real", 422);

    public static Problem LimitOutside(string value, int least, int most) =>
        Of("limit_outside", 422, value, least, most);

    public static Problem LimitsOutOfOrder(string urgency) => Of("limits_out_of_order", 422, urgency);

    /// <summary>Those above are not told before those below.</summary>
    public static Problem HeadBeforeNext(string urgency) => Of("head_before_next", 422, urgency);

    public static Problem NotAnHour(string value) => Of("not_an_hour", 422, value);

    public static Problem TooManyWanted(int most) => Of("too_many_wanted", 422, most);

    public static Problem ForecastColumnMissing(string file, string column, string header) =>
        Of("forecast_column_missing", 422, file, column, header);

    /// <summary>One cell of a file of forecasts or outcomes: its line, column and value are named.</summary>
    public static Problem ForecastValue(string file, long line, string column, string value, string expected) =>
        Of("forecast_value_" + expected, 422, file, line, column, value);

    public static Problem ForecastRowTwice(string file, long line, string unit, string month) =>
        Of("forecast_row_twice", 422, file, line, unit, month);

    /// <summary>A month without a row is not a month without deaths.</summary>
    public static Problem ForecastMonthMissing(string file, string unit, string month) =>
        Of("forecast_month_missing", 422, file, unit, month);

    public static Problem ForecastNothing(string file) => Of("forecast_nothing", 422, file);

    public static Problem ForecastWindowOutside(int year, string first, string last) =>
        Of("forecast_window_outside", 422, year, first, last);

    public static Problem ForecastDrawsMissing(string file, string unit, string month) =>
        Of("forecast_draws_missing", 422, file, unit, month);

    public static Problem ForecastDrawsUneven(string file, string unit, string month, int draws, int others) =>
        Of("forecast_draws_uneven", 422, file, unit, month, draws, others);

    public static Problem PlaceUnknown(string text) => Of("place_unknown", 422, text);

    public static Problem PersonUnknown(string name) => Of("person_unknown", 422, name);

    /// <summary>None of those it goes to may know of it.</summary>
    public static Problem NobodyMayKnow(string whom) => Of("nobody_may_know", 422, whom);

    /// <summary>Whom it goes to is one: a section, a person or a force outside.</summary>
    public static Problem ShareWithOne() => Of("share_with_one", 422);

    /// <summary>What leaves the mission says who is at risk and where, never who is suspected.</summary>
    public static Problem NamesSuspects(string words) => Of("names_suspects", 422, words);

    /// <summary>What it rests on may not leave the mission.</summary>
    public static Problem NotOutside(string reference) => Of("not_outside", 422, reference);

    /// <summary>Two at once: the second sees what the first decided.</summary>
    public static Problem SignalDecided(string reference) => Of("signal_decided", 409, reference);

    public static Problem SignalUnknown(string reference) => Of("signal_unknown", 404, reference);

    public static Problem CapUnknown(Guid id) => Of("cap_unknown", 404, id);

    public static Problem CapRefused(string reason) => Of("cap_refused", 422, reason);

    /// <summary>For whom there are none.</summary>
    public static Problem NoForecasts() => Of("no_forecasts", 404);

    public static Problem ForecastUnknown(Guid id) => Of("forecast_unknown", 404, id);

    public static Problem NoForecastArea(string area) => Of("no_forecast_area", 422, area);

    public static Problem NoForecastMonth(string month) => Of("no_forecast_month", 422, month);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(WarnProblems), name, status, args);
}
