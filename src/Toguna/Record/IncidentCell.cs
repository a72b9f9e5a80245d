namespace Toguna.Record;

/// <summary>Figures of two values together: what a cell of a table by two dimensions holds.</summary>
/// <param name="Down">Key of the row's group; null: not given; <see cref="IncidentTable.Rest"/>: all beyond the fullest.</param>
/// <param name="Across">Key of the column's group, likewise.</param>
public sealed record IncidentCell(
    string? Down,
    string DownLabel,
    string? Across,
    string AcrossLabel,
    long Incidents,
    Bounds Killed,
    Bounds CiviliansKilled,
    Bounds Injured
)
{
    /// <summary>Groups of one dimension for programs; what is beyond is one group more, so that a table always adds up.</summary>
    public const int MostGroups = 200;

    /// <summary>Takes <c>category</c> or <c>category,year</c> apart.</summary>
    /// <exception cref="Foundation.ProblemException">More than two, or the same twice.</exception>
    public static (string? Down, string? Across) Read(string? by)
    {
        var names = (by ?? "").Split(',', StringSplitOptions.TrimEntries);
        return names switch
        {
            [""] => (null, null),
            [var one] => (one, null),
            [var down, var across] => (down, across),
            _ => throw RecordProblems
                .DimensionUnknown(by!, string.Join(", ", IncidentDimension.All.Select(d => d.Name)))
                .Raise(),
        };
    }

    /// <summary>The cells in which there is an incident, row by row.</summary>
    public static IReadOnlyList<IncidentCell> Of(IncidentTable table) =>
        [
            .. table.Rows.SelectMany(
                (row, i) =>
                    table
                        .Columns.Select((column, j) => (Column: column, Cell: table.Cells[i][j]))
                        .Where(c => c.Cell.Incidents > 0)
                        .Select(c => new IncidentCell(
                            row.Key,
                            row.Label,
                            c.Column.Key,
                            c.Column.Label,
                            c.Cell.Incidents,
                            c.Cell.Killed,
                            c.Cell.CiviliansKilled,
                            c.Cell.Injured
                        ))
            ),
        ];
}
