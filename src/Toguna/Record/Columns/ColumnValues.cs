using System.Globalization;
using System.Numerics;

namespace Toguna.Record.Columns;

/// <summary>The values of a dimension as numbers of groups: 0 is not given or nobody, the others have a key.</summary>
internal abstract partial class ColumnValues
{
    /// <summary>Groups of one row at most; no incident has so many parties.</summary>
    public const int Most = 64;

    /// <summary>How many groups there may be, 0 included.</summary>
    public abstract int Groups { get; }

    /// <summary>Whether every row is in exactly one group.</summary>
    public virtual bool IsOne => false;

    /// <summary>The key of a group above 0, as <see cref="IncidentDimension"/> writes it.</summary>
    public abstract string KeyOf(int group);

    /// <summary>Writes the groups of a row, each once, and says how many; none: the row is in no group.</summary>
    public abstract int Of(int row, Span<int> groups);

    /// <summary>How many rows each group has.</summary>
    public virtual long[] Count(RowSet rows)
    {
        var counts = new long[Groups];
        Span<int> groups = stackalloc int[Most];
        foreach (var row in rows)
        {
            foreach (var group in groups[..Of(row, groups)])
            {
                counts[group]++;
            }
        }
        return counts;
    }

    /// <summary>The kinds of casualties whose figures a group counts; null: the whole figures of its incidents.</summary>
    public virtual bool[]? KindsOf(int group) => null;

    /// <returns>Null where the dimension is not one of the columns.</returns>
    public static ColumnValues? For(IncidentColumns c, string dimension) =>
        dimension switch
        {
            "type" => new OneNumber(c.Type),
            "where_prec" => new OneNumber(c.WherePrec),
            "date_prec" => new OneNumber(c.DatePrec),
            "year" => new OneMonth(c, 12, y => y.ToString("0000", CultureInfo.InvariantCulture)),
            "quarter" => new OneMonth(c, 3, q => $"{q / 4:0000}-Q{q % 4 + 1}"),
            "month" => new OneMonth(c, 1, m => $"{m / 12:0000}-{m % 12 + 1:00}"),
            "country" => new OneText(c.Country),
            "adm1" => new OneText(c.Adm1),
            "adm2" => new OneText(c.Adm2),
            "place" => new OneText(c.Place),
            "event_type" => new OneText(c.EventType),
            "finding" => new OneText(c.Finding),
            "actor" => new SomeActors(c, c.Perpetrators, 0, null),
            "party" => new SomeActors(c, c.Parties, 2, null),
            "involved" => new InvolvedValues(c),
            "side_a" => new SomeActors(c, c.Parties, 2, 0),
            "side_b" => new SomeActors(c, c.Parties, 2, 1),
            "category" => new SomeCategories(c),
            "sex" => new VictimValues(c, 1),
            "age" => new VictimValues(c, 2),
            "status" => new VictimValues(c, 3),
            "act" => new SomeActs(c),
            "source" => new SomeSources(c),
            _ => null,
        };

    private sealed class OneNumber(byte[] column) : ColumnValues
    {
        public override int Groups => 256;

        public override bool IsOne => true;

        public override string KeyOf(int group) => group.ToString(CultureInfo.InvariantCulture);

        public override int Of(int row, Span<int> groups)
        {
            groups[0] = column[row];
            return 1;
        }

        public override long[] Count(RowSet rows)
        {
            var counts = new long[256];
            foreach (var row in rows)
            {
                counts[column[row]]++;
            }
            return counts;
        }
    }

    private sealed class OneText(Texts texts) : ColumnValues
    {
        public override int Groups => texts.Count + 1;

        public override bool IsOne => true;

        public override string KeyOf(int group) => texts[group - 1];

        public override int Of(int row, Span<int> groups)
        {
            groups[0] = texts.Rows[row] + 1;
            return 1;
        }

        public override long[] Count(RowSet rows)
        {
            var counts = new long[Groups];
            var of = texts.Rows;
            foreach (var row in rows)
            {
                counts[of[row] + 1]++;
            }
            return counts;
        }
    }

    /// <param name="months">In one group.</param>
    private sealed class OneMonth : ColumnValues
    {
        private readonly int[] column;
        private readonly int months;
        private readonly int first;
        private readonly Func<int, string> key;

        public OneMonth(IncidentColumns c, int months, Func<int, string> key)
        {
            (column, this.months, this.key) = (c.Month, months, key);
            // The live rows are in the order of their first days.
            if (c.ByDate is [var oldest, ..] and [.., var newest])
            {
                first = column[oldest] / months;
                Groups = column[newest] / months - first + 2;
            }
            else
            {
                Groups = 1;
            }
        }

        public override int Groups { get; }

        public override bool IsOne => true;

        public override string KeyOf(int group) => key(group - 1 + first);

        public override int Of(int row, Span<int> groups)
        {
            groups[0] = column[row] / months - first + 1;
            return 1;
        }

        public override long[] Count(RowSet rows)
        {
            var counts = new long[Groups];
            foreach (var row in rows)
            {
                counts[column[row] / months - first + 1]++;
            }
            return counts;
        }
    }

    /// <param name="shift">Bits of the value that are not the actor.</param>
    /// <param name="role">Only of this role, and an incident without one is in no group; null: any.</param>
    private sealed class SomeActors(IncidentColumns c, RowLists lists, int shift, int? role) : ColumnValues
    {
        public override int Groups => c.Actors.Count + 1;

        public override string KeyOf(int group) => c.Actors[group - 1].Id.ToString();

        public override int Of(int row, Span<int> groups)
        {
            var n = 0;
            foreach (var value in lists.Of(row))
            {
                if (role is null || (value & 3) == role)
                {
                    n = AddOnce(groups, n, (value >> shift) + 1);
                }
            }
            return role is null ? OrNone(groups, n) : n;
        }

        public override long[] Count(RowSet rows) =>
            role is null ? CountLists(rows, lists, value => (value >> shift) + 1) : base.Count(rows);
    }

    private sealed class SomeCategories : ColumnValues
    {
        private readonly RowLists perpetrators;
        private readonly int[] categoryOf;

        public SomeCategories(IncidentColumns c)
        {
            perpetrators = c.Perpetrators;
            var all = ActorCategories.All.ToList();
            categoryOf = [.. Enumerable.Range(0, c.Actors.Count).Select(a => 1 + all.IndexOf(c.Actors[a].Category))];
        }

        public override int Groups => ActorCategories.All.Count + 1;

        public override string KeyOf(int group) => ActorCategories.All[group - 1];

        public override int Of(int row, Span<int> groups)
        {
            var n = 0;
            foreach (var actor in perpetrators.Of(row))
            {
                n = AddOnce(groups, n, categoryOf[actor]);
            }
            return OrNone(groups, n);
        }

        public override long[] Count(RowSet rows) => CountLists(rows, perpetrators, actor => categoryOf[actor]);
    }

    private sealed class SomeActs(IncidentColumns c) : ColumnValues
    {
        public override int Groups => ActTypes.All.Count + 1;

        public override string KeyOf(int group) => ActTypes.All[group - 1].Code;

        public override int Of(int row, Span<int> groups)
        {
            var n = 0;
            for (var acts = c.Acts[row]; acts != 0; acts &= acts - 1)
            {
                groups[n++] = BitOperations.TrailingZeroCount(acts) + 1;
            }
            return OrNone(groups, n);
        }

        public override long[] Count(RowSet rows)
        {
            var counts = new long[Math.Max(Groups, 33)];
            var column = c.Acts;
            foreach (var row in rows)
            {
                var acts = column[row];
                counts[0] += acts == 0 ? 1 : 0;
                for (; acts != 0; acts &= acts - 1)
                {
                    counts[BitOperations.TrailingZeroCount(acts) + 1]++;
                }
            }
            return counts[..Groups];
        }
    }

    private sealed class SomeSources : ColumnValues
    {
        private readonly Texts sets;
        private readonly List<string> schemes;
        private readonly int[][] groupsOf;

        public SomeSources(IncidentColumns c)
        {
            sets = c.Sources;
            var split = Enumerable.Range(0, sets.Count).Select(s => sets[s].Split('|')).ToArray();
            schemes = [.. split.SelectMany(s => s).Distinct()];
            groupsOf = [.. split.Select(set => set.Take(Most).Select(s => schemes.IndexOf(s) + 1).ToArray())];
        }

        public override int Groups => schemes.Count + 1;

        public override string KeyOf(int group) => schemes[group - 1];

        public override int Of(int row, Span<int> groups)
        {
            if (sets.Rows[row] is not (>= 0 and var set))
            {
                return OrNone(groups, 0);
            }
            groupsOf[set].CopyTo(groups);
            return groupsOf[set].Length;
        }

        public override long[] Count(RowSet rows)
        {
            var counts = new long[Groups];
            var bySet = new OneText(sets).Count(rows);
            counts[0] = bySet[0];
            for (var set = 0; set < groupsOf.Length; set++)
            {
                foreach (var group in groupsOf[set])
                {
                    counts[group] += bySet[set + 1];
                }
            }
            return counts;
        }
    }

    /// <summary>Most rows have one value or none; only the others need to be looked at for twice the same.</summary>
    private long[] CountLists(RowSet rows, RowLists lists, Func<int, int> groupOf)
    {
        var counts = new long[Groups];
        Span<int> groups = stackalloc int[Most];
        foreach (var row in rows)
        {
            var values = lists.Of(row);
            if (values.Length <= 1)
            {
                counts[values.Length == 0 ? 0 : groupOf(values[0])]++;
                continue;
            }
            foreach (var group in groups[..Of(row, groups)])
            {
                counts[group]++;
            }
        }
        return counts;
    }

    protected static int AddOnce(Span<int> groups, int n, int group)
    {
        if (n < groups.Length && !groups[..n].Contains(group))
        {
            groups[n++] = group;
        }
        return n;
    }

    protected static int OrNone(Span<int> groups, int n)
    {
        if (n == 0)
        {
            groups[n++] = 0;
        }
        return n;
    }
}
