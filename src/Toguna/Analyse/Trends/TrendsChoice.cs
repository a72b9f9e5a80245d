using Toguna.Record;

namespace Toguna.Analyse.Trends;

/// <summary>What a reader of trends has asked for.</summary>
/// <param name="Period">One of <see cref="IncidentSeries.Periods"/>.</param>
/// <param name="By">The dimension that the figures are split by.</param>
/// <param name="Across">The dimension of the table's columns.</param>
/// <param name="Series">The series that stands under the bars; null: none.</param>
/// <param name="At">Of which place; null: the one that fits the filter, or else the widest.</param>
public sealed record TrendsChoice(
    IncidentFilter Filter,
    IncidentMeasure Measure,
    string Period,
    string By,
    string Across,
    Guid? Series = null,
    Guid? At = null
)
{
    public static IReadOnlyList<string> Dimensions { get; } =
    [
        "category",
        "actor",
        "act",
        "type",
        "adm1",
        "adm2",
        "country",
        "sex",
        "age",
        "status",
        "party",
        "finding",
        "source",
    ];

    /// <summary>The address of this page for another choice.</summary>
    public string Address() =>
        "/trends?"
        + Filter.ToQuery(
            ("measure", Measure.Name),
            ("period", Period),
            ("by", By),
            ("across", Across),
            ("series", Series?.ToString()),
            ("at", At?.ToString())
        );
}
