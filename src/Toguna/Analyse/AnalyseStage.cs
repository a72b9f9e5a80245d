using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Analyse.Trends;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Record;

namespace Toguna.Analyse;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class AnalyseStage
{
    public static IServiceCollection AddAnalyse(this IServiceCollection services) =>
        services
            .AddSingleton(new IncidentView(20, "trends", "/trends", typeof(TrendsText)))
            .AddSingleton(new NavItem(40, "trends", "/trends", typeof(TrendsText), Permission.Read));

    public static IEndpointRouteBuilder MapAnalyse(this IEndpointRouteBuilder routes)
    {
        ShowTrends.Map(routes);
        return routes;
    }
}
