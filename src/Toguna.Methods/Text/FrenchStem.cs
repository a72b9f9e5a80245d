namespace Toguna.Methods.Text;

/// <summary>What the inflected forms of a French word share: attaque, attaques, attaqué, attaquer, attaquaient.</summary>
/// <remarks>
/// A light stemmer for words without accents, in the manner of Savoy's: number and gender, the common endings of verbs,
/// and -ement. Our own list of endings, chosen so that short words of the field (tué, tuer, tués) meet; it is a heuristic
/// and joins some words that are not kin (été, étés, êtes).
/// </remarks>
/// <seealso href="https://doi.org/10.1145/1141277.1141523">Savoy (2006), Light stemming approaches for the French, Portuguese, German and Hungarian languages</seealso>
public static class FrenchStem
{
    /// <summary>Endings that become an e, the longest first.</summary>
    private static readonly string[] Verbal =
    [
        "eraient",
        "erait",
        "erons",
        "eront",
        "aient",
        "ement",
        "ante",
        "ait",
        "ant",
        "ent",
        "era",
        "ee",
        "er",
        "ez",
    ];

    /// <param name="word">One folded word (<see cref="Fold.Key"/>); a word of another script comes back as it is.</param>
    /// <returns>The stem; not always a word.</returns>
    public static string Of(string word)
    {
        if (word.Length <= 3)
            return word;
        var stem = word.EndsWith("aux", StringComparison.Ordinal) && word.Length > 4 ? word[..^2] + "l" : word;
        if (stem[^1] is 's' or 'x' && stem[^2] != 's')
            stem = stem[..^1];
        foreach (var ending in Verbal)
        {
            // At least two letters stay before the e: tuer is tue, mer is mer.
            if (stem.Length >= ending.Length + 2 && stem.EndsWith(ending, StringComparison.Ordinal))
            {
                stem = stem[..^ending.Length] + "e";
                break;
            }
        }
        if (stem.EndsWith("ir", StringComparison.Ordinal) && stem.Length > 4)
            stem = stem[..^1];
        return stem.Length > 4 && stem[^1] == 'e' ? stem[..^1] : stem;
    }
}
