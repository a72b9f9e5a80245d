using System.Globalization;
using Toguna.Foundation;

namespace Toguna.Warn;

/// <summary>Days and hours as people of the mission write them, in its zone.</summary>
/// <remarks>An hour that the clocks skip is refused; of one that comes twice the first is meant, which is the sooner.</remarks>
public static class LocalTimes
{
    private const string Written = "yyyy-MM-dd'T'HH:mm";

    private static readonly string[] Forms = [Written, "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];

    /// <returns>The instant, or why it is none.</returns>
    public static (DateTimeOffset? At, Problem? Problem) Read(string text, TimeZoneInfo zone)
    {
        if (
            !DateTime.TryParseExact(
                text.Trim(),
                Forms,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            ) || local.Year is < 1990 or > 2200
        )
        {
            return (null, WarnProblems.NotATime(text));
        }
        if (zone.IsInvalidTime(local))
        {
            return (null, WarnProblems.NoSuchTime(text, zone.Id));
        }
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return (new DateTimeOffset(local, offset).ToUniversalTime(), null);
    }

    /// <summary>As a field of a form holds it; empty: none.</summary>
    public static string Write(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString(Written, CultureInfo.InvariantCulture) : "";
}
