using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Warn.Alerts;

namespace Toguna.Warn;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class WarnStage
{
    public static IServiceCollection AddWarn(this IServiceCollection services) =>
        services
            .AddSingleton<AlertBook>()
            .AddSingleton<AlertSteps>()
            .AddSingleton(new NavItem(25, "alerts", "/alerts", typeof(AlertsText), Permission.Read));

    public static IEndpointRouteBuilder MapWarn(this IEndpointRouteBuilder routes)
    {
        ListAlerts.Map(routes);
        WriteAlert.Map(routes);
        SetLimits.Map(routes);
        return routes;
    }
}
