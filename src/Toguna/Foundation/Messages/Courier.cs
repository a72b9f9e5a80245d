using System.Net.Http;
using Dapper;
using Toguna.Foundation.Design;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>Takes messages out of the outbox and sends them: each by one node at a time, again after growing waits, and at last not any more.</summary>
/// <remarks>
/// At least once: a process that dies between the yes of the other side and its own note of it has the message sent again after its
/// lease, with the same id. The clocks of several nodes must agree to within half a minute. Thread-safe.
/// </remarks>
internal sealed class Courier(
    Database database,
    CourierLimits limits,
    ChannelSecrets secrets,
    TimeProvider clock,
    SealedFields sealing,
    KeyRing ring,
    Installation house
)
{
    /// <summary>How often it is looked what is due.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>How many are sent at the same time.</summary>
    public const int Batch = 8;

    /// <summary>Longer than any sending takes: whoever still holds one after it is taken for dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How long a message waits after each try; after the try that follows the last wait it is dead.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
    [
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
    ];

    /// <summary>Sends all that are due.</summary>
    /// <returns>How many were taken up, whatever became of them.</returns>
    public async Task<int> DeliverAllAsync(CancellationToken ct = default)
    {
        var all = 0;
        for (int taken = Batch; taken == Batch; all += taken)
        {
            taken = await DeliverDueAsync(clock.GetUtcNow(), ct);
        }
        return all;
    }

    /// <summary>Sends some of those that are due: the longest due first, at most <see cref="Batch"/>.</summary>
    /// <returns>How many were taken up, whatever became of them; fewer than <see cref="Batch"/>: none is left.</returns>
    public async Task<int> DeliverDueAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        // Addresses are sealed; a locked office tells nobody anything.
        if (ring.IsLocked)
        {
            return 0;
        }
        var claimed = await ClaimAsync(now, ct);
        await Task.WhenAll(claimed.Select(m => DeliverAsync(m, now, ct)));
        return claimed.Count;
    }

    /// <summary>Takes some for this node, for as long as the lease runs.</summary>
    internal async Task<IReadOnlyList<OutRow>> ClaimAsync(DateTimeOffset now, CancellationToken ct = default) =>
        await database.WriteAsync(
            async tx =>
                (
                    await tx.QueryAsync<OutRow>(
                        $"""
                        UPDATE outbox SET lease = @lease, lease_until = @until, attempts = attempts + 1
                        WHERE message_id IN (
                          SELECT message_id FROM outbox WHERE state IN ('waiting', 'failed') AND next_at <= @now
                            AND (lease_until IS NULL OR lease_until <= @now)
                          ORDER BY next_at LIMIT @Batch {(
                            tx.Engine == Engine.Postgres ? "FOR UPDATE SKIP LOCKED" : ""
                        )})
                        RETURNING message_id, channel, user_id, webhook_id, kind, reference, path, urgent, attempts, queued_at, lease
                        """,
                        new
                        {
                            lease = tx.NewId(),
                            until = now + Lease,
                            now,
                            Batch,
                        }
                    )
                ).AsList(),
            ct
        );

    private async Task DeliverAsync(OutRow row, DateTimeOffset now, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(limits.Answer);
        try
        {
            if (await SendAsync(row, now, limit.Token) is { } later)
            {
                await LaterAsync(row, later);
                return;
            }
            await FinishAsync(row, OutState.Sent, now, null, null);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The server stops: what was not told is told after the lease, by whoever lives then.
        }
        catch (Exception e)
        {
            var (word, isFinal) = WordOf(e);
            var isDead = isFinal || row.Attempts > Waits.Count;
            await FinishAsync(
                row,
                isDead ? OutState.Dead : OutState.Failed,
                isDead ? now : null,
                word,
                isDead ? null : now + Waits[row.Attempts - 1]
            );
        }
    }

    /// <returns>Null when it was sent; otherwise until when it has to wait.</returns>
    private async Task<DateTimeOffset?> SendAsync(OutRow row, DateTimeOffset now, CancellationToken ct)
    {
        var (send, later) =
            row.Channel == Channel.Webhook ? await ToHookAsync(row, ct) : await ToPersonAsync(row, now, ct);
        // No connection is held while the other side takes its time.
        await (send?.Invoke() ?? Task.CompletedTask);
        return later;
    }

    private async Task<(Func<Task>? Send, DateTimeOffset? Later)> ToHookAsync(OutRow row, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var hook = await Webhook.FindAsync(c, row.WebhookId!.Value);
        if (hook is not { ClosedAt: null })
        {
            throw new NotSentException("closed", isFinal: true);
        }
        var secret =
            await secrets.OpenAsync(c, ChannelSecrets.OfWebhook, hook.WebhookId)
            ?? throw new NotSentException("no_secret", isFinal: true);
        var letter = LetterOf(row, await ChannelSettings.ReadAsync(c));
        return (() => HookSender.SendAsync(hook, secret, letter, clock.GetUtcNow(), ct), null);
    }

    private async Task<(Func<Task>? Send, DateTimeOffset? Later)> ToPersonAsync(
        OutRow row,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var settings = await ChannelSettings.ReadAsync(c);
        var user = row.UserId!.Value;
        var reach = (await Contacts.ReachAsync(c, database.Engine, [user])).GetValueOrDefault(user);
        if (reach is null)
        {
            throw new NotSentException("closed", isFinal: true);
        }
        var isMail = row.Channel == Channel.Email;
        if (!settings.Has(isMail ? ChannelSection.Email : ChannelSection.Sms))
        {
            throw new NotSentException("not_set_up");
        }
        if (!reach.Channels.Contains(row.Channel))
        {
            throw new NotSentException("no_address", isFinal: true);
        }
        if (!row.Urgent && reach.Quiet?.EndAfter(now, house.Zone) is { } end)
        {
            return (null, end);
        }
        var address =
            await Contacts.AddressAsync(c, database.Engine, sealing, user, row.Channel)
            ?? throw new NotSentException("no_address", isFinal: true);
        var secret = await secrets.OpenAsync(c, isMail ? "email.password" : "sms.headers");
        var letter = LetterOf(row, settings);
        return (
            isMail
                ? () => MailSender.SendAsync(settings, secret, letter, address, ct)
                : () => SmsSender.SendAsync(settings, secret, letter, address, ct),
            null
        );
    }

    private static Letter LetterOf(OutRow row, ChannelSettings settings) =>
        new(row.MessageId, row.Kind, row.Reference, settings.LinkTo(row.Path), row.QueuedAt);

    private static (string Word, bool IsFinal) WordOf(Exception e) =>
        e switch
        {
            NotSentException known => (known.Word, known.IsFinal),
            OperationCanceledException => ("timeout", false),
            AddressRefusedException => ("address_refused", false),
            HttpRequestException => ("unreachable", false),
            ProblemException => ("sealed", false),
            _ => ("failed", false),
        };

    /// <summary>It waits for the end of somebody's quiet hours: that was no try.</summary>
    private Task LaterAsync(OutRow row, DateTimeOffset end) =>
        database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """
                UPDATE outbox SET next_at = @end, attempts = attempts - 1, lease = NULL, lease_until = NULL
                WHERE message_id = @MessageId AND lease = @Lease
                """,
                new
                {
                    end,
                    row.MessageId,
                    row.Lease,
                }
            )
        );

    /// <summary>Whose lease has run out meanwhile writes nothing: another node has it now.</summary>
    private Task FinishAsync(OutRow row, string state, DateTimeOffset? done, string? error, DateTimeOffset? next) =>
        database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """
                UPDATE outbox SET state = @state, done_at = @done, error = @error, next_at = coalesce(@next, next_at),
                  lease = NULL, lease_until = NULL
                WHERE message_id = @MessageId AND lease = @Lease
                """,
                new
                {
                    state,
                    done,
                    error,
                    next,
                    row.MessageId,
                    row.Lease,
                }
            )
        );
}

/// <param name="Answer">How long the other side has to answer; well under <see cref="Courier.Lease"/>.</param>
internal sealed record CourierLimits(TimeSpan Answer);

/// <summary>A message that was taken up.</summary>
internal sealed class OutRow
{
    public Guid MessageId { get; init; }
    public string Channel { get; init; } = "";
    public Guid? UserId { get; init; }
    public Guid? WebhookId { get; init; }
    public string Kind { get; init; } = "";
    public string Reference { get; init; } = "";
    public string Path { get; init; } = "";
    public bool Urgent { get; init; }

    /// <summary>This one counted.</summary>
    public int Attempts { get; init; }
    public DateTimeOffset QueuedAt { get; init; }
    public Guid Lease { get; init; }
}
