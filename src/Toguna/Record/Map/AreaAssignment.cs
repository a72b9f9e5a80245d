using Toguna.Record.Columns;

namespace Toguna.Record.Map;

/// <summary>Which area each combination of names belongs to, and the conditions that find exactly the incidents of each.</summary>
/// <param name="OfGroup">Number of the area; −1: none.</param>
/// <param name="Found">Conditions that find what an area counts; null where no conditions find just that.</param>
internal sealed record AreaAssignment(
    int Level,
    IReadOnlyList<int> OfGroup,
    int Areas,
    IReadOnlyList<IncidentFilter?> Found
)
{
    /// <summary>Slack of a boundary in degrees: sources place incidents by other maps.</summary>
    private const double Slack = 0.5;

    /// <summary>
    /// By the name that the source gives, never by the coordinates alone: of an incident that is known to the country
    /// only they are the middle of the country, and lie in a province that nobody named.
    /// </summary>
    /// <remarks>Of areas with one name, as there are in many countries, the one in which such incidents lie on average.</remarks>
    public static AreaAssignment Of(LoadedAreas areas, AdminGroups groups)
    {
        var byKey = areas
            .All.SelectMany((a, i) => a.Keys.Select(key => (key, i)))
            .ToLookup(p => p.key, p => p.i, StringComparer.Ordinal);
        var ofGroup = groups.All.Select(g => AreaOf(areas, byKey, g)).ToArray();
        var byLower = groups
            .All.Select((g, i) => (Name: Lower(g.NameOf(areas.Level)), i))
            .Where(g => g.Name is not null)
            .ToLookup(g => g.Name, g => g.i);
        var members = ofGroup.Select((area, group) => (area, group)).Where(m => m.area >= 0).ToLookup(m => m.area);
        return new AreaAssignment(
            areas.Level,
            ofGroup,
            areas.All.Count,
            [
                .. Enumerable
                    .Range(0, areas.All.Count)
                    .Select(a => FilterOf(areas.Level, groups, byLower, [.. members[a].Select(m => m.group)])),
            ]
        );
    }

    /// <summary>The incidents of an area among those that <paramref name="all"/> finds; null where no filter finds just them.</summary>
    public IncidentFilter? Narrow(IncidentFilter all, int area) =>
        Found[area] is { } own
        && Both(all.Countries, own.Countries) is { } countries
        && Both(all.Adm1, own.Adm1) is { } adm1
        && Both(all.Adm2, own.Adm2) is { } adm2
            ? all with
            {
                Countries = countries,
                Adm1 = adm1,
                Adm2 = adm2,
            }
            : null;

    /// <summary>What stands in both lists, without case; one of them where the other asks for nothing; null for nothing at all.</summary>
    private static IReadOnlyList<string>? Both(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        if (a.Count == 0 || b.Count == 0)
        {
            return a.Count == 0 ? b : a;
        }
        var both = b.Where(x => a.Any(y => Lower(x) == Lower(y))).ToList();
        return both.Count == 0 ? null : both;
    }

    private static int AreaOf(LoadedAreas areas, ILookup<string, int> byKey, AdminGroup group)
    {
        if (group.NameOf(areas.Level) is not { } name)
        {
            return -1;
        }
        var candidates = byKey[LoadedBoundaries.KeyOf(name)]
            .Where(i => group.Middle is not { } at || IsNear(areas.All[i].Box, at.Latitude, at.Longitude))
            .ToList();
        return candidates.Count == 1 ? candidates[0] : -1;
    }

    private static bool IsNear(GeoBox box, double latitude, double longitude) =>
        latitude >= box.South - Slack
        && latitude <= box.North + Slack
        && longitude >= box.West - Slack
        && longitude <= box.East + Slack;

    /// <summary>The fewest conditions that find these groups and no other.</summary>
    private static IncidentFilter? FilterOf(
        int level,
        AdminGroups groups,
        ILookup<string?, int> byLower,
        List<int> members
    )
    {
        if (members.Count == 0)
        {
            return null;
        }
        var all = members.ConvertAll(m => groups.All[m]);
        var names = Distinct(all.Select(g => g.NameOf(level)));
        var provinces = level == 2 ? Distinct(all.Select(g => g.Adm1)) : [];
        var countries = Distinct(all.Select(g => g.Country));
        if (Math.Max(names.Count, Math.Max(provinces.Count, countries.Count)) > IncidentFilterReading.MostValues)
        {
            return null;
        }
        var named = IncidentFilter.None with { Adm1 = level == 1 ? names : [], Adm2 = level == 2 ? names : [] };
        var own = members.ToHashSet();
        var alike = names.SelectMany(n => byLower[Lower(n)]).Distinct().ToList();
        IncidentFilter[] tries =
        [
            named,
            named with
            {
                Countries = countries,
            },
            named with
            {
                Adm1 = level == 1 ? names : provinces,
            },
            named with
            {
                Adm1 = level == 1 ? names : provinces,
                Countries = countries,
            },
        ];
        return Array.Find(tries, t => own.SetEquals(alike.Where(g => Finds(t, groups.All[g]))));
    }

    private static bool Finds(IncidentFilter filter, AdminGroup group) =>
        Has(filter.Countries, group.Country) && Has(filter.Adm1, group.Adm1) && Has(filter.Adm2, group.Adm2);

    private static bool Has(IReadOnlyList<string> values, string? value) =>
        values.Count == 0 || (value is not null && values.Any(v => Lower(v) == Lower(value)));

    private static List<string> Distinct(IEnumerable<string?> values) =>
        [.. values.OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static string? Lower(string? text) => text?.ToLowerInvariant();
}
