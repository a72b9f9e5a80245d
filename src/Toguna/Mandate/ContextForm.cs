using System.Globalization;
using Toguna.Formats;
using Toguna.Foundation;
using Toguna.Methods.Text;

namespace Toguna.Mandate;

/// <summary>An event of the political timeline as somebody wrote it, in a form or in a row of a file.</summary>
public sealed record ContextForm(
    string? From = null,
    string? To = null,
    string? Kind = null,
    string? Label = null,
    string? LabelFr = null,
    string? Source = null
)
{
    private const int LongestLabel = 120;
    private const int LongestSource = 500;

    /// <summary>What people call the kinds, folded.</summary>
    private static readonly Dictionary<string, string> KindNames = new(StringComparer.Ordinal)
    {
        ["coup d etat"] = "coup",
        ["putsch"] = "coup",
        ["elections"] = "election",
        ["scrutin"] = "election",
        ["referendum"] = "election",
        ["retrait"] = "withdrawal",
        ["drawdown"] = "withdrawal",
        ["arrivee"] = "arrival",
        ["deployment"] = "arrival",
        ["deploiement"] = "arrival",
        ["accord"] = "agreement",
        ["accord de paix"] = "agreement",
        ["peace agreement"] = "agreement",
        ["ceasefire"] = "agreement",
        ["cessez le feu"] = "agreement",
        ["mandate renewal"] = "mandate_renewal",
        ["renewal"] = "mandate_renewal",
        ["renouvellement"] = "mandate_renewal",
        ["renouvellement du mandat"] = "mandate_renewal",
        ["autre"] = "other",
    };

    /// <summary>The event that it describes, or all that is wrong with it; the problems name the fields from, to, kind, label, label-fr.</summary>
    public (ContextEvent? Made, IReadOnlyList<Problem> Problems) Decide()
    {
        var problems = new List<Problem>();
        var first = Day(From, "from", false, problems);
        var last = string.IsNullOrWhiteSpace(To) ? first : Day(To, "to", true, problems);
        if (first is { } a && last is { } b && b < a)
        {
            problems.Add(MandateProblems.ContextDate(To!).At("to"));
        }
        var kind = KindOf(Kind);
        if (kind is null)
        {
            problems.Add(MandateProblems.ContextKind(Kind ?? "", string.Join(", ", ContextEvent.Kinds)).At("kind"));
        }
        var label = Clean(Label);
        if (label.Length is 0 or > LongestLabel)
        {
            problems.Add(MandateProblems.ContextLabel(label.Length, LongestLabel).At("label"));
        }
        var french = Clean(LabelFr);
        if (french.Length > LongestLabel)
        {
            problems.Add(MandateProblems.ContextLabel(french.Length, LongestLabel).At("label-fr"));
        }
        var made = new ContextEvent
        {
            DateFrom = first ?? default,
            DateTo = last ?? default,
            Kind = kind ?? "",
            Label = label,
            LabelFr = french.Length == 0 ? null : french,
            Source = Clean(Source) is { Length: > 0 and <= LongestSource } known ? known : null,
        };
        return problems.Count == 0 ? (made, []) : (null, problems);
    }

    private static string? KindOf(string? said)
    {
        var key = Fold.Key(said ?? "");
        return ContextEvent.Kinds.FirstOrDefault(k => k == said?.Trim() || Fold.Key(k) == key)
            ?? KindNames.GetValueOrDefault(key);
    }

    /// <summary>A day, a month (its first or last day) or a year: 2031-03-06, 6 March 2031, 2031-03, 2031.</summary>
    private static DateOnly? Day(string? typed, string field, bool last, List<Problem> problems)
    {
        var text = typed?.Trim() ?? "";
        foreach (var format in new[] { "yyyy-MM-dd", "yyyy-MM", "yyyy" })
        {
            if (DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return !last || format.Length == 10 ? day
                    : format.Length == 7 ? day.AddMonths(1).AddDays(-1)
                    : day.AddYears(1).AddDays(-1);
            }
        }
        if (Dates.TryAny(text, out var other))
        {
            return other;
        }
        problems.Add(MandateProblems.ContextDate(text).At(field));
        return null;
    }

    private static string Clean(string? text) =>
        string.Concat((text ?? "").Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
}
