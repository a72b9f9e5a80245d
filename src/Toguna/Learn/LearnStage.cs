using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Learn.ResponseRate;

namespace Toguna.Learn;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class LearnStage
{
    public static IServiceCollection AddLearn(this IServiceCollection services) => services.AddSingleton<RateBook>();

    public static IEndpointRouteBuilder MapLearn(this IEndpointRouteBuilder routes)
    {
        ShowRate.Map(routes);
        return routes;
    }
}
