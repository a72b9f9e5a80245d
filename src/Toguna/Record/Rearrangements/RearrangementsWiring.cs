using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Record.Rearrangements;

/// <summary>Merges, splits and bulk changes: their services and pages.</summary>
internal static class RearrangementsWiring
{
    public static IServiceCollection AddRearrangements(this IServiceCollection services) =>
        services
            .AddSingleton<SaveMerge>()
            .AddSingleton<SaveSplit>()
            .AddSingleton<SaveBulkChange>()
            .AddSingleton<UndoRearrangement>()
            .AddSingleton<BulkWork>();

    public static void MapRearrangements(this IEndpointRouteBuilder routes)
    {
        MergeIncidents.Map(routes);
        SplitIncident.Map(routes);
        ChangeIncidents.Map(routes);
        ListRearrangements.Map(routes);
    }
}
