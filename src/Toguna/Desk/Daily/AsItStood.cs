using System.Globalization;
using System.Text.Json;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna.Desk.Daily;

/// <summary>How an alert stood at a moment that is over: told from its events alone, which nobody edits. Pure.</summary>
/// <param name="Dues">Null: it was not issued yet.</param>
public sealed record AsItStood(
    AlertDues? Dues = null,
    DateTimeOffset? Acknowledged = null,
    DateTimeOffset? Decided = null,
    DateTimeOffset? Acted = null,
    string? Decision = null,
    bool Ended = false
)
{
    /// <param name="events">Of one alert, in any order; those after <paramref name="at"/> do not count.</param>
    public static AsItStood At(IEnumerable<AlertEvent> events, DateTimeOffset at) =>
        events
            .Where(e => e.At <= at)
            .OrderBy(e => e.At)
            .ThenBy(e => e.EventId)
            .Aggregate(new AsItStood(), (stood, e) => stood.After(e));

    /// <summary>The step that was waited for although its time was over; null: none.</summary>
    public (string Step, DateTimeOffset Due)? OverdueAt(DateTimeOffset at) =>
        Dues is null || Ended ? null
        : Acknowledged is null && Decided is null ? Over(ClockStep.Acknowledge, Dues.Acknowledge, at)
        : Decided is null ? Over(ClockStep.Decide, Dues.Decide, at)
        : Decision == AlertDecision.Act && Acted is null ? Over(ClockStep.Act, Dues.Act, at)
        : null;

    /// <summary>Tasks of one alert that somebody was asked for and nobody had ended.</summary>
    public static IReadOnlySet<Guid> OpenTasks(IEnumerable<AlertEvent> events, DateTimeOffset at)
    {
        var states = new Dictionary<Guid, string>();
        foreach (var e in events.Where(e => e.At <= at).OrderBy(e => e.At).ThenBy(e => e.EventId))
        {
            if (e.What.StartsWith("task_", StringComparison.Ordinal) && EventDetail.Of(e).Id("task") is { } task)
            {
                states[task] = e.What["task_".Length..];
            }
        }
        return states
            .Where(s => s.Value is TaskState.Asked or TaskState.Accepted or TaskState.Begun)
            .Select(s => s.Key)
            .ToHashSet();
    }

    private AsItStood After(AlertEvent e)
    {
        var detail = EventDetail.Of(e);
        return e.What switch
        {
            "issued" => this with { Dues = detail.Dues(Dues) },
            "took_over" or "updated" when Dues is not null => this with { Dues = detail.Dues(Dues) },
            "acknowledged" => this with { Acknowledged = e.At },
            "decided" or "approach_lifted" => this with
            {
                Decided = Decided ?? e.At,
                Decision = detail.Text("decision"),
            },
            "acted" => this with { Acted = e.At },
            "closed" or "cancelled" or "merged" => this with { Ended = true },
            _ => this,
        };
    }

    private static (string, DateTimeOffset)? Over(string step, DateTimeOffset due, DateTimeOffset at) =>
        at > due ? (step, due) : null;
}

/// <summary>What an event says beside its name.</summary>
internal readonly struct EventDetail
{
    private readonly JsonElement? root;

    private EventDetail(JsonElement? root) => this.root = root;

    public static EventDetail Of(AlertEvent e) =>
        new(e.Detail is null ? null : JsonSerializer.Deserialize<JsonElement>(e.Detail));

    public string? Text(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } words
            ? words
            : null;

    public long? Number(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    public Guid? Id(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    /// <summary>The deadlines from then on; where it says nothing of one, it stays.</summary>
    public AlertDues? Dues(AlertDues? before) =>
        (
            Due("Acknowledge", "acknowledge_due") ?? before?.Acknowledge,
            Due("Decide", "decide_due") ?? before?.Decide,
            Due("Act", "act_due") ?? before?.Act
        )
            is ({ } acknowledge, { } decide, { } act)
            ? new AlertDues(acknowledge, decide, act)
            : null;

    /// <param name="name">Where the deadlines themselves are told.</param>
    /// <param name="changed">Where a change is told: before and after.</param>
    private DateTimeOffset? Due(string name, string changed) =>
        Instant(
            Text(name)
                ?? (
                    Find(changed) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2
                        ? pair[1].GetString()
                        : null
                )
        );

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : null;

    private JsonElement? Find(string name) =>
        root is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? value : null;
}
