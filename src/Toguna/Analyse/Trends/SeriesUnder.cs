using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Methods.Text;
using Toguna.Record;

namespace Toguna.Analyse.Trends;

/// <summary>A series that stands under the bars of incidents, on the same axis of time and on a scale of its own.</summary>
/// <param name="Places">Where it can be chosen of.</param>
public sealed record SeriesUnder(SeriesChart Chart, IReadOnlyList<SeriesPlace> Places)
{
    /// <param name="series">As it stands in the address; null or empty: none.</param>
    /// <param name="at">The place, likewise; otherwise the one that the filter names, or the widest.</param>
    /// <param name="axis">Null where there are no incidents: nothing to stand under.</param>
    public static async Task<SeriesUnder?> ReadAsync(
        SeriesBook book,
        string? series,
        string? at,
        IncidentFilter filter,
        TimeAxis? axis,
        DateOnly today,
        Caller caller,
        List<Problem> problems,
        CancellationToken ct
    )
    {
        if (string.IsNullOrEmpty(series))
        {
            return null;
        }
        SeriesHead head;
        try
        {
            head = Guid.TryParse(series, out var id)
                ? await book.GetAsync(id, caller, ct)
                : throw RecordProblems.SeriesUnknown(series).Raise();
        }
        catch (ProblemException e)
        {
            problems.Add(e.Problem.At("series"));
            return null;
        }
        var places = await book.PlacesAsync(head, ct);
        if (places.Count == 0)
        {
            return null;
        }
        var names = filter.Places.Select(Fold.Key).ToHashSet();
        var place =
            places.FirstOrDefault(p => p.Place.Id.ToString() == at)
            ?? places.FirstOrDefault(p => names.Contains(Fold.Key(p.Place.Name)))
            ?? places.OrderByDescending(p => p.Values).OrderBy(p => p.Place.AdminLevel ?? 9).First();
        if (!string.IsNullOrEmpty(at) && place.Place.Id.ToString() != at)
        {
            problems.Add(RecordProblems.FilterId("at", at).At("at"));
        }
        var values = await book.ValuesAsync(head, [place.Place.Id], ct);
        return new(SeriesChart.Of(head, place.Place, values[place.Place.Id], axis, today), places);
    }
}
