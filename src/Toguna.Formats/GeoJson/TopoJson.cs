using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Toguna.Formats.GeoJson;

/// <summary>Reads one object of a TopoJSON file (e.g. world-atlas <c>countries</c>) as features.</summary>
/// <remarks>The file is held whole, at most <see cref="MaxFile"/> bytes: topologies are small. Polygons, multi-polygons, lines, points and collections.</remarks>
/// <seealso href="https://github.com/topojson/topojson-specification">TopoJSON specification</seealso>
public static class TopoJson
{
    /// <summary>Largest file read.</summary>
    public const int MaxFile = 64 << 20;

    private const int MaxPositions = 20_000_000;

    /// <summary>The features of one object.</summary>
    /// <param name="stream">The file; read to its end, not disposed.</param>
    /// <param name="name">Name of the object; null for the first.</param>
    /// <returns>The features; one with an impossible shape is a fault.</returns>
    /// <exception cref="UnreadableFileException">Too large, not TopoJSON, or without that object.</exception>
    public static IReadOnlyList<FeatureOrFault> Read(Stream stream, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = new byte[1 << 16];
        var length = 0;
        int got;
        while ((got = stream.Read(bytes, length, bytes.Length - length)) > 0)
        {
            length += got;
            if (length > MaxFile)
                throw new UnreadableFileException(
                    "file_too_large",
                    $"The TopoJSON file has more than {MaxFile:N0} bytes."
                );
            if (length == bytes.Length)
                Array.Resize(ref bytes, bytes.Length * 2);
        }
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, length));
            return Features(document.RootElement, name);
        }
        catch (JsonException e)
        {
            throw new UnreadableFileException("not_json", "The file is not TopoJSON: " + e.Message, e);
        }
        catch (Exception e)
            when (e is InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw new UnreadableFileException(
                "not_topojson",
                "The file is JSON, but no sound TopoJSON: " + e.Message,
                e
            );
        }
        catch (BadShapeException e)
        {
            throw new UnreadableFileException("not_topojson", "The file's arcs are wrong: " + e.Message, e);
        }
    }

    private static List<FeatureOrFault> Features(JsonElement root, string? name)
    {
        if (root.GetProperty("type").GetString() != "Topology")
            throw new UnreadableFileException("not_topojson", "The file is JSON, but its type is not Topology.");
        var arcs = Arcs(root);
        var wanted = root.GetProperty("objects")
            .EnumerateObject()
            .FirstOrDefault(o => name is null || o.NameEquals(name));
        if (wanted.Value.ValueKind != JsonValueKind.Object)
            throw new UnreadableFileException("object_missing", $"The file has no object {Fault.Quote(name ?? "")}.");
        var members = wanted.Value.TryGetProperty("geometries", out var list)
            ? list.EnumerateArray().ToList()
            : [wanted.Value];
        var features = new List<FeatureOrFault>(members.Count);
        long used = 0;
        foreach (var member in members)
        {
            var number = features.Count + 1;
            try
            {
                var shape = Shape(member, arcs, root, ref used, 0);
                var id = member.TryGetProperty("id", out var given) ? GeoJsonReader.Text(given) : null;
                var properties = new Dictionary<string, string?>(StringComparer.Ordinal);
                if (member.TryGetProperty("properties", out var all) && all.ValueKind == JsonValueKind.Object)
                    foreach (var property in all.EnumerateObject())
                        properties[property.Name] = GeoJsonReader.Text(property.Value);
                features.Add(new FeatureOrFault(new GeoFeature(number, id, shape, properties), null));
            }
            catch (Exception e)
                when (e
                        is BadShapeException
                            or InvalidOperationException
                            or KeyNotFoundException
                            or ArgumentException
                            or FormatException
                )
            {
                var code = e is BadShapeException bad ? bad.Code : "feature_invalid";
                features.Add(
                    new FeatureOrFault(null, new Fault(number, null, null, code, $"Feature {number}: {e.Message}"))
                );
            }
        }
        return features;
    }

    private static Coordinate[][] Arcs(JsonElement root)
    {
        var quantized = Transform(root) is not null;
        var arcs = new List<Coordinate[]>();
        foreach (var arc in root.GetProperty("arcs").EnumerateArray())
        {
            double x = 0,
                y = 0;
            var positions = new List<Coordinate>(arc.GetArrayLength());
            foreach (var position in arc.EnumerateArray())
            {
                // Quantized positions are steps from the one before.
                x = position[0].GetDouble() + (quantized ? x : 0);
                y = position[1].GetDouble() + (quantized ? y : 0);
                positions.Add(Place(root, x, y));
            }
            arcs.Add([.. positions]);
        }
        return [.. arcs];
    }

    private static (double ScaleX, double ScaleY, double X, double Y)? Transform(JsonElement root) =>
        root.TryGetProperty("transform", out var t)
            ? (
                t.GetProperty("scale")[0].GetDouble(),
                t.GetProperty("scale")[1].GetDouble(),
                t.GetProperty("translate")[0].GetDouble(),
                t.GetProperty("translate")[1].GetDouble()
            )
            : null;

    private static Coordinate Place(JsonElement root, double x, double y)
    {
        if (Transform(root) is { } t)
            (x, y) = (x * t.ScaleX + t.X, y * t.ScaleY + t.Y);
        // Quantization can push the edge of the world out by a rounding error.
        return Shapes.Position(
            Math.Abs(x) is > 180 and < 180.000_001 ? Math.Sign(x) * 180 : x,
            Math.Abs(y) is > 90 and < 90.000_001 ? Math.Sign(y) * 90 : y
        );
    }

    private static Geometry? Shape(JsonElement of, Coordinate[][] arcs, JsonElement root, ref long used, int nesting)
    {
        if (
            of.ValueKind == JsonValueKind.Null
            || !of.TryGetProperty("type", out var type)
            || type.ValueKind == JsonValueKind.Null
        )
            return null;
        if (nesting > 8)
            throw new BadShapeException("geometry_invalid", "Collections are nested too deeply.");
        switch (type.GetString())
        {
            case "Point":
                return Shapes.Factory.CreatePoint(
                    Place(
                        root,
                        of.GetProperty("coordinates")[0].GetDouble(),
                        of.GetProperty("coordinates")[1].GetDouble()
                    )
                );
            case "MultiPoint":
                return Shapes.Factory.CreateMultiPointFromCoords([
                    .. of.GetProperty("coordinates")
                        .EnumerateArray()
                        .Select(p => Place(root, p[0].GetDouble(), p[1].GetDouble())),
                ]);
            case "LineString":
                return Shapes.Factory.CreateLineString(Joined(of.GetProperty("arcs"), arcs, ref used));
            case "MultiLineString":
                var lines = new List<LineString>();
                foreach (var line in of.GetProperty("arcs").EnumerateArray())
                    lines.Add(Shapes.Factory.CreateLineString(Joined(line, arcs, ref used)));
                return Shapes.Factory.CreateMultiLineString([.. lines]);
            case "Polygon":
                return Area(of.GetProperty("arcs"), arcs, ref used);
            case "MultiPolygon":
                var areas = new List<Polygon>();
                foreach (var area in of.GetProperty("arcs").EnumerateArray())
                    areas.Add(Area(area, arcs, ref used));
                return Shapes.Factory.CreateMultiPolygon([.. areas]);
            case "GeometryCollection":
                var parts = new List<Geometry>();
                foreach (var part in of.GetProperty("geometries").EnumerateArray())
                    if (Shape(part, arcs, root, ref used, nesting + 1) is { } shape)
                        parts.Add(shape);
                return Shapes.Factory.CreateGeometryCollection([.. parts]);
            default:
                throw new BadShapeException("geometry_invalid", $"Unknown type {Fault.Quote(type.GetString() ?? "")}.");
        }
    }

    private static Polygon Area(JsonElement rings, Coordinate[][] arcs, ref long used)
    {
        var all = new List<LinearRing>();
        foreach (var ring in rings.EnumerateArray())
            all.Add(Shapes.Ring(Joined(ring, arcs, ref used)));
        return all.Count == 0 ? Shapes.Factory.CreatePolygon() : Shapes.Factory.CreatePolygon(all[0], [.. all.Skip(1)]);
    }

    /// <summary>Arcs put end to end; a negative index (~i) means arc i backwards. Shared end points are kept once.</summary>
    private static Coordinate[] Joined(JsonElement indices, Coordinate[][] arcs, ref long used)
    {
        var joined = new List<Coordinate>();
        foreach (var index in indices.EnumerateArray())
        {
            var at = index.GetInt32();
            var forward = at >= 0;
            if (!forward)
                at = ~at;
            if (at >= arcs.Length)
                throw new BadShapeException("arc_missing", $"Arc {at} is used, but the file has {arcs.Length}.");
            // A few indices repeated could otherwise blow up a small file.
            used += arcs[at].Length;
            if (used > MaxPositions)
                throw new BadShapeException(
                    "file_too_large",
                    $"The shapes need more than {MaxPositions:N0} positions."
                );
            var arc = forward ? arcs[at] : [.. arcs[at].Reverse()];
            joined.AddRange(joined.Count > 0 && arc.Length > 0 && joined[^1].Equals2D(arc[0]) ? arc.Skip(1) : arc);
        }
        return [.. joined.Select(c => c.Copy())];
    }
}
