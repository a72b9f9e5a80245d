using static Toguna.Record.Columns.IncidentColumns;

namespace Toguna.Record.Columns;

/// <summary>Adds up incidents by group: how many, and the nine figures, each over those that give it.</summary>
internal sealed class ColumnSums(IncidentColumns columns, int groups)
{
    private readonly long[] incidents = new long[groups];
    private readonly long[] sums = new long[groups * Figures.PerRow];

    /// <summary>A bit for each figure of a group that any incident gives.</summary>
    private readonly int[] given = new int[groups];
    private readonly Dictionary<int, (bool, bool)> kindOf = [];

    public int Groups => groups;

    public long Incidents(int group) => incidents[group];

    public void Add(int group, int row)
    {
        incidents[group]++;
        given[group] |= columns.Figures.AddTo(sums.AsSpan(group * Figures.PerRow), row);
    }

    /// <summary>Adds what a row's sources break down, not its whole figures.</summary>
    /// <param name="kinds">Which kinds of casualties; null: the whole figures after all.</param>
    public void Add(int group, int row, bool[]? kinds)
    {
        if (kinds is null)
        {
            Add(group, row);
            return;
        }
        incidents[group]++;
        var casualties = columns.Casualties.Of(row);
        for (var i = 0; i < casualties.Length; i += 4)
        {
            if (kinds[casualties[i]])
            {
                var (injured, civilian) = KindOf(casualties[i]);
                AddFigures(group, injured ? 6 : 0, casualties.Slice(i + 1, 3));
                if (civilian && !injured)
                {
                    AddFigures(group, 3, casualties.Slice(i + 1, 3));
                }
            }
        }
    }

    /// <summary>Kinds are few and rows are many: each is taken apart once.</summary>
    private (bool Injured, bool Civilian) KindOf(int kind)
    {
        if (kindOf.TryGetValue(kind, out var known))
        {
            return known;
        }
        var parts = columns.CasualtyKinds[kind].Split('|');
        return kindOf[kind] = (parts[0] == "injured", parts[3] == "civilian");
    }

    private void AddFigures(int group, int first, ReadOnlySpan<int> bounds)
    {
        for (var f = 0; f < 3; f++)
        {
            if (bounds[f] != NotGiven)
            {
                sums[group * Figures.PerRow + first + f] += bounds[f];
                given[group] |= 1 << (first + f);
            }
        }
    }

    /// <summary>Adds what another group has.</summary>
    public void Add(int group, ColumnSums other, int from)
    {
        incidents[group] += other.incidents[from];
        given[group] |= other.given[from];
        for (var f = 0; f < Figures.PerRow; f++)
        {
            sums[group * Figures.PerRow + f] += other.sums[from * Figures.PerRow + f];
        }
    }

    public GroupSums Of(int group, string? key) =>
        new(key, incidents[group], Bounds(group, 0), Bounds(group, 3), Bounds(group, 6));

    private Bounds Bounds(int group, int first)
    {
        long? Sum(int f) => (given[group] & (1 << f)) != 0 ? sums[group * Figures.PerRow + f] : null;
        return new(Sum(first), Sum(first + 1), Sum(first + 2));
    }
}

/// <summary>The figures of a group.</summary>
/// <param name="Key">The group's value; null: not given, or nobody.</param>
internal sealed record GroupSums(string? Key, long Incidents, Bounds Killed, Bounds Civilians, Bounds Injured);
