using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Respond.Movements;

namespace Toguna.Respond;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class RespondStage
{
    public static IServiceCollection AddRespond(this IServiceCollection services) =>
        services
            .AddSingleton<TaskBook>()
            .AddSingleton<Caveats>()
            .AddSingleton<CaveatSteps>()
            .AddSingleton<MovementBook>()
            .AddSingleton<MovementSteps>()
            .AddSingleton<SeatSteps>()
            .AddSingleton<FleetSteps>()
            .AddSingleton<FleetKeeping>()
            .AddSingleton<DenialBook>()
            .AddSingleton<MovementDesk>()
            .AddSingleton(new NavItem(27, "movements", "/movements", typeof(MovementsText), Permission.Act));

    public static IEndpointRouteBuilder MapRespond(this IEndpointRouteBuilder routes)
    {
        ListMovements.Map(routes);
        AskSeats.Map(routes);
        WriteMovement.Map(routes);
        ShowMovement.Map(routes);
        KeepFleet.Map(routes);
        ProposeMovements.Map(routes);
        ListDenials.Map(routes);
        LogDenial.Map(routes);
        KeepCaveats.Map(routes);
        return routes;
    }
}
