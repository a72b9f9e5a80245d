using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Toguna.Record.Incidents;

namespace Toguna.Record.Map;

/// <summary>The layers of this stage: incidents, areas by a figure, boundaries, names of towns, and detail of the ground.</summary>
internal static class MapLayers
{
    public const string Detail = "detail";
    public const string Areas = "areas";
    public const string Incidents = "incidents";

    public static IServiceCollection AddMap(this IServiceCollection services) =>
        services
            .AddSingleton<MapPoints>()
            .AddSingleton<MapGround>()
            .AddSingleton<MapAreas>()
            .AddSingleton<LoadedBoundaries>()
            .AddSingleton<AreaFigures>()
            .AddSingleton<TownNames>()
            .AddSingleton<DetailFile>()
            .AddSingleton<MapQuestions>()
            .AddSingleton(s => Layer(10, Detail, isOn: true, DetailOf(s.GetRequiredService<DetailFile>())))
            .AddSingleton(s =>
                Layer(
                    20,
                    Areas,
                    isOn: false,
                    AreasOf(
                        s.GetRequiredService<AreaFigures>(),
                        s.GetRequiredService<MapAreas>(),
                        s.GetRequiredService<IStringLocalizer<MapText>>()
                    )
                )
            )
            .AddSingleton(s =>
                Layer(
                    30,
                    "boundaries",
                    isOn: true,
                    BoundariesOf(s.GetRequiredService<MapAreas>(), s.GetRequiredService<LoadedBoundaries>())
                )
            )
            .AddSingleton(s => Layer(40, "towns", isOn: true, s.GetRequiredService<TownNames>().ReadAsync))
            .AddSingleton(s => new MapLayer(
                50,
                Incidents,
                typeof(IncidentsText),
                true,
                IncidentsOf(s.GetRequiredService<MapPoints>())
            ));

    private static MapLayer Layer(
        int order,
        string key,
        bool isOn,
        Func<MapView, CancellationToken, Task<MapLayerFacts?>> read
    ) => new(order, key, typeof(MapText), isOn, read);

    /// <summary>Counted here; the circles are the map's own and asked by <see cref="MapPoints"/>, since they join as it zooms.</summary>
    private static Func<MapView, CancellationToken, Task<MapLayerFacts?>> IncidentsOf(MapPoints points) =>
        async (view, ct) => new MapLayerFacts((await points.FactsAsync(view.Filter, view.Caller, ct)).Sums.Incidents);

    private static Func<MapView, CancellationToken, Task<MapLayerFacts?>> DetailOf(DetailFile file) =>
        (_, _) =>
        {
            var (archive, trouble) = file.Look();
            return Task.FromResult(archive is null && trouble is null ? null : new MapLayerFacts { Trouble = trouble });
        };

    private static Func<MapView, CancellationToken, Task<MapLayerFacts?>> BoundariesOf(
        MapAreas outlines,
        LoadedBoundaries loaded
    ) =>
        async (view, ct) =>
        {
            if (!await loaded.AnyAsync(ct))
            {
                return null;
            }
            if (!view.IsShown)
            {
                return new MapLayerFacts();
            }
            var areas = await outlines.FindAsync(view.Box, view.Zoom, null, ct);
            return new MapLayerFacts
            {
                Shapes = [.. areas.Select(a => new MapShape(a.Polygons, a.Level == 0 ? "border" : "boundary", a.Name))],
            };
        };

    private static Func<MapView, CancellationToken, Task<MapLayerFacts?>> AreasOf(
        AreaFigures figures,
        MapAreas outlines,
        IStringLocalizer words
    ) =>
        async (view, ct) =>
        {
            if (!view.IsShown)
            {
                return await figures.AreLoadedAsync(ct) ? new MapLayerFacts() : null;
            }
            if (await figures.FindAsync(view, ct) is not { } table)
            {
                return null;
            }
            var shapes = (await outlines.FindAsync(view.Box, view.Zoom, table.Level, ct)).ToDictionary(a => a.Id);
            return new MapLayerFacts(table.Rows.Count)
            {
                Shapes =
                [
                    .. table
                        .Rows.Where(r => shapes.ContainsKey(r.Id))
                        .Select(r => new MapShape(
                            shapes[r.Id].Polygons,
                            "fill",
                            r.Words(words, view.Measure),
                            r.Found?.Incidents,
                            table.Classes.StepOf(r.Figure),
                            r.IsDoubtful
                        )),
                ],
            };
        };
}
