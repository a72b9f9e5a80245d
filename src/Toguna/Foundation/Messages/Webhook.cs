using System.Data.Common;
using Dapper;

namespace Toguna.Foundation.Messages;

/// <summary>A program outside that is told of some kinds of things.</summary>
public sealed class Webhook
{
    public Guid WebhookId { get; init; }
    public string Name { get; init; } = "";
    public string Url { get; init; } = "";

    /// <summary>Separated by spaces; <c>thing.*</c> for all that begin so, <c>*</c> for everything.</summary>
    public string Kinds { get; init; } = "";

    /// <summary>May lie on this machine or in a private network.</summary>
    public bool Private { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    private const string Columns = "webhook_id, name, url, kinds, private, made_at, closed_at";

    /// <summary>Those that are open, the oldest first.</summary>
    public static async Task<IReadOnlyList<Webhook>> AllAsync(DbConnection c) =>
        (
            await c.QueryAsync<Webhook>($"SELECT {Columns} FROM webhook WHERE closed_at IS NULL ORDER BY webhook_id")
        ).AsList();

    public static Task<Webhook?> FindAsync(DbConnection c, Guid id) =>
        c.QuerySingleOrDefaultAsync<Webhook>($"SELECT {Columns} FROM webhook WHERE webhook_id = @id", new { id });
}
