using System.Globalization;
using System.Resources;
using Toguna.Analyse.Trends;
using Toguna.Record;

namespace Toguna.Analyse;

/// <summary>What the page of trends says, for documents that say the same.</summary>
public static class TrendWords
{
    private static readonly ResourceManager Words = new(typeof(TrendsText));

    /// <summary>What figures can be split by, in the order of lists.</summary>
    public static IReadOnlyList<string> Dimensions => TrendsChoice.Dimensions;

    /// <summary>E.g. "Civilians killed".</summary>
    public static string Measure(IncidentMeasure measure) => Of("measure_" + measure.Name);

    /// <summary>E.g. "Perpetrator", "Quarter".</summary>
    public static string By(string dimension) => Of("by_" + dimension);

    /// <summary>How the bars of a period are cut, in a sentence.</summary>
    public static string Period(string period) => Of("caption_" + period);

    /// <summary>What the full and the hatched part of a bar are.</summary>
    public static (string Solid, string Hatched) Legend => (Of("attributed"), Of("not_attributed"));

    /// <summary>One or two sentences that can be read aloud.</summary>
    public static string Answer(IncidentMeasure measure, string by, IncidentTotals all, TrendRanking ranking)
    {
        if (all.Incidents == 0)
        {
            return Of("answer_none");
        }
        var said = Of("answer_" + measure.Name, Figure(measure.Of(all).Best), Figure(all.Incidents));
        if (by is "actor" or "category" && ranking.Named is [var most, ..] && measure.Of(most).Best > 0)
        {
            said += " " + Of("answer_most", most.Label, Figure(measure.Of(most).Best));
            if (ranking.Unnamed is { } nobody && measure.Of(nobody).Best > 0)
            {
                said += " " + Of("answer_nobody", Figure(measure.Of(nobody).Best));
            }
        }
        return said;
    }

    private static string Of(string key, params object[] args) =>
        string.Format(CultureInfo.CurrentCulture, Words.GetString(key, CultureInfo.CurrentUICulture) ?? key, args);

    private static string Figure(long? n) => n?.ToString("N0", CultureInfo.CurrentCulture) ?? "?";
}

/// <summary>The groups of a split, by what is measured.</summary>
/// <param name="Named">The most first, as many as are shown.</param>
/// <param name="Unnamed">Nobody, or not given; null where there is none.</param>
/// <param name="Left">Named groups that are not shown.</param>
public sealed record TrendRanking(IReadOnlyList<IncidentGroup> Named, IncidentGroup? Unnamed, int Left)
{
    public static TrendRanking Of(IReadOnlyList<IncidentGroup> groups, IncidentMeasure measure, int most)
    {
        var named = groups
            .Where(g => g.Key is not null)
            .OrderByDescending(g => measure.Of(g).Best ?? measure.Of(g).Minimum ?? 0)
            .ThenByDescending(g => g.Incidents)
            .ToList();
        return new([.. named.Take(most)], groups.FirstOrDefault(g => g.Key is null), Math.Max(0, named.Count - most));
    }
}
