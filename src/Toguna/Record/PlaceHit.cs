namespace Toguna.Record;

/// <summary>A place by name, for a list or a path.</summary>
public sealed class PlaceRef
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary>0 country, 1, 2, 3 …; null for what is not an administrative area.</summary>
    public int? AdminLevel { get; init; }
    public string? Pcode { get; init; }
}

/// <summary>A place as later stages, pages and the API see it.</summary>
public sealed class PlaceHit
{
    public Guid Id { get; init; }
    public string Gazetteer { get; init; } = "";
    public string ExternalId { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary><c>country</c>, <c>admin</c>, <c>populated</c> or <c>other</c>.</summary>
    public string Kind { get; init; } = "";
    public int? AdminLevel { get; init; }

    /// <summary>GeoNames feature code, e.g. PPLA.</summary>
    public string? Feature { get; init; }
    public string? Pcode { get; init; }

    /// <summary>Two or three letters, as the gazetteer gives it.</summary>
    public string? CountryCode { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public long? Population { get; init; }

    /// <summary>The name that was met, when it is not the main one; null otherwise.</summary>
    public string? Matched { get; set; }

    /// <summary>Areas it lies in, the largest first; empty where the gazetteer gives none.</summary>
    public IReadOnlyList<PlaceRef> Parents { get; set; } = [];

    /// <summary>Name of the first-level area it is or lies in.</summary>
    public string? Adm1 => OfLevel(1);

    /// <summary>Name of the second-level area it is or lies in.</summary>
    public string? Adm2 => OfLevel(2);

    internal Guid? ParentId { get; init; }

    private string? OfLevel(int level) =>
        AdminLevel == level ? Name : Parents.FirstOrDefault(p => p.AdminLevel == level)?.Name;
}

/// <summary>The administrative areas that a position lies in, as far as boundaries are loaded.</summary>
public sealed record AdminAreas(IReadOnlyList<PlaceRef> Areas, string? CountryCode)
{
    public static AdminAreas None { get; } = new([], null);

    public string? Country => OfLevel(0);

    public string? Adm1 => OfLevel(1);

    public string? Adm2 => OfLevel(2);

    private string? OfLevel(int level) => Areas.FirstOrDefault(a => a.AdminLevel == level)?.Name;
}
