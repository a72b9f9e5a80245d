namespace Toguna.Formats.Ged;

/// <summary>The PRIO-GRID: half-degree cells, 720 × 360, numbered from 1 at the south-west corner, row by row.</summary>
/// <seealso href="https://doi.org/10.1177/0022343311431287">Tollefsen, Strand and Buhaug (2012), JPR 49(2)</seealso>
public static class Priogrid
{
    /// <summary>Number of the cell a point lies in.</summary>
    /// <param name="latitude">Degrees, −90 to 90; the north pole belongs to the last row.</param>
    /// <param name="longitude">Degrees, −180 to 180; 180 belongs to the last column.</param>
    /// <returns>1 to 259,200.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is outside its range or NaN; the message names it.</exception>
    public static int Gid(double latitude, double longitude)
    {
        if (!(latitude >= -90 && latitude <= 90))
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Expected -90 to 90.");
        if (!(longitude >= -180 && longitude <= 180))
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Expected -180 to 180.");
        var row = Math.Min((int)Math.Floor((latitude + 90) * 2), 359);
        var column = Math.Min((int)Math.Floor((longitude + 180) * 2), 719);
        return row * 720 + column + 1;
    }
}
