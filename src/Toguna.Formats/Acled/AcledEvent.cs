namespace Toguna.Formats.Acled;

/// <summary>One ACLED event, as the row gives it; null where the row gives nothing.</summary>
/// <remarks>
/// The order of the actors says nothing of who attacked, save that in violence against civilians they are actor 2.
/// Fatalities are an estimate, often conservative, with no bounds and no count of civilians.
/// </remarks>
/// <seealso href="https://acleddata.com/acled-codebook/">ACLED Codebook</seealso>
public sealed record AcledEvent
{
    /// <summary>ACLED's identifier, e.g. <c>MLI12345</c>; a later file with the same one revises the event.</summary>
    public required string EventId { get; init; }

    /// <summary>Number within the country, older layouts.</summary>
    public string? EventIdNoCountry { get; init; }

    /// <summary>Row number of older layouts and of the API.</summary>
    public string? DataId { get; init; }

    /// <summary>Day, exact to <see cref="TimePrecision"/>.</summary>
    public required DateOnly EventDate { get; init; }

    /// <summary>Calendar year.</summary>
    public int? Year { get; init; }

    /// <summary>1 day, 2 week, 3 month.</summary>
    public int? TimePrecision { get; init; }

    /// <summary>E.g. <c>Political violence</c>.</summary>
    public string? DisorderType { get; init; }

    /// <summary>E.g. <c>Battles</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>E.g. <c>Armed clash</c>.</summary>
    public string? SubEventType { get; init; }

    /// <summary>First actor.</summary>
    public required string Actor1 { get; init; }

    /// <summary>Who stood with the first actor.</summary>
    public IReadOnlyList<string> Associates1 { get; init; } = [];

    /// <summary>Kind of the first actor, in ACLED's words of 2024; older numbers are translated.</summary>
    public string? Inter1 { get; init; }

    /// <summary>Second actor; null in one-actor events.</summary>
    public string? Actor2 { get; init; }

    /// <summary>Who stood with the second actor.</summary>
    public IReadOnlyList<string> Associates2 { get; init; } = [];

    /// <summary>Kind of the second actor, as <see cref="Inter1"/>.</summary>
    public string? Inter2 { get; init; }

    /// <summary>Both kinds together, as the file gives them (number or words).</summary>
    public string? Interaction { get; init; }

    /// <summary><c>Civilian targeting</c> or null.</summary>
    public string? CivilianTargeting { get; init; }

    /// <summary>ISO 3166-1 numeric country.</summary>
    public int? Iso { get; init; }

    /// <summary>ISO 3166-1 alpha-3 country, older layouts.</summary>
    public string? Iso3 { get; init; }

    /// <summary>ACLED region.</summary>
    public string? Region { get; init; }

    /// <summary>Country name.</summary>
    public string? Country { get; init; }

    /// <summary>Largest sub-national unit.</summary>
    public string? Admin1 { get; init; }

    /// <summary>Second unit.</summary>
    public string? Admin2 { get; init; }

    /// <summary>Third unit.</summary>
    public string? Admin3 { get; init; }

    /// <summary>Place name.</summary>
    public string? Location { get; init; }

    /// <summary>Degrees north, −90 to 90.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public required double Longitude { get; init; }

    /// <summary>1 exact place, 2 part of region, 3 region.</summary>
    public int? GeoPrecision { get; init; }

    /// <summary>Sources, <c>;</c>-separated.</summary>
    public string? Source { get; init; }

    /// <summary>Scale of the sources, e.g. <c>National</c>.</summary>
    public string? SourceScale { get; init; }

    /// <summary>What happened, in words.</summary>
    public string? Notes { get; init; }

    /// <summary>Estimated deaths, at least 0.</summary>
    public int? Fatalities { get; init; }

    /// <summary>Extra facts, <c>;</c>-separated.</summary>
    public string? Tags { get; init; }

    /// <summary>When ACLED last changed the row, in seconds of Unix time.</summary>
    public long? Timestamp { get; init; }

    /// <summary>Whether the type is one of acts of violence (or, by sub-type, excessive force against protesters); protests and strategic developments are not.</summary>
    public bool IsViolent =>
        EventType.StartsWith("Battle", StringComparison.OrdinalIgnoreCase)
        || EventType.Equals("Explosions/Remote violence", StringComparison.OrdinalIgnoreCase)
        || EventType.Equals("Remote violence", StringComparison.OrdinalIgnoreCase)
        || EventType.Equals("Riots", StringComparison.OrdinalIgnoreCase)
        || IsAgainstCivilians
        || string.Equals(SubEventType, "Excessive force against protesters", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the type itself is violence against civilians, so that actor 2 are the victims.</summary>
    public bool IsAgainstCivilians =>
        EventType.Equals("Violence against civilians", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether civilians were the main or only target: by type or by the column.</summary>
    public bool TargetsCivilians => IsAgainstCivilians || CivilianTargeting is not null;
}
