using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.IO;

namespace Toguna.Record.Places;

/// <summary>A boundary as it is kept: WKB, WGS 84, longitude before latitude, within [−180, 180] × [−90, 90].</summary>
public sealed class Outline
{
    /// <summary>More points than the most detailed national coast in OCHA's boundary sets; a feature above it is refused, not simplified.</summary>
    public const int MostPoints = 500_000;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    private Outline(Geometry geometry)
    {
        Wkb = new WKBWriter().Write(geometry);
        var box = geometry.EnvelopeInternal;
        (West, East, South, North) = (box.MinX, box.MaxX, box.MinY, box.MaxY);
        var inside = geometry.PointOnSurface;
        (Latitude, Longitude) = (inside.Y, inside.X);
    }

    public byte[] Wkb { get; }
    public double West { get; }
    public double East { get; }
    public double South { get; }
    public double North { get; }

    /// <summary>A point that lies inside, also where the middle does not.</summary>
    public double Latitude { get; }
    public double Longitude { get; }

    /// <summary>Makes a boundary of a shape as a file gives it: mended, and within the world.</summary>
    /// <param name="shape">Polygons in degrees, x east; other parts of a collection are left out.</param>
    /// <param name="repaired">Whether it crossed itself and was mended.</param>
    /// <exception cref="OutlineException">It is no area.</exception>
    public static Outline Of(Geometry shape, out bool repaired)
    {
        if (shape.NumPoints > MostPoints)
        {
            throw new OutlineException(
                "boundary_too_large",
                $"The boundary has {shape.NumPoints:N0} points; at most {MostPoints:N0} are taken. Simplify it first."
            );
        }
        var parts = PolygonExtracter
            .GetPolygons(shape)
            .OfType<Polygon>()
            .Where(p => !p.IsEmpty)
            .Select(ShortWay)
            .ToArray();
        if (parts.Length == 0)
        {
            throw new OutlineException("not_an_area", $"The shape is a {shape.GeometryType}, not an area.");
        }
        Geometry geometry = parts.Length == 1 ? parts[0] : Factory.CreateMultiPolygon(parts);
        repaired = !geometry.IsValid;
        if (repaired)
        {
            geometry = GeometryFixer.Fix(geometry);
        }
        if (geometry.EnvelopeInternal.MaxX > 180 || geometry.EnvelopeInternal.MinX < -180)
        {
            geometry = Wrap(geometry);
        }
        geometry = AreasOnly(geometry);
        return geometry.IsEmpty || geometry.Area <= 0
            ? throw new OutlineException("boundary_empty", "The boundary encloses nothing.")
            : new Outline(geometry);
    }

    /// <summary>
    /// A boundary that jumps from one edge of the map to the other crosses the date line: it goes on beyond it instead.
    /// </summary>
    private static Polygon ShortWay(Polygon polygon)
    {
        var shell = ShortWay(polygon.ExteriorRing);
        var box = shell.EnvelopeInternal;
        var holes = Array.ConvertAll(
            polygon.InteriorRings,
            hole =>
            {
                var ring = ShortWay(hole);
                // A hole goes where its outer ring went.
                var turn =
                    ring.EnvelopeInternal.MaxX < box.MinX ? 360
                    : ring.EnvelopeInternal.MinX > box.MaxX ? -360
                    : 0;
                return turn == 0 ? ring : Ring(ring.Coordinates.Select(c => new Coordinate(c.X + turn, c.Y)));
            }
        );
        return Factory.CreatePolygon(shell, holes);
    }

    private static LinearRing ShortWay(LineString ring)
    {
        var turn = 0;
        var moved = new List<Coordinate>(ring.NumPoints);
        for (var i = 0; i < ring.NumPoints; i++)
        {
            var at = ring.GetCoordinateN(i);
            if (i > 0)
            {
                var step = at.X - ring.GetCoordinateN(i - 1).X;
                // A full turn is a line along the edge of the map, as Antarctica has, not a jump.
                turn -= Math.Abs(step) is > 180 and < 360 ? 360 * Math.Sign(step) : 0;
            }
            moved.Add(new Coordinate(at.X + turn, at.Y));
        }
        return turn == 0
            ? Ring(moved)
            // It goes around a pole: the way it is drawn is the best that is known.
            : Ring(ring.Coordinates.Select(c => c.Copy()));
    }

    private static LinearRing Ring(IEnumerable<Coordinate> coordinates) => Factory.CreateLinearRing([.. coordinates]);

    /// <summary>Cuts at the date line what lies beyond it, and moves it to the other side.</summary>
    private static Geometry Wrap(Geometry geometry)
    {
        var pieces = new List<Geometry>();
        for (var turn = -2; turn <= 2; turn++)
        {
            var window = Factory.ToGeometry(new Envelope(-180 + (360 * turn), 180 + (360 * turn), -90, 90));
            var piece = AreasOnly(geometry.Intersection(window));
            if (!piece.IsEmpty)
            {
                pieces.Add(AffineTransformation.TranslationInstance(-360 * turn, 0).Transform(piece));
            }
        }
        return pieces.Count == 1 ? pieces[0] : Factory.BuildGeometry(pieces).Union();
    }

    /// <summary>The polygons of it: what mending leaves of a spike is a line, and a line has no inside.</summary>
    private static Geometry AreasOnly(Geometry geometry)
    {
        if (geometry is Polygon or MultiPolygon)
        {
            return geometry;
        }
        var polygons = PolygonExtracter.GetPolygons(geometry).OfType<Polygon>().ToArray();
        return polygons.Length == 1 ? polygons[0] : Factory.CreateMultiPolygon(polygons);
    }
}

/// <summary>A boundary that cannot be taken, with the code of its fault.</summary>
internal sealed class OutlineException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
