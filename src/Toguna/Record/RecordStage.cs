using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Record.Actors;
using Toguna.Record.Api;
using Toguna.Record.Cases;
using Toguna.Record.Columns;
using Toguna.Record.Exports;
using Toguna.Record.Incidents;
using Toguna.Record.Intake;
using Toguna.Record.Map;
using Toguna.Record.Places;
using Toguna.Record.Rearrangements;
using Toguna.Record.Series;
using Toguna.Record.Verification;
using Toguna.Record.Victims;

namespace Toguna.Record;

/// <summary>Wires the stage: its services and its pages.</summary>
public static class RecordStage
{
    public static IServiceCollection AddRecord(this IServiceCollection services) =>
        services
            .AddSingleton(SealedVictims.Name)
            .AddSingleton(VictimNames.Label)
            .AddSingleton<VictimNames>()
            .AddSingleton<IncidentIndex>()
            .AddSingleton(s => new IncidentBook(
                s.GetRequiredService<Database>(),
                s.GetRequiredService<IncidentIndex>()
            ))
            .AddSingleton<SaveIncident>()
            .AddSingleton<Drafts>()
            .AddSingleton<FindingBook>()
            .AddRearrangements()
            .AddSingleton<IncidentExport>()
            .AddSingleton<EvidenceBook>()
            .AddSingleton<NearbyIncidents>()
            .AddSingleton(Withholding.OnConsent)
            .AddSingleton(s => VictimConsent.RemovesName(s.GetRequiredService<AuditLog>()))
            .AddSingleton(new NavItem(30, "incidents", "/incidents", typeof(IncidentsText), Permission.Read))
            .AddSingleton(s => new IncidentBasis(
                s.GetRequiredService<Database>(),
                s.GetRequiredService<IncidentIndex>()
            ))
            .AddMap()
            .AddSingleton(s => new IncidentMaps(s.GetRequiredService<MapPoints>(), s.GetRequiredService<MapGround>()))
            .AddSingleton(new IncidentView(10, "map", "/map", typeof(MapText)))
            .AddSingleton(new NavItem(20, "map", "/map", typeof(MapText), Permission.Read))
            .AddSingleton(EvidenceLinks.Links)
            .AddSingleton(s => IntakeKinds.Ged(s.GetRequiredService<AuditLog>()))
            .AddSingleton(s => IntakeKinds.Acled(s.GetRequiredService<AuditLog>()))
            .AddSingleton(s => IntakeKinds.List(s.GetRequiredService<AuditLog>()))
            .AddCases()
            .AddActors()
            .AddSeries()
            .AddPlaces();

    /// <summary>A server keeps the record in memory; the command line asks the database.</summary>
    public static IServiceCollection AddRecordInMemory(this IServiceCollection services) =>
        services.AddHostedService(s => s.GetRequiredService<IncidentIndex>());

    public static IEndpointRouteBuilder MapRecord(this IEndpointRouteBuilder routes)
    {
        routes.MapPlaces().MapIncidents().MapActors().MapSeries();
        VerifyIncident.Map(routes);
        VictimNames.Map(routes);
        VictimConsent.Map(routes);
        FindVictim.Map(routes);
        routes.MapCases();
        routes.MapRearrangements();
        ExportIncidents.Map(routes);
        ListExports.Map(routes);
        IncidentApi.Map(routes);
        ShowMap.Map(routes);
        DetailFile.Map(routes);
        return routes;
    }
}
