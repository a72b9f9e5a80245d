using Toguna.Methods.Text;

namespace Toguna.Record.Columns;

/// <summary>Finds rows by words: in their own text, in the names of their places, in the names of their actors.</summary>
/// <remarks>
/// All words must be met, those after a minus must not. A word is met by itself, by a form of it in English or French,
/// the last one also by its beginning; a word that nothing has is met by those one slip away.
/// </remarks>
internal sealed class ColumnSearch(IncidentColumns columns, ColumnMemory memory)
{
    private const int ShortestWithSlip = 4;
    private const int ShortestBeginning = 3;

    /// <summary>Words that count; the rest of a long search is not looked for, and the answer says so.</summary>
    public const int MostWords = 12;

    /// <param name="Rows">All that the words find, whoever may see them.</param>
    /// <param name="Terms">The words that must be met, each with what meets it.</param>
    /// <param name="Left">Words beyond the most that count.</param>
    public sealed record Result(RowSet Rows, IReadOnlyList<(string Word, Term Met)> Terms, IReadOnlyList<string> Left);

    /// <param name="Rows">All that the word finds, whoever may see them.</param>
    /// <param name="Near">Numbers of the words that were looked for in place of one that nothing has.</param>
    public sealed record Term(RowSet Rows, IReadOnlyCollection<int> Near);

    /// <param name="text">What somebody typed. Anything: without a word in it nothing is asked for and all is found.</param>
    public Result Find(string text)
    {
        var terms = Terms(text);
        var wanted = new List<(string, Term)>();
        var found = RowSet.All(columns.Count);
        foreach (var (word, without, last) in terms.Take(MostWords))
        {
            var term = memory.Get($"word {word} {last} {without}", () => Meet(word, last, without));
            found = without ? found.Except(term.Rows) : found & term.Rows;
            if (!without)
            {
                wanted.Add((word, term));
            }
        }
        return new Result(found, wanted, [.. terms.Skip(MostWords).Select(t => t.Word)]);
    }

    /// <summary>What one word meets.</summary>
    private Term Meet(string word, bool last, bool without)
    {
        var words = columns.Words.Akin(word).ToHashSet();
        if (last && word.Length >= ShortestBeginning)
        {
            words.UnionWith(columns.Words.Beginning(word));
        }
        if (words.Count > 0 || word.Length < ShortestWithSlip || without)
        {
            return new Term(Having(words), []);
        }
        words.UnionWith(columns.Words.OneSlip(word));
        return new Term(Having(words), words);
    }

    /// <summary>Whether there is a word in it at all.</summary>
    public static bool HasWords(string text) => Terms(text).Count > 0;

    private static List<(string Word, bool Without, bool Last)> Terms(string text)
    {
        var terms = new List<(string Word, bool Without, bool Last)>();
        foreach (var part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            // A hyphen inside a name is no minus; "-" before a word is one.
            var without = part.Length > 1 && part[0] is '-' or '−' && terms.Count > 0;
            terms.AddRange(
                Fold.Key(part).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => (w, without, false))
            );
        }
        if (terms.Count > 0 && char.IsLetterOrDigit(text.TrimEnd()[^1]) && !terms[^1].Without)
        {
            terms[^1] = terms[^1] with { Last = true };
        }
        return [.. terms.Distinct()];
    }

    /// <summary>The rows that have one of these words.</summary>
    public RowSet Having(IReadOnlyCollection<int> words)
    {
        var rows = new RowSet(columns.Count);
        var keys = new bool[columns.PlaceKey.Count];
        var actors = new bool[columns.Actors.Count];
        var (anyKey, anyActor) = (false, false);
        foreach (var word in words)
        {
            foreach (var row in columns.Words.Where(Words.In.Rows, word))
            {
                rows.Add(row);
            }
            foreach (var key in columns.Words.Where(Words.In.PlaceKeys, word))
            {
                anyKey = keys[key] = true;
            }
            foreach (var actor in columns.Words.Where(Words.In.Actors, word))
            {
                anyActor = actors[actor] = true;
            }
        }
        if (anyKey)
        {
            rows |= RowSet.Marked(columns.PlaceKey.Rows[..columns.Count], keys);
        }
        return anyActor ? rows | new ColumnFilter(columns, memory).OfActors(actors, true) : rows;
    }
}
