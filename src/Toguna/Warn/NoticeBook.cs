using System.Data.Common;
using Dapper;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Warn;

/// <summary>That somebody was told of an alert: never edited, but for the moment at which they first saw it.</summary>
public sealed class Notice
{
    public Guid NoticeId { get; init; }
    public string UserId { get; init; } = "";
    public DateTimeOffset At { get; init; }

    /// <summary>issued, handed_over, task_asked, shared, updated, cancelled, merged; of a rung reminder, next_in_line, head_of_office.</summary>
    public string What { get; init; } = "";
    public Guid AlertId { get; init; }

    /// <summary>Of a rung: what is waited for.</summary>
    public string? Step { get; init; }

    /// <summary>owner, component, duty, subscription, role, shared, told_before.</summary>
    public string Why { get; init; } = "";

    /// <summary>Outside of the product, separated by spaces; null: in it only.</summary>
    public string? Channels { get; init; }
    public DateTimeOffset? SeenAt { get; init; }
}

/// <summary>A notice with the alert that it is about.</summary>
public sealed record TellingLine(Notice Notice, Alert Alert);

/// <summary>Reads what people were told. Thread-safe.</summary>
/// <remarks>Of an alert that its reader may not know of any more nothing is left, also no count.</remarks>
public sealed class NoticeBook(Database database)
{
    /// <summary>What somebody was told, the newest first.</summary>
    /// <param name="unseen">Only what they have not opened since.</param>
    public async Task<IReadOnlyList<TellingLine>> OfAsync(
        Caller caller,
        bool unseen = false,
        int most = 50,
        CancellationToken ct = default
    )
    {
        var parameters = new DynamicParameters(new { caller.Id, most });
        await using var c = await database.OpenAsync(ct);
        return
        [
            .. await c.QueryAsync<Notice, Alert, TellingLine>(
                $"""
                SELECT n.notice_id, n.user_id, n.at, n.what, n.alert_id, n.step, n.why, n.channels, n.seen_at, a.*
                FROM notice n JOIN alert a ON a.alert_id = n.alert_id
                WHERE n.user_id = @Id {(unseen ? "AND n.seen_at IS NULL" : "")} AND {AlertBook.Access(
                    caller,
                    parameters
                )}
                ORDER BY n.notice_id DESC LIMIT @most
                """,
                (notice, alert) => new TellingLine(notice, alert),
                parameters,
                splitOn: "alert_id"
            ),
        ];
    }

    /// <summary>How often somebody was told of something that they have not opened since: of one alert it may be several times.</summary>
    public async Task<long> UnseenAsync(Caller caller, CancellationToken ct = default)
    {
        var parameters = new DynamicParameters(new { caller.Id });
        await using var c = await database.OpenAsync(ct);
        return await c.ExecuteScalarAsync<long>(
            $"""
            SELECT count(*) FROM notice n JOIN alert a ON a.alert_id = n.alert_id
            WHERE n.user_id = @Id AND n.seen_at IS NULL AND {AlertBook.Access(caller, parameters)}
            """,
            parameters
        );
    }

    /// <summary>Who was told of an alert, the newest first.</summary>
    public static async Task<IReadOnlyList<Notice>> AboutAsync(DbConnection c, Guid alert, int most = 200) =>
        (
            await c.QueryAsync<Notice>(
                "SELECT * FROM notice WHERE alert_id = @alert ORDER BY notice_id DESC LIMIT @most",
                new { alert, most }
            )
        ).AsList();

    /// <summary>Somebody opened the page of an alert: what they were told of it, they have seen.</summary>
    public async Task SeenAsync(Guid alert, Caller caller, CancellationToken ct = default)
    {
        await using (var c = await database.OpenAsync(ct))
        {
            if (
                await c.ExecuteScalarAsync<long>(
                    "SELECT count(*) FROM notice WHERE alert_id = @alert AND user_id = @Id AND seen_at IS NULL",
                    new { alert, caller.Id }
                ) == 0
            )
            {
                return;
            }
        }
        await database.WriteAsync(
            tx =>
                tx.ExecuteAsync(
                    "UPDATE notice SET seen_at = @Now WHERE alert_id = @alert AND user_id = @Id AND seen_at IS NULL",
                    new
                    {
                        tx.Now,
                        alert,
                        caller.Id,
                    }
                ),
            ct
        );
    }
}
