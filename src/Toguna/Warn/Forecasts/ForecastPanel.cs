using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Toguna.Methods.Forecasting;

namespace Toguna.Warn.Forecasts;

/// <summary>What happened in one area in one month, as everybody in the mission may know of it.</summary>
/// <param name="Month">Years times twelve plus months from 0.</param>
internal sealed record AreaMonth(string Country, string Area, int Month, long Killed, long Events, long Civilians);

/// <summary>What a forecast is made of: every area and month up to a cut-off, and nothing later. Pure.</summary>
/// <param name="Areas">By country and name; those without an incident until the cut-off are not in it.</param>
/// <param name="First">Its first month.</param>
/// <param name="Last">Its last month: the cut-off.</param>
internal sealed record ForecastPanel(
    IReadOnlyList<(string Country, string Area)> Areas,
    int First,
    int Last,
    Panel Data
)
{
    /// <summary>The recent months by which areas are chosen where there are too many.</summary>
    private const int Recent = 60;

    public int Months => Last - First + 1;

    /// <summary>The last day of its last month.</summary>
    public DateOnly Until => MonthNumber.FirstDay(Last).AddMonths(1).AddDays(-1);

    /// <param name="rows">In any order; those after the cut-off are not looked at.</param>
    /// <returns>Null where nothing happened until the cut-off.</returns>
    public static ForecastPanel? Of(IEnumerable<AreaMonth> rows, int last)
    {
        var known = rows.Where(r => r.Month <= last && r.Month > last - ForecastIssues.MostMonths).ToList();
        if (known.Count == 0)
        {
            return null;
        }
        var first = known.Min(r => r.Month);
        var areas = known
            .GroupBy(r => (r.Country, r.Area))
            .OrderByDescending(g => g.Where(r => r.Month > last - Recent).Sum(r => r.Events))
            .ThenBy(g => g.Key.Country, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Area, StringComparer.Ordinal)
            .Take(ForecastIssues.MostAreas)
            .Select(g => g.Key)
            .OrderBy(a => a.Country, StringComparer.Ordinal)
            .ThenBy(a => a.Area, StringComparer.Ordinal)
            .ToList();
        var at = areas.Select((a, i) => (a, i)).ToDictionary(a => a.a, a => a.i);
        var (deaths, events, civilians) = (Empty(), Empty(), Empty());
        foreach (var row in known)
        {
            if (at.TryGetValue((row.Country, row.Area), out var unit))
            {
                deaths[unit][row.Month - first] += row.Killed;
                events[unit][row.Month - first] += row.Events;
                civilians[unit][row.Month - first] += row.Civilians;
            }
        }
        return new ForecastPanel(
            areas,
            first,
            last,
            new Panel([.. areas.Select(a => $"{a.Country}|{a.Area}")], deaths, events, civilians)
        );

        double[][] Empty() => [.. areas.Select(_ => new double[last - first + 1])];
    }

    /// <summary>The fingerprint of all that is in it, SHA-256 in lower-case hexadecimal digits.</summary>
    /// <remarks>Of lines <c>country TAB area TAB month TAB killed TAB events TAB civilians</c>, months as 2026-03, months without an incident left out.</remarks>
    public string Sha256()
    {
        var text = new StringBuilder();
        for (var unit = 0; unit < Areas.Count; unit++)
        {
            for (var month = 0; month < Months; month++)
            {
                if (Data.Events[unit][month] > 0)
                {
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"{Areas[unit].Country}\t{Areas[unit].Area}\t{MonthNumber.FirstDay(First + month):yyyy-MM}\t{Data.Deaths[unit][month]:0}\t{Data.Events[unit][month]:0}\t{Data.Companion[unit][month]:0}\n"
                    );
                }
            }
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
