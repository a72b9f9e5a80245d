using System.Globalization;
using Toguna.Formats.Cap;
using Toguna.Formats.Spreadsheet;
using Toguna.Foundation.Access;
using Toguna.Gather;
using Toguna.Record;

namespace Toguna.Warn.Cap;

/// <summary>Says an alert in the Common Alerting Protocol, and a message in the fields of an alert. Pure.</summary>
/// <remarks>
/// A message says who is at risk, where and when, never by whom: it leaves the program. Its scope is private to the account whose
/// token fetched it; it is never public.
/// </remarks>
internal static class CapMessages
{
    /// <summary>Around a place that is known as a point only, in kilometres.</summary>
    private const int Around = 5;

    /// <param name="all">Of one alert, the first one first.</param>
    /// <param name="sender">Of this installation; no spaces, commas, &lt; or &amp;.</param>
    /// <param name="reader">Whom it is for.</param>
    /// <param name="web">Address of the alert's page.</param>
    public static CapAlert Of(IReadOnlyList<CapOut> all, int number, string sender, string reader, string web)
    {
        var message = all.Single(m => m.Number == number);
        var said = message.Said;
        return new CapAlert
        {
            Identifier = IdentifierOf(message),
            Sender = sender,
            Sent = message.SentAt,
            Status = said.Exercise ? CapStatus.Exercise : CapStatus.Actual,
            MessageType =
                message.Type == "cancel" ? CapMessageType.Cancel
                : number == 1 ? CapMessageType.Alert
                : CapMessageType.Update,
            Scope = CapScope.Private,
            Addresses = [SafeText.NoIllegal(reader).Replace(' ', '_')],
            Note = said.Exercise ? "Exercise" : null,
            References =
            [
                .. all.TakeWhile(m => m.Number < number)
                    .Select(m => new CapReference(sender, IdentifierOf(m), m.SentAt)),
            ],
            Infos = [Info(message, web)],
        };
    }

    public static string IdentifierOf(CapOut message) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.Alert.Reference}.{message.Number}");

    /// <summary>What a message says, in the fields of the form that makes an alert; what it does not say is left to the officer.</summary>
    public static IReadOnlyDictionary<string, string> Fields(CapAlert message, TimeZoneInfo zone)
    {
        var info = message.Infos is [var first, ..] ? first : null;
        var area = info?.Areas is [var where, ..] ? where : null;
        return new Dictionary<string, string>
        {
            ["title"] = Cut(info?.Headline ?? info?.Event ?? "", Alerts.AlertForm.LongestTitle),
            ["threat"] = info is null ? "" : ActTypes.CodeOf(info.Event) ?? "",
            ["place"] = Cut(area?.Description ?? "", 300),
            ["from"] = LocalTimes.Write(info?.Onset ?? info?.Effective, zone),
            ["to"] = LocalTimes.Write(info?.Expires, zone),
            ["urgency"] = info?.Urgency switch
            {
                CapUrgency.Immediate => Number((int)Urgency.Imminent),
                CapUrgency.Expected => Number((int)Urgency.Near),
                CapUrgency.Future => Number((int)Urgency.Emerging),
                _ => "",
            },
            ["severity"] = info?.Severity switch
            {
                CapSeverity.Extreme => "4",
                CapSeverity.Severe => "3",
                CapSeverity.Moderate => "2",
                CapSeverity.Minor => "1",
                _ => "",
            },
            ["likelihood"] = info?.Certainty switch
            {
                CapCertainty.Observed => "4",
                CapCertainty.Likely => "3",
                CapCertainty.Possible => "2",
                CapCertainty.Unlikely => "1",
                _ => "",
            },
            ["why"] = Cut(
                string.Join(
                    "\n",
                    new[] { $"{message.Sender} {message.Identifier}", info?.Description, info?.Instruction }.Where(t =>
                        !string.IsNullOrWhiteSpace(t)
                    )
                ),
                Alerts.AlertForm.LongestText
            ),
            ["exercise"] = message.Status == CapStatus.Actual ? "" : "1",
        };
    }

    private static CapInfo Info(CapOut message, string web)
    {
        var said = message.Said;
        var ended = message.Type is "end" or "cancel";
        return new CapInfo
        {
            Language = "en",
            Categories = [CapCategory.Security],
            Event = ActTypes.Name(said.Threat, CultureInfo.InvariantCulture),
            ResponseTypes = [ended ? CapResponseType.AllClear : CapResponseType.Execute],
            Urgency = ended ? CapUrgency.Past : UrgencyOf(said.Urgency),
            Severity = said.Severity switch
            {
                4 => CapSeverity.Extreme,
                3 => CapSeverity.Severe,
                2 => CapSeverity.Moderate,
                _ => CapSeverity.Minor,
            },
            Certainty = said.Likelihood switch
            {
                >= 3 => CapCertainty.Likely,
                2 => CapCertainty.Possible,
                _ => CapCertainty.Unlikely,
            },
            Onset = said.ExpectedFrom,
            Expires = ended ? message.SentAt : said.ExpectedTo,
            Headline = SafeText.NoIllegal(said.Title),
            Description = SafeText.NoIllegal(said.AtRisk),
            Web = web,
            Parameters =
            [
                new CapValue("state", said.State),
                .. said.AtRiskCount is { } people
                    ? [new CapValue("people", people.ToString(CultureInfo.InvariantCulture))]
                    : Array.Empty<CapValue>(),
                .. said.Outcome is { } outcome ? [new CapValue("outcome", outcome)] : Array.Empty<CapValue>(),
            ],
            Areas =
            [
                new CapArea
                {
                    Description = SafeText.NoIllegal(said.PlaceText),
                    Circles = said is { Latitude: { } lat, Longitude: { } lon }
                        ? [new CapCircle(CapPoint.Of(lat, lon), Around)]
                        : [],
                },
            ],
        };
    }

    private static CapUrgency UrgencyOf(Urgency urgency) =>
        urgency switch
        {
            Urgency.Imminent => CapUrgency.Immediate,
            Urgency.Near => CapUrgency.Expected,
            _ => CapUrgency.Future,
        };

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
