using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>Programs outside that are told: added with a secret that is shown once, and closed.</summary>
internal static class SetWebhooks
{
    private const int LongestName = 60;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/webhooks", AddAsync);
        pages.MapPost("/webhooks/{id:guid}/close", CloseAsync);
    }

    private static async Task<IResult> AddAsync(
        IFormCollection form,
        HttpContext http,
        Database database,
        SealedFields sealing,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var typed = form.Typed(["hook.name", "hook.url", "hook.kinds", "hook.private"]);
        var problems = Refuse(typed);
        if (problems.Count > 0)
        {
            return ShowChannels.Page(
                await ShowChannels.ModelAsync(database, ct) with
                {
                    Typed = typed,
                    Problems = problems,
                }
            );
        }
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await database.WriteAsync(
            async tx =>
            {
                var id = tx.NewId();
                var value = await sealing.SealAsync(tx, ChannelSecrets.OfWebhook, id, id, secret);
                await tx.ExecuteAsync(
                    """
                    INSERT INTO webhook (webhook_id, name, url, kinds, private, secret_sealed, made_by, made_at)
                    VALUES (@id, @Name, @Url, @Kinds, @Private, @Text, @By, @Now)
                    """,
                    new
                    {
                        id,
                        Name = typed["hook.name"],
                        Url = typed["hook.url"],
                        Kinds = typed["hook.kinds"],
                        Private = typed["hook.private"].Length > 0,
                        value.Text,
                        By = Caller.Of(http)!.Id,
                        tx.Now,
                    }
                );
                // Not where it lies: the address of such a program is often a secret itself.
                await audit.AppendAsync(
                    tx,
                    Caller.Of(http)!.Id,
                    "webhook.added",
                    $"webhook:{id}",
                    new { kinds = typed["hook.kinds"] }
                );
            },
            ct
        );
        return ShowChannels.Page(await ShowChannels.ModelAsync(database, ct) with { HookSecret = secret });
    }

    private static IReadOnlyList<Problem> Refuse(IReadOnlyDictionary<string, string> typed) =>
        [
            .. new[]
            {
                typed["hook.name"].Length == 0 ? MessagesProblems.Missing().At("hook.name")
                : typed["hook.name"].Length > LongestName
                    ? MessagesProblems.TooLong(typed["hook.name"].Length, LongestName).At("hook.name")
                : null,
                typed["hook.url"].Length > ChannelSection.Longest
                    ? MessagesProblems.TooLong(typed["hook.url"].Length, ChannelSection.Longest).At("hook.url")
                    : ChannelSection.RefuseUrl(typed["hook.url"], typed["hook.private"].Length > 0)?.At("hook.url"),
                typed["hook.kinds"].Length == 0 ? MessagesProblems.Missing().At("hook.kinds")
                : typed["hook.kinds"].Length > ChannelSection.Longest
                    ? MessagesProblems.TooLong(typed["hook.kinds"].Length, ChannelSection.Longest).At("hook.kinds")
                : null,
            }.OfType<Problem>(),
        ];

    private static async Task<IResult> CloseAsync(
        Guid id,
        HttpContext http,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        await database.WriteAsync(
            async tx =>
            {
                var closed = await tx.ExecuteAsync(
                    "UPDATE webhook SET closed_at = @Now, secret_sealed = NULL WHERE webhook_id = @id AND closed_at IS NULL",
                    new { id, tx.Now }
                );
                if (closed == 0)
                {
                    throw FoundationProblems.NotFound("webhook").Raise();
                }
                await audit.AppendAsync(tx, Caller.Of(http)!.Id, "webhook.closed", $"webhook:{id}");
            },
            ct
        );
        return Results.LocalRedirect($"{ShowChannels.Path}#webhooks");
    }
}
