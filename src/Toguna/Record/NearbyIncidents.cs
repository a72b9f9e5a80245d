using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;

namespace Toguna.Record;

/// <summary>Incidents that a report may be about: the same area and days.</summary>
/// <remarks>
/// Simple on purpose: the places that the words name, their surroundings, and some days before and after. No score; the
/// nearest in time first. Where no place is recognised, incidents whose own place has that name.
/// </remarks>
public sealed class NearbyIncidents(Database database, IncidentBook book)
{
    private const double Kilometres = 25;
    private const int Days = 7;
    private const int LongestName = 3;

    /// <summary>Words of a text that are looked up: a longer one names its places early or not at all.</summary>
    private const int MostWords = 60;

    /// <param name="place">What was answered to “where”; may be empty.</param>
    /// <param name="text">The account, in which places are looked for where that names none.</param>
    /// <param name="from">The first day that is meant.</param>
    /// <param name="most">Incidents at most.</param>
    public async Task<(PlaceHit? Place, IReadOnlyList<IncidentSummary> Incidents)> FindAsync(
        string? place,
        string text,
        DateOnly from,
        DateOnly to,
        Caller caller,
        int most = 8,
        CancellationToken ct = default
    )
    {
        var found = await PlaceOfAsync(place, text, ct);
        var filter = IncidentFilter.None with
        {
            From = PartialDate.Span(from.AddDays(-Days), from.AddDays(-Days)),
            To = PartialDate.Span(to.AddDays(Days), to.AddDays(Days)),
        };
        if (found is { Latitude: { } latitude, Longitude: { } longitude })
        {
            filter = filter with { Near = new GeoCircle(latitude, longitude, Kilometres) };
        }
        else if (!string.IsNullOrWhiteSpace(place))
        {
            filter = filter with { Places = [place] };
        }
        else
        {
            return (null, []);
        }
        var near = await book.ListAsync(filter, caller, IncidentSort.When, size: most * 4, ct: ct);
        return (
            found,
            [
                .. near
                    .Rows.OrderBy(i => Math.Abs(i.DateStart.DayNumber - from.DayNumber))
                    .ThenBy(i => i.Number)
                    .Take(most),
            ]
        );
    }

    private async Task<PlaceHit?> PlaceOfAsync(string? place, string text, CancellationToken ct)
    {
        await using var c = await database.OpenAsync(ct);
        if (!string.IsNullOrWhiteSpace(place))
        {
            var hits = await PlaceSearch.FindAsync(c, database.Engine, place, limit: 1, ct: ct);
            if (hits is [{ } hit])
            {
                return hit;
            }
        }
        return await PlacesInText.FirstAsync(c, database.Engine, $"{place} {text}", MostWords, LongestName, ct);
    }
}
