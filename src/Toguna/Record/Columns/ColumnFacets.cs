using System.Globalization;
using Toguna.Foundation.Access;

namespace Toguna.Record.Columns;

/// <summary>Counts the choices beside a list.</summary>
internal sealed class ColumnFacets(IncidentColumns columns, ColumnFilter reading)
{
    private const int MostPerpetrators = 8;
    private const int MostPlaces = 12;

    /// <summary>Facets that are counted as they stand, and the dimension that holds their values.</summary>
    private static readonly (string Key, string Dimension)[] Plain =
    [
        ("finding", "finding"),
        ("type", "type"),
        ("act", "act"),
        ("category", "category"),
        ("source", "source"),
    ];

    private static readonly string[] TimeKeys = ["from", "to", "year"];
    private static readonly string[] PlaceLevels = ["country", "adm1", "adm2"];

    public IncidentFacetCounts Of(IncidentFilter filter, Caller caller, Func<RowSet, GroupSums> sum)
    {
        var allowed = reading.Allowed(caller);
        var conditions = reading.Conditions(filter);
        RowSet Without(params string[] keys) =>
            conditions.Where(c => !keys.Contains(c.Key)).Aggregate(allowed, (rows, c) => rows & c.Value);

        var all = Without();
        var choices = new Dictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal);
        foreach (var (key, dimension) in Plain)
        {
            choices[key] = Count(Without(key), dimension).ToDictionary(g => g.Key, g => g.Incidents);
        }
        choices["where_prec"] = Precisions(Without("where_prec"));
        choices["killed"] = Bands(Without("killed_min", "killed_max"));
        choices["warnings"] = new Dictionary<string, long> { ["yes"] = Warned(Without("warnings")) };
        var attributed = KilledOf(all & reading.Attributed());
        var (level, places) = Places(filter, Without);
        return new IncidentFacetCounts(
            Totals(sum(all)),
            attributed,
            choices,
            [
                .. Count(Without("perpetrator"), "actor", true)
                    .OrderByDescending(g => g.Incidents)
                    .Take(MostPerpetrators)
                    .Select(g => ((string?)g.Key, g.Incidents))
                    .Select(g => (g.Item1 == "" ? null : g.Item1, g.Incidents)),
            ],
            Years(Without(TimeKeys)),
            places,
            level
        );
    }

    private static IncidentTotals Totals(GroupSums s) => new(s.Incidents, s.Killed, s.Civilians, s.Injured, null, []);

    /// <param name="nobody">Whether those without a value are counted too, under an empty key.</param>
    private List<(string Key, long Incidents)> Count(RowSet rows, string dimension, bool nobody = false)
    {
        var values = ColumnValues.For(columns, dimension)!;
        var counts = values.Count(rows);
        var found = new List<(string, long)>();
        for (var g = nobody ? 0 : 1; g < counts.Length; g++)
        {
            if (counts[g] > 0)
            {
                found.Add((g == 0 ? "" : values.KeyOf(g), counts[g]));
            }
        }
        return found;
    }

    /// <summary>Each precision with those that are better: what the filter's "at least" would show.</summary>
    private Dictionary<string, long> Precisions(RowSet rows)
    {
        var counts = new long[8];
        foreach (var row in rows)
        {
            if (columns.WherePrec[row] is >= 1 and <= 7 and var p)
            {
                counts[p]++;
            }
        }
        var (sum, found) = (0L, new Dictionary<string, long>());
        for (var p = 1; p < counts.Length; p++)
        {
            found[p.ToString(CultureInfo.InvariantCulture)] = sum += counts[p];
        }
        return found;
    }

    private Dictionary<string, long> Bands(RowSet rows)
    {
        var counts = new long[IncidentFacetCounts.Bands.Count];
        foreach (var row in rows)
        {
            var killed = columns.Figures.Killed[row];
            for (var b = 0; killed >= 0 && b < counts.Length; b++)
            {
                var (least, most) = IncidentFacetCounts.Bands[b];
                if (killed >= least && (most is null || killed <= most))
                {
                    counts[b]++;
                }
            }
        }
        return counts
            .Select((n, b) => (n, b))
            .ToDictionary(x => IncidentFacetCounts.Bands[x.b].Least.ToString(CultureInfo.InvariantCulture), x => x.n);
    }

    private long KilledOf(RowSet rows)
    {
        var (killed, sum) = (columns.Figures.Killed, 0L);
        foreach (var row in rows)
        {
            sum += killed[row] == IncidentColumns.NotGiven ? 0 : killed[row];
        }
        return sum;
    }

    private long Warned(RowSet rows)
    {
        var count = 0L;
        foreach (var row in rows)
        {
            count += (columns.Flags[row] & IncidentColumns.Flag.Warnings) != 0 ? 1 : 0;
        }
        return count;
    }

    private List<(int, long)> Years(RowSet rows)
    {
        var counts = new SortedDictionary<int, long>();
        foreach (var (key, incidents) in Count(rows, "year"))
        {
            counts[int.Parse(key, CultureInfo.InvariantCulture)] = incidents;
        }
        return counts.Count == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(counts.Keys.First(), counts.Keys.Last() - counts.Keys.First() + 1)
                    .Select(y => (y, counts.GetValueOrDefault(y))),
            ];
    }

    /// <summary>One step below what is chosen; a level with one place only is passed over.</summary>
    private (string?, IReadOnlyList<(string, long)>) Places(IncidentFilter filter, Func<string[], RowSet> without)
    {
        var chosen =
            filter.Adm2.Count > 0 ? 2
            : filter.Adm1.Count > 0 ? 1
            : filter.Countries.Count > 0 ? 0
            : -1;
        // Several chosen side by side: their own level stays open, so that one more can be added.
        var several = chosen >= 0 && new[] { filter.Countries, filter.Adm1, filter.Adm2 }[chosen].Count > 1;
        for (var level = several || chosen == 2 ? chosen : chosen + 1; level < PlaceLevels.Length; level++)
        {
            var places = Count(without([PlaceLevels[level]]), PlaceLevels[level])
                .OrderByDescending(p => p.Incidents)
                .ThenBy(p => p.Key, StringComparer.Ordinal)
                .Take(MostPlaces)
                .ToList();
            if (places.Count > 1 || level == chosen)
            {
                return (PlaceLevels[level], places);
            }
        }
        return (null, []);
    }
}
