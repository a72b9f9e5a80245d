using System.Globalization;
using System.Resources;
using Toguna.Record;

namespace Toguna.Warn;

/// <summary>What signals are called and what they say, in the reader's language.</summary>
public static class SignalWords
{
    private const double RarestChance = 1e-6;

    private static readonly ResourceManager Words = new(typeof(SignalWords));

    /// <summary>What was seen, with its numbers, in one sentence.</summary>
    public static string Sentence(Signal s) =>
        s.IsCount
            ? Say(
                "count_sentence",
                ActTypes.Name(s.Act),
                s.Where,
                Whole(s.Observed),
                DateWords.Of(s.FromOn, s.ToOn),
                Usual(s.Expected)
            )
            : Say(
                "near_sentence",
                ActTypes.Name(s.Act),
                s.Where,
                Whole(s.Observed),
                DateWords.Of(s.ToOn),
                Usual(s.Expected)
            );

    public static string Detector(string detector) => Say("detector_" + detector);

    /// <param name="decision">Null: it waits for one.</param>
    public static string Decision(string? decision) => Say("decision_" + (decision ?? "none"));

    /// <summary>The last decision with its reason.</summary>
    public static string Decided(Signal s) =>
        Decision(s.Decision)
        + (s.Reason is { } reason ? $" ({Reason(reason)})" : "")
        + (s.AlertNumber is { } number ? $" ({Alert.ReferenceOf(number)})" : "");

    public static string Reason(string reason) => Say("reason_" + reason);

    /// <summary>What came in the 28 days after, against what was expected.</summary>
    public static string Outcome(Signal s) =>
        s is { Followed: { } followed, Came: { } came, CameExpected: { } expected }
            ? Say(followed ? "outcome_followed" : "outcome_not", Whole(came), Usual(expected))
            : Say("outcome_waits");

    /// <summary>"1 in 2,400"; null for what no test has seen.</summary>
    public static string? Chance(Signal s) =>
        s.PValue is not { } p ? null
        : p < RarestChance ? Say("chance_rarest", Whole((long)Math.Round(1 / RarestChance)))
        : Say("chance", Whole((long)Math.Round(1 / p)));

    /// <summary>A mean: 0.02, 1.4, 27.</summary>
    public static string Usual(double mean) =>
        mean.ToString(
            mean >= 10 ? "N0"
                : mean >= 0.095 ? "0.#"
                : "0.##",
            CultureInfo.CurrentCulture
        );

    private static string Whole(long n) => n.ToString("N0", CultureInfo.CurrentCulture);

    private static string Say(string key, params object[] args) =>
        string.Format(CultureInfo.CurrentCulture, Words.GetString(key, CultureInfo.CurrentUICulture) ?? key, args);
}
