using Microsoft.AspNetCore.Routing;

namespace Toguna.Record.Incidents;

/// <summary>The pages of incidents.</summary>
internal static class IncidentsWiring
{
    public static IEndpointRouteBuilder MapIncidents(this IEndpointRouteBuilder routes)
    {
        ListIncidents.Map(routes);
        ShowIncident.Map(routes);
        WriteIncident.Map(routes);
        Drafts.Map(routes);
        return routes;
    }
}
