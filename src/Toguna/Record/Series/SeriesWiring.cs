using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Record.Series;

internal static class SeriesWiring
{
    public static IServiceCollection AddSeries(this IServiceCollection services) =>
        services
            .AddSingleton(SeriesIntake.Kind)
            .AddSingleton<SeriesBook>()
            .AddSingleton<SeriesExport>()
            .AddSingleton(new NavItem(45, "series", "/series", typeof(SeriesText), Permission.Read));

    public static IEndpointRouteBuilder MapSeries(this IEndpointRouteBuilder routes)
    {
        ListSeries.Map(routes);
        ShowSeries.Map(routes);
        ShowValue.Map(routes);
        ChangeSeries.Map(routes);
        ExportSeries.Map(routes);
        return routes;
    }
}
