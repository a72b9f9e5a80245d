namespace Toguna.Record.Exports;

/// <summary>An incident as an export needs it: the line of the list, who took part, where it comes from.</summary>
internal sealed class ExportRow
{
    public required IncidentSummary Incident { get; init; }
    public IReadOnlyList<ExportParty> Parties { get; init; } = [];

    /// <summary>What the lists it comes from call it, and its newest row there.</summary>
    public IReadOnlyList<ExportKey> Keys { get; init; } = [];
}

internal sealed class ExportParty
{
    public Guid IncidentId { get; init; }
    public string Role { get; init; } = "";
    public string Name { get; init; } = "";
}

internal sealed class ExportKey
{
    public Guid IncidentId { get; init; }
    public string Scheme { get; init; } = "";
    public string ExternalId { get; init; } = "";
    public string Verbatim { get; init; } = "";

    /// <summary>The header of the file it came in.</summary>
    public string? Header { get; init; }
}

/// <summary>What every export says of itself.</summary>
/// <param name="Lines">Label and text, in the reader's language.</param>
/// <param name="Incidents">How many rows follow.</param>
public sealed record ExportAbout(IReadOnlyList<(string Label, string Text)> Lines, long Incidents);
