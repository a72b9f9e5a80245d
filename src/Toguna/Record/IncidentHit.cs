namespace Toguna.Record;

/// <summary>An incident by reference, and how it is kept: what later stages build on it is kept no more openly.</summary>
public sealed class IncidentHit
{
    public Guid IncidentId { get; init; }
    public long Number { get; init; }
    public string Title { get; init; } = "";
    public string? PlaceText { get; init; }
    public int Classification { get; init; }
    public string? Component { get; init; }
    public Guid? CompartmentId { get; init; }

    public string Reference => IncidentSummary.ReferenceOf(Number);
}
