using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>Where messages wait that are to leave the program: written in the transaction of what they tell of.</summary>
/// <remarks>So nothing is told of what was rolled back, and nothing that was committed stays untold: <c>Courier</c> takes them from here.</remarks>
public static class Outbox
{
    private const int LongestKey = 300;
    private const int LongestReference = 40;

    /// <summary>Queues a message in the caller's transaction.</summary>
    /// <returns>False when its key was queued before: nothing was written then.</returns>
    /// <exception cref="ArgumentException">A channel that there is none, a path that leaves the installation, or a text that is too long to be a code.</exception>
    public static async Task<bool> QueueAsync(WriteScope tx, OutMessage message)
    {
        Demand(message);
        var isHook = message.Channel == Channel.Webhook;
        var written = await tx.ExecuteAsync(
            """
            INSERT INTO outbox (message_id, key, channel, user_id, webhook_id, kind, reference, path, urgent, state, queued_at, next_at)
            VALUES (@Id, @Key, @Channel, @User, @Hook, @Kind, @Reference, @Path, @Urgent, @State, @Now, @Next)
            ON CONFLICT (key) DO NOTHING
            """,
            new
            {
                Id = tx.NewId(),
                message.Key,
                message.Channel,
                User = isHook ? (Guid?)null : message.To,
                Hook = isHook ? message.To : (Guid?)null,
                message.Kind,
                message.Reference,
                message.Path,
                message.Urgent,
                State = OutState.Waiting,
                tx.Now,
                Next = message.NotBefore ?? tx.Now,
            }
        );
        return written > 0;
    }

    /// <summary>Queues it for every webhook that gets this kind; each has the key with its own id behind it.</summary>
    /// <returns>How many were queued now.</returns>
    public static async Task<int> QueueForWebhooksAsync(
        WriteScope tx,
        string key,
        string kind,
        string reference,
        string path
    )
    {
        var hooks = await tx.QueryAsync<(Guid Id, string Kinds)>(
            "SELECT webhook_id, kinds FROM webhook WHERE closed_at IS NULL ORDER BY webhook_id"
        );
        var queued = 0;
        foreach (var (id, _) in hooks.Where(h => Gets(h.Kinds, kind)))
        {
            var message = new OutMessage($"{key}:webhook:{id}", Channel.Webhook, id, kind, reference, path, true);
            queued += await QueueAsync(tx, message) ? 1 : 0;
        }
        return queued;
    }

    /// <summary>Whether one of the kinds, separated by spaces, is this one: by its whole name, or <c>thing.*</c>, or <c>*</c>.</summary>
    internal static bool Gets(string kinds, string kind) =>
        kinds
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Any(k =>
                k == "*"
                || k == kind
                || (k.EndsWith(".*", StringComparison.Ordinal) && kind.StartsWith(k[..^1], StringComparison.Ordinal))
            );

    private static void Demand(OutMessage m)
    {
        if (m.Channel is not (Channel.Email or Channel.Sms or Channel.Webhook))
        {
            throw new ArgumentException($"“{m.Channel}” is no channel.", nameof(m));
        }
        if (!Language.Languages.IsLocal(m.Path))
        {
            throw new ArgumentException($"“{m.Path}” is no page of this installation.", nameof(m));
        }
        if (m.Key.Length is 0 or > LongestKey || m.Reference.Length is 0 or > LongestReference)
        {
            throw new ArgumentException($"“{m.Key}”, “{m.Reference}”: too long for a key and a code.", nameof(m));
        }
    }
}
