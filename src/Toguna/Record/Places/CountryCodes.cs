using System.Collections.Frozen;
using System.Globalization;

namespace Toguna.Record.Places;

/// <summary>Gazetteers name a country by two letters (GeoNames) or three (OCHA): this knows both, and its name.</summary>
public static class CountryCodes
{
    private static readonly FrozenDictionary<string, RegionInfo> Regions = Known();

    /// <summary>Both spellings of a code, in capitals; the code alone when it is none we know; empty for none.</summary>
    public static IReadOnlyList<string> Both(string? code)
    {
        var text = PlaceKeys.Clean(PlaceKeys.Cut((code ?? "").Trim(), 8)).ToUpperInvariant();
        return text.Length == 0 ? []
            : Regions.TryGetValue(text, out var region)
                ? [region.TwoLetterISORegionName, region.ThreeLetterISORegionName]
            : [text];
    }

    /// <summary>The country's name in the reader's language; the code itself when it is none we know (an invented country).</summary>
    public static string Name(string code, CultureInfo? reader = null)
    {
        if (!Regions.TryGetValue(code.Trim().ToUpperInvariant(), out var region))
        {
            return code;
        }
        // DisplayName follows the current culture; EnglishName is what there is otherwise.
        return (reader ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName == "en"
            ? region.EnglishName
            : region.DisplayName;
    }

    private static FrozenDictionary<string, RegionInfo> Known()
    {
        var known = new Dictionary<string, RegionInfo>(StringComparer.Ordinal);
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures))
        {
            var region = new RegionInfo(culture.Name);
            if (region.TwoLetterISORegionName.Length == 2 && char.IsAsciiLetterUpper(region.TwoLetterISORegionName[0]))
            {
                known.TryAdd(region.TwoLetterISORegionName, region);
                if (region.ThreeLetterISORegionName.Length == 3)
                {
                    known.TryAdd(region.ThreeLetterISORegionName, region);
                }
            }
        }
        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
