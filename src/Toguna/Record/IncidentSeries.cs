using System.Globalization;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design.Charts;
using Toguna.Mandate;

namespace Toguna.Record;

/// <summary>Incidents over time: the bars, and what stands behind them on the political timeline.</summary>
/// <param name="Cut">Periods that were left out at the beginning because there are too many to draw; 0: none.</param>
/// <param name="Axis">On which other charts can stand under it; null where there are no bars.</param>
public sealed record IncidentSeries(IReadOnlyList<TimeBar> Bars, IReadOnlyList<TimeMark> Marks, int Cut, TimeAxis? Axis)
{
    /// <summary>Bars that can still be told apart.</summary>
    private const int Most = 160;

    /// <summary>From the finest to the widest bar.</summary>
    public static IReadOnlyList<string> Periods { get; } = ["year", "quarter", "month"];

    /// <summary>As fine as can still be read of so many years: at most some forty bars.</summary>
    public static string PeriodOf(int years) =>
        years switch
        {
            <= 3 => "month",
            <= 10 => "quarter",
            _ => "year",
        };

    /// <param name="period">One of <see cref="Periods"/>.</param>
    public static async Task<IncidentSeries> ReadAsync(
        IncidentBook book,
        ContextBook timeline,
        IncidentFilter filter,
        Caller caller,
        IncidentMeasure measure,
        string period,
        CancellationToken ct = default
    )
    {
        var all = await book.GroupsAsync(filter, caller, period, null, null, ct);
        // Of a filter that asks for somebody already, everything is attributed.
        var attributed =
            filter.Perpetrators.Count > 0 || filter.Categories.Count > 0
                ? all
                : await book.GroupsAsync(
                    filter with
                    {
                        Perpetrators = [IncidentFilter.Anybody],
                    },
                    caller,
                    period,
                    null,
                    null,
                    ct
                );
        return Of(filter, measure, period, all, attributed, await timeline.ListAsync(null, null, ct));
    }

    /// <param name="all">By period, as far as there are incidents; gaps become empty bars.</param>
    /// <param name="attributed">The same of those of which somebody is held responsible.</param>
    private static IncidentSeries Of(
        IncidentFilter filter,
        IncidentMeasure measure,
        string period,
        IReadOnlyList<IncidentGroup> all,
        IReadOnlyList<IncidentGroup> attributed,
        IReadOnlyList<ContextEvent> events
    )
    {
        if (all.Count == 0)
        {
            return new IncidentSeries([], [], 0, null);
        }
        var step = TimeAxis.StepOf(period);
        var first = MonthOf(all[0].Key!) / step;
        var last = MonthOf(all[^1].Key!) / step;
        var cut = Math.Max(0, last - first + 1 - Most);
        first += cut;
        var (whole, named) = (By(all), By(attributed));
        var axis = new TimeAxis(first * step, step, last - first + 1);
        var dimension = IncidentDimension.Get(period);
        var bars = new List<TimeBar>(last - first + 1);
        for (var p = first; p <= last; p++)
        {
            var key = KeyOf(p * step, step);
            var figures = whole.TryGetValue(key, out var group) ? measure.Of(group) : default;
            var solid = named.TryGetValue(key, out var by) ? measure.Of(by).Best ?? 0 : 0;
            var best = figures.Best ?? 0;
            bars.Add(
                new TimeBar(
                    group?.Label ?? LabelOf(key),
                    axis.Tick(p - first),
                    Math.Min(solid, best),
                    best - Math.Min(solid, best),
                    figures.Minimum,
                    figures.Maximum,
                    dimension.Narrow(filter, key)?.Incidents
                )
            );
        }
        return new IncidentSeries(bars, [.. Behind(events, axis)], cut, axis);
    }

    private static Dictionary<string, IncidentGroup> By(IReadOnlyList<IncidentGroup> groups) =>
        groups.Where(g => g.Key is not null).ToDictionary(g => g.Key!);

    /// <summary>What happened while the axis lasts, on the political timeline.</summary>
    internal static IEnumerable<TimeMark> Behind(IReadOnlyList<ContextEvent> events, TimeAxis axis) =>
        events
            .Where(e => e.DateFrom >= axis.From && e.DateFrom <= axis.To)
            .Select(e => new TimeMark(
                axis.At(e.DateFrom),
                $"{e.DateFrom.ToString("MMM yyyy", CultureInfo.CurrentCulture)}: {e.Words()}"
            ));

    private static int MonthOf(string key) =>
        Months.Parse(key)?.First ?? int.Parse(key, CultureInfo.InvariantCulture) * 12;

    private static string KeyOf(int month, int step) =>
        step == 12 ? (month / 12).ToString("0000", CultureInfo.InvariantCulture) : new Months(month, step).ToString();

    private static string LabelOf(string key) => Months.Parse(key)?.Words(CultureInfo.CurrentCulture) ?? key;
}
