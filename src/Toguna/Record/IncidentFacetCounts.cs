namespace Toguna.Record;

/// <summary>The choices beside a list and how many incidents each would show.</summary>
/// <remarks>
/// A choice of a facet is counted under the conditions of all other facets, so that somebody who has chosen one act still
/// sees what another would add.
/// </remarks>
/// <param name="All">Figures of the whole list.</param>
/// <param name="KilledAttributed">Best count of the killed in incidents of which somebody is held responsible.</param>
/// <param name="Choices">By key of the filter: values with their counts; a null value is not given, or nobody.</param>
/// <param name="Perpetrators">Those most often held responsible, the most first; null: nobody.</param>
/// <param name="Years">Incidents by year of their first day, without gaps, under all conditions but those of time.</param>
/// <param name="Places">The next level of the tree of places under what is chosen, the most incidents first.</param>
/// <param name="PlaceLevel">Key of that level: country, adm1 or adm2; null: there is no deeper one.</param>
public sealed record IncidentFacetCounts(
    IncidentTotals All,
    long KilledAttributed,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Choices,
    IReadOnlyList<(string? Actor, long Incidents)> Perpetrators,
    IReadOnlyList<(int Year, long Incidents)> Years,
    IReadOnlyList<(string Place, long Incidents)> Places,
    string? PlaceLevel
)
{
    /// <summary>Bands of killed, best estimate: least and most; null: no upper end.</summary>
    public static IReadOnlyList<(long Least, long? Most)> Bands { get; } =
    [(0, 0), (1, 4), (5, 24), (25, 99), (100, null)];

    /// <summary>How many incidents a choice would show; 0 where there is none.</summary>
    public long Of(string facet, string value) => Choices.GetValueOrDefault(facet)?.GetValueOrDefault(value) ?? 0;
}
