using System.Globalization;
using Toguna.Methods.Text;

namespace Toguna.Record;

/// <summary>The few categories by which perpetrators are compared: kinds of actors, the rarer ones together.</summary>
public static class ActorCategories
{
    public const string Other = "other";

    /// <summary>In the order of lists and charts.</summary>
    public static IReadOnlyList<string> All { get; } =
    ["state_force", "armed_group", "militia", "private_military", Other];

    /// <summary>The category of a kind of actor; every kind has one.</summary>
    public static string Of(string kind) => All.Contains(kind) ? kind : Other;

    /// <summary>The category in the reader's words.</summary>
    public static string Name(string code, CultureInfo? culture = null) =>
        IncidentWords.Of("category_" + code, code, culture);

    /// <returns>The code of a category given by code or by name in either language; null when there is none.</returns>
    public static string? CodeOf(string text)
    {
        var key = Fold.Key(text);
        return All.FirstOrDefault(c =>
            Fold.Key(c) == key
            || Fold.Key(Name(c, CultureInfo.InvariantCulture)) == key
            || Fold.Key(Name(c, CultureInfo.GetCultureInfo("fr"))) == key
        );
    }

    /// <summary>The condition on alias <paramref name="actor"/> of table actor that it is of one of these categories; codes are ours.</summary>
    internal static string Sql(string actor, IReadOnlyList<string> categories)
    {
        static string Quoted(IEnumerable<string> codes) => string.Join(", ", codes.Select(c => $"'{c}'"));
        var named = $"{actor}.kind IN ({Quoted(categories)})";
        return categories.Contains(Other) ? $"({named} OR {actor}.kind NOT IN ({Quoted(All)}))" : named;
    }

    /// <summary>The category of alias <paramref name="actor"/> as SQL.</summary>
    internal static string SqlOf(string actor) =>
        $"CASE WHEN {actor}.kind IN ({string.Join(", ", All.Select(c => $"'{c}'"))}) THEN {actor}.kind ELSE '{Other}' END";
}
