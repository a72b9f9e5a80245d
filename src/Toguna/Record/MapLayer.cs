using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Record;

/// <summary>A layer of the map that a reader switches on and off. Each stage registers its own.</summary>
/// <param name="Order">Place in the panel; what comes later is drawn on top.</param>
/// <param name="Key">As it stands in addresses after <c>layer=</c>; also the key of its words.</param>
/// <param name="Texts">Marker class of the resource that holds the words.</param>
/// <param name="IsOn">Whether it is shown where the address names no layer.</param>
/// <param name="Read">
/// What it holds in a view, for that caller; asked for layers that are off too, for their count alone. Null: there is
/// nothing to switch on, e.g. no boundary is loaded.
/// </param>
public sealed record MapLayer(
    int Order,
    string Key,
    Type Texts,
    bool IsOn,
    Func<MapView, CancellationToken, Task<MapLayerFacts?>> Read
);

/// <summary>The part of the world that a map shows, under which filter, and to whom.</summary>
/// <param name="Filter">With the view as its box only where the address has one.</param>
/// <param name="Box">East may lie beyond 180 where the view crosses the date line.</param>
/// <param name="Zoom">As web maps count: 0 is the world in 512 pixels, each step doubles.</param>
/// <param name="Measure">The figure that areas are coloured by.</param>
/// <param name="IsShown">Whether the layer is on: marks and shapes are wanted.</param>
public sealed record MapView(
    IncidentFilter Filter,
    Caller Caller,
    GeoBox Box,
    double Zoom,
    IncidentMeasure Measure,
    bool IsShown
);

/// <summary>What a layer holds in a view.</summary>
/// <param name="Count">Beside its name in the panel; null: nothing is counted.</param>
public sealed record MapLayerFacts(long? Count = null)
{
    public IReadOnlyList<MapMark> Marks { get; init; } = [];
    public IReadOnlyList<MapShape> Shapes { get; init; } = [];

    /// <summary>Why it cannot be drawn, said on the page; the map goes on without it.</summary>
    public Problem? Trouble { get; init; }
}

/// <summary>Something at a point.</summary>
/// <param name="Sign">Which sign: <c>town</c>, or one that the style sheet of a later stage has as <c>m-mark--…</c>.</param>
/// <param name="Words">Said to who cannot see it.</param>
/// <param name="Href">Where it leads; null: nowhere.</param>
/// <param name="Label">Written beside it; null: nothing.</param>
public sealed record MapMark(
    double Latitude,
    double Longitude,
    string Sign,
    string Words,
    string? Href = null,
    string? Label = null
);

/// <summary>An area or its outline.</summary>
/// <param name="Polygons">Polygons of rings of longitude and latitude, the outer ring first.</param>
/// <param name="Sign"><c>border</c> of a country, <c>boundary</c> of another area, or <c>fill</c>.</param>
/// <param name="Step">Of a fill: 1 to 5, low to high; 0 is none at all, null not known.</param>
/// <param name="IsDoubtful">Hatched: the figure rests mostly on what is known vaguely.</param>
public sealed record MapShape(
    IReadOnlyList<double[][][]> Polygons,
    string Sign,
    string Words,
    string? Href = null,
    int? Step = null,
    bool IsDoubtful = false
);
