using Toguna.Record;

namespace Toguna.Analyse.Trends;

/// <summary>What a reader of trends has asked for.</summary>
/// <param name="Measure">One of <see cref="Measures"/>.</param>
/// <param name="Period">One of <see cref="Periods"/>.</param>
/// <param name="By">The dimension that the figures are split by.</param>
/// <param name="Across">The dimension of the table's columns.</param>
public sealed record TrendsChoice(IncidentFilter Filter, string Measure, string Period, string By, string Across)
{
    public static IReadOnlyList<string> Measures { get; } = ["civilians", "killed", "injured", "incidents"];

    public static IReadOnlyList<string> Periods { get; } = ["year", "quarter", "month"];

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

    /// <summary>Whether the figures have a minimum and a maximum.</summary>
    public bool IsRange => Measure != "incidents";

    /// <summary>The figure of a group; of incidents all three bounds are the count.</summary>
    public Bounds Of(IncidentGroup group) =>
        Measure switch
        {
            "civilians" => group.CiviliansKilled,
            "killed" => group.Killed,
            "injured" => group.Injured,
            _ => new(group.Incidents, group.Incidents, group.Incidents),
        };

    public Bounds Of(IncidentTotals totals) =>
        Measure switch
        {
            "civilians" => totals.CiviliansKilled,
            "killed" => totals.Killed,
            "injured" => totals.Injured,
            _ => new(totals.Incidents, totals.Incidents, totals.Incidents),
        };

    /// <summary>The address of this page for another choice.</summary>
    public string Address() =>
        "/trends?" + Filter.ToQuery(("measure", Measure), ("period", Period), ("by", By), ("across", Across));

    /// <summary>The incidents behind a number; null where no filter finds them.</summary>
    public static string? Incidents(IncidentFilter? filter) => filter is null ? null : "/incidents?" + filter.ToQuery();
}
