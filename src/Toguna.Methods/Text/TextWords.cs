using System.Globalization;
using System.Text;

namespace Toguna.Methods.Text;

/// <summary>One word of a text.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length there, marks included.</param>
/// <param name="Key">What is left of it when it is folded (<see cref="Fold.Key"/>); never empty.</param>
public readonly record struct TextWord(int Start, int Length, string Key);

/// <summary>Parts a text into its words.</summary>
public static class TextWords
{
    /// <summary>The words in their order: runs of letters and digits with the marks on them.</summary>
    /// <param name="text">Any text, any script, also damaged; null counts as empty.</param>
    /// <returns>A run whose key has spaces (the ligature ﷺ is four words) comes once for each word, always with the whole run.</returns>
    /// <remarks>O(n). An apostrophe and a hyphen part words, as they do in <see cref="Fold.Key"/>.</remarks>
    public static List<TextWord> Of(string? text)
    {
        var words = new List<TextWord>();
        var (start, end) = (-1, -1);
        for (var i = 0; i < text?.Length; )
        {
            // Half a character decodes to U+FFFD, which is no letter.
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            var category = Rune.GetUnicodeCategory(rune);
            if (Fold.IsKept(category))
            {
                start = start < 0 ? i : start;
                end = i + length;
            }
            else if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                end = i + length;
            }
            else if (category != UnicodeCategory.Format)
            {
                Add(text, start, end, words);
                start = -1;
            }
            i += length;
        }
        Add(text!, start, end, words);
        return words;
    }

    private static void Add(string text, int start, int end, List<TextWord> words)
    {
        if (start < 0)
            return;
        var key = Fold.Key(text[start..end]);
        if (!key.Contains(' ', StringComparison.Ordinal))
        {
            if (key.Length > 0)
                words.Add(new TextWord(start, end - start, key));
            return;
        }
        foreach (var part in key.Split(' '))
            words.Add(new TextWord(start, end - start, part));
    }
}
