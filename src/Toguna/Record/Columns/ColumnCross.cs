namespace Toguna.Record.Columns;

/// <summary>Figures by the values of two dimensions; the groups beyond the fullest stand together at the end.</summary>
/// <param name="Down">Keys of the rows; null: not given, or nobody. Without the rest.</param>
/// <param name="Cells">By row and column; the last of each is the rest, with no incidents where there is none.</param>
internal sealed record ColumnCross(
    IReadOnlyList<string?> Down,
    IReadOnlyList<string?> Across,
    IReadOnlyList<GroupSums> DownSums,
    IReadOnlyList<GroupSums> AcrossSums,
    GroupSums[,] Cells
)
{
    public static ColumnCross Of(
        IncidentColumns columns,
        RowSet rows,
        ColumnValues down,
        ColumnValues across,
        int mostDown,
        int mostAcross
    )
    {
        var (a, b) = (new Axis(down, rows, mostDown), new Axis(across, rows, mostAcross));
        var (bySide, byTop) = (new ColumnSums(columns, a.Size), new ColumnSums(columns, b.Size));
        var cells = new ColumnSums(columns, a.Size * b.Size);
        Span<int> left = stackalloc int[ColumnValues.Most];
        Span<int> top = stackalloc int[ColumnValues.Most];
        // Where every incident has one column, a row is the sum of its cells, and the other way round.
        var (addSide, addTop) = (across.IsOne && !HasKinds(a), down.IsOne && !HasKinds(b));
        foreach (var row in rows)
        {
            var lefts = a.Of(row, left);
            var tops = b.Of(row, top);
            foreach (var i in lefts)
            {
                if (!addSide)
                {
                    bySide.Add(i, row, a.Kinds[i]);
                }
                foreach (var j in tops)
                {
                    cells.Add(i * b.Size + j, row, Both(a.Kinds[i], b.Kinds[j]));
                }
            }
            for (var t = 0; t < tops.Length && !addTop; t++)
            {
                byTop.Add(tops[t], row, b.Kinds[tops[t]]);
            }
        }
        for (var i = 0; i < a.Size; i++)
        {
            for (var j = 0; j < b.Size; j++)
            {
                if (addSide)
                {
                    bySide.Add(i, cells, i * b.Size + j);
                }
                if (addTop)
                {
                    byTop.Add(j, cells, i * b.Size + j);
                }
            }
        }
        var table = new GroupSums[a.Size, b.Size];
        for (var i = 0; i < a.Size; i++)
        {
            for (var j = 0; j < b.Size; j++)
            {
                table[i, j] = cells.Of(i * b.Size + j, null);
            }
        }
        return new ColumnCross(
            a.Keys,
            b.Keys,
            [.. Enumerable.Range(0, a.Size).Select(i => bySide.Of(i, i < a.Keys.Count ? a.Keys[i] : null))],
            [.. Enumerable.Range(0, b.Size).Select(j => byTop.Of(j, j < b.Keys.Count ? b.Keys[j] : null))],
            table
        );
    }

    private static bool HasKinds(Axis axis) => Array.Exists(axis.Kinds, k => k is not null);

    private static bool[]? Both(bool[]? a, bool[]? b) =>
        a is null ? b
        : b is null ? a
        : [.. a.Zip(b, (x, y) => x && y)];

    /// <summary>The groups of one side: the fullest each for itself, the others as one at the end.</summary>
    private sealed class Axis
    {
        private readonly ColumnValues values;
        private readonly int[] place;

        public Axis(ColumnValues values, RowSet rows, int most)
        {
            this.values = values;
            var counts = values.Count(rows);
            var chosen = Enumerable
                .Range(0, counts.Length)
                .Where(g => counts[g] > 0)
                .OrderByDescending(g => counts[g])
                .ThenBy(g => g)
                .Take(most)
                .Order()
                .ToList();
            place = new int[counts.Length];
            Array.Fill(place, chosen.Count);
            for (var i = 0; i < chosen.Count; i++)
            {
                place[chosen[i]] = i;
            }
            Keys = [.. chosen.Select(g => g == 0 ? null : values.KeyOf(g))];
            Kinds = [.. chosen.Select(values.KindsOf), null];
        }

        public IReadOnlyList<string?> Keys { get; }

        public bool[]?[] Kinds { get; }

        public int Size => Keys.Count + 1;

        /// <summary>Places of a row's groups, each once.</summary>
        public ReadOnlySpan<int> Of(int row, Span<int> places)
        {
            Span<int> groups = stackalloc int[ColumnValues.Most];
            var n = 0;
            foreach (var group in groups[..values.Of(row, groups)])
            {
                if (!places[..n].Contains(place[group]))
                {
                    places[n++] = place[group];
                }
            }
            return places[..n];
        }
    }
}
