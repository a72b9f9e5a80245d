using System.Globalization;

namespace Toguna.Record.Map;

/// <summary>The strip of time under the map: incidents in view by the period in which they began, and which periods are chosen.</summary>
/// <param name="Bars">Oldest first, without gaps; empty where there is no incident.</param>
/// <param name="Months">Months of one bar.</param>
/// <param name="From">First chosen day.</param>
/// <param name="To">Last chosen day.</param>
/// <param name="InView">Incidents in view at any time; the bars add up to it.</param>
/// <param name="Chosen">Those that the filter finds.</param>
public sealed record MapTime(
    IReadOnlyList<MapTimeBar> Bars,
    int Months,
    DateOnly From,
    DateOnly To,
    long InView,
    long Chosen
)
{
    /// <summary>Bars that can be told apart and touched on a phone.</summary>
    public const int Most = 60;

    /// <summary>Months of one bar: a month, a quarter, a year; for records over lifetimes more.</summary>
    private static readonly int[] Steps = [1, 3, 12, 60, 120, 240];

    /// <summary>The first and the last bar that are chosen; the last before the first: none.</summary>
    public (int First, int Last) Handles
    {
        get
        {
            var chosen = Enumerable.Range(0, Bars.Count).Where(i => Bars[i].IsChosen).ToList();
            return chosen.Count == 0 ? (0, -1) : (chosen[0], chosen[^1]);
        }
    }

    /// <summary>A filter without any condition of time.</summary>
    public static IncidentFilter Timeless(IncidentFilter filter) =>
        filter with
        {
            From = null,
            To = null,
            Year = null,
            Began = null,
        };

    /// <param name="axis">Months with incidents anywhere under all conditions but time and view: they span the strip, so that it stands still while the map moves.</param>
    /// <param name="inView">Incidents in view by month; their months lie on the axis.</param>
    /// <param name="chosen">How many the filter finds in view.</param>
    public static MapTime Of(
        IReadOnlyDictionary<int, long> axis,
        IReadOnlyDictionary<int, long> inView,
        IncidentFilter filter,
        long chosen
    )
    {
        if (axis.Count == 0)
        {
            return new MapTime([], 1, default, default, 0, chosen);
        }
        var (oldest, newest) = (axis.Keys.Min(), axis.Keys.Max());
        var step = Array.Find(Steps, s => newest / s - oldest / s < Most);
        step = step == 0 ? Steps[^1] : step;
        var first = oldest / step;
        var counts = new long[newest / step - first + 1];
        foreach (var (month, incidents) in inView)
        {
            counts[Math.Clamp(month / step - first, 0, counts.Length - 1)] += incidents;
        }
        var from = Later(filter.From?.From, filter.Began?.From, filter.Year is { } y ? new DateOnly(y, 1, 1) : null);
        var to = Earlier(filter.To?.To, filter.Began?.To, filter.Year is { } z ? new DateOnly(z, 12, 31) : null);
        var bars = counts
            .Select(
                (n, i) =>
                {
                    var begins = First((first + i) * step);
                    var ends = First((first + i + 1) * step).AddDays(-1);
                    return new MapTimeBar(
                        begins,
                        ends,
                        n,
                        !(begins > to) && !(ends < from),
                        Timeless(filter) with
                        {
                            From = Date(begins, step),
                            To = Date(step < 12 ? First((first + i + 1) * step - 1) : ends, step),
                        }
                    );
                }
            )
            .ToList();
        var since = from ?? (to < bars[0].From ? to.Value : bars[0].From);
        var until = to ?? (bars[^1].To < since ? since : bars[^1].To);
        return new MapTime(bars, step, since, until, counts.Sum(), chosen);
    }

    private static DateOnly First(int month) => new(Math.Clamp(month / 12, 1, 9998), month % 12 + 1, 1);

    private static PartialDate? Date(DateOnly day, int step) =>
        PartialDate.Parse(day.ToString(step < 12 ? "yyyy-MM" : "yyyy", CultureInfo.InvariantCulture));

    private static DateOnly? Later(params DateOnly?[] days) => days.Max();

    private static DateOnly? Earlier(params DateOnly?[] days) => days.Min();
}

/// <param name="Filter">The map's filter with this period as its time.</param>
public sealed record MapTimeBar(DateOnly From, DateOnly To, long Incidents, bool IsChosen, IncidentFilter Filter)
{
    /// <summary>The period in the reader's words: March 2017, Jan – Mar 2017, 2017.</summary>
    public string Words
    {
        get
        {
            var culture = CultureInfo.CurrentUICulture;
            return From.AddMonths(3).AddDays(-1) == To
                ? $"{From.ToString("MMM", culture)} – {To.ToString("MMM yyyy", culture)}"
                : DateWords.Of(From, To);
        }
    }
}
