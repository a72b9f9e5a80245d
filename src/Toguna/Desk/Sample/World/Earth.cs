namespace Toguna.Desk.Sample.World;

/// <summary>Where the country that does not exist lies: open water of the South Atlantic, some 700 km from the nearest island.</summary>
internal static class Earth
{
    /// <summary>The middle of the country.</summary>
    public const double Latitude = -25;
    public const double Longitude = -20;

    private const double KilometresPerDegree = 111.2;

    private static readonly double Narrowing = Math.Cos(double.DegreesToRadians(Latitude));

    /// <summary>Degrees with five decimals, about a metre: what is shared stays shared after rounding.</summary>
    public static (double Latitude, double Longitude) Degrees(Spot spot) =>
        (
            Math.Round(Latitude + spot.North / KilometresPerDegree, 5),
            Math.Round(Longitude + spot.East / (KilometresPerDegree * Narrowing), 5)
        );
}
