using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Mandate.Context;

namespace Toguna.Mandate;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class MandateStage
{
    public static IServiceCollection AddMandate(this IServiceCollection services) =>
        services.AddSingleton<ContextBook>();

    public static IEndpointRouteBuilder MapMandate(this IEndpointRouteBuilder routes)
    {
        ContextPages.Map(routes);
        return routes;
    }
}
