using System.Globalization;
using System.Text;

namespace Toguna.Methods.Text;

/// <summary>Search keys: what is left of a name when spelling habits are taken away.</summary>
public static class Fold
{
    /// <summary>Longest key; the rest of the text does not count.</summary>
    public const int MaxLength = 512;

    /// <summary>The byte order mark read the wrong way round: no character.</summary>
    private const char Swapped = '\uFFFE';

    /// <summary>
    /// The key of a text: compatibility-decomposed (NFKD), marks stripped, lower case, ligatures and letters with strokes or
    /// hooks spelled with plain ones (œ oe, ß ss, ø o, ɛ e, ɓ b, ŋ n), everything that is neither letter nor digit one space.
    /// </summary>
    /// <param name="text">Any text, any script, also damaged; null counts as empty.</param>
    /// <returns>At most <see cref="MaxLength"/> characters, no outer and no double spaces; empty when nothing is left.</returns>
    /// <remarks>
    /// Letters of Arabic, N'Ko, Tifinagh, Adlam and other scripts stay; of Arabic the vowel signs and the tatweel go and
    /// ى ی become ي, ک becomes ك, ة becomes ه. Decimal digits of any script become 0–9. Two names with one key are not thereby one name:
    /// the key finds candidates, a person or a model decides.
    /// </remarks>
    /// <seealso href="https://www.unicode.org/reports/tr15/">Unicode Normalization Forms (UAX 15)</seealso>
    public static string Key(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        // NFKD makes at most 18 characters of one, and never fewer letters; four times the bound is enough to fill it.
        var head = text.Length > MaxLength * 4 ? text[..(MaxLength * 4)] : text;
        var key = new StringBuilder(Math.Min(head.Length, MaxLength));
        var gap = false;
        foreach (var rune in Decomposed(head).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (
                category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
                || rune.Value == 0x640
            )
                continue;
            if (!IsKept(category))
            {
                gap = key.Length > 0;
                continue;
            }
            var (plain, length) = Plain(Rune.ToLowerInvariant(rune), category);
            if (key.Length + length + (gap ? 1 : 0) > MaxLength)
                break;
            if (gap)
                key.Append(' ');
            gap = false;
            key.Append(plain);
        }
        return key.ToString();
    }

    private static string Decomposed(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        // Normalization refuses half characters, which EnumerateRunes turns into U+FFFD, and U+FFFE; neither is a letter.
        if (!IsWhole(text))
        {
            var whole = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes())
                whole.Append(rune.Value == Swapped ? Rune.ReplacementChar.ToString() : rune.ToString());
            text = whole.ToString();
        }
        return text.Normalize(NormalizationForm.FormKD);
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]) || text[i] == Swapped)
                return false;
        }
        return true;
    }

    internal static bool IsKept(UnicodeCategory category) =>
        category
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber;

    private static (string Text, int Length) Plain(Rune rune, UnicodeCategory category)
    {
        if (rune.IsAscii)
            return (AsciiText[rune.Value], 1);
        if (category == UnicodeCategory.DecimalDigitNumber)
            return (AsciiText['0' + (int)Rune.GetNumericValue(rune)], 1);
        var plain = rune.Value switch
        {
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            'þ' => "th",
            'ø' or 'ɔ' => "o",
            'đ' or 'ð' or 'ɗ' or 'ɖ' => "d",
            'ł' => "l",
            'ħ' => "h",
            'ı' => "i",
            'ŋ' or 'ɲ' or 'ɳ' => "n",
            'ɛ' or 'ə' or 'ǝ' => "e",
            'ɓ' => "b",
            'ƙ' => "k",
            'ƴ' => "y",
            'ƭ' or 'ŧ' => "t",
            'ʋ' => "v",
            'ɣ' => "g",
            'ى' or 'ی' => "ي",
            'ک' => "ك",
            'ة' => "ه",
            _ => rune.ToString(),
        };
        return (plain, plain.Length);
    }

    private static readonly string[] AsciiText = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];
}
