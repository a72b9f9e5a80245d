using System.Globalization;
using System.Text.Json.Serialization;

namespace Toguna.Record;

/// <summary>How many incidents a filter finds, and what their casualties add up to.</summary>
/// <param name="Incidents">How many.</param>
/// <param name="Killed">Each bound is the sum over the incidents that give it; null when none does.</param>
/// <param name="CiviliansKilled">Likewise, of the civilians among them.</param>
/// <param name="Injured">Likewise.</param>
/// <param name="By">The dimension of the groups; null: not grouped.</param>
/// <param name="Groups">In time for dimensions of time, otherwise the most incidents first.</param>
public sealed record IncidentTotals(
    long Incidents,
    Bounds Killed,
    Bounds CiviliansKilled,
    Bounds Injured,
    string? By,
    IReadOnlyList<IncidentGroup> Groups
)
{
    /// <summary>The sentence that says what the figures count; part of every answer and every export.</summary>
    public string CountingRule(CultureInfo? culture = null) => RuleOf(By, culture);

    /// <inheritdoc cref="CountingRule(CultureInfo?)"/>
    public static string RuleOf(string? by = null, CultureInfo? culture = null)
    {
        var rule = IncidentWords.Of("rule", "rule", culture);
        var more = by is null ? null : IncidentDimension.Find(by)?.Rule;
        return more is null ? rule : rule + " " + IncidentWords.Of("rule_" + more, more, culture);
    }
}

/// <summary>The incidents that have one value of a dimension.</summary>
/// <param name="Key">The value as a filter takes it; null: not given, or nobody.</param>
/// <param name="Label">The value in the reader's words.</param>
public sealed record IncidentGroup(
    string? Key,
    string Label,
    long Incidents,
    Bounds Killed,
    Bounds CiviliansKilled,
    Bounds Injured
)
{
    /// <summary>Finds exactly the incidents of this group; null where no filter does.</summary>
    [JsonIgnore]
    public IncidentFilter? Filter { get; init; }
}

/// <summary>What stands above a list of incidents.</summary>
/// <param name="All">Figures of the whole list.</param>
/// <param name="Attributed">Figures of the incidents of which somebody is held responsible.</param>
/// <param name="Findings">How many incidents, by code of finding.</param>
/// <param name="Types">How many incidents, by UCDP type of violence, where one is given.</param>
public sealed record IncidentOverview(
    IncidentTotals All,
    IncidentTotals Attributed,
    IReadOnlyDictionary<string, long> Findings,
    IReadOnlyDictionary<int, long> Types
);
