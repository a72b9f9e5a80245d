using System.Data.Common;
using Dapper;

namespace Toguna.Record.Places;

/// <summary>The places around a position.</summary>
public static class NearestPlace
{
    /// <summary>Mean radius of the Earth in kilometres (IUGG).</summary>
    private const double Radius = 6371.0088;
    private const double KilometresPerDegree = Radius * Math.PI / 180;
    private const int MostRead = 5_000;

    /// <summary>Half-heights of the boxes that are searched in turn, in degrees.</summary>
    private static readonly double[] Steps = [0.05, 0.25, 1, 3];

    /// <summary>The nearest populated place, with its distance in kilometres; null when none lies within about 330 km.</summary>
    public static async Task<(PlaceHit Place, double Kilometres)?> FindAsync(
        DbConnection connection,
        double latitude,
        double longitude,
        CancellationToken ct = default
    )
    {
        if (!(Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180))
        {
            return null;
        }
        foreach (var half in Steps)
        {
            var places = await InBoxAsync(
                connection,
                latitude,
                longitude,
                half,
                half / Narrowing(latitude),
                MostRead,
                ct
            );
            var nearest = places
                .Select(p =>
                    (Place: p, Kilometres: Distance(latitude, longitude, p.Latitude!.Value, p.Longitude!.Value))
                )
                .OrderBy(p => p.Kilometres)
                .FirstOrDefault();
            // Nothing outside the box is nearer than its edge.
            if (nearest.Place is not null && nearest.Kilometres <= half * KilometresPerDegree)
            {
                return nearest;
            }
        }
        return null;
    }

    /// <summary>Populated places in a box around the position, the largest first. The box may lie across the date line.</summary>
    public static async Task<IReadOnlyList<PlaceHit>> InBoxAsync(
        DbConnection connection,
        double latitude,
        double longitude,
        double halfHeight,
        double halfWidth,
        int limit,
        CancellationToken ct = default
    )
    {
        var found = new List<PlaceHit>();
        foreach (var (west, east) in Spans(longitude, halfWidth))
        {
            found.AddRange(
                await connection.QueryAsync<PlaceHit>(
                    new CommandDefinition(
                        $"""
                        SELECT {PlaceReading.Columns} FROM place p
                        WHERE p.latitude BETWEEN @south AND @north AND p.longitude BETWEEN @west AND @east AND p.kind = 'populated'
                        ORDER BY COALESCE(p.population, 0) DESC, p.place_id LIMIT @limit
                        """,
                        new
                        {
                            south = latitude - halfHeight,
                            north = latitude + halfHeight,
                            west,
                            east,
                            limit,
                        },
                        cancellationToken: ct
                    )
                )
            );
        }
        return [.. found.OrderByDescending(p => p.Population ?? 0).Take(limit)];
    }

    /// <summary>Great-circle distance in kilometres (haversine).</summary>
    public static double Distance(double lat1, double lon1, double lat2, double lon2)
    {
        var (a, b) = (double.DegreesToRadians(lat1), double.DegreesToRadians(lat2));
        var half = Math.Pow(Math.Sin((b - a) / 2), 2);
        half += Math.Cos(a) * Math.Cos(b) * Math.Pow(Math.Sin(double.DegreesToRadians(lon2 - lon1) / 2), 2);
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(half)));
    }

    /// <summary>How much narrower a degree of longitude is here; never so near a pole that a box has no end.</summary>
    internal static double Narrowing(double latitude) => Math.Max(Math.Cos(double.DegreesToRadians(latitude)), 0.05);

    private static IEnumerable<(double West, double East)> Spans(double longitude, double half)
    {
        var (west, east) = (longitude - half, longitude + half);
        if (half >= 180)
        {
            return [(-180, 180)];
        }
        return west < -180 ? [(-180, east), (west + 360, 180)]
            : east > 180 ? [(west, 180), (-180, east - 360)]
            : [(west, east)];
    }
}
