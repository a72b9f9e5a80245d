using System.Numerics;

namespace Toguna.Record.Columns;

/// <summary>Some of the rows, a bit for each. Immutable once it is handed out.</summary>
internal sealed class RowSet
{
    private readonly ulong[] words;

    /// <param name="rows">How many rows there are.</param>
    public RowSet(int rows)
    {
        Rows = rows;
        words = new ulong[(rows + 63) / 64];
    }

    private RowSet(int rows, ulong[] words)
    {
        Rows = rows;
        this.words = words;
    }

    public int Rows { get; }

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in words)
            {
                count += BitOperations.PopCount(word);
            }
            return count;
        }
    }

    public bool this[int row] => (words[row >> 6] >> (row & 63) & 1) != 0;

    public void Add(int row) => words[row >> 6] |= 1UL << (row & 63);

    public static RowSet All(int rows)
    {
        var set = new RowSet(rows);
        Array.Fill(set.words, ulong.MaxValue);
        if ((rows & 63) != 0)
        {
            set.words[^1] = (1UL << (rows & 63)) - 1;
        }
        return set;
    }

    /// <summary>The rows that a test holds for.</summary>
    public static RowSet Where(int rows, Func<int, bool> test)
    {
        var set = new RowSet(rows);
        for (var w = 0; w < set.words.Length; w++)
        {
            var word = 0UL;
            var end = Math.Min(64, rows - (w << 6));
            for (var b = 0; b < end; b++)
            {
                if (test((w << 6) | b))
                {
                    word |= 1UL << b;
                }
            }
            set.words[w] = word;
        }
        return set;
    }

    /// <summary>The rows whose number lies in a range, both ends in it.</summary>
    public static RowSet Between(ReadOnlySpan<int> column, int least, int most)
    {
        var set = new RowSet(column.Length);
        for (var w = 0; w < set.words.Length; w++)
        {
            var part = column[(w << 6)..Math.Min(column.Length, (w + 1) << 6)];
            var word = 0UL;
            for (var b = 0; b < part.Length; b++)
            {
                word |= (part[b] >= least & part[b] <= most ? 1UL : 0UL) << b;
            }
            set.words[w] = word;
        }
        return set;
    }

    /// <summary>The rows whose number is marked; a negative number never is.</summary>
    public static RowSet Marked(ReadOnlySpan<int> column, bool[] marked)
    {
        var set = new RowSet(column.Length);
        for (var row = 0; row < column.Length; row++)
        {
            if (column[row] >= 0 && marked[column[row]])
            {
                set.words[row >> 6] |= 1UL << (row & 63);
            }
        }
        return set;
    }

    /// <summary>The rows whose small number is marked.</summary>
    /// <param name="marked">256 of them.</param>
    public static RowSet Marked(ReadOnlySpan<byte> column, bool[] marked)
    {
        var set = new RowSet(column.Length);
        for (var row = 0; row < column.Length; row++)
        {
            set.words[row >> 6] |= (marked[column[row]] ? 1UL : 0UL) << (row & 63);
        }
        return set;
    }

    public static RowSet operator &(RowSet a, RowSet b) => Combine(a, b, (x, y) => x & y);

    public static RowSet operator |(RowSet a, RowSet b) => Combine(a, b, (x, y) => x | y);

    /// <summary>The rows of this set that are not in the other.</summary>
    public RowSet Except(RowSet other) => Combine(this, other, (x, y) => x & ~y);

    public Enumerator GetEnumerator() => new(words);

    private static RowSet Combine(RowSet a, RowSet b, Func<ulong, ulong, ulong> with)
    {
        var words = new ulong[a.words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = with(a.words[i], b.words[i]);
        }
        return new RowSet(a.Rows, words);
    }

    /// <summary>Goes from set bit to set bit.</summary>
    public struct Enumerator(ulong[] words)
    {
        private int index = -1;
        private ulong word = 0;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (word == 0)
            {
                if (++index >= words.Length)
                {
                    return false;
                }
                word = words[index];
            }
            Current = (index << 6) | BitOperations.TrailingZeroCount(word);
            word &= word - 1;
            return true;
        }
    }
}
