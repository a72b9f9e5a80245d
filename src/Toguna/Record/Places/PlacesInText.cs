using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Places;

/// <summary>The place that an account names: the longest name of the gazetteer among its capitalised words.</summary>
/// <remarks>A heuristic: a person who is called like a village is taken for it. It only offers; nobody is bound by it.</remarks>
internal static partial class PlacesInText
{
    private const int ShortestName = 4;

    public static async Task<PlaceHit?> FirstAsync(
        DbConnection c,
        Engine engine,
        string text,
        int mostWords,
        int longestName,
        CancellationToken ct
    )
    {
        var words = Words().Matches(text).Select(m => m.Value).Take(mostWords).ToList();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            for (var n = 1; n <= longestName && i + n <= words.Count && char.IsUpper(words[i][0]); n++)
            {
                var key = PlaceKeys.Of(string.Join(' ', words.Skip(i).Take(n)));
                if (key.Length >= ShortestName)
                {
                    keys.Add(key);
                }
            }
        }
        var found = await c.QueryAsync<PlaceSearch.Candidate>(
            $"""
            SELECT k.place_id, k.search_key AS found_key, k.weight FROM place_name k
            WHERE {Dialect.In(engine, "k.search_key", "keys")} LIMIT 200
            """,
            new { keys = Dialect.List(engine, keys) }
        );
        var best = found
            .OrderByDescending(f => f.FoundKey.Length)
            .ThenByDescending(f => f.Weight)
            .ThenBy(f => f.PlaceId)
            .Select(f => f.WithKey(f.FoundKey))
            .Take(2)
            .ToList();
        return await PlaceReading.HitsAsync(c, engine, best, 1, ct) is [var hit, ..] ? hit : null;
    }

    [GeneratedRegex(@"[\p{L}\p{M}'’-]+")]
    private static partial Regex Words();
}
