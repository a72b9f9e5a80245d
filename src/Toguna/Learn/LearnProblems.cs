using Toguna.Foundation;

namespace Toguna.Learn;

/// <summary>Refusals of the Learn stage.</summary>
public static class LearnProblems
{
    public static Problem PeriodUnknown(string value) =>
        new(typeof(LearnProblems), "period_unknown", StatusUnprocessable, [value], "period");

    public static Problem NotOffered(string field, string value, string offered) =>
        new(typeof(LearnProblems), "not_offered", StatusUnprocessable, [value, offered], field);

    private const int StatusUnprocessable = 422;
}
