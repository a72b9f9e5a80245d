using System.Globalization;

namespace Toguna.Record;

/// <summary>All within a distance of a position, as <c>LATITUDE,LONGITUDE,KILOMETRES</c> in an address.</summary>
/// <param name="Latitude">−90 to 90.</param>
/// <param name="Longitude">−180 to 180.</param>
/// <param name="Kilometres">Above 0, at most <see cref="Widest"/>.</param>
/// <remarks>
/// Distances are those of a flat map that is true at the middle: within a hundred kilometres of places between the
/// tropics they are right to half a percent. Both engines and the record in memory say the same to the last digit.
/// </remarks>
public readonly record struct GeoCircle(double Latitude, double Longitude, double Kilometres)
{
    public const double Widest = 500;

    private const double KilometresPerDegree = 111.195;

    /// <summary>Degrees of longitude are shorter than those of latitude by this, at the middle.</summary>
    internal double Narrowing => Math.Max(0.01, Math.Cos(Latitude * Math.PI / 180));

    /// <summary>The reach in degrees of latitude.</summary>
    internal double Degrees => Kilometres / KilometresPerDegree;

    /// <returns>Null where the text is none.</returns>
    public static GeoCircle? Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return
            parts.Length == 3
            && Number(parts[0]) is { } latitude
            && Number(parts[1]) is { } longitude
            && Number(parts[2]) is { } kilometres
            && Math.Abs(latitude) <= 90
            && Math.Abs(longitude) <= 180
            && kilometres is > 0 and <= Widest
            ? new GeoCircle(latitude, longitude, kilometres)
            : null;
    }

    /// <summary>False for a position that is not a number.</summary>
    public bool Contains(double latitude, double longitude)
    {
        var north = latitude - Latitude;
        if (!(north * north <= Degrees * Degrees))
        {
            // Most of the record lies further north or south: the rest need not be worked out.
            return false;
        }
        var east = Math.Abs(longitude - Longitude);
        east = (east > 180 ? 360 - east : east) * Narrowing;
        return north * north + east * east <= Degrees * Degrees;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Latitude},{Longitude},{Kilometres}");

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n)
            ? n
            : null;
}
