using Toguna.Foundation;

namespace Toguna.Desk;

/// <summary>Refusals of the Desk.</summary>
public static class DeskProblems
{
    public static Problem SampleNotEmpty(string where, long count, string what) =>
        Of("sample_not_empty", 409, where, count, what);

    public static Problem SampleOther(string where, long incidents, ulong seed) =>
        Of("sample_other", 409, where, incidents, seed);

    public static Problem SampleSize(long incidents, long most) => Of("sample_size", 400, incidents, most);

    public static Problem SampleFailed(string file, string why) => Of("sample_failed", 500, file, why);

    public static Problem TooManyViews(int most) => Of("too_many_views", 422, most);

    public static Problem ViewUnknown(string id) => Of("view_unknown", 404, id);

    public static Problem ViewName(string name, int longest) => Of("view_name", 422, name, longest);

    public static Problem TooManyPlaces(int most) => Of("too_many_places", 422, most);

    public static Problem BriefingTitle(int length, int longest) => Of("briefing_title", 422, length, longest);

    public static Problem BriefingKey(string key, string of) => Of("briefing_key", 422, key, of);

    public static Problem DayUnknown(string value) => Of("day_unknown", 422, value);

    public static Problem DayToCome(string value) => Of("day_to_come", 422, value);

    public static Problem HourUnknown(string value) => Of("hour_unknown", 422, value);

    public static Problem LineMissing() => Of("line_missing", 422);

    public static Problem LineToCome(string value) => Of("line_to_come", 422, value);

    public static Problem LineUnknown(string value) => Of("line_unknown", 404, value);

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(DeskProblems), name, status, args);
}
