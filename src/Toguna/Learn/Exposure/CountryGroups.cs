using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using Toguna.Foundation;

namespace Toguna.Learn.Exposure;

/// <summary>Groups of countries of <c>data/country-groups.csv</c>, in which contingents are compared. Immutable.</summary>
public static class CountryGroups
{
    public const string Other = "other";

    private static readonly ResourceManager Words = new(typeof(ExposureText));

    private static readonly List<(string Two, string Three, string Group)> Countries =
    [
        .. ShippedTable.Rows("country-groups.csv").Select(c => (c[0], c[1], c[2])),
    ];

    private static readonly FrozenDictionary<string, (string Two, string Three, string Group)> ByCode = Countries
        .SelectMany(c => new[] { (Key: c.Two, c), (Key: c.Three, c) })
        .ToFrozenDictionary(c => c.Key, c => c.c);

    /// <summary>Codes, in the order of lists; <see cref="Other"/> last.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Countries.Select(c => c.Group).Distinct(), Other];

    /// <summary>Countries by their codes of three letters.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Countries.Select(c => c.Three)];

    /// <returns>Three letters for a code of two or three, in any case; null when there is no such country.</returns>
    public static string? CodeOf(string text) =>
        ByCode.TryGetValue(text.Trim().ToUpperInvariant(), out var country) ? country.Three : null;

    /// <returns>The group of a country by its code; null when there is no such country.</returns>
    public static string? Of(string country) => ByCode.TryGetValue(country, out var known) ? known.Group : null;

    /// <summary>A group in the reader's words; what the mission named itself stands as it was written.</summary>
    public static string Name(string group) => Words.GetString("group_" + group, CultureInfo.CurrentUICulture) ?? group;

    /// <summary>A country in the reader's words; a code that is none stands as it is.</summary>
    public static string Country(string code)
    {
        if (!ByCode.TryGetValue(code, out var country))
        {
            return code;
        }
        var region = new RegionInfo(country.Two);
        return CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? region.EnglishName : region.DisplayName;
    }
}
