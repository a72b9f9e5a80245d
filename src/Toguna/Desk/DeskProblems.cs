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

    private static Problem Of(string name, int status, params object?[] args) =>
        new(typeof(DeskProblems), name, status, args);
}
