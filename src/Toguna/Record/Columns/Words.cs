using Toguna.Methods.Text;

namespace Toguna.Record.Columns;

/// <summary>Every word of the record and where it stands: in rows' own text, in names of places, in names of actors.</summary>
/// <remarks>Words are folded (<see cref="Fold"/>). Not thread-safe; <see cref="IncidentIndex"/> guards it.</remarks>
internal sealed class Words
{
    /// <summary>Words of one text that count; a longer one is not a title or a note but a document.</summary>
    private const int MostOfOneText = 400;
    private const int Longest = 40;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> all = [];
    private readonly List<Places> places = [];
    private readonly Dictionary<string, List<int>> english = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> french = new(StringComparer.Ordinal);

    public int Count => all.Count;

    public string this[int number] => all[number];

    /// <summary>What a text's words stand in.</summary>
    public enum In
    {
        Rows,
        PlaceKeys,
        Actors,
    }

    /// <summary>Notes the words of a text.</summary>
    /// <param name="where">The row, the number of the place key or the number of the actor; never less than the one before.</param>
    public void Note(In kind, int where, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }
        var left = MostOfOneText;
        for (var at = 0; at < text.Length && left-- > 0; at += Fold.MaxLength)
        {
            // A long note in pieces that fold; a word that is cut in two is not found by its halves' neighbours, nothing worse.
            var key = Fold.Key(
                text.Length <= Fold.MaxLength ? text : text.Substring(at, Math.Min(Fold.MaxLength, text.Length - at))
            );
            foreach (var range in key.AsSpan().Split(' '))
            {
                var word = key.AsSpan()[range];
                if (word.Length is > 0 and <= Longest)
                {
                    places[NumberOf(word)].Add(kind, where);
                }
            }
        }
    }

    public int Find(string word) => numbers.GetValueOrDefault(word, -1);

    public ReadOnlySpan<int> Where(In kind, int word) => places[word].Of(kind);

    /// <summary>Place keys that have the rarest of some words: no other has them all. Null where no word is kept.</summary>
    /// <param name="folded">Words with spaces between.</param>
    public IEnumerable<int>? PlaceKeysOf(string folded)
    {
        List<int>? rarest = null;
        foreach (var word in folded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length <= Longest))
        {
            var keys = numbers.TryGetValue(word, out var number) ? places[number].Keys : [];
            rarest = rarest is null || keys.Count < rarest.Count ? keys : rarest;
        }
        return rarest;
    }

    /// <summary>Words with the same English or French stem, the word itself too where it is known.</summary>
    public IEnumerable<int> Akin(string word)
    {
        var found = new HashSet<int>();
        if (numbers.TryGetValue(word, out var itself))
        {
            found.Add(itself);
        }
        found.UnionWith(english.GetValueOrDefault(EnglishStem.Of(word)) ?? []);
        found.UnionWith(french.GetValueOrDefault(FrenchStem.Of(word)) ?? []);
        return found;
    }

    public IEnumerable<int> Beginning(string start) =>
        Enumerable.Range(0, all.Count).Where(i => all[i].StartsWith(start, StringComparison.Ordinal));

    /// <summary>Words that are one slip away: a letter wrong, missing, added, or two neighbours swapped.</summary>
    public IEnumerable<int> OneSlip(string word) =>
        Enumerable.Range(0, all.Count).Where(i => EditDistance.Within(word, all[i], 1) is not null);

    private int NumberOf(ReadOnlySpan<char> word)
    {
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(word, out var number))
        {
            return number;
        }
        var text = word.ToString();
        number = all.Count;
        numbers.Add(text, number);
        all.Add(text);
        places.Add(new Places());
        Put(english, EnglishStem.Of(text), number);
        Put(french, FrenchStem.Of(text), number);
        return number;
    }

    private static void Put(Dictionary<string, List<int>> stems, string stem, int number)
    {
        if (!stems.TryGetValue(stem, out var words))
        {
            stems.Add(stem, words = new List<int>(1));
        }
        words.Add(number);
    }

    /// <summary>Where one word stands; most words stand in one or two places.</summary>
    private sealed class Places
    {
        private List<int>? rows;
        private List<int>? keys;
        private List<int>? actors;

        public List<int> Keys => keys ?? [];

        public void Add(In kind, int where)
        {
            ref var list = ref Pick(kind);
            list ??= new List<int>(1);
            if (list.Count == 0 || list[^1] != where)
            {
                list.Add(where);
            }
        }

        public ReadOnlySpan<int> Of(In kind) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Pick(kind));

        private ref List<int>? Pick(In kind)
        {
            switch (kind)
            {
                case In.PlaceKeys:
                    return ref keys;
                case In.Actors:
                    return ref actors;
                default:
                    return ref rows;
            }
        }
    }
}
