using System.Globalization;
using System.Resources;
using Toguna.Gather;

namespace Toguna.Warn;

/// <summary>What alerts, their states and their clocks are called, in the reader's language.</summary>
public static class AlertWords
{
    private static readonly ResourceManager Words = new(typeof(AlertWords));

    public static string State(string state) => Say("state_" + state);

    public static string Severity(int severity) => Say($"severity_{severity}");

    public static string Likelihood(int likelihood) => Say($"likelihood_{likelihood}");

    public static string Urgency(Urgency urgency) => Say($"urgency_{(int)urgency}");

    public static string Decision(string decision) => Say("decision_" + decision);

    public static string Reason(string reason) => Say("reason_" + reason);

    public static string Outcome(string outcome) => Say("outcome_" + outcome);

    public static string Event(string what) => Say("event_" + what);

    public static string Exercise => Say("exercise");

    /// <summary>What is waited for and until when, or since when: "decision overdue by 12 min".</summary>
    public static string Clock(string step, DateTimeOffset due, DateTimeOffset now) =>
        now <= due ? Say("due_in_" + step, Span(due - now)) : Say("over_" + step, Span(now - due));

    public static string Stopped => Say("clock_stopped");

    /// <param name="due">Already in the mission's zone and words.</param>
    public static string DueAt(string due, string received, TimeSpan limit) =>
        Say("due_at", due, received, Span(limit));

    /// <summary>A length of time in words and numbers: 12 min, 1 h 20 min, 3 d 4 h. Cut, never rounded up.</summary>
    public static string Span(TimeSpan span)
    {
        var minutes = (long)Math.Abs(span.TotalMinutes);
        return minutes switch
        {
            < 60 => Say("minutes", minutes),
            < 60 * 24 => minutes % 60 == 0
                ? Say("hours", minutes / 60)
                : Say("hours_minutes", minutes / 60, minutes % 60),
            _ => minutes / 60 % 24 == 0 && minutes >= 60 * 24 * 2
                ? Say("days", minutes / 60 / 24)
                : Say("days_hours", minutes / 60 / 24, minutes / 60 % 24),
        };
    }

    private static string Say(string key, params object[] values)
    {
        var culture = CultureInfo.CurrentUICulture;
        var words = Words.GetString(key, culture) ?? key;
        return values.Length == 0 ? words : string.Format(culture, words, values);
    }
}
