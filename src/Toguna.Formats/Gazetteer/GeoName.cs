namespace Toguna.Formats.Gazetteer;

/// <summary>A place of a GeoNames dump; null where the row gives nothing.</summary>
/// <seealso href="https://download.geonames.org/export/dump/readme.txt">GeoNames readme</seealso>
public sealed record GeoName
{
    /// <summary>GeoNames number.</summary>
    public required long Id { get; init; }

    /// <summary>Name in local spelling.</summary>
    public required string Name { get; init; }

    /// <summary>Name in ASCII.</summary>
    public string? AsciiName { get; init; }

    /// <summary>Other names and spellings, in any script, as listed.</summary>
    public IReadOnlyList<string> AlternateNames { get; init; } = [];

    /// <summary>Degrees north, −90 to 90.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public required double Longitude { get; init; }

    /// <summary>A administrative, P populated place; H, L, R, S, T, U, V others.</summary>
    public required char FeatureClass { get; init; }

    /// <summary>E.g. <c>PPLA</c>, <c>ADM1</c>.</summary>
    public string? FeatureCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? CountryCode { get; init; }

    /// <summary>First-order code.</summary>
    public string? Admin1 { get; init; }

    /// <summary>Second-order code.</summary>
    public string? Admin2 { get; init; }

    /// <summary>Third-order code.</summary>
    public string? Admin3 { get; init; }

    /// <summary>Fourth-order code.</summary>
    public string? Admin4 { get; init; }

    /// <summary>Inhabitants; null where GeoNames writes 0, which stands for unknown.</summary>
    public long? Population { get; init; }

    /// <summary>Metres above the sea.</summary>
    public int? Elevation { get; init; }

    /// <summary>IANA time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Day of the last change.</summary>
    public DateOnly? Modified { get; init; }
}

/// <summary>A P-code of the OCHA global list.</summary>
/// <param name="Location">ISO 3166-1 alpha-3 of the country.</param>
/// <param name="Level">Administrative level, 0 to 9.</param>
/// <param name="Code">The P-code.</param>
/// <param name="Name">Name of the unit.</param>
/// <param name="Parent">P-code of the unit above, or the country.</param>
/// <param name="ValidFrom">Day from which the code holds; codes change over the years.</param>
public sealed record PCode(string Location, int Level, string Code, string Name, string? Parent, DateOnly? ValidFrom);
