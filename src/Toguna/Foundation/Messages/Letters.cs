using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>The page <c>/administration/channels/letters</c>: what did not go out, and why; tried again or given up, by name.</summary>
/// <remarks>What a message tells of is not shown: who runs the channels need not know of it.</remarks>
internal static class Letters
{
    private const int Shown = 200;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/letters", ShowAsync);
        pages.MapPost(
            "/letters/{id:guid}/again",
            Task<IResult> (Guid id, HttpContext http, Database database, AuditLog audit, CancellationToken ct) =>
                DecideAsync(id, true, http, database, audit, ct)
        );
        pages.MapPost(
            "/letters/{id:guid}/give-up",
            Task<IResult> (Guid id, HttpContext http, Database database, AuditLog audit, CancellationToken ct) =>
                DecideAsync(id, false, http, database, audit, ct)
        );
    }

    private static async Task<IResult> ShowAsync(Database database, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        var letters = (
            await c.QueryAsync<LetterRow>(
                $"""
                SELECT o.message_id, o.channel, u."UserName" AS person, w.name AS hook, o.state, o.attempts, o.error,
                  o.queued_at, o.next_at, o.done_at
                FROM outbox o LEFT JOIN user_account u ON u."Id" = o.user_id LEFT JOIN webhook w ON w.webhook_id = o.webhook_id
                WHERE o.state IN ('dead', 'failed') ORDER BY o.state, o.queued_at DESC LIMIT {Shown}
                """
            )
        ).AsList();
        var total = await c.ExecuteScalarAsync<long>("SELECT count(*) FROM outbox WHERE state IN ('dead', 'failed')");
        return new RazorComponentResult<LettersPage>(new { Model = new LettersModel(letters, total) });
    }

    private static async Task<IResult> DecideAsync(
        Guid id,
        bool again,
        HttpContext http,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        await database.WriteAsync(
            async tx =>
            {
                var known = await tx.FindAsync<string>("SELECT state FROM outbox WHERE message_id = @id", new { id });
                if (known is null)
                {
                    throw FoundationProblems.NotFound("message").Raise();
                }
                // One that is being sent at this moment is not taken out of the courier's hands.
                var done = await tx.ExecuteAsync(
                    $"""
                    UPDATE outbox SET state = @state, decided_by = @Id, next_at = @Now, {(
                        again ? "attempts = 0, done_at = NULL" : "done_at = @Now"
                    )}
                    WHERE message_id = @message AND state IN ('dead', 'failed') AND (lease_until IS NULL OR lease_until <= @Now)
                    """,
                    new
                    {
                        state = again ? OutState.Waiting : OutState.GivenUp,
                        caller.Id,
                        tx.Now,
                        message = id,
                    }
                );
                if (done == 0)
                {
                    throw MessagesProblems.MessageDecided().Raise();
                }
                await audit.AppendAsync(tx, caller.Id, again ? "message.again" : "message.given_up", $"message:{id}");
            },
            ct
        );
        return Results.LocalRedirect(ShowChannels.Path + "/letters");
    }
}

/// <summary>A message that did not go out.</summary>
public sealed class LetterRow
{
    public Guid MessageId { get; init; }
    public string Channel { get; init; } = "";
    public string? Person { get; init; }
    public string? Hook { get; init; }
    public string State { get; init; } = "";
    public int Attempts { get; init; }

    /// <summary>A word, and a number where the other side gave one.</summary>
    public string? Error { get; init; }
    public DateTimeOffset QueuedAt { get; init; }
    public DateTimeOffset NextAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
}

/// <param name="Total">How many there are, of which the page has the newest.</param>
public sealed record LettersModel(IReadOnlyList<LetterRow> Letters, long Total);
