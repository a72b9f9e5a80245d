using System.Text;
using Toguna.Foundation;

namespace Toguna.Record;

/// <summary>A filter as it was read, and what could not be read.</summary>
/// <param name="Filter">What could be read; a value with a problem is left out of it.</param>
/// <param name="Problems">Each names the key, the value and what was expected.</param>
public sealed record IncidentFilterReading(IncidentFilter Filter, IReadOnlyList<Problem> Problems)
{
    /// <summary>Longest value; names of places and actors are shorter.</summary>
    public const int LongestValue = 300;

    /// <summary>Longest search; a longer text is a document, not a question.</summary>
    public const int LongestSearch = 500;

    /// <summary>Most values of one key: a longer list is a mistake, and would make a slow question.</summary>
    public const int MostValues = 50;

    internal const int FirstYear = 1900;
    internal const int LastYear = 2100;

    /// <summary>The keys, in their order.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "q",
        "place",
        "from",
        "to",
        "year",
        "began",
        "act",
        "actor",
        "perpetrator",
        "category",
        "type",
        "finding",
        "source",
        "country",
        "adm1",
        "adm2",
        "bbox",
        "near",
        "where_prec",
        "killed_min",
        "killed_max",
        "victim_sex",
        "victim_age",
        "victim_status",
        "warnings",
        "import",
        "edited",
        "since",
    ];

    /// <summary>Other names of keys, as the exchange formats have them.</summary>
    internal static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["type_of_violence"] = "type",
        ["violence_type"] = "type",
        ["adm_1"] = "adm1",
        ["adm_2"] = "adm2",
        ["date_from"] = "from",
        ["date_to"] = "to",
        ["act_type"] = "act",
        ["party"] = "actor",
        ["where_precision"] = "where_prec",
        ["scheme"] = "source",
        ["search"] = "q",
        ["perpetrator_category"] = "category",
    };

    /// <summary>Reads the pairs of an address. Empty values count as absent: a form sends its empty fields too.</summary>
    /// <param name="beside">Keys that stand in the same address for other reasons, e.g. <c>sort</c> and <c>page</c>.</param>
    public static IncidentFilterReading Parse(IEnumerable<KeyValuePair<string, string?>> pairs, params string[] beside)
    {
        var reader = new IncidentFilterReader();
        foreach (var (key, value) in pairs)
        {
            if (!beside.Contains(key, StringComparer.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(value))
            {
                reader.Take(key, Clean(value));
            }
        }
        return reader.Done();
    }

    /// <summary>Reads what stands after <c>--where</c>: <c>KEY=VALUE</c>, each once or several times.</summary>
    public static IncidentFilterReading Parse(IEnumerable<string> conditions)
    {
        var problems = new List<Problem>();
        var pairs = new List<KeyValuePair<string, string?>>();
        foreach (var condition in conditions)
        {
            var at = condition.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || string.IsNullOrWhiteSpace(condition[(at + 1)..]))
            {
                problems.Add(RecordProblems.FilterNotAPair(condition, string.Join(", ", Keys)));
                continue;
            }
            pairs.Add(new(condition[..at].Trim(), condition[(at + 1)..]));
        }
        var read = Parse(pairs);
        return read with { Problems = [.. problems, .. read.Problems] };
    }

    /// <summary>The filter, or the first problem thrown: for callers that have no page to show the rest on.</summary>
    public IncidentFilter OrThrow() => Problems.Count == 0 ? Filter : throw Problems[0].Raise();

    /// <summary>Without control characters and half letters, which no name holds and no database takes.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune))
            {
                clean.Append(rune.ToString());
            }
        }
        return clean.ToString().Trim();
    }
}
