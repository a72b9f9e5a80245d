using System.Text.Json;
using Toguna.Desk.Sample.World;

namespace Toguna.Desk.Sample.Files;

/// <summary>The country, its provinces and its districts as GeoJSON, with the property names of OCHA's boundary sets.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc7946">RFC 7946: outer rings against the clock, first point repeated</seealso>
internal static class BoundariesFile
{
    public static void Write(Stream stream, Country country)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        Feature(json, country, country.Districts, []);
        foreach (var province in country.Districts.GroupBy(d => d.ProvincePcode))
        {
            Feature(json, country, province, [(1, province.Key, province.First().Province)]);
        }
        foreach (var d in country.Districts)
        {
            Feature(json, country, [d], [(1, d.ProvincePcode, d.Province), (2, d.Pcode, d.Name)]);
            json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Feature(
        Utf8JsonWriter json,
        Country country,
        IEnumerable<District> districts,
        (int Level, string Pcode, string Name)[] levels
    )
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        foreach (var (level, pcode, name) in levels.Prepend((0, Country.Code, Country.Name)))
        {
            json.WriteString($"ADM{level}_EN", name);
            if (level == levels.Length)
            {
                json.WriteString($"ADM{level}_FR", GazetteerFile.FrenchArea(level, name));
                json.WriteString($"ADM{level}_AR", PlaceNames.Arabic(name));
            }
            json.WriteString($"ADM{level}_PCODE", pcode);
        }
        json.WriteEndObject();
        var rings = country.Grid.Outline(districts.SelectMany(d => d.Cells).ToHashSet());
        json.WriteStartObject("geometry");
        Polygons(json, rings);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Each outer ring with the holes that lie in it.</summary>
    private static void Polygons(Utf8JsonWriter json, List<List<Spot>> rings)
    {
        var outer = rings.Where(r => Area(r) > 0).OrderByDescending(Area).ToList();
        var holes = rings.Where(r => Area(r) < 0).ToLookup(h => outer.FindLast(o => Contains(o, h[0])));
        json.WriteString("type", outer.Count == 1 ? "Polygon" : "MultiPolygon");
        json.WriteStartArray("coordinates");
        foreach (var ring in outer)
        {
            if (outer.Count > 1)
            {
                json.WriteStartArray();
            }
            Ring(json, ring);
            foreach (var hole in holes[ring])
            {
                Ring(json, hole);
            }
            if (outer.Count > 1)
            {
                json.WriteEndArray();
            }
        }
        json.WriteEndArray();
    }

    private static void Ring(Utf8JsonWriter json, List<Spot> ring)
    {
        json.WriteStartArray();
        foreach (var spot in ring.Append(ring[0]))
        {
            var (latitude, longitude) = Earth.Degrees(spot);
            json.WriteStartArray();
            json.WriteNumberValue(longitude);
            json.WriteNumberValue(latitude);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static double Area(List<Spot> ring)
    {
        var twice = 0.0;
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
            twice += a.East * b.North - b.East * a.North;
        }
        return twice / 2;
    }

    private static bool Contains(List<Spot> ring, Spot p)
    {
        var inside = false;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
        {
            var (a, b) = (ring[i], ring[j]);
            if (
                a.North > p.North != b.North > p.North
                && p.East < (b.East - a.East) * (p.North - a.North) / (b.North - a.North) + a.East
            )
            {
                inside = !inside;
            }
        }
        return inside;
    }
}
