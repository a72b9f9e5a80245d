using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.World;

/// <summary>A point in kilometres east and north of the middle of the country.</summary>
internal readonly record struct Spot(double East, double North)
{
    public double Distance(Spot other) => double.Hypot(East - other.East, North - other.North);
}

/// <summary>A cell of the grid by its centre, in half widths and quarter heights.</summary>
internal readonly record struct Hex(int X, int Y);

/// <summary>
/// A crooked honeycomb. Three cells meet in each corner, so the outline of any group of cells is clean, and two groups
/// that touch share exactly the same points.
/// </summary>
internal sealed class HexGrid(ulong seed)
{
    /// <summary>From the centre of a cell to its corners, km.</summary>
    public const double Radius = 6;

    private const double HalfWidth = Radius * 0.86602540378443865;
    private const double Crooked = 0.2;
    private const double Bent = 0.14;

    /// <summary>Corners of a cell against the clock from the lower right, in grid units from its centre.</summary>
    private static readonly (int X, int Y)[] Corners = [(1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2)];

    /// <summary>The cell beyond the side that starts at the corner of the same number.</summary>
    private static readonly (int X, int Y)[] Beyond = [(2, 0), (1, 3), (-1, 3), (-2, 0), (-1, -3), (1, -3)];

    public static Spot Centre(Hex cell) => new(cell.X * HalfWidth, cell.Y * Radius / 2);

    /// <summary>The cell whose centre is nearest.</summary>
    public static Hex At(Spot spot)
    {
        var row = (int)Math.Round(spot.North / (1.5 * Radius));
        return Enumerable
            .Range(row - 1, 3)
            .Select(r =>
            {
                // Rows of odd number are half a cell to the right.
                var odd = r & 1;
                var column = (int)Math.Round((spot.East / HalfWidth - odd) / 2);
                return new Hex(2 * column + odd, 3 * r);
            })
            .MinBy(c => Centre(c).Distance(spot));
    }

    public static IEnumerable<Hex> Neighbours(Hex cell) => Beyond.Select(b => new Hex(cell.X + b.X, cell.Y + b.Y));

    /// <summary>The rings around a group of cells; outer rings run against the clock, holes with it; first point not repeated.</summary>
    public List<List<Spot>> Outline(IReadOnlySet<Hex> cells)
    {
        var next = new SortedDictionary<(int X, int Y), (int X, int Y)>();
        foreach (var cell in cells)
        {
            for (var side = 0; side < 6; side++)
            {
                if (!cells.Contains(new Hex(cell.X + Beyond[side].X, cell.Y + Beyond[side].Y)))
                {
                    var (from, to) = (Corners[side], Corners[(side + 1) % 6]);
                    next.Add((cell.X + from.X, cell.Y + from.Y), (cell.X + to.X, cell.Y + to.Y));
                }
            }
        }
        var rings = new List<List<Spot>>();
        while (next.Count > 0)
        {
            var ring = new List<Spot>();
            var at = next.Keys.First();
            while (next.Remove(at, out var to))
            {
                ring.Add(Corner(at));
                ring.Add(Middle(at, to));
                at = to;
            }
            rings.Add(ring);
        }
        return rings;
    }

    /// <summary>A number in [0, 1) that belongs to a place on the grid, whoever asks and in whatever order.</summary>
    public double Noise(int x, int y, ulong kind)
    {
        var state = seed ^ (kind * 0x9E3779B97F4A7C15UL) ^ ((ulong)(uint)x << 32) ^ (uint)y;
        Xoshiro256.Split(ref state);
        return (Xoshiro256.Split(ref state) >> 11) * (1.0 / (1UL << 53));
    }

    private Spot Corner((int X, int Y) at)
    {
        var angle = 2 * Math.PI * Noise(at.X, at.Y, 1);
        var far = Crooked * Radius * Noise(at.X, at.Y, 2);
        return new(at.X * HalfWidth + far * Math.Cos(angle), at.Y * Radius / 2 + far * Math.Sin(angle));
    }

    /// <summary>The bend in the middle of a side; the same from whichever cell it is looked at.</summary>
    private Spot Middle((int X, int Y) from, (int X, int Y) to)
    {
        var (a, b) = from.CompareTo(to) < 0 ? (from, to) : (to, from);
        var (first, second) = (Corner(a), Corner(b));
        var bend = Bent * (2 * Noise(a.X + b.X, a.Y + b.Y, 3) - 1);
        return new(
            (first.East + second.East) / 2 - bend * (second.North - first.North),
            (first.North + second.North) / 2 + bend * (second.East - first.East)
        );
    }
}
