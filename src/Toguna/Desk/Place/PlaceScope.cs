using Toguna.Record;

namespace Toguna.Desk.Place;

/// <summary>Which incidents are those of a place, and which lie around it.</summary>
/// <param name="Here">Incidents that name the place; of two places with one name those that are located here.</param>
/// <param name="Around">Incidents located in it or near it, whatever they name; null where the position is not known.</param>
/// <param name="Kilometres">How far around.</param>
/// <param name="IsArea">An area, not a point.</param>
public sealed record PlaceScope(IncidentFilter Here, IncidentFilter? Around, int Kilometres, bool IsArea)
{
    /// <summary>What a reader may choose.</summary>
    public static IReadOnlyList<int> Radii { get; } = [10, 25, 50, 100];

    /// <summary>An incident that names a town is located within this of it, or it is another town.</summary>
    public const int Reach = 25;

    /// <summary>Slack of a boundary in degrees: sources place incidents by other maps.</summary>
    private const double Slack = 0.1;
    private const double KilometresPerDegree = 111.195;

    /// <summary>
    /// Known at least to the district: of an incident that is known to the province only, the position is the middle of
    /// the province, and near to nothing.
    /// </summary>
    private static IncidentFilter Located => IncidentFilter.None with { WherePrecMax = 3 };

    public static PlaceScope Of(PlaceModel place, int kilometres)
    {
        var named = IncidentFilter.None with { Places = [place.Place.Name] };
        if (place.Place.Kind is "country" or "admin")
        {
            return new(
                place.Box is { } box ? named with { Box = Wider(box, Slack) } : named,
                place.Box is { } own ? Located with { Box = Wider(own, kilometres / KilometresPerDegree) } : null,
                kilometres,
                true
            );
        }
        return place.Place is { Latitude: { } latitude, Longitude: { } longitude }
            ? new(
                named with
                {
                    Near = new GeoCircle(latitude, longitude, Reach),
                },
                Located with
                {
                    Near = new GeoCircle(latitude, longitude, kilometres),
                },
                kilometres,
                false
            )
            : new(named, null, kilometres, false);
    }

    private static GeoBox Wider(GeoBox box, double degrees) =>
        new(
            Round(Math.Max(-180, box.West - degrees)),
            Round(Math.Max(-90, box.South - degrees)),
            Round(Math.Min(180, box.East + degrees)),
            Round(Math.Min(90, box.North + degrees))
        );

    /// <summary>To eleven metres: an address that people can still read.</summary>
    private static double Round(double degrees) => Math.Round(degrees, 4);
}
