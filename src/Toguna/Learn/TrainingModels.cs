namespace Toguna.Learn;

/// <summary>Who was trained on which procedure, and when. Never edited.</summary>
public sealed class TrainingLine
{
    public Guid TrainingId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public DateOnly HeldOn { get; init; }
    public string Procedure { get; init; } = "";

    /// <summary>A unit, a team or a function; no list of persons.</summary>
    public string Who { get; init; } = "";

    /// <summary>How many people; null: not counted.</summary>
    public int? People { get; init; }
    public string Component { get; init; } = "";
    public string? Trainer { get; init; }
    public string? PlaceText { get; init; }
}

/// <summary>A unit at a place from one day to another, with what it hands over. Never edited: the next one is a line of its own.</summary>
public sealed class Rotation
{
    public Guid RotationId { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUser { get; init; } = "";
    public Guid PlaceId { get; init; }
    public string Unit { get; init; } = "";

    /// <summary>Of the unit.</summary>
    public string UnitComponent { get; init; } = "";
    public DateOnly FromOn { get; init; }

    /// <summary>Null: not known yet.</summary>
    public DateOnly? ToOn { get; init; }

    /// <summary>Who is spoken to from then on.</summary>
    public string? FocalPoint { get; init; }

    /// <summary>What the community was promised.</summary>
    public string? Promised { get; init; }

    /// <summary>Whom a visit or a call would expose.</summary>
    public string? NotExpose { get; init; }
    public string? Note { get; init; }
    public int Classification { get; init; }
}
