using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Toguna.Foundation.Design;
using Toguna.Gather;
using Toguna.Record;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Desk.Daily;

/// <summary>The figures of the daily report: what the lines below them add up to, without exercises.</summary>
internal sealed class DailyFigures(IStringLocalizer<DailyText> text, Installation house)
{
    public IReadOnlyList<DailyRow> Rows(DailyFacts facts)
    {
        var real = facts.Steps.Where(s => !s.Exercise).ToList();
        int Count(params string[] what) => real.Count(s => what.Contains(s.What));
        string Detail(string what, string name, Func<string, string> word) =>
            Tally(
                real.Where(s => s.What == what || (what == "decided" && s.What == "approach_lifted"))
                    .Select(s => EventDetail.Of(s.Event).Text(name))
                    .OfType<string>()
                    .Select(word)
            );
        return
        [
            new(
                text["reports"],
                N(facts.Reports.Count),
                Join(
                    Tally(facts.Reports.Select(KindOf)),
                    Tally(facts.Reports.Select(r => TriageWords.Channel(r.Channel)))
                )
            ),
            new(
                text["left_queue"],
                N(facts.Decisions.Count),
                Tally(facts.Decisions.Select(d => TriageWords.State(d.What)))
            ),
            new(
                text["waiting"],
                N(facts.Waiting),
                facts.WaitingSince is { } since
                    ? text["waiting_since", house.Both(since, CultureInfo.CurrentUICulture)]
                    : ""
            ),
            new(text["issued"], N(Count("issued")), ""),
            new(text["taken_on"], N(Count("acknowledged")), ""),
            new(
                text["decided"],
                N(Count("decided", "approach_lifted")),
                Join(Detail("decided", "decision", AlertWords.Decision), Detail("decided", "reason", AlertWords.Reason))
            ),
            new(
                text["ended"],
                N(Count("closed", "cancelled", "merged")),
                Join(
                    Detail("closed", "outcome", AlertWords.Outcome),
                    Some("called_off", Count("cancelled")),
                    Some("merged", Count("merged"))
                )
            ),
            new(text["handed_over"], N(Count("handed_over")), ""),
            new(
                text["tasks"],
                N(real.Count(IsTask)),
                Tally(real.Where(IsTask).Select(s => TaskWords.State(s.What["task_".Length..])))
            ),
            new(
                text["overdue"],
                N(facts.Overdue.Count + facts.LateTasks.Count),
                Join(Some("overdue_alerts", facts.Overdue.Count), Some("overdue_tasks", facts.LateTasks.Count))
            ),
            new(text["incidents"], N(facts.Recorded.Incidents), Some("imported", facts.Recorded.Imported)),
            new(text["killed"], Range(facts.Recorded.Killed), ""),
            new(text["injured"], Range(facts.Recorded.Injured), ""),
        ];
    }

    public string Answer(DailyFacts facts)
    {
        int Count(string what) => facts.Steps.Count(s => !s.Exercise && s.What == what);
        return text[
            "answer",
            N(facts.Reports.Count),
            N(facts.Decisions.Count),
            N(Count("issued")),
            N(Count("decided") + Count("approach_lifted")),
            N(facts.Overdue.Count + facts.LateTasks.Count),
            N(facts.Recorded.Incidents),
            Range(facts.Recorded.Killed)
        ];
    }

    /// <summary>What a report says it is about, in the reader's words.</summary>
    public static string KindOf(ReportIn report)
    {
        var kind = report.Answers is null
            ? null
            : JsonSerializer.Deserialize<Dictionary<string, string>>(report.Answers)!.GetValueOrDefault("kind");
        return kind is null ? "" : TriageWords.Answer("kind", kind);
    }

    private static bool IsTask(AlertStep step) => step.What.StartsWith("task_", StringComparison.Ordinal);

    private string Some(string key, long n) => n == 0 ? "" : text[key, N(n)];

    private string Range(Bounds sum) =>
        sum switch
        {
            { Best: null, Minimum: null, Maximum: null } => "0",
            { Minimum: { } low, Maximum: { } high } when low != high => text["range", Or(sum.Best), N(low), N(high)],
            _ => Or(sum.Best ?? sum.Minimum ?? sum.Maximum),
        };

    /// <summary>Each with how often it came, the most frequent first.</summary>
    private static string Tally(IEnumerable<string> words) =>
        string.Join(
            ", ",
            words
                .Where(w => w.Length > 0)
                .GroupBy(w => w, StringComparer.Ordinal)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key, StringComparer.CurrentCulture)
                .Select(g => $"{g.Key} {N(g.Count())}")
        );

    private static string Join(params IEnumerable<string> parts) => string.Join(" · ", parts.Where(p => p.Length > 0));

    private static string Or(long? n) => n is { } known ? N(known) : "?";

    private static string N(long n) => n.ToString("N0", CultureInfo.CurrentCulture);
}
