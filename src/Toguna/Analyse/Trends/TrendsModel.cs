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
    public TrendRanking Ranking { get; } = TrendRanking.Of(Groups, Choice.Measure, 12);

    /// <summary>The scale of the bars of the ranking.</summary>
    public long Scale { get; } = Groups.Select(g => Choice.Measure.Of(g).Largest ?? 0).Append(1).Max();

    public Problem? ProblemAt(string key) => Problems.FirstOrDefault(p => p.Field == key);

    public string? TypedIn(string key) => Typed.GetValueOrDefault(key);
}
