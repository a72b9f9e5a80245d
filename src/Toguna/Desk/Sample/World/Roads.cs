namespace Toguna.Desk.Sample.World;

/// <summary>A road from one place to another, straight on the map.</summary>
/// <param name="Kind">paved, laterite or track.</param>
internal sealed record Road(Village From, Village To, string Kind)
{
    public string Name => $"{From.Name}–{To.Name}";
}

/// <summary>The roads between towns (data/sample/roads.csv), and a track from each larger village to the nearest town.</summary>
internal sealed class Roads
{
    private const int LargerVillage = 1_400;

    /// <summary>How far from a village what happens on a road still bears its name, km.</summary>
    private const double Near = 8;

    private readonly (Road Road, Spot Spot)[][] stretches;

    public Roads(Country country)
    {
        var towns = country.Villages.Where(v => v.Rank != "PPL").ToList();
        All =
        [
            .. SampleData
                .Read("roads")
                .Select(r => new Road(country.Seat(r["from"]), country.Seat(r["to"]), r["kind"])),
            .. country
                .Villages.Where(v => v.Rank == "PPL" && v.Population >= LargerVillage)
                .Select(v => new Road(v, towns.MinBy(t => t.Spot.Distance(v.Spot))!, "track")),
        ];
        // A point of each kilometre, for the villages near it in whose district it lies: so a blurred place stays true.
        var points = All.SelectMany(Kilometres).Select(p => (p.Road, p.Spot, District: country.DistrictAt(p.Spot)));
        var byDistrict = points.ToLookup(p => p.District);
        stretches =
        [
            .. country.Villages.Select(v =>
                byDistrict[v.District]
                    .Where(p => p.Spot.Distance(v.Spot) < Near)
                    .Select(p => (p.Road, p.Spot))
                    .ToArray()
            ),
        ];
    }

    public IReadOnlyList<Road> All { get; }

    /// <summary>Points of roads, one each kilometre, that are near the village and in its district; often none.</summary>
    public ReadOnlySpan<(Road Road, Spot Spot)> By(Village village) => stretches[village.Index];

    private static IEnumerable<(Road Road, Spot Spot)> Kilometres(Road road)
    {
        var (a, b) = (road.From.Spot, road.To.Spot);
        var length = a.Distance(b);
        // Not in the places themselves.
        for (var at = 1.5; at < length - 1.5; at++)
        {
            var share = at / length;
            yield return (road, new(a.East + share * (b.East - a.East), a.North + share * (b.North - a.North)));
        }
    }
}
