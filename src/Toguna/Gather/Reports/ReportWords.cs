using Dapper;
using Npgsql;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;

namespace Toguna.Gather.Reports;

/// <summary>The index of the words of messages: each word as it is folded, with its English and its French stem.</summary>
/// <remarks>The stems are ours, so that both engines find the same: SQLite keeps them by FTS5, PostgreSQL as a <c>tsvector</c>.</remarks>
internal static class ReportWords
{
    /// <summary>Letters of a word that counts; more are no word.</summary>
    public const int LongestWord = 40;

    /// <summary>Reports of one step when those of an earlier version are read.</summary>
    private const int StepSize = 2_000;

    /// <summary>Rows of incident lists are found by their incidents.</summary>
    private const string IsMessage = $"(r.scheme IS NULL OR r.scheme = '{ReportBook.Scheme}')";

    /// <summary>The forms by which a word is found.</summary>
    public static IEnumerable<string> Forms(string word) => [word, EnglishStem.Of(word), FrenchStem.Of(word)];

    /// <summary>The messages among new reports.</summary>
    public static Task KeepAsync(WriteScope tx, IEnumerable<NewReport> reports, CancellationToken ct) =>
        InsertAsync(
            tx,
            [.. reports.Where(r => r.Scheme is null or ReportBook.Scheme).Select(r => (r.Id, Of(r.Verbatim, r.Place)))],
            ct
        );

    /// <summary>Reads messages once more: their place was put into other words.</summary>
    public static async Task AgainAsync(
        WriteScope tx,
        IReadOnlyCollection<Guid> reports,
        CancellationToken ct = default
    )
    {
        var ids = Dialect.List(tx.Engine, reports);
        await RemoveAsync(tx, Dialect.InIds(tx.Engine, "report_id", "ids"), new { ids });
        var rows = await tx.QueryAsync<Message>(
            $"""
            SELECT r.report_id, r.verbatim, t.place_text FROM report r LEFT JOIN triage t ON t.report_id = r.report_id
            WHERE {Dialect.InIds(tx.Engine, "r.report_id", "ids")} AND {IsMessage}
            """,
            new { ids }
        );
        await InsertAsync(tx, [.. rows.Select(r => (r.ReportId, Of(r.Verbatim, r.PlaceText)))], ct);
    }

    /// <summary>The reports of an import go.</summary>
    public static Task RemoveAsync(WriteScope tx, Guid importId) =>
        RemoveAsync(tx, "report_id IN (SELECT report_id FROM report WHERE import_id = @importId)", new { importId });

    /// <summary>Reads what was here before there was a search; ends at once when nothing is left, and goes on where it was cut off.</summary>
    public static async Task CatchUpAsync(Database database, CancellationToken ct)
    {
        // Several servers of one database take different rows.
        var apart = database.Engine == Engine.Postgres ? "FOR UPDATE SKIP LOCKED" : "";
        bool more;
        do
        {
            more = await database.WriteAsync(
                async tx =>
                {
                    var due = (
                        await tx.QueryAsync<Guid>($"SELECT report_id FROM report_search_due LIMIT {StepSize} {apart}")
                    ).AsList();
                    await AgainAsync(tx, due, ct);
                    await tx.ExecuteAsync(
                        $"DELETE FROM report_search_due WHERE {Dialect.InIds(tx.Engine, "report_id", "due")}",
                        new { due = Dialect.List(tx.Engine, due) }
                    );
                    return due.Count > 0;
                },
                ct
            );
        } while (more);
    }

    private static string Of(string verbatim, string? place)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in TextWords.Of(verbatim).Concat(TextWords.Of(place)))
        {
            if (word.Key.Length <= LongestWord && seen.Add(word.Key))
            {
                forms.UnionWith(Forms(word.Key));
            }
        }
        return string.Join(' ', forms);
    }

    private static async Task InsertAsync(
        WriteScope tx,
        IReadOnlyList<(Guid Id, string Words)> messages,
        CancellationToken ct
    )
    {
        if (messages.Count == 0)
        {
            return;
        }
        if (tx.Engine == Engine.Postgres)
        {
            await tx.SendAsync(
                """
                INSERT INTO report_search (report_id, words)
                SELECT m.id, array_to_tsvector(string_to_array(m.words, ' ')) FROM unnest($1, $2) AS m (id, words)
                """,
                [
                    new NpgsqlParameter<Guid[]> { TypedValue = [.. messages.Select(m => m.Id)] },
                    new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(m => m.Words)] },
                ],
                ct
            );
            return;
        }
        var first = await tx.FindAsync<long>("SELECT coalesce(max(search_id), 0) + 1 FROM report_search");
        await BulkInsert.IntoAsync(
            tx,
            "report_search",
            [("search_id", Cell.Long), ("report_id", Cell.Id)],
            [.. messages.Select((m, i) => new object?[] { first + i, m.Id })],
            ct
        );
        await BulkInsert.IntoAsync(
            tx,
            "report_words",
            [("rowid", Cell.Long), ("words", Cell.Text)],
            [.. messages.Select((m, i) => new object?[] { first + i, m.Words })],
            ct
        );
    }

    private static async Task RemoveAsync(WriteScope tx, string which, object args)
    {
        if (tx.Engine == Engine.Sqlite)
        {
            await tx.ExecuteAsync(
                $"DELETE FROM report_words WHERE rowid IN (SELECT search_id FROM report_search WHERE {which})",
                args
            );
        }
        await tx.ExecuteAsync($"DELETE FROM report_search WHERE {which}", args);
    }

    private sealed class Message
    {
        public Guid ReportId { get; init; }
        public string Verbatim { get; init; } = "";
        public string? PlaceText { get; init; }
    }
}
