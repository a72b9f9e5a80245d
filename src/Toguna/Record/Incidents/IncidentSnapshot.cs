using System.Text.Json.Serialization;

namespace Toguna.Record.Incidents;

/// <summary>An incident and all that hangs under it, as the database keeps it; also what history keeps as before and after.</summary>
public sealed class IncidentSnapshot
{
    public IncidentFacts Incident { get; set; } = new();
    public List<PartyFacts> Parties { get; set; } = [];
    public List<ActFacts> Acts { get; set; } = [];
    public List<AttributionFacts> Attributions { get; set; } = [];
    public List<CasualtiesFacts> Casualties { get; set; } = [];
    public List<VictimFacts> Victims { get; set; } = [];
}

/// <summary>The columns of <c>incident</c> that a person or a source can change, and its identity.</summary>
public sealed class IncidentFacts
{
    public Guid IncidentId { get; set; }
    public long Number { get; set; }
    public int Version { get; set; }
    public string Title { get; set; } = "";
    public DateOnly DateStart { get; set; }
    public DateOnly DateEnd { get; set; }
    public int DatePrec { get; set; }
    public Guid? PlaceId { get; set; }
    public string? PlaceText { get; set; }
    public int? WherePrec { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public string? Country { get; set; }
    public string? Adm1 { get; set; }
    public string? Adm2 { get; set; }
    public string PlaceKey { get; set; } = "";
    public int? Priogrid { get; set; }
    public int? ViolenceType { get; set; }
    public string? EventType { get; set; }
    public int? Clarity { get; set; }
    public string Finding { get; set; } = "reported";
    public long? KilledMin { get; set; }
    public long? KilledBest { get; set; }
    public long? KilledMax { get; set; }
    public long? CiviliansMin { get; set; }
    public long? CiviliansBest { get; set; }
    public long? CiviliansMax { get; set; }
    public long? InjuredMin { get; set; }
    public long? InjuredBest { get; set; }
    public long? InjuredMax { get; set; }
    public string? Note { get; set; }
    public string? Warnings { get; set; }
    public int Classification { get; set; }
    public string? Component { get; set; }
    public bool Edited { get; set; }
}

/// <summary>What hangs under an incident.</summary>
public abstract class ChildFacts
{
    /// <summary>Whose it is, where it was read from the database; history has it from the incident.</summary>
    [JsonIgnore]
    public Guid IncidentId { get; set; }
}

/// <summary>Somebody who took part, whether or not held responsible.</summary>
public sealed class PartyFacts : ChildFacts
{
    public string Role { get; set; } = "";
    public Guid ActorId { get; set; }
}

public sealed class ActFacts : ChildFacts
{
    public Guid ActId { get; set; }
    public string Kind { get; set; } = "";
    public bool SummaryExecution { get; set; }
    public string? Target { get; set; }
    public string? Note { get; set; }
}

public sealed class AttributionFacts : ChildFacts
{
    public Guid AttributionId { get; set; }
    public Guid ActId { get; set; }
    public Guid ActorId { get; set; }
    public Guid? UnitId { get; set; }
    public string Grade { get; set; } = "";
    public bool Contested { get; set; }
    public Guid? ReportId { get; set; }
    public string? Note { get; set; }
}

/// <summary>A null dimension: not broken down by it. A null bound: not given.</summary>
public sealed class CasualtiesFacts : ChildFacts
{
    public Guid CasualtiesId { get; set; }
    public Guid? ActId { get; set; }
    public string Outcome { get; set; } = "";
    public string? Sex { get; set; }
    public string? Age { get; set; }
    public string? Status { get; set; }
    public string? Cause { get; set; }
    public Guid? ActorId { get; set; }
    public long? Minimum { get; set; }
    public long? Best { get; set; }
    public long? Maximum { get; set; }
    public Guid? ReportId { get; set; }
}

/// <summary>Victims as a person or a group; a name, where there is one, stays sealed and is not in a snapshot.</summary>
public sealed class VictimFacts : ChildFacts
{
    public Guid VictimId { get; set; }
    public Guid? ActId { get; set; }
    public string Kind { get; set; } = "group";
    public string? Description { get; set; }
    public string? Sex { get; set; }
    public string? Age { get; set; }
    public string? Status { get; set; }
    public Guid? ActorId { get; set; }
    public long? Minimum { get; set; }
    public long? Best { get; set; }
    public long? Maximum { get; set; }

    /// <summary>One person, whose name can be sealed: said so, or counted as one.</summary>
    [JsonIgnore]
    public bool IsPerson => Kind == "person" || (Best == 1 && Maximum is null or 1);
}
