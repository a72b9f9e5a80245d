using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Record.Actors;

internal static class ActorsWiring
{
    public static IServiceCollection AddActors(this IServiceCollection services) =>
        services
            .AddSingleton<ChangeActor>()
            .AddSingleton<ActorSearch>()
            .AddSingleton(new NavItem(35, "actors", "/actors", typeof(ActorsText), Permission.Read));

    public static IEndpointRouteBuilder MapActors(this IEndpointRouteBuilder routes)
    {
        ListActors.Map(routes);
        ShowActor.Map(routes);
        ChangeActor.Map(routes);
        return routes;
    }
}
