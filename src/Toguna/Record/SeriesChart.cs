using System.Globalization;
using Toguna.Foundation.Design.Charts;
using Toguna.Mandate;
using Toguna.Record.Series;

namespace Toguna.Record;

/// <summary>The values of a series at one place, as they stand on an axis of time.</summary>
/// <param name="Outside">Values before or after the axis, which are not drawn.</param>
public sealed record SeriesChart(
    SeriesHead Series,
    PlaceHit Place,
    TimeAxis Axis,
    IReadOnlyList<TimePoint> Points,
    int Outside
)
{
    public IReadOnlyList<string> Ticks { get; } = [.. Enumerable.Range(0, Axis.Count).Select(Axis.Tick)];

    /// <param name="axis">Null: as long as there are values; a year of today where there are none.</param>
    public static SeriesChart Of(
        SeriesHead series,
        PlaceHit place,
        IEnumerable<SeriesValue> values,
        TimeAxis? axis,
        DateOnly today
    )
    {
        var all = values.ToList();
        axis ??=
            all.Count == 0
                ? TimeAxis.Over(today.AddYears(-1), today)
                : TimeAxis.Over(all.Min(v => v.DateFrom), all.Max(v => v.DateTo));
        var inside = all.Where(v => v.Period.Middle >= axis.From && v.Period.Middle <= axis.To).ToList();
        var points = inside
            .Select(v => new TimePoint(
                // A stock stands at its day; of a longer period nobody knows the day, so it stands in the middle.
                axis.At(v.Period.Middle),
                v.Value,
                v.Low,
                v.High,
                v.Period.Words(),
                v.Warnings is null ? null : SeriesWords.Warning(v.Warnings),
                AddressOf(series.SeriesId, place.Id, v.Period)
            ))
            .OrderBy(p => p.At)
            .ToList();
        return new SeriesChart(series, place, axis, points, all.Count - inside.Count);
    }

    /// <summary>The page of one value.</summary>
    public static string AddressOf(Guid series, Guid place, Period period) =>
        $"/series/{series}/value?place={place}&period={period.Key}";

    /// <summary>What happened while the axis lasts.</summary>
    public static IReadOnlyList<TimeMark> Behind(IReadOnlyList<ContextEvent> events, TimeAxis axis) =>
        [.. IncidentSeries.Behind(events, axis)];
}

/// <summary>Words of series that pages of several stages need.</summary>
public static class SeriesWords
{
    public static string Kind(string kind) => Text("kind_" + kind);

    /// <summary>What is odd about a value, from its codes.</summary>
    public static string Warning(string codes) =>
        string.Join(" · ", codes.Split(',').Select(c => Text("warning_" + c)));

    /// <summary>Unit, what the number is, and who says so: the caption of every chart of it.</summary>
    public static string Caption(SeriesHead series) =>
        string.Format(
            CultureInfo.CurrentCulture,
            Text(series.Publisher is null ? "caption_no_source" : "caption"),
            series.Unit,
            Kind(series.Kind),
            series.Publisher
        ) + (series.Licence is null ? "" : " " + series.Licence);

    private static string Text(string key) => SeriesText.Words.GetString(key, CultureInfo.CurrentUICulture) ?? key;
}
