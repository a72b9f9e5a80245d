using System.Text;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Warn;

/// <summary>A message in the Common Alerting Protocol that arrived from another system.</summary>
public sealed class CapIn
{
    public Guid CapId { get; init; }
    public string Sender { get; init; } = "";
    public string Identifier { get; init; } = "";
    public DateTimeOffset SentAt { get; init; }

    /// <summary>Alert, Update, Cancel.</summary>
    public string Type { get; init; } = "";
    public bool Exercise { get; init; }
    public string Headline { get; init; } = "";

    /// <summary>Identifiers of the messages it updates or cancels, separated by line feeds.</summary>
    public string? Refers { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public string ByUser { get; init; } = "";

    /// <summary>As it arrived.</summary>
    public string Document { get; init; } = "";
    public Guid? AlertId { get; init; }
    public string? AsideReason { get; init; }
}

/// <summary>Keeps messages that arrive until somebody makes an alert of each or sets it aside, by name. Thread-safe.</summary>
public sealed class CapInBook(Database database, AuditLog audit, AlertSteps steps)
{
    /// <summary>Keeps a message once. One that updates or cancels a message of which an alert was made is told to those of that alert.</summary>
    /// <returns>Its id; of one that is here already, that of before.</returns>
    public Task<Guid> KeepAsync(CapIn message, Caller caller, CancellationToken ct = default) =>
        database.WriteAsync(
            async tx =>
            {
                if (
                    await tx.FindAsync<Guid?>(
                        "SELECT cap_id FROM cap_in WHERE sender = @Sender AND identifier = @Identifier AND sent_at = @SentAt",
                        message
                    ) is
                    { } known
                )
                {
                    return known;
                }
                var id = tx.NewId();
                var about = await AboutAsync(tx, message);
                await tx.ExecuteAsync(
                    """
                    INSERT INTO cap_in (cap_id, sender, identifier, sent_at, type, exercise, headline, refers, received_at, by_user,
                      document, alert_id)
                    VALUES (@id, @Sender, @Identifier, @SentAt, @Type, @Exercise, @Headline, @Refers, @Now, @By, @Document, @about)
                    """,
                    new
                    {
                        id,
                        message.Sender,
                        message.Identifier,
                        message.SentAt,
                        message.Type,
                        message.Exercise,
                        message.Headline,
                        message.Refers,
                        tx.Now,
                        By = caller.Id,
                        message.Document,
                        about,
                    }
                );
                await audit.AppendAsync(tx, caller.Id, "cap.received", $"cap:{id}", new { message.Type });
                if (about is { } alert)
                {
                    await steps.HeardAsync(tx, alert, caller, new { cap = id, type = message.Type });
                }
                return id;
            },
            ct
        );

    /// <summary>Those on which nobody has decided yet, the oldest first.</summary>
    public async Task<IReadOnlyList<CapIn>> WaitingAsync(CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return (
            await c.QueryAsync<CapIn>(
                "SELECT * FROM cap_in WHERE alert_id IS NULL AND aside_reason IS NULL ORDER BY cap_id LIMIT 50"
            )
        ).AsList();
    }

    /// <summary>Null: there is none.</summary>
    public async Task<CapIn?> FindAsync(Guid id, CancellationToken ct = default)
    {
        await using var c = await database.OpenAsync(ct);
        return await c.QuerySingleOrDefaultAsync<CapIn>("SELECT * FROM cap_in WHERE cap_id = @id", new { id });
    }

    /// <summary>Those that an alert was made of, or that update it.</summary>
    public static async Task<IReadOnlyList<CapIn>> OfAsync(System.Data.Common.DbConnection c, Guid alert) =>
        (
            await c.QueryAsync<CapIn>("SELECT * FROM cap_in WHERE alert_id = @alert ORDER BY cap_id", new { alert })
        ).AsList();

    /// <summary>An alert was made of it. One that was decided on already stays as it is.</summary>
    public static Task BecameAsync(WriteScope tx, Guid id, Guid alert, Caller caller) =>
        tx.ExecuteAsync(
            """
            UPDATE cap_in SET alert_id = @alert, decided_by = @Id, decided_at = @Now
            WHERE cap_id = @id AND alert_id IS NULL AND aside_reason IS NULL
            """,
            new
            {
                id,
                alert,
                caller.Id,
                tx.Now,
            }
        );

    /// <summary>No alert is made of it, for a reason and by name.</summary>
    public Task SetAsideAsync(Guid id, string reason, Caller caller, CancellationToken ct = default) =>
        database.WriteAsync(
            async tx =>
            {
                await tx.ExecuteAsync(
                    """
                    UPDATE cap_in SET aside_reason = @reason, decided_by = @Id, decided_at = @Now
                    WHERE cap_id = @id AND alert_id IS NULL AND aside_reason IS NULL
                    """,
                    new
                    {
                        id,
                        reason,
                        caller.Id,
                        tx.Now,
                    }
                );
                await audit.AppendAsync(tx, caller.Id, "cap.set_aside", $"cap:{id}", new { reason });
            },
            ct
        );

    /// <summary>The alert that was made of a message which this one updates or cancels.</summary>
    private static async Task<Guid?> AboutAsync(WriteScope tx, CapIn message)
    {
        foreach (var identifier in (message.Refers ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(20))
        {
            if (
                await tx.FindAsync<Guid?>(
                    """
                    SELECT alert_id FROM cap_in WHERE sender = @Sender AND identifier = @identifier AND alert_id IS NOT NULL
                    ORDER BY cap_id LIMIT 1
                    """,
                    new { message.Sender, identifier }
                ) is
                { } alert
            )
            {
                return alert;
            }
        }
        return null;
    }
}
