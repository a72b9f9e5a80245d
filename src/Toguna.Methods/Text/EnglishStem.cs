namespace Toguna.Methods.Text;

/// <summary>What the inflected forms of an English word share: attack, attacks, attacked, attacking.</summary>
/// <remarks>Step 1 of Porter's algorithm: plurals, -ed, -ing and a final y. Derivations (attack, attacker) stay apart.</remarks>
/// <seealso href="https://doi.org/10.1108/eb046814">Porter (1980), Program 14(3), section 2</seealso>
public static class EnglishStem
{
    /// <param name="word">One folded word (<see cref="Fold.Key"/>); a word of another script comes back as it is.</param>
    /// <returns>The stem; not always a word.</returns>
    public static string Of(string word)
    {
        if (word.Length <= 3)
            return word;
        var stem = Singular(word);
        if (stem.EndsWith("eed", StringComparison.Ordinal))
            return Measure(stem[..^3]) > 0 ? stem[..^1] : stem;
        if (Without(stem, "ed") is { } past)
            stem = Mended(past);
        else if (Without(stem, "ing") is { } going)
            stem = Mended(going);
        return stem.Length > 2 && stem[^1] == 'y' && HasVowel(stem[..^1]) ? stem[..^1] + "i" : stem;
    }

    private static string Singular(string word) =>
        word.EndsWith("sses", StringComparison.Ordinal) ? word[..^2]
        : word.EndsWith("ies", StringComparison.Ordinal) ? word[..^2]
        : word.EndsWith("ss", StringComparison.Ordinal) || word[^1] != 's' ? word
        : word[..^1];

    private static string? Without(string word, string ending) =>
        word.EndsWith(ending, StringComparison.Ordinal) && HasVowel(word[..^ending.Length])
            ? word[..^ending.Length]
            : null;

    /// <summary>What -ed and -ing took with them comes back: rap(e), rob(b), occupat(e).</summary>
    private static string Mended(string stem)
    {
        if (
            stem.EndsWith("at", StringComparison.Ordinal)
            || stem.EndsWith("bl", StringComparison.Ordinal)
            || stem.EndsWith("iz", StringComparison.Ordinal)
        )
            return stem + "e";
        var n = stem.Length;
        if (n > 1 && stem[^1] == stem[^2] && !IsVowel(stem, n - 1) && stem[^1] is not ('l' or 's' or 'z'))
            return stem[..^1];
        return Measure(stem) == 1 && IsShort(stem) ? stem + "e" : stem;
    }

    /// <summary>Consonant, vowel, consonant at the end, the last none of w, x, y.</summary>
    private static bool IsShort(string stem)
    {
        var n = stem.Length;
        return n > 2
            && !IsVowel(stem, n - 1)
            && IsVowel(stem, n - 2)
            && !IsVowel(stem, n - 3)
            && stem[^1] is not ('w' or 'x' or 'y');
    }

    /// <summary>Porter's m: how often a vowel is followed by a consonant.</summary>
    private static int Measure(string stem)
    {
        var m = 0;
        for (var i = 1; i < stem.Length; i++)
        {
            if (IsVowel(stem, i - 1) && !IsVowel(stem, i))
                m++;
        }
        return m;
    }

    private static bool HasVowel(string stem)
    {
        for (var i = 0; i < stem.Length; i++)
        {
            if (IsVowel(stem, i))
                return true;
        }
        return false;
    }

    private static bool IsVowel(string word, int i) =>
        word[i] is 'a' or 'e' or 'i' or 'o' or 'u' || (word[i] == 'y' && i > 0 && !IsVowel(word, i - 1));
}
