namespace Toguna.Formats.Ged;

/// <summary>One event of the UCDP Georeferenced Event Dataset, as the row gives it; null where the row gives nothing.</summary>
/// <remarks>
/// The day of an event is known only to lie from <see cref="DateStart"/> to <see cref="DateEnd"/>. <see cref="Low"/>,
/// <see cref="Best"/> and <see cref="High"/> are kept even where they contradict each other. Deaths of civilians have no
/// bounds of their own; who killed them is stated only in one-sided events (side A).
/// </remarks>
/// <seealso href="https://ucdp.uu.se/downloads/ged/ged231.pdf">UCDP GED Codebook 23.1</seealso>
public sealed record GedEvent
{
    /// <summary>UCDP's number of the event; a later file with the same number revises it.</summary>
    public required long Id { get; init; }

    /// <summary>UCDP's older identifier, e.g. <c>SYR-2013-1-11973-99</c>.</summary>
    public string? RelId { get; init; }

    /// <summary>Calendar year.</summary>
    public int? Year { get; init; }

    /// <summary>Whether the dyad reached 25 deaths in that year.</summary>
    public bool? ActiveYear { get; init; }

    /// <summary>E.g. <c>Clear</c>.</summary>
    public string? CodeStatus { get; init; }

    /// <summary>1 state-based, 2 non-state, 3 one-sided.</summary>
    public required int TypeOfViolence { get; init; }

    /// <summary>UCDP conflict number.</summary>
    public long? ConflictId { get; init; }

    /// <summary>UCDP conflict name.</summary>
    public string? ConflictName { get; init; }

    /// <summary>UCDP dyad number.</summary>
    public long? DyadId { get; init; }

    /// <summary>UCDP dyad name.</summary>
    public string? DyadName { get; init; }

    /// <summary>UCDP actor number of side A.</summary>
    public long? SideAId { get; init; }

    /// <summary>Side A; in one-sided events the perpetrator.</summary>
    public required string SideA { get; init; }

    /// <summary>UCDP actor number of side B.</summary>
    public long? SideBId { get; init; }

    /// <summary>Side B; <c>Civilians</c> in one-sided events.</summary>
    public string? SideB { get; init; }

    /// <summary>Sources consulted; null where UCDP did not count them (it writes −1).</summary>
    public int? NumberOfSources { get; init; }

    /// <summary>1 exact to 7 international waters: categories, not kilometres.</summary>
    public int? WherePrec { get; init; }

    /// <summary>Name of the place the coordinates are of.</summary>
    public string? WhereCoordinates { get; init; }

    /// <summary>Where it happened, in words.</summary>
    public string? WhereDescription { get; init; }

    /// <summary>First-order administrative unit.</summary>
    public string? Adm1 { get; init; }

    /// <summary>Second-order administrative unit.</summary>
    public string? Adm2 { get; init; }

    /// <summary>Degrees north, −90 to 90.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public required double Longitude { get; init; }

    /// <summary>PRIO-GRID cell as the file gives it.</summary>
    public int? PriogridGid { get; init; }

    /// <summary>Country name.</summary>
    public string? Country { get; init; }

    /// <summary>Gleditsch and Ward country number.</summary>
    public int? CountryId { get; init; }

    /// <summary>Africa, Americas, Asia, Europe or Middle East.</summary>
    public string? Region { get; init; }

    /// <summary>1 separate event, 2 aggregated.</summary>
    public int? EventClarity { get; init; }

    /// <summary>1 exact day to 5 within a year.</summary>
    public int? DatePrec { get; init; }

    /// <summary>First day it can have happened.</summary>
    public required DateOnly DateStart { get; init; }

    /// <summary>Last day it can have happened; not before <see cref="DateStart"/>.</summary>
    public required DateOnly DateEnd { get; init; }

    /// <summary>Deaths of side A, at least 0.</summary>
    public int? DeathsA { get; init; }

    /// <summary>Deaths of side B, at least 0.</summary>
    public int? DeathsB { get; init; }

    /// <summary>Deaths of civilians, at least 0.</summary>
    public int? DeathsCivilians { get; init; }

    /// <summary>Deaths of persons of unknown status, at least 0.</summary>
    public int? DeathsUnknown { get; init; }

    /// <summary>Best estimate of deaths, at least 0.</summary>
    public int? Best { get; init; }

    /// <summary>Highest reliable estimate, at least 0.</summary>
    public int? High { get; init; }

    /// <summary>Lowest reliable estimate, at least 0.</summary>
    public int? Low { get; init; }

    /// <summary>Sources as one text.</summary>
    public string? SourceArticle { get; init; }

    /// <summary>Headlines, <c>;</c>-separated.</summary>
    public string? SourceHeadline { get; init; }

    /// <summary>News offices, <c>;</c>-separated.</summary>
    public string? SourceOffice { get; init; }

    /// <summary>Dates of publication, <c>;</c>-separated.</summary>
    public string? SourceDate { get; init; }

    /// <summary>Who said it first.</summary>
    public string? SourceOriginal { get; init; }

    /// <summary>Gleditsch and Ward number of side A where it is a state.</summary>
    public string? GwnoA { get; init; }

    /// <summary>Gleditsch and Ward number of side B where it is a state.</summary>
    public string? GwnoB { get; init; }
}
