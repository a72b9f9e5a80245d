using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Toguna.Formats.GeoJson;

/// <summary>Turns GeoJSON geometries into shapes, checking what RFC 7946 asks: degrees, closed rings of four positions.</summary>
internal static class Shapes
{
    public static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    private const int MaxNesting = 8;

    /// <exception cref="BadShapeException">The geometry is none; the message says where.</exception>
    public static Geometry? Read(JsonElement geometry, int nesting = 0)
    {
        if (geometry.ValueKind == JsonValueKind.Null)
            return null;
        if (
            geometry.ValueKind != JsonValueKind.Object
            || !geometry.TryGetProperty("type", out var type)
            || type.ValueKind != JsonValueKind.String
        )
            throw new BadShapeException("geometry_invalid", "The geometry has no type.");
        if (type.ValueEquals("GeometryCollection"))
        {
            if (nesting == MaxNesting)
                throw new BadShapeException("geometry_invalid", "Geometry collections are nested too deeply.");
            return Factory.CreateGeometryCollection([
                .. Items(Member(geometry, "geometries")).Select(g => Read(g, nesting + 1)).OfType<Geometry>(),
            ]);
        }
        var at = Member(geometry, "coordinates");
        return type.GetString() switch
        {
            "Point" => Items(at).Any() ? Factory.CreatePoint(Position(at)) : Factory.CreatePoint(),
            "MultiPoint" => Factory.CreateMultiPointFromCoords([.. Items(at).Select(Position)]),
            "LineString" => Line(at),
            "MultiLineString" => Factory.CreateMultiLineString([.. Items(at).Select(Line)]),
            "Polygon" => Area(at),
            "MultiPolygon" => Factory.CreateMultiPolygon([.. Items(at).Select(Area)]),
            var other => throw new BadShapeException(
                "geometry_invalid",
                $"The geometry has the unknown type {Fault.Quote(other ?? "")}."
            ),
        };
    }

    /// <summary>A ring, which must be closed.</summary>
    public static LinearRing Ring(Coordinate[] at)
    {
        if (at.Length < 4)
            throw new BadShapeException("ring_too_short", $"A ring has {at.Length} positions; at least 4 are needed.");
        if (!at[0].Equals2D(at[^1]))
            throw new BadShapeException(
                "ring_open",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A ring starts at {at[0].X}, {at[0].Y} and ends at {at[^1].X}, {at[^1].Y}; it must end where it starts."
                )
            );
        return Factory.CreateLinearRing(at);
    }

    /// <summary>A position, which must be in degrees.</summary>
    public static Coordinate Position(double longitude, double latitude)
    {
        if (!(Math.Abs(longitude) <= 180))
            throw new BadShapeException(
                "longitude_invalid",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A position has longitude {longitude}; expected -180 to 180 (degrees, longitude first)."
                )
            );
        if (!(Math.Abs(latitude) <= 90))
            throw new BadShapeException(
                "latitude_invalid",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A position has latitude {latitude}; expected -90 to 90 (degrees, longitude first)."
                )
            );
        return new Coordinate(longitude, latitude);
    }

    private static LineString Line(JsonElement at)
    {
        var positions = Items(at).Select(Position).ToArray();
        return positions.Length == 1
            ? throw new BadShapeException("line_too_short", "A line has 1 position; at least 2 are needed.")
            : Factory.CreateLineString(positions);
    }

    private static Polygon Area(JsonElement at)
    {
        var rings = Items(at).Select(r => Ring([.. Items(r).Select(Position)])).ToArray();
        return rings.Length == 0 ? Factory.CreatePolygon() : Factory.CreatePolygon(rings[0], rings[1..]);
    }

    private static Coordinate Position(JsonElement at)
    {
        if (
            at.ValueKind != JsonValueKind.Array
            || at.GetArrayLength() < 2
            || at[0].ValueKind != JsonValueKind.Number
            || at[1].ValueKind != JsonValueKind.Number
            || !at[0].TryGetDouble(out var longitude)
            || !at[1].TryGetDouble(out var latitude)
        )
            throw new BadShapeException(
                "position_invalid",
                $"{Fault.Quote(at.GetRawText())} is no position; expected [longitude, latitude]."
            );
        return Position(longitude, latitude);
    }

    private static JsonElement Member(JsonElement of, string name) =>
        of.TryGetProperty(name, out var member)
            ? member
            : throw new BadShapeException("geometry_invalid", $"The geometry has no {name}.");

    private static JsonElement.ArrayEnumerator Items(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray()
            : throw new BadShapeException(
                "geometry_invalid",
                $"{Fault.Quote(array.GetRawText())} stands where a list of positions was expected."
            );
}
