using static Toguna.Record.Columns.IncidentColumns;

namespace Toguna.Record.Columns;

/// <summary>Adds up incidents by group: how many, and the nine figures, each over those that give it.</summary>
internal sealed class ColumnSums(IncidentColumns columns, int groups)
{
    private readonly int[] figures = [.. Enumerable.Range(0, FigureCount).Where(f => columns.Given[f])];
    private readonly long[] incidents = new long[groups];
    private readonly long[] sums = new long[groups * FigureCount];
    private readonly bool[] given = new bool[groups * FigureCount];

    public int Groups => groups;

    public long Incidents(int group) => incidents[group];

    public void Add(int group, int row)
    {
        incidents[group]++;
        var at = group * FigureCount;
        foreach (var f in figures)
        {
            var figure = columns.Figures[f][row];
            if (figure != NotGiven)
            {
                sums[at + f] += figure;
                given[at + f] = true;
            }
        }
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
                var kind = columns.CasualtyKinds[casualties[i]].Split('|');
                var (injured, civilian) = (kind[0] == "injured", kind[3] == "civilian");
                AddFigures(group, injured ? 6 : 0, casualties.Slice(i + 1, 3));
                if (civilian && !injured)
                {
                    AddFigures(group, 3, casualties.Slice(i + 1, 3));
                }
            }
        }
    }

    private void AddFigures(int group, int first, ReadOnlySpan<int> bounds)
    {
        for (var f = 0; f < 3; f++)
        {
            if (bounds[f] != NotGiven)
            {
                sums[group * FigureCount + first + f] += bounds[f];
                given[group * FigureCount + first + f] = true;
            }
        }
    }

    /// <summary>Adds what another group has.</summary>
    public void Add(int group, ColumnSums other, int from)
    {
        incidents[group] += other.incidents[from];
        for (var f = 0; f < FigureCount; f++)
        {
            sums[group * FigureCount + f] += other.sums[from * FigureCount + f];
            given[group * FigureCount + f] |= other.given[from * FigureCount + f];
        }
    }

    public GroupSums Of(int group, string? key) =>
        new(key, incidents[group], Bounds(group, 0), Bounds(group, 3), Bounds(group, 6));

    private Bounds Bounds(int group, int first)
    {
        long? Sum(int f) => given[group * FigureCount + f] ? sums[group * FigureCount + f] : null;
        return new(Sum(first), Sum(first + 1), Sum(first + 2));
    }
}

/// <summary>The figures of a group.</summary>
/// <param name="Key">The group's value; null: not given, or nobody.</param>
internal sealed record GroupSums(string? Key, long Incidents, Bounds Killed, Bounds Civilians, Bounds Injured);
