using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;
using Toguna.Record.Api;
using Toguna.Record.Exports;
using Toguna.Record.Incidents;
using Toguna.Record.Intake;
using Toguna.Record.Map;
using Toguna.Record.Places;

namespace Toguna.Record;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class RecordStage
{
    public static IServiceCollection AddRecord(this IServiceCollection services) =>
        services
            .AddSingleton<IncidentBook>()
            .AddSingleton<SaveIncident>()
            .AddSingleton<IncidentExport>()
            .AddSingleton<IncidentFigures>()
            .AddSingleton(new NavItem(30, "incidents", "/incidents", typeof(IncidentsText), Permission.Read))
            .AddSingleton<MapPoints>()
            .AddSingleton<MapAreas>()
            .AddSingleton(new NavItem(20, "map", "/map", typeof(MapText), Permission.Read))
            .AddSingleton(IntakeKinds.Ged)
            .AddSingleton(IntakeKinds.Acled)
            .AddSingleton(IntakeKinds.List)
            .AddPlaces();

    public static IEndpointRouteBuilder MapRecord(this IEndpointRouteBuilder routes)
    {
        routes.MapPlaces().MapIncidents();
        ExportIncidents.Map(routes);
        IncidentApi.Map(routes);
        ShowMap.Map(routes);
        return routes;
    }
}
