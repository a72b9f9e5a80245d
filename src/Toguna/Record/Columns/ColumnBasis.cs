using static Toguna.Record.Columns.IncidentColumns;

namespace Toguna.Record.Columns;

/// <summary>What figures of some rows rest on: how much is not known of them, and which are the gravest.</summary>
internal sealed class ColumnBasis(IncidentColumns columns, RowSet rows)
{
    /// <param name="first">Column of the minimum of what is measured; best and maximum follow.</param>
    public RecordState State(int first)
    {
        var (incidents, highest, changed) = (0L, 0, 0L);
        var (nowhere, vague, unnumbered, unbounded) = (0L, 0L, 0L, 0L);
        foreach (var row in rows)
        {
            incidents++;
            highest = Math.Max(highest, columns.Classification[row]);
            changed = Math.Max(changed, columns.Changed[row]);
            if (double.IsNaN(columns.Latitude[row]) || double.IsNaN(columns.Longitude[row]))
            {
                nowhere++;
            }
            else if (columns.WherePrec[row] is 0 or > RecordState.District)
            {
                vague++;
            }
            if (Given(first, row) || Given(first + 1, row) || Given(first + 2, row))
            {
                unbounded += Given(first, row) && Given(first + 1, row) && Given(first + 2, row) ? 0 : 1;
            }
            else
            {
                unnumbered++;
            }
        }
        return new RecordState(
            incidents,
            highest,
            incidents == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(changed),
            nowhere,
            vague,
            unnumbered,
            unbounded
        );
    }

    /// <summary>Most by best count of what is measured, then of all killed, then the newest.</summary>
    public IReadOnlyList<Guid> Gravest(int first, int most)
    {
        var (figures, best) = (columns.Figures, first + 1);
        var graver = Comparer<int>.Create(
            (a, b) =>
                figures[a, best] != figures[b, best] ? figures[b, best].CompareTo(figures[a, best])
                : figures.Killed[a] != figures.Killed[b] ? figures.Killed[b].CompareTo(figures.Killed[a])
                : columns.From[a] != columns.From[b] ? columns.From[b].CompareTo(columns.From[a])
                : columns.Numbers[b].CompareTo(columns.Numbers[a])
        );
        // A few of very many: the lightest of those kept is on top and goes when a graver one comes.
        var kept = new PriorityQueue<int, int>(Comparer<int>.Create((a, b) => graver.Compare(b, a)));
        foreach (var row in rows)
        {
            if (kept.Count < most)
            {
                kept.Enqueue(row, row);
            }
            else
            {
                kept.EnqueueDequeue(row, row);
            }
        }
        return [.. kept.UnorderedItems.Select(k => k.Element).Order(graver).Select(r => columns.Ids[r])];
    }

    private bool Given(int figure, int row) => columns.Figures[row, figure] != NotGiven;
}
