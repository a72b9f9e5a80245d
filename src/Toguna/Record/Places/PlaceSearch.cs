using System.Data.Common;
using System.Globalization;
using Dapper;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Record.Places;

/// <summary>
/// Finds places by any of their names, whatever the case and the accents, from the beginning of the name, and with one
/// slip of the hand; or by P-code.
/// </summary>
/// <remarks>
/// One slip (a letter too many, too few, wrong, or two neighbours swapped) leaves one half of the name whole: the
/// candidates are the names that begin with the first half of what was typed, the names that end with its second half,
/// and the one where the swap lies across the middle. Both are ranges of an index on either engine; each is bounded.
/// Rank: exact, beginning, slip; then population, then administrative rank.
/// </remarks>
public static class PlaceSearch
{
    /// <summary>The shortest key in which a slip is looked for: in shorter ones almost everything is one slip away.</summary>
    public const int ShortestWithSlip = 4;

    private const int MostScanned = 20_000;
    private const int MostKept = 200;
    private const int MostResults = 100;

    /// <summary>How a name was met; in the order in which results are shown.</summary>
    public enum Meeting
    {
        Code,
        Exact,
        Beginning,
        Slip,
    }

    /// <param name="query">What somebody typed. Anything: it is only ever a value.</param>
    /// <param name="country">Two- or three-letter code; null for all.</param>
    /// <param name="limit">1–100.</param>
    public static async Task<IReadOnlyList<PlaceHit>> FindAsync(
        DbConnection connection,
        Engine engine,
        string? query,
        string? country = null,
        int limit = 10,
        CancellationToken ct = default
    )
    {
        limit = Math.Clamp(limit, 1, MostResults);
        var text = PlaceKeys.Clean(PlaceKeys.Cut((query ?? "").Trim(), 4 * PlaceKeys.Longest)).Trim();
        var key = PlaceKeys.Of(text);
        // A query longer than any key that is kept cannot be met, and is not worth the journey.
        if (text.Length == 0 || (query ?? "").Length > 4 * PlaceKeys.Longest)
        {
            return [];
        }
        var codes = CountryCodes.Both(country);
        var found = new Dictionary<Guid, Candidate>();
        await ByCodeAsync(connection, engine, text, codes, found, ct);
        if (key.Length > 0)
        {
            await ByBeginningAsync(connection, engine, key, codes, found, ct);
            if (found.Values.Count(c => c.Meeting < Meeting.Slip) < limit)
            {
                await BySlipAsync(connection, engine, key, codes, found, ct);
            }
        }
        var best = found
            .Values.OrderBy(c => c.Meeting)
            .ThenByDescending(c => c.Weight)
            .ThenBy(c => c.SearchKey.Length)
            .ThenBy(c => c.SearchKey, StringComparer.Ordinal)
            .ThenBy(c => c.PlaceId)
            // Some are the same area in two gazetteers: read a few more than are shown.
            .Take(2 * limit)
            .ToList();
        return await PlaceReading.HitsAsync(connection, engine, best, limit, ct);
    }

    private static async Task ByCodeAsync(
        DbConnection connection,
        Engine engine,
        string text,
        IReadOnlyList<string> countries,
        Dictionary<Guid, Candidate> found,
        CancellationToken ct
    )
    {
        // Codes in use: CF11, ML0501, 57-12-3; a name with a blank in it is none.
        if (text.Length is < 2 or > 40 || text.Contains(' ', StringComparison.Ordinal))
        {
            return;
        }
        var sql = $"""
            SELECT p.place_id, p.pcode AS found_key, COALESCE(p.population, 0) AS weight
            FROM place p WHERE p.pcode IN (@Text, @Upper){Where(engine, countries)} LIMIT 20
            """;
        var rows = await connection.QueryAsync<Candidate>(
            new CommandDefinition(
                sql,
                new
                {
                    Text = text,
                    Upper = text.ToUpperInvariant(),
                    Countries = Dialect.List(engine, countries),
                },
                cancellationToken: ct
            )
        );
        Keep(rows, found, _ => Meeting.Code);
    }

    private static async Task ByBeginningAsync(
        DbConnection connection,
        Engine engine,
        string key,
        IReadOnlyList<string> countries,
        Dictionary<Guid, Candidate> found,
        CancellationToken ct
    )
    {
        // The exact name first and apart: a beginning that thousands share must not crowd it out.
        var exact = await RangeAsync(
            connection,
            engine,
            "search_key",
            key,
            null,
            "k.search_key = @From",
            countries,
            ct
        );
        Keep(exact, found, _ => Meeting.Exact);
        var beginning = await RangeAsync(connection, engine, "search_key", key, null, null, countries, ct);
        Keep(beginning, found, c => c.SearchKey == key ? Meeting.Exact : Meeting.Beginning);
    }

    private static async Task BySlipAsync(
        DbConnection connection,
        Engine engine,
        string key,
        IReadOnlyList<string> countries,
        Dictionary<Guid, Candidate> found,
        CancellationToken ct
    )
    {
        var letters = key.EnumerateRunes().Select(r => r.ToString()).ToArray();
        if (letters.Length < ShortestWithSlip)
        {
            return;
        }
        var half = letters.Length / 2;
        var first = string.Concat(letters[..half]);
        var secondReversed = string.Concat(letters[half..].Reverse());
        (letters[half - 1], letters[half]) = (letters[half], letters[half - 1]);
        var swapped = string.Concat(letters);

        Meeting? Judge(Candidate c) => EditDistance.Within(key, c.SearchKey, 1) is not null ? Meeting.Slip : null;
        var n = letters.Length;
        Keep(await RangeAsync(connection, engine, "search_key", first, n, null, countries, ct), found, Judge);
        Keep(
            await RangeAsync(connection, engine, "key_reversed", secondReversed, n, null, countries, ct),
            found,
            Judge
        );
        if (swapped != key)
        {
            const string Same = "k.search_key = @From";
            Keep(await RangeAsync(connection, engine, "search_key", swapped, null, Same, countries, ct), found, Judge);
        }
    }

    /// <summary>The names of one index range; with <paramref name="length"/> only those one letter longer or shorter at most.</summary>
    private static async Task<IEnumerable<Candidate>> RangeAsync(
        DbConnection connection,
        Engine engine,
        string column,
        string from,
        int? length,
        string? condition,
        IReadOnlyList<string> countries,
        CancellationToken ct
    )
    {
        condition ??= $"k.{column} >= @From AND k.{column} < @To";
        // With a country the place is joined; without, the index alone answers.
        var join = countries.Count > 0 ? " JOIN place p ON p.place_id = k.place_id" : "";
        var scan =
            $"SELECT k.place_id, k.{column} AS found_key, k.weight FROM place_name k{join} WHERE {condition}{Where(engine, countries)}";
        var sql = length is null
            ? $"SELECT place_id, found_key, weight FROM ({scan} LIMIT @MostScanned) s ORDER BY weight DESC LIMIT @MostKept"
            : $"{scan} AND length(k.{column}) BETWEEN @Shortest AND @Longest LIMIT @MostScanned";
        var rows = await connection.QueryAsync<Candidate>(
            new CommandDefinition(
                sql,
                new
                {
                    From = from,
                    To = from + PlaceKeys.Ceiling,
                    Shortest = length - 1,
                    Longest = length + 1,
                    MostScanned,
                    MostKept,
                    Countries = Dialect.List(engine, countries),
                },
                cancellationToken: ct
            )
        );
        return column == "search_key"
            ? rows.Select(r => r.WithKey(r.FoundKey))
            : rows.Select(r => r.WithKey(PlaceKeys.Reverse(r.FoundKey)));
    }

    private static string Where(Engine engine, IReadOnlyList<string> countries) =>
        countries.Count > 0 ? " AND " + Dialect.In(engine, "p.country_code", "Countries") : "";

    private static void Keep(
        IEnumerable<Candidate> rows,
        Dictionary<Guid, Candidate> found,
        Func<Candidate, Meeting?> judge
    )
    {
        foreach (var row in rows)
        {
            if (judge(row) is not { } meeting)
            {
                continue;
            }
            if (!found.TryGetValue(row.PlaceId, out var known) || meeting < known.Meeting)
            {
                row.Meeting = meeting;
                found[row.PlaceId] = row;
            }
        }
    }

    /// <summary>A name that may be meant.</summary>
    public sealed class Candidate
    {
        public Guid PlaceId { get; init; }
        public string FoundKey { get; init; } = "";
        public string SearchKey { get; private set; } = "";
        public long Weight { get; init; }
        public Meeting Meeting { get; set; }

        internal Candidate WithKey(string key)
        {
            SearchKey = key;
            return this;
        }
    }
}
