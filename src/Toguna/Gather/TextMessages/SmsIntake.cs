using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Logging;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather.Intake;

namespace Toguna.Gather.TextMessages;

/// <summary>Keeps text messages as they arrive, joins their parts, and makes a report of each.</summary>
/// <remarks>
/// A part is on the disk before the gateway hears that it was taken. The report is made through the door that every report takes, under an
/// id that was fixed before: whatever dies in between is finished by <see cref="DeliverDueAsync"/>, and makes no second one. Thread-safe.
/// </remarks>
internal sealed partial class SmsIntake(
    Database database,
    PhoneSources sources,
    KeepSent keep,
    KeyRing ring,
    KeyFolder keys,
    ILogger<SmsIntake> log
)
{
    /// <summary>What a report that came so says of its way.</summary>
    public const string Channel = "sms";

    /// <summary>How long a message waits for parts that are missing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>How long a repetition is known for one.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private const int Batch = 100;
    private readonly byte[] key = keys.Read("sms");

    /// <summary>Keeps a part; when it is the last that was missing, the report is made at once.</summary>
    public async Task TakeAsync(SmsArrived sms, CancellationToken ct = default)
    {
        var message = KeyOf(sms);
        await database.WriteAsync(tx => KeepPartAsync(tx, message, sms), ct);
        try
        {
            await DeliverAsync(message, CancellationToken.None);
        }
        catch (Exception e)
        {
            // It is on the disk: the next round makes the report. What went wrong is named by its kind alone.
            LogWaits(e.GetType().Name);
        }
    }

    /// <summary>Makes the reports that are due, and forgets what is older than <see cref="Memory"/>.</summary>
    /// <returns>How many messages were due.</returns>
    public async Task<int> DeliverDueAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        if (ring.IsLocked)
        {
            return 0;
        }
        await ForgetAsync(now, ct);
        await using var c = await database.OpenAsync(ct);
        var due = (
            await c.QueryAsync<byte[]>(
                """
                SELECT m.message_key FROM sms_message m WHERE m.state = 'waiting' AND (m.due_at <= @now
                  OR m.parts <= (SELECT count(*) FROM sms_part p WHERE p.message_key = m.message_key))
                ORDER BY m.due_at LIMIT @Batch
                """,
                new { now, Batch }
            )
        ).AsList();
        foreach (var message in due)
        {
            await DeliverAsync(message, ct, now);
        }
        return due.Count;
    }

    /// <summary>128 bits at least say that two messages are one; the number is not to be had back from it without the key.</summary>
    private byte[] KeyOf(SmsArrived sms) =>
        HMACSHA256.HashData(
            key,
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sms.From}\n{sms.Parts}\n{sms.Joint}"))
        );

    private async Task KeepPartAsync(WriteScope tx, byte[] message, SmsArrived sms)
    {
        if (await FindAsync(tx.Connection, message, tx) is null)
        {
            var source = await sources.OfAsync(tx, sms.From);
            await tx.ExecuteAsync(
                """
                INSERT INTO sms_message (message_key, source_id, report_id, parts, state, sent_at, first_at, due_at)
                VALUES (@message, @source, @Report, @Parts, 'waiting', @At, @Now, @Due) ON CONFLICT (message_key) DO NOTHING
                """,
                new
                {
                    message,
                    source,
                    Report = tx.NewId(),
                    sms.Parts,
                    sms.At,
                    tx.Now,
                    Due = tx.Now + Patience,
                }
            );
        }
        var isNew = await tx.ExecuteAsync(
            "INSERT INTO sms_part (message_key, part, text) VALUES (@message, @Part, @Text) ON CONFLICT (message_key, part) DO NOTHING",
            new
            {
                message,
                sms.Part,
                sms.Text,
            }
        );
        if (isNew > 0)
        {
            // What had arrived is a report already: all of it becomes one that corrects that.
            await CorrectAsync(tx, message, null, "incomplete", tx.Now + Patience);
        }
    }

    /// <summary>From now on the message becomes a report that corrects the one it was.</summary>
    private static Task<int> CorrectAsync(
        WriteScope tx,
        byte[] message,
        Guid? report,
        string state,
        DateTimeOffset due
    ) =>
        tx.ExecuteAsync(
            $"""
            UPDATE sms_message SET state = 'waiting', corrects = report_id, report_id = @next, due_at = @due
            WHERE message_key = @message AND state = @state {(report is null ? "" : "AND report_id = @report")}
            """,
            new
            {
                next = tx.NewId(),
                due,
                message,
                state,
                report,
            }
        );

    /// <param name="now">Whether its patience is over; null: only a message that is whole becomes a report.</param>
    private async Task DeliverAsync(byte[] message, CancellationToken ct, DateTimeOffset? now = null)
    {
        Row? row;
        List<(int Part, string Text)> parts;
        await using (var c = await database.OpenAsync(ct))
        {
            row = await FindAsync(c, message);
            parts = (
                await c.QueryAsync<(int, string)>(
                    "SELECT part, text FROM sms_part WHERE message_key = @message ORDER BY part",
                    new { message }
                )
            ).AsList();
        }
        if (row is not { State: "waiting" } || parts.Count == 0 || (parts.Count < row.Parts && !(row.DueAt <= now)))
        {
            return;
        }
        var kept = await keep.RunAsync(SentOf(row, parts));
        await database.WriteAsync(
            tx => AfterAsync(tx, message, row, parts.Count, kept.Problem),
            CancellationToken.None
        );
        if (kept.Problem is { Name: not "report_taken" } problem)
        {
            throw problem.Raise();
        }
    }

    /// <summary>Notes what became of it. Parts that came meanwhile, or before a process died here, make a correction.</summary>
    private static async Task AfterAsync(WriteScope tx, byte[] message, Row row, int delivered, Problem? problem)
    {
        if (problem is { Name: "report_taken" })
        {
            await CorrectAsync(tx, message, row.ReportId, "waiting", tx.Now);
            return;
        }
        if (problem is not null)
        {
            return;
        }
        var state = delivered >= row.Parts ? "kept" : "incomplete";
        await tx.ExecuteAsync(
            "UPDATE sms_message SET state = @state WHERE message_key = @message AND report_id = @ReportId",
            new
            {
                state,
                message,
                row.ReportId,
            }
        );
        var here = await tx.FindAsync<long>(
            "SELECT count(*) FROM sms_part WHERE message_key = @message",
            new { message }
        );
        if (here > delivered)
        {
            await CorrectAsync(tx, message, row.ReportId, state, tx.Now);
        }
    }

    private static Sent SentOf(Row row, List<(int Part, string Text)> parts)
    {
        var text = new StringBuilder();
        var last = 0;
        foreach (var (part, words) in parts)
        {
            text.Append(part == last + 1 ? "" : " […] ").Append(words);
            last = part;
        }
        text.Append(last < row.Parts ? " […]" : "");
        var fields = new Dictionary<string, string> { ["text"] = text.ToString(), ["channel"] = Channel };
        if (parts.Count < row.Parts)
        {
            fields["incomplete"] = string.Create(CultureInfo.InvariantCulture, $"{parts.Count}/{row.Parts}");
        }
        if (row.SentAt is { } sent)
        {
            fields["sent"] = Dialect.Instant(sent);
        }
        return new Sent(
            new ReportForm(row.ReportId, fields),
            new SentBy(null, null, row.CodeName, false, Caller.System),
            LanguageGuess.Of(fields["text"]),
            null,
            [],
            row.Corrects
        );
    }

    private Task ForgetAsync(DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                const string old =
                    "SELECT message_key FROM sms_message WHERE state <> 'waiting' AND first_at < @before";
                var arguments = new { before = now - Memory };
                await tx.ExecuteAsync($"DELETE FROM sms_part WHERE message_key IN ({old})", arguments);
                await tx.ExecuteAsync(
                    "DELETE FROM sms_message WHERE state <> 'waiting' AND first_at < @before",
                    arguments
                );
            },
            ct
        );

    private static Task<Row?> FindAsync(System.Data.Common.DbConnection c, byte[] message, WriteScope? tx = null) =>
        c.QuerySingleOrDefaultAsync<Row>(
            """
            SELECT m.report_id, m.corrects, m.parts, m.state, m.sent_at, m.due_at, s.code_name
            FROM sms_message m JOIN source s ON s.source_id = m.source_id WHERE m.message_key = @message
            """,
            new { message },
            tx?.Transaction
        );

    [LoggerMessage(Level = LogLevel.Warning, Message = "A text message is kept and waits to become a report: {Kind}")]
    private partial void LogWaits(string kind);

    private sealed class Row
    {
        public Guid ReportId { get; init; }
        public Guid? Corrects { get; init; }
        public int Parts { get; init; }
        public string State { get; init; } = "";
        public DateTimeOffset? SentAt { get; init; }
        public DateTimeOffset DueAt { get; init; }
        public string CodeName { get; init; } = "";
    }
}
