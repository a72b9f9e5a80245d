using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Gather.Reports;

/// <summary>A word that is looked for: met by its forms in English and French, the last one also by its beginning.</summary>
/// <param name="Word">Folded.</param>
/// <param name="Without">What has it is not wanted.</param>
/// <param name="Last">It may be typed half.</param>
internal sealed record SearchTerm(string Word, bool Without, bool Last)
{
    private const int ShortestBeginning = 3;

    private readonly HashSet<string> forms = [.. ReportWords.Forms(Word)];

    private bool Begins => Last && Word.Length >= ShortestBeginning;

    /// <summary>The words of a search; those beyond <see cref="ReportSearch.MostWords"/> are not looked for.</summary>
    /// <param name="text">Anything; a minus before a word that is not the first: without it.</param>
    public static IReadOnlyList<SearchTerm> Of(string text)
    {
        var terms = new List<SearchTerm>();
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (var (i, part) in parts.Index())
        {
            var without = part.Length > 1 && part[0] is '-' or '−' && terms.Count > 0;
            terms.AddRange(
                TextWords
                    .Of(part)
                    .Select(w => new SearchTerm(
                        w.Key,
                        without,
                        !without && i == parts.Length - 1 && w.Start + w.Length == part.Length
                    ))
            );
        }
        return [.. terms.DistinctBy(t => (t.Word, t.Without)).Take(ReportSearch.MostWords)];
    }

    /// <summary>Whether a folded word of a text is what is looked for; the same answer as the index gives.</summary>
    public bool Meets(string word) =>
        !Without
        && word.Length <= ReportWords.LongestWord
        && ReportWords
            .Forms(word)
            .Any(f => forms.Contains(f) || (Begins && f.StartsWith(Word, StringComparison.Ordinal)));

    /// <summary>The search in the language of the engine's index. A folded word has letters and digits only, so nothing in it can be an operator.</summary>
    public static string ExpressionOf(Engine engine, IReadOnlyList<SearchTerm> terms)
    {
        var (and, or, without, open, beginning) =
            engine == Engine.Sqlite ? (" AND ", " OR ", " NOT ", '"', "*") : (" & ", " | ", " & !", '\'', ":*");
        var wanted = string.Join(and, terms.Where(t => !t.Without).Select(Group));
        var not = terms.Where(t => t.Without).Select(t => without + Group(t));
        return engine == Engine.Sqlite ? $"({wanted}){string.Concat(not)}" : wanted + string.Concat(not);

        string Group(SearchTerm term)
        {
            var words = term.forms.Select(f => open + f + open);
            return "(" + string.Join(or, term.Begins ? words.Append(open + term.Word + open + beginning) : words) + ")";
        }
    }
}
