using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Record.Places;

internal static class PlacesWiring
{
    public static IServiceCollection AddPlaces(this IServiceCollection services) =>
        services
            .AddSingleton(new NavItem(50, "places", "/places", typeof(PlacesText), Permission.Read))
            .AddSingleton(GazetteerKinds.Geonames)
            .AddSingleton(GazetteerKinds.Pcodes)
            .AddSingleton(GazetteerKinds.Boundaries)
            .AddSingleton<PlaceAreas>()
            .AddSingleton<PlaceBook>()
            .AddSingleton<WorldOutlines>()
            .AddSingleton<MiniMapAreas>()
            .AddSingleton<MiniMapDrawing>();
}
