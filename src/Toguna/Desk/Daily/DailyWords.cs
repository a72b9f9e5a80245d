using System.Globalization;
using Microsoft.Extensions.Localization;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Gather;
using Toguna.Record;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Desk.Daily;

/// <summary>The lines of the duty log, in the reader's language.</summary>
internal sealed class DailyWords(IStringLocalizer<DailyText> text, Installation house)
{
    private const int ShownOfAnId = 6;

    /// <param name="people">Names of colleagues by id.</param>
    /// <param name="drills">Lines of exercises, or those of all that is real.</param>
    public IReadOnlyList<DailyLine> Lines(DailyFacts facts, IReadOnlyDictionary<string, string> people, bool drills)
    {
        var known = facts.Steps.Select(s => s.Number).ToHashSet();
        var lines = facts
            .Steps.Where(s => s.Exercise == drills)
            .Select(s => Line(s, facts.Tasks, known, people))
            .Concat(facts.Written.Where(w => w.Exercise == drills).Select(w => Line(w, people)));
        if (!drills)
        {
            lines = lines
                .Concat(facts.Reports.Select(Line))
                .Concat(facts.Decisions.Select(d => Line(d, people)))
                .Concat(facts.Incidents.Select(i => Line(i, people)));
        }
        return [.. lines.OrderBy(l => l.At).ThenBy(l => l.Reference, StringComparer.Ordinal)];
    }

    public IReadOnlyList<DailyLine> Overdue(DailyFacts facts) =>
        [
            .. facts.Overdue.Select(o => new DailyLine(
                o.Due,
                Clock(o.Due),
                AlertWords.Clock(o.Step, o.Due, facts.AsOf),
                o.Alert.Reference,
                "/alerts/" + o.Alert.Reference,
                o.Alert.Title,
                ComponentWords.Name(o.Component),
                ""
            )),
            .. facts.LateTasks.Select(l => new DailyLine(
                l.Task.DueAt!.Value,
                Clock(l.Task.DueAt.Value),
                text["task_late", AlertWords.Span(facts.AsOf - l.Task.DueAt.Value)],
                l.Alert.Reference,
                "/alerts/" + l.Alert.Reference,
                l.Alert.Title,
                Join(Kind(l.Task.Kind), l.Task.What, ComponentWords.Name(l.Task.Component)),
                ""
            )),
        ];

    public DailyLine Line(WrittenLine line, IReadOnlyDictionary<string, string> people) =>
        new(
            line.HappenedAt,
            Clock(line.HappenedAt),
            line.CorrectsOf is { } of ? text["corrects", Clock(of)] : text["written"],
            null,
            null,
            "",
            line.CorrectedAt is { } at ? Join(line.Words, text["corrected", Clock(at)]) : line.Words,
            By(line.ByUser, people),
            line.LineId
        );

    private DailyLine Line(ReportIn report) =>
        new(
            report.At,
            Clock(report.At),
            text["report_in"],
            Reference(report.ReportId),
            "/reports/" + report.ReportId,
            "",
            Join(TriageWords.Channel(report.Channel), DailyFigures.KindOf(report), TriageWords.Urgency(report.Urgency)),
            ""
        );

    private DailyLine Line(ReportDecision decision, IReadOnlyDictionary<string, string> people) =>
        new(
            decision.At,
            Clock(decision.At),
            text["report_decided"],
            Reference(decision.ReportId),
            "/reports/" + decision.ReportId,
            "",
            TriageWords.State(decision.What),
            By(decision.ByUser, people)
        );

    private DailyLine Line(IncidentIn incident, IReadOnlyDictionary<string, string> people)
    {
        var reference = IncidentSummary.ReferenceOf(incident.Number);
        return new(
            incident.At,
            Clock(incident.At),
            text["incident_in"],
            reference,
            "/incidents/" + reference,
            incident.Title,
            incident.PlaceText ?? "",
            By(incident.ByUser, people)
        );
    }

    private DailyLine Line(
        AlertStep step,
        IReadOnlyDictionary<Guid, ResponseTask> tasks,
        HashSet<long> known,
        IReadOnlyDictionary<string, string> people
    )
    {
        var reference = Alert.ReferenceOf(step.Number);
        return new(
            step.At,
            Clock(step.At),
            AlertWords.Event(step.What),
            reference,
            "/alerts/" + reference,
            step.Title,
            Says(step, tasks, known),
            By(step.ByUser, people)
        );
    }

    /// <summary>What was decided, by whom it is seen to from then on, what came of it.</summary>
    private static string Says(AlertStep step, IReadOnlyDictionary<Guid, ResponseTask> tasks, HashSet<long> known)
    {
        var detail = EventDetail.Of(step.Event);
        string? Word(string name, Func<string, string> word) => detail.Text(name) is { } code ? word(code) : null;
        if (step.What.StartsWith("task_", StringComparison.Ordinal))
        {
            return detail.Id("task") is { } id && tasks.TryGetValue(id, out var task)
                ? Join(
                    Kind(task.Kind),
                    ComponentWords.Name(task.Component),
                    step.What switch
                    {
                        "task_asked" => task.What,
                        "task_done" => task.Happened,
                        "task_declined" or "task_dropped" => task.Reason,
                        _ => null,
                    }
                )
                : Word("kind", Kind) ?? "";
        }
        return step.What switch
        {
            "decided" or "approach_lifted" => Join(
                Word("decision", AlertWords.Decision),
                Word("reason", AlertWords.Reason),
                detail.Text("note")
            ),
            "handed_over" => Join(Word("to", ComponentWords.Name), detail.Text("note")),
            "closed" or "outcome_later" => Join(Word("outcome", AlertWords.Outcome), detail.Text("note")),
            "cancelled" => detail.Text("reason") ?? "",
            // The other one is named to whoever may know of it.
            "merged" when detail.Number("into") is { } into && known.Contains(into) => Alert.ReferenceOf(into),
            "took_over" when detail.Number("from") is { } from && known.Contains(from) => Alert.ReferenceOf(from),
            "acted" => Word("kind", Kind) ?? "",
            _ => "",
        };
    }

    private string Clock(DateTimeOffset at) => house.Both(at, CultureInfo.CurrentUICulture);

    private static string By(string user, IReadOnlyDictionary<string, string> people) =>
        people.GetValueOrDefault(user, "");

    /// <summary>A message has no number: the end of its id, which its page shows in its address.</summary>
    private string Reference(Guid report) => text["report_ref", report.ToString("N")[^ShownOfAnId..]];

    private static string Kind(string kind) => ResponseTypes.Find(kind)?.Name ?? kind;

    private static string Join(params IEnumerable<string?> parts) =>
        string.Join(" · ", parts.Where(p => !string.IsNullOrWhiteSpace(p)));
}
