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

/// <summary>How a search was understood where that is not plain.</summary>
/// <param name="Near">Words that nothing has, with the known ones that were looked for instead.</param>
/// <param name="Unknown">Words that nothing has and nothing is near to.</param>
/// <param name="Left">Words beyond the most that are looked for.</param>
public sealed record SearchNote(
    IReadOnlyList<(string Word, IReadOnlyList<string> Instead)> Near,
    IReadOnlyList<string> Unknown,
    IReadOnlyList<string> Left
);
