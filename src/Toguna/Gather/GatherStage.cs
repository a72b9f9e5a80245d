using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Gather.Imports;

namespace Toguna.Gather;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class GatherStage
{
    public static IServiceCollection AddGather(this IServiceCollection services) =>
        services
            .AddSingleton<ImportService>()
            .AddSingleton<ImportWorker>();

    public static IEndpointRouteBuilder MapGather(this IEndpointRouteBuilder routes) => routes;
}
