using System.Text;
using Toguna.Methods.Text;

namespace Toguna.Record.Places;

/// <summary>How a name is keyed for search: the import and the search must agree.</summary>
public static class PlaceKeys
{
    /// <summary>Longest key kept, in UTF-16 units; the longest name in use anywhere has about 170.</summary>
    public const int Longest = 200;

    /// <summary>Above every code point: <c>key ≥ k AND key &lt; k + Ceiling</c> is "starts with k" in byte order.</summary>
    public const string Ceiling = "\U0010FFFF";

    /// <summary>The name folded: lower case, no accents, at most <see cref="Longest"/> units. May be empty.</summary>
    public static string Of(string name)
    {
        var key = Fold.Key(Clean(Cut(name, 4 * Longest)));
        return Cut(key, Longest);
    }

    /// <summary>The key from its end, by code point: a name in a script beyond the first plane stays well formed.</summary>
    public static string Reverse(string key)
    {
        var runes = key.EnumerateRunes().ToArray();
        Array.Reverse(runes);
        var reversed = new StringBuilder(key.Length);
        foreach (var rune in runes)
        {
            reversed.Append(rune.ToString());
        }
        return reversed.ToString();
    }

    /// <summary>Without what a database refuses to store: NUL, and halves of a surrogate pair.</summary>
    public static string Clean(string text)
    {
        var clean = true;
        for (var i = 0; i < text.Length && clean; i++)
        {
            clean = text[i] != '\0' && !char.IsSurrogate(text[i]);
        }
        if (clean)
        {
            return text;
        }
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone half is enumerated as the replacement character.
            if (rune.Value != 0)
            {
                kept.Append(rune.ToString());
            }
        }
        return kept.ToString();
    }

    /// <summary>At most <paramref name="longest"/> units, never half a character.</summary>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text
        : char.IsHighSurrogate(text[longest - 1]) ? text[..(longest - 1)]
        : text[..longest];
}
