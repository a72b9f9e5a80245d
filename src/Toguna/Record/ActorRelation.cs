namespace Toguna.Record;

/// <summary>An actor that stands in the same incidents as another.</summary>
/// <param name="Opposed">On the other side; otherwise on the same.</param>
/// <param name="Years">Incidents by the year in which they began, in time; years without any are left out.</param>
/// <param name="Killed">All who were killed in these incidents, best count, by whomever.</param>
public sealed record ActorRelation(
    Guid ActorId,
    string Name,
    bool Opposed,
    IReadOnlyList<(int Year, long Incidents)> Years,
    long Killed
)
{
    public long Incidents { get; } = Years.Sum(y => y.Incidents);
}
