using Toguna.Foundation;
using Toguna.Record;

namespace Toguna.Analyse.Trends;

/// <summary>What the page shows.</summary>
/// <param name="Typed">What stands in the address, so that a field keeps also what could not be read.</param>
/// <param name="Groups">Figures by the chosen dimension.</param>
/// <param name="Table">Figures by it and another.</param>
/// <param name="Under">The series under the bars; null: none was asked for.</param>
/// <param name="AllSeries">Those that can stand there.</param>
public sealed record TrendsModel(
    TrendsChoice Choice,
    IReadOnlyList<Problem> Problems,
    IReadOnlyDictionary<string, string> Typed,
    IncidentTotals All,
    IncidentSeries Series,
    IReadOnlyList<IncidentGroup> Groups,
    IncidentTable Table,
    IReadOnlyDictionary<string, string> ActorNames,
    SeriesUnder? Under,
    IReadOnlyList<SeriesLine> AllSeries
)
{
    private const int MostShown = 12;

    /// <summary>Named groups by what is measured, the most first.</summary>
    public IReadOnlyList<IncidentGroup> Named { get; } =
    [
        .. Groups
            .Where(g => g.Key is not null)
            .OrderByDescending(g => Choice.Measure.Of(g).Best ?? Choice.Measure.Of(g).Minimum ?? 0)
            .ThenByDescending(g => g.Incidents)
            .Take(MostShown),
    ];

    /// <summary>Nobody, or not given; null where there is none.</summary>
    public IncidentGroup? Unnamed { get; } = Groups.FirstOrDefault(g => g.Key is null);

    public int Left => Groups.Count(g => g.Key is not null) - Named.Count;

    /// <summary>The scale of the bars of the ranking.</summary>
    public long Scale { get; } = Groups.Select(g => Choice.Measure.Of(g).Largest ?? 0).Append(1).Max();

    public Problem? ProblemAt(string key) => Problems.FirstOrDefault(p => p.Field == key);

    public string? TypedIn(string key) => Typed.GetValueOrDefault(key);
}
