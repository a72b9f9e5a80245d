using System.Globalization;
using Toguna.Foundation.Design.Charts;
using Toguna.Mandate;
using Toguna.Record;

namespace Toguna.Analyse.Trends;

/// <summary>The bars over time and what is drawn behind them.</summary>
/// <param name="Cut">Periods that were left out at the beginning because there are too many to draw; 0: none.</param>
public sealed record TrendSeries(IReadOnlyList<TimeBar> Bars, IReadOnlyList<TimeMark> Marks, int Cut)
{
    /// <summary>Bars that can still be told apart.</summary>
    private const int Most = 160;

    /// <param name="all">By period, as far as there are incidents; gaps become empty bars.</param>
    /// <param name="attributed">The same of those of which somebody is held responsible.</param>
    public static TrendSeries Of(
        TrendsChoice choice,
        IReadOnlyList<IncidentGroup> all,
        IReadOnlyList<IncidentGroup> attributed,
        IReadOnlyList<ContextEvent> events
    )
    {
        if (all.Count == 0)
        {
            return new TrendSeries([], [], 0);
        }
        var step = choice.Period switch
        {
            "year" => 12,
            "quarter" => 3,
            _ => 1,
        };
        var first = MonthOf(all[0].Key!) / step;
        var last = MonthOf(all[^1].Key!) / step;
        var cut = Math.Max(0, last - first + 1 - Most);
        first += cut;
        var (whole, named) = (By(all), By(attributed));
        var dimension = IncidentDimension.Get(choice.Period);
        var bars = new List<TimeBar>(last - first + 1);
        for (var p = first; p <= last; p++)
        {
            var key = KeyOf(p * step, step);
            var figures = whole.TryGetValue(key, out var group) ? choice.Of(group) : default;
            var solid = named.TryGetValue(key, out var by) ? choice.Of(by).Best ?? 0 : 0;
            var best = figures.Best ?? 0;
            bars.Add(
                new TimeBar(
                    group?.Label ?? LabelOf(key),
                    TickOf(p * step, step),
                    Math.Min(solid, best),
                    best - Math.Min(solid, best),
                    figures.Minimum,
                    figures.Maximum,
                    TrendsChoice.Incidents(dimension.Narrow(choice.Filter, key))
                )
            );
        }
        return new TrendSeries(bars, [.. Behind(events, first * step, (last + 1) * step, step)], cut);
    }

    private static Dictionary<string, IncidentGroup> By(IReadOnlyList<IncidentGroup> groups) =>
        groups.Where(g => g.Key is not null).ToDictionary(g => g.Key!);

    private static IEnumerable<TimeMark> Behind(IReadOnlyList<ContextEvent> events, int from, int to, int step) =>
        events
            .Select(e => (At: MonthsOf(e.DateFrom), e))
            .Where(m => m.At >= from && m.At < to)
            .Select(m => new TimeMark(
                (m.At - from) / step,
                $"{m.e.DateFrom.ToString("MMM yyyy", CultureInfo.CurrentCulture)}: {m.e.Words()}"
            ));

    private static double MonthsOf(DateOnly day) =>
        day.Year * 12 + day.Month - 1 + (day.Day - 1.0) / DateTime.DaysInMonth(day.Year, day.Month);

    private static int MonthOf(string key) =>
        Months.Parse(key)?.First ?? int.Parse(key, CultureInfo.InvariantCulture) * 12;

    private static string KeyOf(int month, int step) =>
        step == 12 ? (month / 12).ToString("0000", CultureInfo.InvariantCulture) : new Months(month, step).ToString();

    private static string LabelOf(string key) => Months.Parse(key)?.Words(CultureInfo.CurrentCulture) ?? key;

    private static string TickOf(int month, int step) =>
        step switch
        {
            12 => (month / 12).ToString(CultureInfo.InvariantCulture),
            3 => new Months(month, 3).Words(CultureInfo.CurrentCulture),
            _ => new Months(month, 1).From.ToString("MMM yy", CultureInfo.CurrentCulture),
        };
}

/// <summary>What the page shows.</summary>
/// <param name="Typed">What stands in the address, so that a field keeps also what could not be read.</param>
/// <param name="Groups">Figures by the chosen dimension.</param>
/// <param name="Table">Figures by it and another.</param>
public sealed record TrendsModel(
    TrendsChoice Choice,
    IReadOnlyList<Foundation.Problem> Problems,
    IReadOnlyDictionary<string, string> Typed,
    IncidentTotals All,
    TrendSeries Series,
    IReadOnlyList<IncidentGroup> Groups,
    IncidentTable Table,
    IReadOnlyDictionary<string, string> ActorNames
)
{
    private const int MostShown = 12;

    /// <summary>Named groups by what is measured, the most first.</summary>
    public IReadOnlyList<IncidentGroup> Named { get; } =
    [
        .. Groups
            .Where(g => g.Key is not null)
            .OrderByDescending(g => Choice.Of(g).Best ?? Choice.Of(g).Minimum ?? 0)
            .ThenByDescending(g => g.Incidents)
            .Take(MostShown),
    ];

    /// <summary>Nobody, or not given; null where there is none.</summary>
    public IncidentGroup? Unnamed { get; } = Groups.FirstOrDefault(g => g.Key is null);

    public int Left => Groups.Count(g => g.Key is not null) - Named.Count;

    /// <summary>The scale of the bars of the ranking.</summary>
    public long Scale { get; } = Groups.Select(g => Choice.Of(g).Largest ?? 0).Append(1).Max();

    public Foundation.Problem? ProblemAt(string key) => Problems.FirstOrDefault(p => p.Field == key);

    public string? TypedIn(string key) => Typed.GetValueOrDefault(key);
}
