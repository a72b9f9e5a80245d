using System.Globalization;
using System.Text;
using Toguna.Methods.Numerics;
using Toguna.Methods.Text;

namespace Toguna.Desk.Sample.World;

/// <summary>Names of villages that nobody lives in, and how other scripts spell a name.</summary>
internal sealed class PlaceNames
{
    private readonly string[] starts;
    private readonly string[] middles;
    private readonly string[] ends;
    private readonly HashSet<string> taken = [];

    public PlaceNames(IEnumerable<string> seats)
    {
        var parts = SampleData.Read("name-parts").ToLookup(r => r["part"], r => r["text"]);
        (starts, middles, ends) = ([.. parts["start"]], [.. parts["middle"]], [.. parts["end"]]);
        taken.UnionWith(seats.Select(s => Fold.Key(s)));
    }

    /// <summary>A name that no other place bears, also not with other accents.</summary>
    public string New(Xoshiro256 random)
    {
        while (true)
        {
            var name = Pick(starts, random) + Pick(middles, random) + Pick(ends, random);
            name = random.Below(14) switch
            {
                0 => name + "-Haut",
                1 => name + "-Bas",
                2 => "Petit-" + name,
                _ => name,
            };
            if (taken.Add(Fold.Key(name)))
            {
                return name;
            }
        }
    }

    public static string Ascii(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(c is '’' ? '\'' : c);
            }
        }
        return plain.ToString();
    }

    /// <summary>« d’Issoumbré », « de Tolmé », « du Haut-Tiram ».</summary>
    public static string French(string name) =>
        name.StartsWith("Haut-", StringComparison.Ordinal) ? "du " + name
        : "aeiou".Contains(char.ToLowerInvariant(Ascii(name)[0]), StringComparison.Ordinal) ? "d’" + name
        : "de " + name;

    public static string Arabic(string name) => Spell(name, ArabicLetters);

    public static string Nko(string name) => Spell(name, NkoLetters);

    /// <summary>Sound by sound, the longest spelling first; what a script has no letter for is passed over.</summary>
    private static string Spell(string name, Dictionary<string, string> letters)
    {
        var text = Ascii(name).ToLowerInvariant();
        var spelled = new StringBuilder();
        for (var i = 0; i < text.Length; )
        {
            var length = Enumerable
                .Range(1, Math.Min(3, text.Length - i))
                .LastOrDefault(n => letters.ContainsKey(text.Substring(i, n)));
            if (length > 0)
            {
                var sound = text.Substring(i, length);
                // Arabic begins a word otherwise than it goes on.
                spelled.Append(i == 0 && letters.TryGetValue("^" + sound, out var first) ? first : letters[sound]);
            }
            i += Math.Max(1, length);
        }
        return spelled.ToString();
    }

    private static string Pick(string[] parts, Xoshiro256 random) => parts[random.Below(parts.Length)];

    private static readonly Dictionary<string, string> ArabicLetters = Table(
        "^a ا|a ا|^e إ|e ي|^i إ|i ي|^o أو|o و|^ou أو|ou و|^u أو|u و|y ي|b ب|tch تش|t ت|d د|r ر|ss س|s س|z ز|f ف|k ك|c ك|g غ|gn ني|l ل|m م|n ن|h ه|v ف|w و|j ج|p ب|- \u00A0"
    );

    private static readonly Dictionary<string, string> NkoLetters = Table(
        "a ߊ|e ߋ|i ߌ|o ߏ|ou ߎ|u ߎ|b ߓ|p ߔ|t ߕ|tch ߗ|j ߖ|d ߘ|r ߙ|ss ߛ|s ߛ|z ߖ|f ߝ|v ߝ|k ߞ|c ߞ|g ߜ|gn ߢ|l ߟ|m ߡ|n ߣ|h ߤ|w ߥ|y ߦ|- \u00A0"
    );

    private static Dictionary<string, string> Table(string pairs) =>
        pairs.Split('|').Select(p => p.Split(' ', 2)).ToDictionary(p => p[0], p => p[1].Replace('\u00A0', ' '));
}
