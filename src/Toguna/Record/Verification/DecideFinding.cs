using Toguna.Foundation;

namespace Toguna.Record.Verification;

/// <summary>A finding as it was typed.</summary>
/// <param name="Supports">Reports that support it, each with the source it came from.</param>
public sealed record FindingForm
{
    public int Version { get; init; }
    public string Finding { get; init; } = "";
    public string Standard { get; init; } = "";
    public string Supports { get; init; } = "";
    public string Contradicts { get; init; } = "";
    public string OtherSources { get; init; } = "";
    public string Independence { get; init; } = "";

    /// <summary>By report: <c>supports</c> or <c>contradicts</c>; a report that is not in it says nothing of the finding.</summary>
    public IReadOnlyDictionary<Guid, string> Reports { get; init; } = new Dictionary<Guid, string>();
}

/// <summary>Whether a finding may be recorded as it is stated: pure.</summary>
/// <remarks>
/// Corroborated needs two sources whose independence is stated. Three reports of one source count as one source: a
/// radio that repeats itself corroborates nothing. Verified and discounted take effect when a second person signs.
/// </remarks>
public static class DecideFinding
{
    private const int LongestText = 20_000;
    private const int LongestLine = 300;

    /// <summary>The standard of proof unless another is stated.</summary>
    public const string UsualStandard = "reasonable_grounds";

    /// <summary>The standards that are offered; any other may be written in words.</summary>
    public static IReadOnlyList<string> Standards { get; } =
    [UsualStandard, "balance_of_probabilities", "clear_and_convincing", "beyond_reasonable_doubt"];

    /// <summary>Whether a finding takes effect only when a second person has signed it.</summary>
    public static bool NeedsSecond(string finding) => finding is "verified" or "discounted";

    /// <param name="sourceOf">The source of each report that the incident rests on and the writer may read.</param>
    public static IReadOnlyList<Problem> Refuse(FindingForm form, IReadOnlyDictionary<Guid, Guid> sourceOf)
    {
        var problems = new List<Problem>();
        if (!IncidentWords.Findings.Contains(form.Finding))
        {
            problems.Add(
                RecordProblems.FindingUnknown(form.Finding, string.Join(", ", IncidentWords.Findings)).At("finding")
            );
        }
        if (form.Standard.Trim().Length == 0)
        {
            problems.Add(RecordProblems.StandardMissing().At("standard"));
        }
        foreach (var report in form.Reports.Keys.Where(r => !sourceOf.ContainsKey(r)))
        {
            problems.Add(RecordProblems.ReportNotOfIncident(report.ToString()).At("reports"));
        }
        if (form.Finding is "verified" or "corroborated" && Supporting(form) == 0)
        {
            problems.Add(RecordProblems.SupportMissing(IncidentWords.Finding(form.Finding)).At("supports"));
        }
        if (form.Finding is "contested" or "discounted" && Contradicting(form) == 0)
        {
            problems.Add(RecordProblems.ContradictionMissing(IncidentWords.Finding(form.Finding)).At("contradicts"));
        }
        if (form.Finding == "corroborated")
        {
            var sources = Sources(form, sourceOf);
            if (sources < 2)
            {
                problems.Add(RecordProblems.SourcesTooFew(sources).At("reports"));
            }
            if (form.Independence.Trim().Length == 0)
            {
                problems.Add(RecordProblems.IndependenceMissing().At("independence"));
            }
        }
        foreach (
            var (field, text, most) in new[]
            {
                ("standard", form.Standard, LongestLine),
                ("supports", form.Supports, LongestText),
                ("contradicts", form.Contradicts, LongestText),
                ("other_sources", form.OtherSources, LongestText),
                ("independence", form.Independence, LongestText),
            }
        )
        {
            if (text.Length > most)
            {
                problems.Add(RecordProblems.TextTooLong(text.Length, most).At(field));
            }
        }
        return problems;
    }

    /// <summary>How many different sources support it: those of the reports, and those named in words.</summary>
    public static int Sources(FindingForm form, IReadOnlyDictionary<Guid, Guid> sourceOf) =>
        form.Reports.Where(r => r.Value == "supports" && sourceOf.ContainsKey(r.Key))
            .Select(r => sourceOf[r.Key])
            .Distinct()
            .Count() + Named(form.OtherSources).Count();

    /// <summary>Sources named one a line; the same name twice is one.</summary>
    public static IEnumerable<string> Named(string lines) =>
        lines
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .DistinctBy(Methods.Text.Fold.Key)
            .Where(n => Methods.Text.Fold.Key(n).Length > 0);

    private static int Supporting(FindingForm form) =>
        form.Reports.Count(r => r.Value == "supports") + (form.Supports.Trim().Length > 0 ? 1 : 0);

    private static int Contradicting(FindingForm form) =>
        form.Reports.Count(r => r.Value == "contradicts") + (form.Contradicts.Trim().Length > 0 ? 1 : 0);
}
