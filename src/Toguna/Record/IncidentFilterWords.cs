using System.Globalization;

namespace Toguna.Record;

/// <summary>One condition of a filter, in words.</summary>
/// <param name="Key">Key in the address.</param>
/// <param name="Value">Value in the address; <see cref="IncidentFilter.Without"/> takes both.</param>
/// <param name="Label">What it is about, e.g. "Act".</param>
/// <param name="Words">What is asked for, e.g. "Killing".</param>
public sealed record FilterCondition(string Key, string Value, string Label, string Words);

/// <summary>A filter in words, for chips and for what an export says of itself.</summary>
public static class IncidentFilterWords
{
    /// <param name="actors">Names by id (<see cref="IncidentBook.ActorNamesAsync"/>); an id without one is of an actor that is gone, or of which the reader may not know; null: ids are shown as they are.</param>
    public static IReadOnlyList<FilterCondition> Conditions(
        this IncidentFilter filter,
        IReadOnlyDictionary<string, string>? actors = null,
        CultureInfo? culture = null
    ) =>
        [
            .. filter
                .ToPairs()
                .Select(p => new FilterCondition(
                    p.Key,
                    p.Value,
                    IncidentWords.Of("filter_" + p.Key, p.Key, culture),
                    Words(filter, p.Key, p.Value, actors, culture ?? CultureInfo.CurrentUICulture)
                )),
        ];

    /// <summary>The whole filter as one line, e.g. "Place: Ouaka; Act: Killing, Abduction"; all incidents where it asks for nothing.</summary>
    public static string Describe(
        this IncidentFilter filter,
        IReadOnlyDictionary<string, string>? actors = null,
        CultureInfo? culture = null
    )
    {
        var conditions = filter.Conditions(actors, culture);
        var colon = (culture ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName == "fr" ? "\u00a0: " : ": ";
        return conditions.Count == 0
            ? IncidentWords.Of("filter_all", "all", culture)
            : string.Join(
                "; ",
                conditions.GroupBy(c => c.Label).Select(g => g.Key + colon + string.Join(", ", g.Select(c => c.Words)))
            );
    }

    private static string Words(
        IncidentFilter filter,
        string key,
        string value,
        IReadOnlyDictionary<string, string>? actors,
        CultureInfo culture
    ) =>
        key switch
        {
            "from" => DateWords.Of(filter.From!.Value, culture),
            "to" => DateWords.Of(filter.To!.Value, culture),
            "act" => ActTypes.Name(value, culture),
            "perpetrator" when value == IncidentFilter.Nobody => IncidentWords.NotAttributed(culture),
            "perpetrator" when value == IncidentFilter.Anybody => IncidentWords.Of("filter_anybody", "any", culture),
            "actor" or "perpetrator" when actors?.GetValueOrDefault(value) is { } name => name,
            "actor" or "perpetrator" when actors is not null && Guid.TryParse(value, out _) => IncidentWords.Of(
                "filter_gone",
                value,
                culture
            ),
            "began" => filter.Began!.Value.Words(culture),
            "victim_sex" => IncidentWords.Sex(value, culture),
            "victim_age" => IncidentWords.Age(value, culture),
            "victim_status" => IncidentWords.Status(value, culture),
            "category" => ActorCategories.Name(value, culture),
            "near" => filter.Near is { } circle
                ? IncidentWords
                    .Of("filter_within", "{0}", culture)
                    .Replace("{0}", circle.Kilometres.ToString("0.#", culture), StringComparison.Ordinal)
                    .Replace(
                        "{1}",
                        FormattableString.Invariant($"{circle.Latitude:0.###}, {circle.Longitude:0.###}"),
                        StringComparison.Ordinal
                    )
                : value,
            "since" => DateWords.At(filter.Since!.Value, culture),
            "type" => IncidentWords.Type(int.Parse(value, CultureInfo.InvariantCulture), culture),
            "finding" => IncidentWords.Finding(value, culture),
            "source" => IncidentWords.Source(value, culture),
            "where_prec" => IncidentWords
                .Of("filter_at_least_as", "{0}", culture)
                .Replace("{0}", IncidentWords.WherePrecision(filter.WherePrecMax, culture), StringComparison.Ordinal),
            "warnings" or "edited" => IncidentWords.Of("filter_" + value, value, culture),
            _ => value,
        };
}
