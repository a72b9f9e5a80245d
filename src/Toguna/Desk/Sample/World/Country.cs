using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.World;

/// <summary>A village or town.</summary>
/// <param name="Rank">GeoNames feature code: PPLC capital, PPLA seat of a province, PPLA2 seat of a district, PPL.</param>
internal sealed record Village(int Index, string Name, Spot Spot, District District, int Population, string Rank)
{
    public (double Latitude, double Longitude) Degrees { get; } = Earth.Degrees(Spot);
}

/// <summary>A second-level area with its cells.</summary>
internal sealed record District(string Pcode, string Name, string Province, Spot Seat)
{
    public SortedSet<Hex> Cells { get; } = new(Comparer<Hex>.Create((a, b) => (a.X, a.Y).CompareTo((b.X, b.Y))));

    /// <summary>Province code: XT01 of XT0117.</summary>
    public string ProvincePcode => Pcode[..4];
}

/// <summary>
/// Tanvara: a country that does not exist, with its coast, provinces, districts and villages. It is the same in every
/// sample; only what happens there depends on the seed.
/// </summary>
internal sealed class Country
{
    public const string Name = "Tanvara";

    /// <summary>ISO 3166 leaves XA to XZ to its users: no country will ever bear it.</summary>
    public const string Code = "XT";

    private const ulong Seed = 20310313;
    private const double HalfLength = 312;
    private const double HalfHeight = 226;
    private const int VillagesPerDistrict = 12;

    /// <summary>How far from the middle of its cell a village may lie: inside however crooked the cell is.</summary>
    private const double Inside = 0.55 * HexGrid.Radius;

    private readonly Dictionary<Hex, District> districtOf = [];
    private readonly Dictionary<string, int> orderOf;

    private Country(List<District> districts)
    {
        Districts = districts;
        orderOf = districts.Select((d, i) => (d.Pcode, i)).ToDictionary(p => p.Pcode, p => p.i);
        Grid = new HexGrid(Seed);
    }

    public HexGrid Grid { get; }

    public IReadOnlyList<District> Districts { get; }

    public IReadOnlyList<Village> Villages { get; private set; } = [];

    /// <summary>Place of a district in <see cref="Districts"/>.</summary>
    public int IndexOf(District district) => orderOf[district.Pcode];

    public Village Seat(string name) => Villages.First(v => v.Name == name);

    public Village Seat(District district) => Seat(district.Name);

    public Village Capital => Villages.First(v => v.Rank == "PPLC");

    public bool IsLand(Spot spot) => districtOf.ContainsKey(HexGrid.At(spot));

    /// <summary>Whose ground it is; null in the sea.</summary>
    public District? DistrictAt(Spot spot) => districtOf.GetValueOrDefault(HexGrid.At(spot));

    public static Country Make()
    {
        var rows = SampleData.Read("districts");
        var country = new Country([
            .. rows.Select(r => new District(
                r["pcode"],
                r["seat"],
                r["province"],
                new(r.Number("east"), r.Number("north"))
            )),
        ]);
        country.Settle();
        var random = Xoshiro256.Fork(Seed, 1);
        var names = new PlaceNames(rows.Select(r => r["seat"]));
        var villages = new List<Village>();
        foreach (var (district, row) in country.Districts.Zip(rows))
        {
            villages.Add(
                new(
                    villages.Count,
                    district.Name,
                    HexGrid.Centre(HexGrid.At(district.Seat)),
                    district,
                    (int)row.Number("population"),
                    row["rank"]
                )
            );
            var free = district.Cells.Where(c => c != HexGrid.At(district.Seat)).ToList();
            for (var i = 0; i < VillagesPerDistrict && free.Count > 0; i++)
            {
                var at = random.Below(free.Count);
                var spot = Near(random, HexGrid.Centre(free[at]), Inside);
                free.RemoveAt(at);
                var people = 60 + 10 * (int)Math.Round(70 * Math.Exp(0.8 * Dice.Bell(random)));
                villages.Add(new(villages.Count, names.New(random), spot, district, people, "PPL"));
            }
        }
        country.Villages = villages;
        return country;
    }

    /// <summary>A point of the same cell, at most <paramref name="far"/> km from its middle or from the point itself.</summary>
    public static Spot Near(Xoshiro256 random, Spot spot, double far)
    {
        var angle = 2 * Math.PI * random.Uniform();
        var distance = far * Math.Sqrt(random.Uniform());
        return new(spot.East + distance * Math.Cos(angle), spot.North + distance * Math.Sin(angle));
    }

    /// <summary>
    /// Each cell of land goes to the district whose seat is nearest over rough ground, so districts hang together and
    /// their borders wander.
    /// </summary>
    private void Settle()
    {
        var queue = new PriorityQueue<(Hex Cell, District District), double>();
        foreach (var district in Districts)
        {
            queue.Enqueue((HexGrid.At(district.Seat), district), 0);
        }
        while (queue.TryDequeue(out var next, out var cost))
        {
            if (!districtOf.TryAdd(next.Cell, next.District))
            {
                continue;
            }
            next.District.Cells.Add(next.Cell);
            foreach (var cell in HexGrid.Neighbours(next.Cell).Where(c => IsInsideCoast(HexGrid.Centre(c))))
            {
                queue.Enqueue((cell, next.District), cost + 1 + 0.9 * Grid.Noise(cell.X, cell.Y, 4));
            }
        }
    }

    /// <summary>An ellipse with bays: harmonics of the direction, none so large that a seat falls into the sea.</summary>
    private static bool IsInsideCoast(Spot spot)
    {
        var (x, y) = (spot.East / HalfLength, spot.North / HalfHeight);
        var angle = Math.Atan2(y, x);
        var reach =
            1
            + 0.035 * Math.Sin(3 * angle + 0.7)
            + 0.03 * Math.Sin(5 * angle + 2.1)
            + 0.022 * Math.Sin(9 * angle + 4.4)
            + 0.016 * Math.Sin(14 * angle + 1.3);
        return double.Hypot(x, y) < reach;
    }
}
