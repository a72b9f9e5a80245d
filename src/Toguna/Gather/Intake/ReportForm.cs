using System.Globalization;
using System.Text.Json;
using Toguna.Foundation;

namespace Toguna.Gather.Intake;

/// <summary>What a reporter typed, field by field; nothing that the form does not have gets in.</summary>
/// <param name="Id">Made with the form: the same form sent twice is one report.</param>
public sealed record ReportForm(Guid Id, IReadOnlyDictionary<string, string> Fields)
{
    public const int LongestText = 20_000;
    public const int LongestField = 500;

    public static readonly IReadOnlyList<string> Kinds = ["danger", "happened", "other"];
    public static readonly IReadOnlyList<string> Ways = ["saw", "told", "heard"];
    public static readonly IReadOnlyList<string> Safety = ["yes", "no", "unknown"];
    public static readonly IReadOnlyList<string> Calls = ["no", "message", "person"];

    /// <summary>Where the reporter's account came from when somebody of the mission writes it down.</summary>
    public static readonly IReadOnlyList<string> Channels = ["form", "phone", "radio", "patrol", "visit"];

    /// <summary>What becomes part of the report, in clear.</summary>
    private static readonly string[] Answers =
    [
        "kind",
        "where",
        "day",
        "month",
        "hour",
        "dead_min",
        "dead_max",
        "know",
        "safe",
        "who",
        "victims",
    ];

    /// <summary>What a gateway says of a message, and no form.</summary>
    private static readonly string[] Told = ["sent", "incomplete"];

    /// <summary>What only a sealed field may hold.</summary>
    private static readonly string[] Private = ["call", "address", "call_hour", "wording"];

    private static readonly string[] Choices =
    [
        "conduct",
        "sexual",
        "inside",
        "outside",
        "receipt",
        "text",
        "source",
        "channel",
        "credibility",
        "classification",
        "invitation",
        "corrects",
        "long",
    ];

    public string this[string field] => Fields.GetValueOrDefault(field, "");

    public bool Is(string field) => this[field].Length > 0;

    public static ReportForm Empty(Guid id) => new(id, new Dictionary<string, string>());

    public static ReportForm Read(Guid fresh, Microsoft.AspNetCore.Http.IFormCollection sent)
    {
        var fields = sent.Typed(Answers.Concat(Private).Concat(Choices));
        return new ReportForm(Guid.TryParse(sent["id"], out var id) ? id : fresh, fields);
    }

    /// <summary>The first day and the last that what it tells of may lie on; null where no day is said.</summary>
    /// <remarks>A day without a month is the nearest one: of what is to come the next, of what has been the last.</remarks>
    public (DateOnly From, DateOnly To)? Days(DateOnly today)
    {
        var (day, month) = (Number("day"), Number("month"));
        if (month is null && day is null)
        {
            return null;
        }
        var ahead = this["kind"] == "danger";
        for (var step = 0; step <= 12; step++)
        {
            var at = new DateOnly(today.Year, today.Month, 1).AddMonths(ahead ? step : -step);
            var length = DateTime.DaysInMonth(at.Year, at.Month);
            if ((month is not null && at.Month != month) || day > length)
            {
                continue;
            }
            if (day is null)
            {
                return (at, at.AddDays(length - 1));
            }
            var found = at.AddDays(day.Value - 1);
            if (ahead ? found >= today : found <= today)
            {
                return (found, found);
            }
        }
        return null;
    }

    public int? Number(string field) =>
        int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    public Urgency Urgency =>
        this["kind"] == "danger" ? Urgency.Imminent
        : Is("kind") ? Urgency.Near
        : Urgency.NotSaid;

    public string AnswersJson() => Json(Answers.Concat(Told));

    /// <summary>How to reach the reporter; null where they do not want to be.</summary>
    public string? ContactJson() => this["call"] is "message" or "person" ? Json(Private) : null;

    /// <summary>What is wrong with it; empty: nothing.</summary>
    public IReadOnlyList<Problem> Refuse(DateOnly today)
    {
        var problems = new List<Problem>();
        if (!Is("text"))
        {
            problems.Add(GatherProblems.ReportEmpty().At("text"));
        }
        else if (this["text"].Length > LongestText)
        {
            problems.Add(GatherProblems.TextTooLong(this["text"].Length, LongestText).At("text"));
        }
        if (!Is("where"))
        {
            problems.Add(GatherProblems.WhereMissing().At("where"));
        }
        foreach (var field in Answers.Concat(Private).Where(f => this[f].Length > LongestField))
        {
            problems.Add(GatherProblems.TextTooLong(this[field].Length, LongestField).At(field));
        }
        Among("kind", Kinds);
        Among("know", Ways);
        Among("safe", Safety);
        Among("call", Calls);
        Among("channel", Channels);
        Within("day", 1, 31);
        Within("month", 1, 12);
        Within("dead_min", 0, 1_000_000);
        Within("dead_max", 0, 1_000_000);
        Within("credibility", 1, 6);
        Within("classification", 0, 2);
        if (Number("dead_min") > Number("dead_max"))
        {
            problems.Add(GatherProblems.LeastAboveMost(this["dead_min"], this["dead_max"]).At("dead_max"));
        }
        if ((Is("day") || Is("month")) && problems.Count == 0 && Days(today) is null)
        {
            problems.Add(GatherProblems.NoSuchDay(this["day"], this["month"]).At("day"));
        }
        if (this["call"] is "message" or "person" && !Is("address"))
        {
            problems.Add(GatherProblems.AddressMissing().At("address"));
        }
        return problems;

        void Among(string field, IReadOnlyList<string> known)
        {
            if (Is(field) && !known.Contains(this[field]))
            {
                problems.Add(GatherProblems.NotOffered(this[field], string.Join(", ", known)).At(field));
            }
        }

        void Within(string field, int least, int most)
        {
            if (Is(field) && !(Number(field) >= least && Number(field) <= most))
            {
                problems.Add(GatherProblems.NumberOutside(this[field], least, most).At(field));
            }
        }
    }

    private string Json(IEnumerable<string> fields) =>
        JsonSerializer.Serialize(fields.Where(Is).ToDictionary(f => f, f => this[f]), Options);

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
