using Toguna.Formats;
using Toguna.Formats.Gazetteer;

namespace Toguna.Record.Places;

/// <summary>What each gazetteer's rows mean as places.</summary>
public static class GazetteerSources
{
    /// <summary>A GeoNames dump: administrative areas and populated places; mountains and wells are left out.</summary>
    /// <exception cref="UnreadableFileException">It is no GeoNames dump.</exception>
    public static IEnumerable<GazetteerItem> Geonames(Stream stream) => Items(GeoNamesReader.Read(stream), Of);

    /// <summary>The P-code list of OCHA.</summary>
    /// <exception cref="UnreadableFileException">It is no list of P-codes.</exception>
    public static IEnumerable<GazetteerItem> Pcodes(Stream stream) => Items(PCodeReader.Read(stream), Of);

    private static IEnumerable<GazetteerItem> Items<T>(IEnumerable<Parsed<T>> rows, Func<T, long, GazetteerRow> of)
        where T : class =>
        rows.Select(p => new GazetteerItem(
            p.Value is null ? null : of(p.Value, p.Row.Line),
            p.Faults,
            p.Warnings,
            p.Value is null ? p.Row.Verbatim : null
        ));

    private static GazetteerRow Of(GeoName place, long line)
    {
        var level = Level(place.FeatureCode);
        return new GazetteerRow
        {
            Line = line,
            ExternalId = place.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Name = place.Name,
            OtherNames = [.. OtherNames(place)],
            Kind =
                level == 0 ? "country"
                : place.FeatureClass == 'A' ? "admin"
                : "populated",
            AdminLevel = level,
            Feature = place.FeatureCode,
            OwnKey = OwnKey(place, level),
            ParentKey = ParentKey(place, level),
            CountryCode = place.CountryCode,
            Latitude = place.Latitude,
            Longitude = place.Longitude,
            Population = place.Population,
        };
    }

    private static GazetteerRow Of(PCode code, long line) =>
        new()
        {
            Line = line,
            ExternalId = code.Code,
            Name = code.Name,
            Kind = code.Level == 0 ? "country" : "admin",
            AdminLevel = code.Level,
            Pcode = code.Code,
            OwnKey = code.Code,
            ParentKey = code.Parent,
            CountryCode = code.Location,
            ValidFrom = code.ValidFrom,
        };

    /// <summary>Areas of today only: ADM1H and its like are areas that were, and no parent of anything now.</summary>
    private static int? Level(string? feature) =>
        feature switch
        {
            "PCLI" or "PCLD" or "PCLF" or "PCLS" or "PCLIX" or "PCL" => 0,
            "ADM1" => 1,
            "ADM2" => 2,
            "ADM3" => 3,
            "ADM4" => 4,
            _ => null,
        };

    private static IEnumerable<(string, string?)> OtherNames(GeoName place)
    {
        if (place.AsciiName is { } ascii && ascii != place.Name)
        {
            yield return (ascii, null);
        }
        foreach (var name in place.AlternateNames)
        {
            if (name != place.Name && name != place.AsciiName)
            {
                yield return (name, null);
            }
        }
    }

    /// <summary>Only of an area whose row has the codes of its level: any other would pass for a larger one.</summary>
    private static string? OwnKey(GeoName place, int? level) =>
        level is { } own && Key(place, own) is { } key && key.Count(c => c == '.') == own ? key : null;

    private static string? ParentKey(GeoName place, int? level) =>
        level switch
        {
            0 => null,
            { } own => Key(place, own - 1),
            null => Key(place, 4),
        };

    /// <summary>ML, ML.05, ML.05.102 …: the codes down to a level, as far as the row has them.</summary>
    private static string? Key(GeoName place, int level)
    {
        if (place.CountryCode is not { } key)
        {
            return null;
        }
        string?[] codes = [place.Admin1, place.Admin2, place.Admin3, place.Admin4];
        foreach (var code in codes.Take(level))
        {
            // 00 is "somewhere in the country".
            if (code is null or "00")
            {
                break;
            }
            key = $"{key}.{code}";
        }
        return key;
    }
}
