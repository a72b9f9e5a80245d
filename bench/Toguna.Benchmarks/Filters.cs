using Dapper;
using Toguna.Foundation.Storage;

namespace Toguna.Benchmarks;

/// <summary>What people ask for, drawn from the record itself: every country, actor, place and word in it occurs.</summary>
internal sealed class Filters
{
    private static readonly string[] Fixed =
    [
        "type=1",
        "type=2",
        "type=3",
        "perpetrator=none",
        "perpetrator=any",
        "category=state_force",
        "category=armed_group",
        "killed_min=5",
        "killed_max=4",
        "where_prec=2",
        "act=killing",
        "finding=reported",
    ];

    private readonly string[] conditions;
    private readonly string[] words;

    private Filters(string[] conditions, string[] words) => (this.conditions, this.words) = (conditions, words);

    public static async Task<Filters> OfAsync(Database database)
    {
        await using var c = await database.OpenAsync();
        async Task<IEnumerable<string>> FullestAsync(string column, string key, int most) =>
            (
                await c.QueryAsync<string>(
                    $"SELECT {column} FROM incident WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT {most}"
                )
            ).Select(value => $"{key}={Uri.EscapeDataString(value)}");
        var some = new List<string>(Fixed);
        some.AddRange(await FullestAsync("country", "country", 6));
        some.AddRange(await FullestAsync("adm1", "adm1", 6));
        some.AddRange(await FullestAsync("place_text", "place", 6));
        var titles = await c.QueryAsync<string>("SELECT title FROM incident ORDER BY number LIMIT 400");
        var words = titles
            .SelectMany(t => t.Split([' ', '–', '-', '·', ','], StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length > 2)
            .GroupBy(w => w, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(g => g.Count())
            .Take(12)
            .Select(g => g.Key);
        return new Filters([.. some], [.. words]);
    }

    /// <summary>Up to two conditions and a first year drawn anew: few are asked twice.</summary>
    public string Filter(Random chance)
    {
        var (one, two) = (conditions[chance.Next(conditions.Length)], conditions[chance.Next(conditions.Length)]);
        var filter = $"{one}&from={chance.Next(1989, 2010)}-{chance.Next(1, 13):00}";
        return one.Split('=')[0] == two.Split('=')[0] ? filter : $"{filter}&{two}";
    }

    /// <summary>Two words that stand in titles; one in four has a slip.</summary>
    public string Search(Random chance)
    {
        var (one, two) = (words[chance.Next(words.Length)], words[chance.Next(words.Length)]);
        if (one.Length > 4 && chance.Next(4) == 0)
        {
            one = one[..^2] + one[^1] + one[^2];
        }
        return Uri.EscapeDataString($"{one} {two}");
    }
}
