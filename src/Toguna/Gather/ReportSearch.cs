using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Reports;

namespace Toguna.Gather;

/// <summary>Finds messages by the words in them and by the words of their place: never by answers, never by what is sealed.</summary>
/// <remarks>
/// All words must be met, those after a minus must not. A word is met by itself, without accents, and by a form of it in
/// English or French; the last one also by its beginning. What the reader may not read is neither found nor counted.
/// Thread-safe.
/// </remarks>
public sealed class ReportSearch(Database database)
{
    /// <summary>Words that count; the rest of a long search is not looked for.</summary>
    public const int MostWords = 12;

    /// <summary>So many are counted and paged through, the newest; who searches a word that stands everywhere is told there are more.</summary>
    public const int MostFound = 1_000;

    /// <summary>Messages, the newest, by which it is told whether words are common.</summary>
    private const int Sample = 1_000;

    /// <summary>Words are common when so many of the sample have them.</summary>
    private const int Common = 50;

    /// <summary>Messages that are walked through for common words: twice as many as it takes to find enough.</summary>
    private const int Walk = 2 * MostFound * Sample / Common;

    /// <summary>Most rows of one page.</summary>
    public const int MostRows = 100;

    /// <param name="text">What somebody typed. Anything: without a word in it nothing is found.</param>
    /// <param name="page">From 1; a page after the last is empty.</param>
    /// <param name="size">Rows of a page, 1 to <see cref="MostRows"/>.</param>
    /// <returns>The newest first.</returns>
    public async Task<ReportFinds> FindAsync(
        string text,
        Caller caller,
        int page = 1,
        int size = 25,
        CancellationToken ct = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MostRows);
        var terms = SearchTerm.Of(text);
        if (terms.Count == 0)
        {
            return new ReportFinds([], 0, page, size);
        }
        var p = new DynamicParameters(new { words = SearchTerm.ExpressionOf(database.Engine, terms), yes = true });
        p.Add("most", MostFound + 1);
        await using var c = await database.OpenAsync(ct);
        var found =
            database.Engine == Engine.Sqlite
                ? await MetAsync(c, FromSqlite, "report_words.rowid", caller, p, ct)
                : await OnPostgresAsync(c, caller, p, ct);
        var shown = found
            .Take(MostFound)
            .OrderByDescending(f => f.At)
            .ThenByDescending(f => f.Id)
            .Skip((int)Math.Min((page - 1L) * size, MostFound))
            .Take(size)
            .Select(f => f.Id)
            .ToList();
        var rows = await c.QueryAsync<Found>(
            new CommandDefinition(
                $"""
                SELECT r.report_id, r.received_at, r.channel, s.code_name, coalesce(t.state, '{TriageState.Open}') AS state,
                  r.verbatim, t.place_text
                FROM report r JOIN source s ON s.source_id = r.source_id LEFT JOIN triage t ON t.report_id = r.report_id
                WHERE {Dialect.InIds(
                    database.Engine,
                    "r.report_id",
                    "ids"
                )} ORDER BY r.received_at DESC, r.report_id DESC
                """,
                new { ids = Dialect.List(database.Engine, shown) },
                cancellationToken: ct
            )
        );
        return new ReportFinds([.. rows.Select(r => HitOf(r, terms))], Math.Min(found.Count, MostFound), page, size)
        {
            More = found.Count > MostFound,
        };
    }

    // In the order in which they were kept, which the index gives for nothing.
    private const string FromSqlite = """
        report_words CROSS JOIN report_search x ON x.search_id = report_words.rowid CROSS JOIN report r ON r.report_id = x.report_id
        WHERE report_words MATCH @words
        """;

    private const string Newest = "x.report_id";

    // What has the words, the newest first, and only then each report by itself: the engine would rather read all reports.
    private const string EachReport = """
        CROSS JOIN LATERAL (SELECT * FROM report WHERE report_id = x.report_id OFFSET 0) r
        """;

    // The words first and apart, so that the index of words is asked and not that of ages.
    private const string FromIndex = $"""
        (WITH met AS MATERIALIZED (SELECT report_id FROM report_search WHERE words @@ CAST(@words AS tsquery))
          SELECT report_id FROM met ORDER BY report_id DESC) x {EachReport} WHERE true
        """;

    private static readonly string FromNewest = $"""
        (SELECT report_id, words FROM report_search ORDER BY report_id DESC LIMIT {Walk}) x {EachReport}
        WHERE x.words @@ CAST(@words AS tsquery)
        """;

    /// <summary>
    /// PostgreSQL finds a word by its index fast, but has to sort all that have it: common words are looked for from the newest
    /// message on, until there are enough. The same messages, whichever way.
    /// </summary>
    private async Task<List<(Guid Id, DateTimeOffset At)>> OnPostgresAsync(
        DbConnection c,
        Caller caller,
        DynamicParameters p,
        CancellationToken ct
    )
    {
        var having = await c.ExecuteScalarAsync<int>(
            new CommandDefinition(
                $"""
                SELECT count(*) FROM (SELECT words FROM report_search ORDER BY report_id DESC LIMIT {Sample}) x
                WHERE x.words @@ CAST(@words AS tsquery)
                """,
                p,
                cancellationToken: ct
            )
        );
        if (having >= Common)
        {
            var newest = await MetAsync(c, FromNewest, Newest, caller, p, ct);
            if (newest.Count > MostFound)
            {
                return newest;
            }
        }
        return await MetAsync(c, FromIndex, Newest, caller, p, ct);
    }

    /// <summary>The newest messages that have the words and that the caller may read.</summary>
    /// <param name="newest">What tells the newest; <paramref name="from"/> comes in this order already, so that nothing is sorted.</param>
    private async Task<List<(Guid Id, DateTimeOffset At)>> MetAsync(
        DbConnection c,
        string from,
        string newest,
        Caller caller,
        DynamicParameters p,
        CancellationToken ct
    )
    {
        var where = $"{from} AND ({caller.Reach.Clause("r", p)})";
        if (!caller.Reach.ReadsWithheld)
        {
            // Sources are few beside reports: what each allows is looked up once, before the walk.
            var free = $"SELECT s.source_id FROM source s WHERE {ReportAccess.Free("s", "s", caller.Reach.Release)}";
            where +=
                database.Engine == Engine.Sqlite
                    ? $" AND r.source_id IN ({free})"
                    : $" AND r.source_id = ANY (ARRAY({free}))";
        }
        var rows = await c.QueryAsync<(Guid Id, DateTimeOffset At)>(
            new CommandDefinition(
                $"SELECT r.report_id, r.received_at FROM {where} ORDER BY {newest} DESC LIMIT @most",
                p,
                cancellationToken: ct
            )
        );
        return rows.AsList();
    }

    private static ReportHit HitOf(Found row, IReadOnlyList<SearchTerm> terms) =>
        new(
            row.ReportId,
            row.ReceivedAt,
            row.Channel,
            row.CodeName,
            row.State,
            Snippet.Of(row.Verbatim, terms),
            row.PlaceText is { Length: > 0 } place ? Snippet.Of(place, terms) : []
        );

    private sealed class Found
    {
        public Guid ReportId { get; init; }
        public DateTimeOffset ReceivedAt { get; init; }
        public string Channel { get; init; } = "";
        public string CodeName { get; init; } = "";
        public string State { get; init; } = "";
        public string Verbatim { get; init; } = "";
        public string? PlaceText { get; init; }
    }
}

/// <summary>One page of what a search of messages has found.</summary>
/// <param name="Total">On all pages, at most <see cref="ReportSearch.MostFound"/>.</param>
public sealed record ReportFinds(IReadOnlyList<ReportHit> Rows, long Total, int Page, int Size)
{
    /// <summary>There are older ones as well.</summary>
    public bool More { get; init; }
}

/// <summary>A message that a search has found.</summary>
/// <param name="Source">Its code name.</param>
/// <param name="State">One of <see cref="TriageState"/>.</param>
/// <param name="Snippet">A piece of its text, cut where most of the words stand.</param>
/// <param name="Place">Where it says it was, in its own words; empty: it does not say.</param>
public sealed record ReportHit(
    Guid Id,
    DateTimeOffset ReceivedAt,
    string Channel,
    string Source,
    string State,
    IReadOnlyList<SnippetPart> Snippet,
    IReadOnlyList<SnippetPart> Place
);

/// <summary>Part of a piece of text, as it stands there: it is encoded where it is shown.</summary>
/// <param name="Met">It is one of the words that were looked for.</param>
public readonly record struct SnippetPart(string Text, bool Met);
