using System.Globalization;
using System.Text.RegularExpressions;
using Toguna.Formats;
using Toguna.Formats.GeoJson;

namespace Toguna.Record.Places;

/// <summary>
/// Boundaries in GeoJSON as the field has them: OCHA's common operational datasets (ADM1_EN, ADM1_PCODE; adm1_name;
/// admin1Name), geoBoundaries (shapeName, shapeID), GADM (NAME_1, GID_1), and files of one's own with a name.
/// </summary>
/// <remarks>Property names are compared without case. What was guessed is said in a warning.</remarks>
public static partial class BoundarySource
{
    private const int DeepestLevel = 5;
    private const int LongestName = 400;
    private static readonly string[] Languages = ["EN", "FR", "ES", "PT", "AR"];

    /// <param name="fileName">Gives the level where the features do not: <c>mli_adm2.geojson</c>.</param>
    /// <exception cref="UnreadableFileException">It is no GeoJSON.</exception>
    public static IEnumerable<GazetteerItem> Read(Stream stream, string fileName)
    {
        // Opened here and now: what is no GeoJSON is refused before anything is written.
        var reader = new GeoJsonReader(stream);
        return Items(reader, LevelOfFile(fileName));
    }

    private static IEnumerable<GazetteerItem> Items(GeoJsonReader opened, int? fileLevel)
    {
        using var reader = opened;
        foreach (var item in reader.Read())
        {
            yield return item.Feature is { } feature
                ? Item(feature, fileLevel)
                : new GazetteerItem(null, [item.Fault!], [], null);
        }
    }

    private static GazetteerItem Item(GeoFeature feature, int? fileLevel)
    {
        var properties = new Properties(feature.Properties);
        var level = LevelOf(properties) ?? fileLevel;
        var names = Names(properties, level ?? 1);
        var verbatim = string.Join("; ", feature.Properties.Select(p => $"{p.Key}={p.Value}"));
        if (names.Count == 0)
        {
            return Refuse(
                feature,
                verbatim,
                "name_missing",
                "The boundary has no name: none of its properties looks like one."
            );
        }
        if (names[0].Name.Length > LongestName)
        {
            return Refuse(
                feature,
                verbatim,
                "name_too_long",
                $"The name has {names[0].Name.Length:N0} characters; at most {LongestName} are taken."
            );
        }
        if (feature.Geometry is null)
        {
            return Refuse(feature, verbatim, "geometry_missing", $"The boundary of {names[0].Name} has no geometry.");
        }
        try
        {
            var outline = Outline.Of(feature.Geometry, out var repaired);
            var warnings = new List<Warning>();
            if (repaired)
            {
                warnings.Add(new("boundary_mended", $"The boundary of {names[0].Name} crosses itself and was mended."));
            }
            if (level is null)
            {
                warnings.Add(new("level_assumed", $"Nothing says which level {names[0].Name} is; taken as 1."));
            }
            return new GazetteerItem(Row(feature, properties, level ?? 1, names, outline), [], warnings, null);
        }
        catch (OutlineException e)
        {
            return Refuse(feature, verbatim, e.Code, e.Message);
        }
    }

    private static GazetteerItem Refuse(GeoFeature feature, string verbatim, string code, string reason) =>
        new(null, [new Fault(feature.Number, null, Fault.Cut(verbatim), code, reason)], [], verbatim);

    private static GazetteerRow Row(
        GeoFeature feature,
        Properties properties,
        int level,
        List<(string Name, string? Language)> names,
        Outline outline
    )
    {
        var pcode = CodeOf(properties, level) ?? properties.First("pcode", "p_code", "p-code");
        var parent =
            level > 0 ? CodeOf(properties, level - 1) ?? properties.First($"gid_{level - 1}", "parent_pcode") : null;
        var country = properties.First(
            "adm0_pcode",
            "admin0pcod",
            "iso3",
            "iso_3",
            "gid_0",
            "shapegroup",
            "iso_a3",
            "iso",
            "adm0_a3",
            "country_code"
        );
        var own = pcode ?? properties.First($"gid_{level}", "shapeid");
        // A number alone is a place in a file, and another file has it too.
        var id = own ?? (feature.Id is { } given && !given.All(char.IsAsciiDigit) ? given : null);
        return new GazetteerRow
        {
            Line = feature.Number,
            ExternalId = id ?? $"{level}/{country}/{parent}/{PlaceKeys.Of(names[0].Name)}",
            Name = names[0].Name,
            OtherNames = [.. names.Skip(1)],
            Kind = level == 0 ? "country" : "admin",
            AdminLevel = level,
            Pcode = pcode,
            OwnKey = own,
            ParentKey = parent,
            CountryCode = country is { Length: <= 3 } ? country.ToUpperInvariant() : null,
            Latitude = Math.Round(outline.Latitude, 6),
            Longitude = Math.Round(outline.Longitude, 6),
            Outline = outline,
        };
    }

    private static string? CodeOf(Properties p, int level) =>
        p.First(
            $"adm{level}_pcode",
            $"adm{level}_pcod",
            $"admin{level}pcod",
            $"admin{level}pcode",
            $"admin{level}_pcode"
        );

    /// <summary>All names, the main one first.</summary>
    private static List<(string Name, string? Language)> Names(Properties p, int level)
    {
        var names = new List<(string Name, string? Language)>();
        void Add(string? name, string? language)
        {
            if (!string.IsNullOrWhiteSpace(name) && !names.Exists(n => n.Name == name))
            {
                names.Add((name, language));
            }
        }
        foreach (var language in Languages)
        {
            var small = language.ToLowerInvariant();
            Add(
                p.First($"adm{level}_{language}", $"admin{level}name_{language}", $"adm{level}_name_{language}"),
                small
            );
        }
        foreach (
            var key in new[]
            {
                $"adm{level}_name",
                $"admin{level}name",
                $"admin{level}_name",
                $"adm{level}_ref",
                "shapename",
                $"name_{level}",
            }
        )
        {
            Add(p.First(key), null);
        }
        foreach (
            var key in new[]
            {
                $"adm{level}_name1",
                $"adm{level}_name2",
                $"adm{level}_name3",
                $"adm{level}alt1en",
                $"varname_{level}",
            }
        )
        {
            foreach (var name in (p.First(key) ?? "").Split('|', StringSplitOptions.TrimEntries))
            {
                Add(name, null);
            }
        }
        if (names.Count == 0)
        {
            foreach (var key in new[] { "name", "nom", "nombre", "name_en", "name_fr", "label", "title" })
            {
                Add(p.First(key), null);
            }
        }
        return names;
    }

    /// <summary>By a property that says so, else the deepest level that the properties speak of.</summary>
    private static int? LevelOf(Properties p)
    {
        if (
            p.First("admin_level", "adminlevel", "adm_level", "level") is { } said
            && int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            && level <= DeepestLevel
        )
        {
            return level;
        }
        if (
            p.First("shapetype") is { Length: 4 } type
            && type.StartsWith("ADM", StringComparison.OrdinalIgnoreCase)
            && char.IsAsciiDigit(type[3])
        )
        {
            return type[3] - '0';
        }
        for (var deep = DeepestLevel; deep >= 0; deep--)
        {
            if (
                CodeOf(p, deep) is not null
                || p.First(
                    $"adm{deep}_en",
                    $"adm{deep}_fr",
                    $"adm{deep}_name",
                    $"admin{deep}name",
                    $"name_{deep}",
                    $"gid_{deep}"
                )
                    is not null
            )
            {
                return deep;
            }
        }
        return null;
    }

    private static int? LevelOfFile(string fileName) =>
        LevelInName().Match(fileName) is { Success: true } m ? m.Groups[1].Value[0] - '0' : null;

    [GeneratedRegex("adm(?:in|bnd|bnda)?[_-]?(?:adm)?([0-5])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LevelInName();

    /// <summary>A feature's properties by name without case; blank ones are not there.</summary>
    private sealed class Properties(IReadOnlyDictionary<string, string?> given)
    {
        private readonly Dictionary<string, string> byName = given
            .Where(p => !string.IsNullOrWhiteSpace(p.Value))
            .GroupBy(p => p.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => PlaceKeys.Clean(g.First().Value!.Trim()), StringComparer.OrdinalIgnoreCase);

        public string? First(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (byName.TryGetValue(name, out var value))
                {
                    return value;
                }
            }
            return null;
        }
    }
}
