using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Gather;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class GatherStage
{
    public static IServiceCollection AddGather(this IServiceCollection services) => services;

    public static IEndpointRouteBuilder MapGather(this IEndpointRouteBuilder routes) => routes;
}
