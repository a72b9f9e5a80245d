using Toguna.Methods.Text;

namespace Toguna.Gather.Reports;

/// <summary>Cuts the piece out of a text in which most of what is looked for stands.</summary>
internal static class Snippet
{
    /// <summary>UTF-16 units of a piece.</summary>
    private const int Length = 240;

    /// <summary>Of them before the first word that is met.</summary>
    private const int Before = 60;

    public static IReadOnlyList<SnippetPart> Of(string text, IReadOnlyList<SearchTerm> terms)
    {
        var words = TextWords.Of(text);
        // A long text says the same words again and again.
        var termOf = words
            .Select(w => w.Key)
            .Distinct()
            .ToDictionary(k => k, k => Enumerable.Range(0, terms.Count).FirstOrDefault(t => terms[t].Meets(k), -1));
        var met = words
            .Select(w => (Word: w, Term: termOf[w.Key]))
            .Where(m => m.Term >= 0)
            .DistinctBy(m => m.Word.Start)
            .ToList();
        var from = met.Count == 0 || text.Length <= Length ? 0 : StartOf(words, met, text.Length - Length);
        var to = EndOf(text, words, from);
        var parts = new List<SnippetPart>();
        var at = from;
        Add(from > 0 ? "…" : "", false);
        foreach (var (word, _) in met.Where(m => m.Word.Start >= from && m.Word.Start + m.Word.Length <= to))
        {
            Add(text[at..word.Start], false);
            Add(text.Substring(word.Start, word.Length), true);
            at = word.Start + word.Length;
        }
        Add(text[at..to], false);
        Add(to < text.Length ? "…" : "", false);
        return parts;

        void Add(string piece, bool isMet)
        {
            if (piece.Length > 0)
            {
                parts.Add(new SnippetPart(piece, isMet));
            }
        }
    }

    /// <summary>At the start of a word, a little before the first of the words that stand together.</summary>
    /// <param name="latest">From there on the rest of the text is short enough.</param>
    private static int StartOf(List<TextWord> words, List<(TextWord Word, int Term)> met, int latest)
    {
        var best = Enumerable
            .Range(0, met.Count)
            .MaxBy(i =>
                met.Skip(i)
                    .TakeWhile(m => m.Word.Start < met[i].Word.Start + Length - Before)
                    .DistinctBy(m => m.Term)
                    .Count()
            );
        var earliest = Math.Min(met[best].Word.Start - Before, latest);
        return earliest <= 0 ? 0 : words.First(w => w.Start >= earliest).Start;
    }

    /// <summary>At the end of a word, or of the text; a single word that is too long is cut between characters.</summary>
    private static int EndOf(string text, List<TextWord> words, int from)
    {
        if (text.Length - from <= Length)
        {
            return text.Length;
        }
        var limit = from + Length;
        var last = words.FindLast(w => w.Start >= from && w.Start + w.Length <= limit);
        return last.Length > 0 ? last.Start + last.Length
            : char.IsLowSurrogate(text[limit]) ? limit - 1
            : limit;
    }
}
