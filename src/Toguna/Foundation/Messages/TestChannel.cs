using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Messages;

/// <summary>Sends a test: to whoever asks for it, or to one webhook. It takes the way of every other message.</summary>
internal static class TestChannel
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/test", TestAsync);

    private static async Task<IResult> TestAsync(
        IFormCollection form,
        HttpContext http,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        var typed = form["channel"].ToString();
        var (channel, to) = Guid.TryParse(typed, out var hook)
            ? (Channel.Webhook, hook)
            : (typed, Guid.Parse(caller.Id));
        if (channel != Channel.Webhook && !Channel.OfPeople.Contains(channel))
        {
            throw MessagesProblems.NotOffered(typed, string.Join(", ", Channel.OfPeople)).Raise();
        }
        var problem = await database.WriteAsync(
            async tx =>
            {
                if (await RefuseAsync(tx, channel, to) is { } refused)
                {
                    return refused;
                }
                var key = $"test:{tx.NewId()}";
                await Outbox.QueueAsync(tx, new OutMessage(key, channel, to, "test", "TEST", "/account/contact", true));
                await audit.AppendAsync(tx, caller.Id, "channel.tested", "channel:" + channel);
                return null;
            },
            ct
        );
        var model = await ShowChannels.ModelAsync(database, ct);
        return ShowChannels.Page(
            problem is null ? model with { Tested = channel } : model with { Problems = [problem] }
        );
    }

    private static async Task<Problem?> RefuseAsync(WriteScope tx, string channel, Guid to)
    {
        if (channel == Channel.Webhook)
        {
            return await Webhook.FindAsync(tx.Connection, to) is { ClosedAt: null }
                ? null
                : FoundationProblems.NotFound("webhook");
        }
        var settings = await ChannelSettings.ReadAsync(tx.Connection, tx.Transaction);
        var section = channel == Channel.Email ? ChannelSection.Email : ChannelSection.Sms;
        return !settings.Has(section) ? MessagesProblems.NotSetUp().At(section.Fields[0].Name)
            : (await Contacts.ReachAsync(tx, [to])).GetValueOrDefault(to)?.Channels.Contains(channel) == true ? null
            : MessagesProblems.OwnAddressMissing();
    }
}
