using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Jobs;

namespace Toguna.Foundation.Messages;

/// <summary>Wires the channels: outbox and courier, how people are reached, the pages of the administrator.</summary>
internal static class MessagesServices
{
    public static IServiceCollection AddMessages(this IServiceCollection services, TimeSpan sendTimeout) =>
        services
            .AddSingleton(Contacts.Email)
            .AddSingleton(Contacts.Phone)
            .AddSingleton(ChannelSecrets.Column)
            .AddSingleton(ChannelSecrets.OfWebhook)
            .AddSingleton<ChannelSecrets>()
            .AddSingleton(new CourierLimits(sendTimeout))
            .AddSingleton<Courier>()
            .AddSingleton(
                new Tick("courier", Courier.Every, (s, ct) => s.GetRequiredService<Courier>().DeliverAllAsync(ct))
            );

    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(ShowChannels.Path).Needs(Permission.Administer);
        ShowChannels.Map(pages);
        SetChannel.Map(pages);
        SetWebhooks.Map(pages);
        TestChannel.Map(pages);
        Letters.Map(pages);
        SetContact.Map(routes);
    }
}
