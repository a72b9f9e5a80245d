using System.Globalization;
using Toguna.Record.Columns;

namespace Toguna.Record;

/// <summary>Figures by the values of two dimensions.</summary>
/// <param name="Down">Name of the dimension of the rows.</param>
/// <param name="Across">Name of that of the columns.</param>
/// <param name="Rows">The groups of the rows with their whole figures; in time, or the most incidents first; the rest last.</param>
/// <param name="Columns">Those of the columns.</param>
/// <param name="Cells">By row and column, in the order of both.</param>
public sealed record IncidentTable(
    string Down,
    string Across,
    IReadOnlyList<IncidentGroup> Rows,
    IReadOnlyList<IncidentGroup> Columns,
    IReadOnlyList<IReadOnlyList<IncidentGroup>> Cells
)
{
    /// <summary>The key of the groups beyond the fullest; no filter finds them.</summary>
    public const string Rest = "…";

    /// <summary>Of columns that are years: the first and the last.</summary>
    public (int From, int To) Years { get; } = (YearsOf(Columns).Min(), YearsOf(Columns).Max());

    /// <summary>The most incidents that a cell has; at least 1.</summary>
    public long Most { get; } = Cells.SelectMany(r => r).Select(c => c.Incidents).Append(1).Max();

    /// <summary>Of columns that are years: the incidents of a row by year, in time.</summary>
    public IReadOnlyList<(int Year, long Number)> Strip(int row) =>
        [.. Columns.Select((c, i) => (Year: YearOf(c), Cells[row][i].Incidents)).Where(c => c.Year > 0)];

    private static IEnumerable<int> YearsOf(IReadOnlyList<IncidentGroup> columns) =>
        columns.Select(YearOf).Where(y => y > 0).DefaultIfEmpty(0);

    private static int YearOf(IncidentGroup column) =>
        int.TryParse(column.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : 0;

    internal static IncidentTable Of(
        ColumnCross cross,
        IncidentFilter filter,
        IncidentDimension down,
        IncidentDimension across,
        IReadOnlyDictionary<string, string> names,
        CultureInfo? culture
    )
    {
        var rows = Order(cross.DownSums, cross.Down.Count, down);
        var columns = Order(cross.AcrossSums, cross.Across.Count, across);
        return new IncidentTable(
            down.Name,
            across.Name,
            [
                .. rows.Select(i =>
                    Group(cross.DownSums[i], i == cross.Down.Count, down, down.Narrow(filter, cross.DownSums[i].Key))
                ),
            ],
            [
                .. columns.Select(j =>
                    Group(
                        cross.AcrossSums[j],
                        j == cross.Across.Count,
                        across,
                        across.Narrow(filter, cross.AcrossSums[j].Key)
                    )
                ),
            ],
            [
                .. rows.Select(i =>
                    (IReadOnlyList<IncidentGroup>)
                        [
                            .. columns.Select(j =>
                                Group(
                                    cross.Cells[i, j],
                                    i == cross.Down.Count || j == cross.Across.Count,
                                    across,
                                    down.Narrow(filter, cross.DownSums[i].Key) is { } row
                                        ? across.Narrow(row, cross.AcrossSums[j].Key)
                                        : null
                                )
                            ),
                        ]
                ),
            ]
        );

        IncidentGroup Group(GroupSums s, bool rest, IncidentDimension dimension, IncidentFilter? found) =>
            new(
                rest ? Rest : s.Key,
                rest ? IncidentWords.Of("rest", Rest, culture)
                    : s.Key is not null && names.GetValueOrDefault(s.Key) is { } name ? name
                    : dimension.Label(s.Key, culture),
                s.Incidents,
                s.Killed,
                s.Civilians,
                s.Injured
            )
            {
                Filter = rest ? null : found,
            };
    }

    /// <summary>In time where it is time, otherwise the fullest first; the rest last, and only where there is one.</summary>
    private static List<int> Order(IReadOnlyList<GroupSums> sums, int rest, IncidentDimension dimension)
    {
        var keyed = Enumerable.Range(0, rest);
        var ordered = dimension.IsTime
            ? keyed.OrderBy(i => sums[i].Key is null).ThenBy(i => sums[i].Key, StringComparer.Ordinal)
            : keyed.OrderByDescending(i => sums[i].Incidents).ThenBy(i => sums[i].Key, StringComparer.Ordinal);
        return [.. ordered, .. sums[rest].Incidents > 0 ? new[] { rest } : []];
    }
}
