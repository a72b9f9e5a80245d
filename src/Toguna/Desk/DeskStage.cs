using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Desk;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class DeskStage
{
    public static IServiceCollection AddDesk(this IServiceCollection services) => services;

    public static IEndpointRouteBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        Home.Map(routes);
        return routes;
    }
}
