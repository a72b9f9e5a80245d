using static Toguna.Record.Columns.IncidentColumns;

namespace Toguna.Record.Columns;

/// <summary>Adds up incidents by group: how many, and the nine figures, each over those that give it.</summary>
internal sealed class ColumnSums(IncidentColumns columns, int groups)
{
    private readonly long[] incidents = new long[groups];
    private readonly long[] sums = new long[groups * FigureCount];
    private readonly bool[] given = new bool[groups * FigureCount];

    public int Groups => groups;

    public long Incidents(int group) => incidents[group];

    public void Add(int group, int row)
    {
        incidents[group]++;
        var at = group * FigureCount;
        for (var f = 0; f < FigureCount; f++)
        {
            var figure = columns.Figures[f][row];
            if (figure != NotGiven)
            {
                sums[at + f] += figure;
                given[at + f] = true;
            }
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
