using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Toguna.Formats.Cap;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Gather;
using Toguna.Record;
using Toguna.Warn.Cap;

namespace Toguna.Warn.Alerts;

/// <summary>The form of an alert, field by field as typed; nothing that it does not have gets in.</summary>
public sealed record AlertForm(Guid Id, IReadOnlyDictionary<string, string> Fields)
{
    public const int LongestTitle = 200;
    public const int LongestText = 4_000;
    private const int LongestPlace = 300;
    private const int MostPeople = 100_000_000;

    private static readonly string[] Names =
    [
        "title",
        "threat",
        "place",
        "by_whom",
        "at_risk",
        "at_risk_count",
        "from",
        "to",
        "likelihood",
        "severity",
        "urgency",
        "why",
        "classification",
        "owner",
        "report",
        "incident",
        "cap",
        "forecast",
        "signal",
        "exercise",
        "version",
    ];

    public string this[string field] => Fields.GetValueOrDefault(field, "");

    public static AlertForm Read(IFormCollection sent, Guid id) => new(id, sent.Typed(Names));

    /// <summary>What a report says, for the officer to make a warning of; their words are not the reporter's.</summary>
    public static AlertForm Of(Guid id, TriageReport report) =>
        new(
            id,
            new Dictionary<string, string>
            {
                ["report"] = report.ReportId.ToString(),
                ["place"] = report.PlaceText ?? "",
                ["urgency"] = report.Urgency == Urgency.NotSaid ? "" : Number((int)report.Urgency),
                ["classification"] = Number(report.Classification),
            }
        );

    /// <summary>What a message of another system says; whom it is about and who sees to it, the officer says.</summary>
    internal static AlertForm Of(Guid id, CapIn arrived, TimeZoneInfo zone)
    {
        using var document = new MemoryStream(Encoding.UTF8.GetBytes(arrived.Document));
        var fields = new Dictionary<string, string>(
            CapReader.Read(document).Alert is { } message
                ? CapMessages.Fields(message, zone)
                : new Dictionary<string, string>()
        )
        {
            ["cap"] = arrived.CapId.ToString(),
        };
        return new AlertForm(id, fields);
    }

    /// <summary>What a forecast says; what the threat is and who is at risk, the officer says.</summary>
    internal static AlertForm Of(Guid id, Forecast forecast, TimeZoneInfo zone, DateTimeOffset now)
    {
        // The last minute of the month, where the mission is.
        var ends = forecast.LastDay.ToDateTime(new TimeOnly(23, 59));
        var to = new DateTimeOffset(ends, zone.GetUtcOffset(ends));
        return new(
            id,
            new Dictionary<string, string>
            {
                ["forecast"] = forecast.ForecastId.ToString(),
                ["place"] = forecast.Area,
                ["to"] = to > now ? LocalTimes.Write(to, zone) : "",
                ["likelihood"] = forecast.PAny switch
                {
                    < 0.25 => "1",
                    < 0.5 => "2",
                    < 0.75 => "3",
                    _ => "4",
                },
                ["urgency"] = Number(
                    (int)(
                        forecast.Month <= DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime)
                            ? Urgency.Near
                            : Urgency.Emerging
                    )
                ),
                ["why"] = ForecastWords.Sentence(forecast),
                ["classification"] = "0",
            }
        );
    }

    /// <summary>What a detector saw, and where; who is at risk and how soon, the officer says.</summary>
    public static AlertForm Of(Guid id, Signal signal) =>
        new(
            id,
            new Dictionary<string, string>
            {
                ["signal"] = signal.SignalId.ToString(),
                ["place"] = signal.Where,
                ["threat"] = signal.Act,
                ["why"] = SignalWords.Sentence(signal),
            }
        );

    public static AlertForm Of(Alert alert, TimeZoneInfo zone) =>
        new(
            alert.AlertId,
            new Dictionary<string, string>
            {
                ["title"] = alert.Title,
                ["threat"] = alert.Threat,
                ["place"] = alert.PlaceText,
                ["by_whom"] = alert.ByWhom ?? "",
                ["at_risk"] = alert.AtRisk,
                ["at_risk_count"] = alert.AtRiskCount?.ToString(CultureInfo.InvariantCulture) ?? "",
                ["from"] = LocalTimes.Write(alert.ExpectedFrom, zone),
                ["to"] = LocalTimes.Write(alert.ExpectedTo, zone),
                ["likelihood"] = Number(alert.Likelihood),
                ["severity"] = Number(alert.Severity),
                ["urgency"] = Number((int)alert.Urgency),
                ["why"] = alert.Why,
                ["classification"] = Number(alert.Classification),
                ["owner"] = alert.OwnerComponent,
                ["version"] = Number(alert.Version),
            }
        );

    /// <summary>What is said, or what is wrong with it.</summary>
    /// <param name="place">What the gazetteer knows by the name that was typed.</param>
    public (AlertFacts? Facts, IReadOnlyList<Problem> Problems) Decide(
        PlaceHit? place,
        TimeZoneInfo zone,
        DateTimeOffset now,
        int clearance
    )
    {
        var problems = new List<Problem>();
        Need("title", LongestTitle);
        Need("place", LongestPlace);
        Need("at_risk", LongestText);
        Need("why", LongestText);
        if (this["by_whom"].Length > LongestTitle)
        {
            problems.Add(WarnProblems.TooLong(this["by_whom"].Length, LongestTitle).At("by_whom"));
        }
        if (ActTypes.Find(this["threat"]) is null)
        {
            problems.Add(WarnProblems.Missing("threat").At("threat"));
        }
        var likelihood = OneOf("likelihood", 4);
        var severity = OneOf("severity", 4);
        var urgency = OneOf("urgency", 3);
        if (
            !Enum.TryParse<Component>(this["owner"], out var owner)
            || owner == Component.Partner
            || !Enum.IsDefined(owner)
        )
        {
            problems.Add(WarnProblems.Missing("owner").At("owner"));
        }
        int? count = null;
        if (this["at_risk_count"].Length > 0)
        {
            if (
                int.TryParse(this["at_risk_count"], NumberStyles.None, CultureInfo.InvariantCulture, out var people)
                && people <= MostPeople
            )
            {
                count = people;
            }
            else
            {
                problems.Add(WarnProblems.NotACount(this["at_risk_count"]).At("at_risk_count"));
            }
        }
        var from = Time("from");
        var to = Time("to");
        if (to < from)
        {
            problems.Add(WarnProblems.EndsBeforeItBegins(this["from"], this["to"]).At("to"));
        }
        else if (to < now)
        {
            problems.Add(WarnProblems.ExpectedPast(this["to"]).At("to"));
        }
        var classification =
            int.TryParse(this["classification"], NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            && level <= 2
                ? level
                : 1;
        if (classification > clearance)
        {
            problems.Add(WarnProblems.AboveClearance(classification).At("classification"));
        }
        return problems.Count > 0
            ? (null, problems)
            : (
                new AlertFacts(
                    this["title"],
                    this["threat"],
                    this["by_whom"].Length == 0 ? null : this["by_whom"],
                    this["at_risk"],
                    count,
                    new AlertPlace(this["place"], place?.Id, place?.Latitude, place?.Longitude, place?.Adm1),
                    from,
                    to,
                    likelihood,
                    severity,
                    (Urgency)urgency,
                    this["why"],
                    classification,
                    owner.ToString(),
                    null
                ),
                []
            );

        void Need(string field, int most)
        {
            if (this[field].Length == 0)
            {
                problems.Add(WarnProblems.Missing(field).At(field));
            }
            else if (this[field].Length > most)
            {
                problems.Add(WarnProblems.TooLong(this[field].Length, most).At(field));
            }
        }

        int OneOf(string field, int most)
        {
            if (this[field] is [var digit] && digit >= '1' && digit <= '0' + most)
            {
                return digit - '0';
            }
            problems.Add(WarnProblems.Missing(field).At(field));
            return 0;
        }

        DateTimeOffset? Time(string field)
        {
            if (this[field].Length == 0)
            {
                return null;
            }
            var (at, problem) = LocalTimes.Read(this[field], zone);
            if (problem is not null)
            {
                problems.Add(problem.At(field));
            }
            return at;
        }
    }

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
