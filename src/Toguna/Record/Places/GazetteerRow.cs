using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Toguna.Formats;

namespace Toguna.Record.Places;

/// <summary>One place as a gazetteer gives it, whatever file it came in.</summary>
public sealed class GazetteerRow
{
    /// <summary>Where the row starts in the file; 1-based. For a GeoJSON file the number of the feature.</summary>
    public required long Line { get; init; }

    /// <summary>The gazetteer's id: a re-import finds the place again by it.</summary>
    public required string ExternalId { get; init; }

    public required string Name { get; init; }

    /// <summary>Other names, the main one not included; language where the gazetteer says it.</summary>
    public IReadOnlyList<(string Name, string? Language)> OtherNames { get; init; } = [];

    /// <summary><c>country</c>, <c>admin</c>, <c>populated</c> or <c>other</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>0 country, 1, 2, 3 …; null for what is not an administrative area.</summary>
    public int? AdminLevel { get; init; }

    public string? Feature { get; init; }

    public string? Pcode { get; init; }

    /// <summary>What children of the same gazetteer name as their parent.</summary>
    public string? OwnKey { get; init; }

    public string? ParentKey { get; init; }

    public string? CountryCode { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public long? Population { get; init; }

    public DateOnly? ValidFrom { get; init; }

    /// <summary>The boundary, where the file holds one.</summary>
    public Outline? Outline { get; init; }

    /// <summary>What orders two places of one name: people, and where nobody counted them, rank.</summary>
    public long Weight =>
        Population is > 0 ? Population.Value
        : AdminLevel is { } level ? Math.Max(9 - level, 1)
        : Feature is "PPLC" ? 8
        : Feature?.StartsWith("PPLA", StringComparison.Ordinal) == true ? 5
        : 0;

    /// <summary>First half of the SHA-256 of everything above but the line: equal when a re-import says nothing new.</summary>
    public byte[] Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var part in Parts())
        {
            text.Append(part).Append('\u001f');
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        if (Outline is not null)
        {
            hash.AppendData(Outline.Wkb);
        }
        return hash.GetHashAndReset()[..16];
    }

    private IEnumerable<string?> Parts()
    {
        var invariant = CultureInfo.InvariantCulture;
        yield return Name;
        yield return Kind;
        yield return AdminLevel?.ToString(invariant);
        yield return Feature;
        yield return Pcode;
        yield return OwnKey;
        yield return ParentKey;
        yield return CountryCode;
        yield return Latitude?.ToString("R", invariant);
        yield return Longitude?.ToString("R", invariant);
        yield return Population?.ToString(invariant);
        yield return ValidFrom?.ToString("O", invariant);
        foreach (var (name, language) in OtherNames)
        {
            yield return name;
            yield return language;
        }
    }
}

/// <summary>What a gazetteer file yields, one at a time: a place with what is odd about it, or why there is none.</summary>
/// <param name="Verbatim">The row as it stands in the file, for the rejects; null where a row is no text.</param>
public readonly record struct GazetteerItem(
    GazetteerRow? Row,
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<Warning> Warnings,
    string? Verbatim
)
{
    public static GazetteerItem Of(GazetteerRow row) => new(row, [], [], null);
}

/// <summary>What an import did. Rows = Created + Updated + Unchanged + Rejected.</summary>
public sealed record GazetteerCounts(
    long Rows,
    long Created,
    long Updated,
    long Unchanged,
    long Rejected,
    long Warnings
)
{
    public static GazetteerCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    public static GazetteerCounts operator +(GazetteerCounts a, GazetteerCounts b) =>
        new(
            a.Rows + b.Rows,
            a.Created + b.Created,
            a.Updated + b.Updated,
            a.Unchanged + b.Unchanged,
            a.Rejected + b.Rejected,
            a.Warnings + b.Warnings
        );
}
