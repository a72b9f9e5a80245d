using Toguna.Foundation.Access;

namespace Toguna.Record.Columns;

/// <summary>With whom an actor stands in the same incidents, on the same side or on the other, by year.</summary>
internal static class ColumnRelations
{
    /// <summary>Values of a pair in the columns: side_a and with_a are one side, side_b and with_b the other.</summary>
    private const int SideBit = 1;

    public sealed record Pair(Guid Actor, bool Opposed, SortedDictionary<int, long> Years, long Killed);

    /// <param name="rows">Incidents that the actor takes part in and the caller may know of.</param>
    public static IReadOnlyList<Pair> Of(IncidentColumns columns, RowSet rows, int actor)
    {
        var pairs = new Dictionary<(int, bool), Pair>();
        foreach (var row in rows)
        {
            var parties = columns.Parties.Of(row);
            foreach (var own in parties)
            {
                if (own >> 2 != actor)
                {
                    continue;
                }
                for (var i = 0; i < parties.Length; i++)
                {
                    if (parties[i] >> 2 != actor && !IsAgain(parties, i))
                    {
                        Add(columns, pairs, row, parties[i] >> 2, ((own ^ parties[i]) & SideBit) != 0);
                    }
                }
                // An actor that stands on both sides of one incident fights itself: its first side counts.
                break;
            }
        }
        return [.. pairs.Values];
    }

    /// <summary>Whether the same actor stands before it on the same side.</summary>
    private static bool IsAgain(ReadOnlySpan<int> parties, int at)
    {
        foreach (var before in parties[..at])
        {
            if (before >> 2 == parties[at] >> 2 && ((before ^ parties[at]) & SideBit) == 0)
            {
                return true;
            }
        }
        return false;
    }

    private static void Add(
        IncidentColumns columns,
        Dictionary<(int, bool), Pair> pairs,
        int row,
        int other,
        bool opposed
    )
    {
        if (!pairs.TryGetValue((other, opposed), out var pair))
        {
            pair = new Pair(columns.Actors[other].Id, opposed, [], 0);
        }
        var year = columns.Month[row] / 12;
        pair.Years[year] = pair.Years.GetValueOrDefault(year) + 1;
        pairs[(other, opposed)] = pair with { Killed = pair.Killed + Math.Max(0, columns.Figures.Killed[row]) };
    }
}
