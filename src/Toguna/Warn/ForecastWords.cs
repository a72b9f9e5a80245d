using System.Globalization;
using System.Resources;
using Toguna.Warn.Forecasts;

namespace Toguna.Warn;

/// <summary>What is said of a forecast, in the reader's language.</summary>
public static class ForecastWords
{
    private static readonly ResourceManager Words = new(typeof(ForecastsText));

    /// <summary>Words and figures are those of the reader's language.</summary>
    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    /// <summary>The chance that a forecast gives: 31 %. None of a thousand draws, or all of them, make nothing certain.</summary>
    public static string Chance(double chance) =>
        chance switch
        {
            < 0.005 => "< " + Share(0.01),
            > 0.995 => "> " + Share(0.99),
            _ => Share(chance),
        };

    /// <summary>A share that was counted, or what the benchmark says, which knows no other than its twelve months.</summary>
    public static string Share(double share) => share.ToString("P0", Culture);

    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", Culture);

    public static string ShortMonth(DateOnly month) => month.ToString("MMM yy", Culture);

    public static string Number(long number) => number.ToString("N0", Culture);

    public static string Number(double number) => number.ToString("#,0.0", Culture);

    /// <summary>0 – 12.</summary>
    public static string Range((long Lower, long Upper) range) => $"{Number(range.Lower)} – {Number(range.Upper)}";

    /// <summary>One sentence with its numbers and the benchmark's, e.g. for the basis of an alert.</summary>
    public static string Sentence(Forecast f) =>
        Say(
            "why",
            f.Area,
            Month(f.Month),
            Chance(f.PAny),
            Chance(f.P25),
            Range((f.Lower90, f.Upper90)),
            Share(f.BenchmarkPAny),
            Share(f.BenchmarkP25),
            f.DataUntil.ToString("d MMM yyyy", Culture)
        ) + (f.Retrospective ? " " + Say("retrospective_short") : "");

    /// <summary>What became of it; empty where it is not known.</summary>
    public static string Score(Forecast f) =>
        f.Outcome is { } outcome
            ? Say(
                f.Covered90 == true ? "scored_in" : "scored_out",
                Number(outcome),
                Number(f.Crps!.Value),
                Number(f.BenchmarkCrps!.Value)
            )
            : Say("not_scored", ForecastIssues.ScoredAfterDays);

    /// <summary>Why nothing is issued.</summary>
    /// <param name="standing">With a reason in it.</param>
    public static string WhyNot(ForecastStanding standing) =>
        Say(
            "why_not_" + standing.WhyNot,
            ForecastIssues.LeastMonths,
            standing.Months,
            standing.Last is { } last ? Month(MonthNumber.FirstDay(last)) : "",
            ForecastIssues.MostBehind
        );

    private static string Say(string key, params object[] values) =>
        string.Format(Culture, Words.GetString(key, Culture) ?? key, values);
}
