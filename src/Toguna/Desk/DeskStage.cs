using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Desk.Place;

namespace Toguna.Desk;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class DeskStage
{
    public static IServiceCollection AddDesk(this IServiceCollection services) => services;

    public static IEndpointRouteBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        Home.Map(routes);
        ShowPlace.Map(routes);
        return routes;
    }
}
