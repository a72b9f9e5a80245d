using Toguna.Record.Map;

namespace Toguna.Record.Columns;

/// <summary>Incidents by country, province and district as their sources name them, and added up by area.</summary>
internal static class ColumnAreas
{
    /// <summary>UCDP where_prec from which a place is vaguer than its district: province, line or region, country, sea.</summary>
    public const int Vague = 4;

    /// <summary>Every combination of names that occurs, with the middle of the incidents that carry it.</summary>
    public static AdminGroups GroupsOf(IncidentColumns columns)
    {
        var known = new Dictionary<(int, int, int), int>();
        var ofRow = new int[columns.Count];
        var names = new List<(int Country, int Adm1, int Adm2)>();
        var middles = new List<(double Latitude, double Longitude, int Located)>();
        var country = columns.Country.Rows;
        var adm1 = columns.Adm1.Rows;
        var adm2 = columns.Adm2.Rows;
        for (var row = 0; row < columns.Count; row++)
        {
            if ((columns.Flags[row] & IncidentColumns.Flag.Dead) != 0)
            {
                continue;
            }
            var name = (country[row], adm1[row], adm2[row]);
            if (!known.TryGetValue(name, out var group))
            {
                group = names.Count;
                known.Add(name, group);
                names.Add(name);
                middles.Add(default);
            }
            ofRow[row] = group;
            if (!double.IsNaN(columns.Latitude[row]) && !double.IsNaN(columns.Longitude[row]))
            {
                var (y, x, n) = middles[group];
                middles[group] = (y + columns.Latitude[row], x + columns.Longitude[row], n + 1);
            }
        }
        string? Text(Texts texts, int id) => id == Texts.None ? null : texts[id];
        return new AdminGroups(
            ofRow,
            [
                .. names.Select(
                    (n, i) =>
                        new AdminGroup(
                            Text(columns.Country, n.Country),
                            Text(columns.Adm1, n.Adm1),
                            Text(columns.Adm2, n.Adm2),
                            middles[i].Located == 0
                                ? null
                                : (middles[i].Latitude / middles[i].Located, middles[i].Longitude / middles[i].Located)
                        )
                ),
            ]
        );
    }

    public static AreaSums Sum(IncidentColumns columns, AdminGroups groups, RowSet rows, AreaAssignment assignment)
    {
        // The last group is that of the incidents that no area takes.
        var sums = new ColumnSums(columns, assignment.Areas + 1);
        var vague = new long[assignment.Areas + 1];
        var outside = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var elsewhere = new long[groups.All.Count];
        foreach (var row in rows)
        {
            var group = groups.OfRow[row];
            var area = assignment.OfGroup[group];
            if (area < 0)
            {
                area = assignment.Areas;
                elsewhere[group]++;
            }
            sums.Add(area, row);
            vague[area] += columns.WherePrec[row] >= Vague ? 1 : 0;
        }
        for (var i = 0; i < elsewhere.Length; i++)
        {
            if (elsewhere[i] > 0)
            {
                var name = groups.All[i].NameOf(assignment.Level) ?? "";
                outside[name] = outside.GetValueOrDefault(name) + elsewhere[i];
            }
        }
        return new AreaSums(
            assignment,
            [.. Enumerable.Range(0, assignment.Areas + 1).Select(a => sums.Of(a, null))],
            vague,
            [.. outside.OrderByDescending(o => o.Value).Select(o => (o.Key, o.Value))]
        );
    }
}

/// <param name="OfRow">Number of the group of each row; meaningless for a dead one.</param>
internal sealed record AdminGroups(int[] OfRow, IReadOnlyList<AdminGroup> All);

/// <summary>Names of country, province and district that occur together; null where the source names none.</summary>
/// <param name="Middle">Mean latitude and longitude of the incidents that have coordinates; null where none has.</param>
internal sealed record AdminGroup(
    string? Country,
    string? Adm1,
    string? Adm2,
    (double Latitude, double Longitude)? Middle
)
{
    /// <summary>The name at a level: 1 province, 2 district.</summary>
    public string? NameOf(int level) => level == 1 ? Adm1 : Adm2;
}

/// <param name="ByArea">One more than there are areas: the last has the incidents that no area takes.</param>
/// <param name="Vague">How many of each are known only to the province or vaguer.</param>
/// <param name="Outside">Names that no area has, with how many incidents carry them; empty: the source names none.</param>
internal sealed record AreaSums(
    AreaAssignment Assignment,
    IReadOnlyList<GroupSums> ByArea,
    IReadOnlyList<long> Vague,
    IReadOnlyList<(string Name, long Incidents)> Outside
);
