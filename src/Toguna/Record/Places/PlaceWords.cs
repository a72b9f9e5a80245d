using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Toguna.Record.Places;

/// <summary>How places are said in words; the same on pages and on the map.</summary>
internal static class PlaceWords
{
    /// <summary>12.6500° N, 8.0000° W; four decimals are eleven metres.</summary>
    public static string Position(IStringLocalizer<PlacesText> text, double latitude, double longitude) =>
        string.Create(
            CultureInfo.CurrentCulture,
            $"{Math.Abs(latitude):0.0000}° {text[latitude < 0 ? "South" : "North"].Value}, {Math.Abs(longitude):0.0000}° {text[longitude < 0 ? "West" : "East"].Value}"
        );

    public static string Kind(IStringLocalizer<PlacesText> text, PlaceHit place) =>
        place switch
        {
            { Feature: "PPLC" } => text["Kind_PPLC"],
            { Feature: "PPLA" } => text["Kind_PPLA"],
            { Kind: "country" or "populated" } => text["Kind_" + place.Kind],
            { Kind: "admin", AdminLevel: { } level } => text["Kind_admin_level", level],
            { Kind: "admin" } => text["Kind_admin"],
            _ => text["Kind_other"],
        };

    /// <summary>The areas it lies in, the smallest first, and the country.</summary>
    public static string Within(PlaceHit place)
    {
        var parts = place.Parents.Where(p => p.AdminLevel != 0).Select(p => p.Name).Reverse().ToList();
        if (place.Kind != "country" && place.CountryCode is { } code)
        {
            parts.Add(place.Parents.FirstOrDefault(p => p.AdminLevel == 0)?.Name ?? CountryCodes.Name(code));
        }
        return string.Join(", ", parts);
    }

    public static string Gazetteer(IStringLocalizer<PlacesText> text, string gazetteer) =>
        gazetteer switch
        {
            "geonames" => text["GazetteerGeonames"],
            "pcodes" => text["GazetteerPcodes"],
            "boundaries" => text["GazetteerBoundaries"],
            _ => text["GazetteerLocal"],
        };
}
