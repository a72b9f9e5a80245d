using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Record.Places;

internal static class PlacesWiring
{
    public static IServiceCollection AddPlaces(this IServiceCollection services) =>
        services
            .AddSingleton(GazetteerKinds.Geonames)
            .AddSingleton(GazetteerKinds.Pcodes)
            .AddSingleton(GazetteerKinds.Boundaries)
            .AddSingleton<PlaceAreas>()
            .AddSingleton<WorldOutlines>()
            .AddSingleton<MiniMapDrawing>();

    public static IEndpointRouteBuilder MapPlaces(this IEndpointRouteBuilder routes) => routes;
}
