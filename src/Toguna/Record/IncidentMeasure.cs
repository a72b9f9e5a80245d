namespace Toguna.Record;

/// <summary>What is measured of incidents: <c>civilians</c> or all <c>killed</c>, <c>injured</c>, or how many <c>incidents</c>.</summary>
public sealed record IncidentMeasure
{
    private IncidentMeasure(string name) => Name = name;

    public static IncidentMeasure Civilians { get; } = new("civilians");
    public static IncidentMeasure Incidents { get; } = new("incidents");

    /// <summary>In the order of lists.</summary>
    public static IReadOnlyList<IncidentMeasure> All { get; } = [Civilians, new("killed"), new("injured"), Incidents];

    /// <summary>As it stands in addresses.</summary>
    public string Name { get; }

    /// <summary>Whether the figures have a minimum and a maximum.</summary>
    public bool IsRange => this != Incidents;

    /// <returns>Null when there is none of that name.</returns>
    public static IncidentMeasure? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    /// <summary>The figure of a group; of incidents all three bounds are the count.</summary>
    public Bounds Of(IncidentGroup group) => Of(group.Incidents, group.Killed, group.CiviliansKilled, group.Injured);

    /// <inheritdoc cref="Of(IncidentGroup)"/>
    public Bounds Of(IncidentTotals totals) =>
        Of(totals.Incidents, totals.Killed, totals.CiviliansKilled, totals.Injured);

    private Bounds Of(long incidents, Bounds killed, Bounds civilians, Bounds injured) =>
        Name switch
        {
            "civilians" => civilians,
            "killed" => killed,
            "injured" => injured,
            _ => new(incidents, incidents, incidents),
        };
}
