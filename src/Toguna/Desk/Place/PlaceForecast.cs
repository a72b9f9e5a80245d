using Toguna.Foundation.Access;
using Toguna.Record;
using Toguna.Warn;

namespace Toguna.Desk.Place;

/// <summary>What may happen in the first-level area that a place is or lies in.</summary>
/// <param name="Area">Its name; null: the gazetteer does not say.</param>
/// <param name="Forecast">Null: nothing was issued for it.</param>
/// <param name="Standing">Why not, where that is so of all areas; null: there is one.</param>
public sealed record PlaceForecast(string? Area, AreaForecast? Forecast, ForecastStanding? Standing)
{
    /// <summary>Wider than an area: there are forecasts of what lies in it.</summary>
    public bool IsCountry { get; init; }

    /// <returns>Null for those for whom there are no forecasts.</returns>
    public static async Task<PlaceForecast?> ReadAsync(
        ForecastBook book,
        ForecastIssues issues,
        PlaceModel place,
        Caller caller,
        CancellationToken ct
    )
    {
        if (!ForecastBook.IsFor(caller))
        {
            return null;
        }
        var forecast = place.Adm1 is { } area ? await book.OfAreaAsync(area, place.Country, caller, ct) : null;
        return new PlaceForecast(place.Adm1, forecast, forecast is null ? await issues.StandingAsync(ct) : null)
        {
            IsCountry = place.Place.Kind == "country",
        };
    }
}
