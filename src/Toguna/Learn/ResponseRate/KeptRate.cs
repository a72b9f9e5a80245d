using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Toguna.Warn;

namespace Toguna.Learn.ResponseRate;

/// <summary>What a kept copy of the rate holds: question, figures and every alert with how it was counted, as they stood then. Pure.</summary>
/// <param name="Definition">Version of the definitions that stand on the page of the rate.</param>
/// <param name="Reader">As whom it was read, in the words of then.</param>
public sealed record KeptContent(
    int Definition,
    string Period,
    string? Component,
    int? Urgency,
    string? Threat,
    string? Adm1,
    DateTimeOffset AsOf,
    string Reader,
    KeptFigures Figures,
    IReadOnlyList<KeptAlert> Alerts
)
{
    /// <summary>A change of what is due, in time or refused is a new version.</summary>
    public const int DefinitionNow = 1;

    public static KeptContent Of(RateAnswer answer, string reader) =>
        new(
            DefinitionNow,
            answer.Question.Period.ToString(),
            answer.Question.Component,
            (int?)answer.Question.Urgency,
            answer.Question.Threat,
            answer.Question.Adm1,
            answer.AsOf,
            reader,
            KeptFigures.Of(answer),
            [.. answer.Figures.Due.OrderBy(r => r.Number).Select(KeptAlert.Of)]
        );

    public string ToJson() => JsonSerializer.Serialize(this);

    public static KeptContent Parse(string json) => JsonSerializer.Deserialize<KeptContent>(json)!;

    /// <summary>Fingerprint of the content as it is stored, in lower-case hexadecimal digits.</summary>
    public static string Sha256(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>Alerts that are counted otherwise today: then and now; null: not counted.</summary>
    public IReadOnlyList<(string Alert, string? Then, string? Now)> Differ(RateFigures today)
    {
        var then = Alerts.ToDictionary(a => a.Alert, a => a.CountedAs);
        var now = today.Due.ToDictionary(r => Alert.ReferenceOf(r.Number), r => r.CountedAs);
        return
        [
            .. then
                .Keys.Union(now.Keys)
                .Order(StringComparer.Ordinal)
                .Select(a => (Alert: a, Then: then.GetValueOrDefault(a), Now: now.GetValueOrDefault(a)))
                .Where(d => d.Then != d.Now),
        ];
    }
}

/// <summary>The figures of the page.</summary>
public sealed record KeptFigures(
    int InTime,
    int Due,
    double Lower,
    double Upper,
    int ImminentInTime,
    int ImminentDue,
    int Refused,
    int Silent,
    int Late,
    int CalledOff,
    int Unraised,
    long SetAside,
    long Received
)
{
    public static KeptFigures Of(RateAnswer answer)
    {
        var f = answer.Figures;
        return new(
            f.Rate.Hits,
            f.Rate.Of,
            f.Rate.Lower,
            f.Rate.Upper,
            f.Imminent.Hits,
            f.Imminent.Of,
            f.Refused,
            f.Silent,
            f.Late,
            f.CalledOff,
            answer.Unraised.Count,
            answer.Reports.SetAside,
            answer.Reports.Received
        );
    }

    /// <summary>Key of its words and the figure, in the order of the page.</summary>
    public IReadOnlyList<(string Key, long Figure)> Lines =>
        [
            ("kept_due", Due),
            ("kept_in_time", InTime),
            ("kept_imminent", ImminentDue),
            ("kept_imminent_in_time", ImminentInTime),
            ("kept_refused", Refused),
            ("kept_silent", Silent),
            ("kept_late", Late),
            ("kept_called_off", CalledOff),
            ("kept_unraised", Unraised),
            ("kept_aside", SetAside),
            ("kept_received", Received),
        ];
}

/// <summary>An alert that was due, and how it was counted.</summary>
public sealed record KeptAlert(
    string Alert,
    int Urgency,
    string Threat,
    string Component,
    string Place,
    string? Adm1,
    DateTimeOffset Received,
    DateTimeOffset ActDue,
    DateTimeOffset? Acted,
    string? Decision,
    string? Reason,
    string CountedAs
)
{
    public static KeptAlert Of(RateRow r) =>
        new(
            Warn.Alert.ReferenceOf(r.Number),
            (int)r.Urgency,
            r.Threat,
            r.OwnerComponent,
            r.PlaceText,
            r.Adm1,
            r.ReceivedAt,
            r.ActDue,
            r.ActedAt,
            r.Decision,
            r.Reason,
            r.CountedAs
        );
}
