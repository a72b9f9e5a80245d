using Toguna.Foundation.Access;
using Toguna.Foundation.Design.Charts;
using Toguna.Mandate;
using Toguna.Record;

namespace Toguna.Desk.Place;

/// <summary>A series on the page of a place: its own, or that of the nearest area around it.</summary>
/// <param name="IsOwn">Of this place, and not of an area that it lies in.</param>
public sealed record PlaceSeries(SeriesChart Chart, bool IsOwn, IReadOnlyList<TimeMark> Marks)
{
    /// <param name="axis">That of the incidents here, where there are any: the charts then agree.</param>
    public static async Task<IReadOnlyList<PlaceSeries>> ReadAsync(
        SeriesBook book,
        ContextBook timeline,
        PlaceModel place,
        TimeAxis? axis,
        DateOnly today,
        Caller caller,
        CancellationToken ct
    )
    {
        var found = await book.AtAsync(place, caller, ct);
        if (found.Count == 0)
        {
            return [];
        }
        var events = await timeline.ListAsync(ct: ct);
        return
        [
            .. found.Select(f =>
            {
                var chart = SeriesChart.Of(f.Series, f.Place, f.Values, axis, today);
                return new PlaceSeries(chart, f.IsOwn, SeriesChart.Behind(events, chart.Axis));
            }),
        ];
    }
}
