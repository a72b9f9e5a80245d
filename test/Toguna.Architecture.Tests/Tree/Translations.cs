using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Toguna.Architecture.Tests.Tree;

/// <summary>Compares the texts of a page in two languages.</summary>
public static partial class Translations
{
    /// <summary>What is wrong between an English file and its French pair, in words.</summary>
    /// <param name="name">Name of the pair for the findings.</param>
    /// <param name="english">Content of <c>X.resx</c>.</param>
    /// <param name="french">Content of <c>X.fr.resx</c>.</param>
    public static IEnumerable<string> Compare(string name, string english, string french)
    {
        var (en, fr) = (Read(english), Read(french));
        var twice = Twice(en)
            .Select(key => $"{name}: '{key}' is defined twice in English")
            .Concat(Twice(fr).Select(key => $"{name}: '{key}' is defined twice in French"));
        var missing = en.Select(e => e.Key)
            .Except(fr.Select(f => f.Key))
            .Select(key => $"{name}: '{key}' has no French")
            .Concat(
                fr.Select(f => f.Key).Except(en.Select(e => e.Key)).Select(key => $"{name}: '{key}' has no English")
            );
        var empty = en.Where(e => string.IsNullOrWhiteSpace(e.Text))
            .Select(e => $"{name}: '{e.Key}' is empty in English")
            .Concat(
                fr.Where(f => string.IsNullOrWhiteSpace(f.Text)).Select(f => $"{name}: '{f.Key}' is empty in French")
            );
        var slots = en.Join(fr, e => e.Key, f => f.Key, (e, f) => (e.Key, En: Slots(e.Text), Fr: Slots(f.Text)))
            .Where(pair => pair.En != pair.Fr)
            .Select(pair => $"{name}: '{pair.Key}' has the placeholders {pair.En} in English and {pair.Fr} in French");
        var apart = fr.Where(f => Breaks().IsMatch(f.Text))
            .Select(f => $"{name}: '{f.Key}' may break a line before a sign of French, where the space must hold");
        return twice.Concat(missing).Concat(empty).Concat(slots).Concat(apart);
    }

    private static (string Key, string Text)[] Read(string content) =>
        [
            .. XDocument
                .Parse(content)
                .Root!.Elements("data")
                .Select(d => (d.Attribute("name")?.Value ?? "", d.Element("value")?.Value ?? "")),
        ];

    private static IEnumerable<string> Twice((string Key, string Text)[] texts) =>
        texts.GroupBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key);

    /// <summary>The placeholders of a text by number; their order and repetition may differ between languages.</summary>
    private static string Slots(string text)
    {
        var numbers = Slot()
            .Matches(text.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal))
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .Order(StringComparer.Ordinal);
        return "{" + string.Join(",", numbers) + "}";
    }

    /// <summary>A space that may break, before a double sign or inside quotation marks.</summary>
    [GeneratedRegex(@"\S [:;!?»](?=[\s<.,)]|$)|« ")]
    private static partial Regex Breaks();

    [GeneratedRegex(@"\{(\d+)(?:,[^}:]*)?(?::[^}]*)?\}")]
    private static partial Regex Slot();
}
