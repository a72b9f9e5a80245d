using System.Globalization;
using System.Text.RegularExpressions;
using Toguna.Gather;

namespace Toguna.Record;

/// <summary>What a number is about in time: a day, a month, a quarter, a year, or a span of days.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, never before the first.</param>
public readonly partial record struct Period(DateOnly From, DateOnly To)
{
    private const int Longest = 40;

    /// <summary>
    /// Reads all that <see cref="PartialDate.Parse"/> reads, and 2024-Q1, Q1 2024, T1 2024, 03/2024, 2024-W05, and a span of
    /// two of them: 2024-01-01/2024-03-31.
    /// </summary>
    /// <returns>Null when it is none, does not exist, or can be read in two ways.</returns>
    public static Period? Parse(string? text, DateOrder order = DateOrder.Unambiguous)
    {
        var t = text?.Trim() ?? "";
        if (t.Length is 0 or > 2 * Longest)
        {
            return null;
        }
        return One(t, order) ?? Span(t, order);
    }

    /// <summary>As it stands in an address: 2024-01-01..2024-01-31.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}");

    /// <summary>In the middle between its first and last day, where its point stands in a chart.</summary>
    public DateOnly Middle => From.AddDays((To.DayNumber - From.DayNumber) / 2);

    /// <summary>In the reader's words: 6 Mar 2024, March 2024, Q1 2024, 2024.</summary>
    public string Words(CultureInfo? culture = null)
    {
        var c = culture ?? CultureInfo.CurrentUICulture;
        var months = new Months(From.Year * 12 + From.Month - 1, 3);
        return From.Month % 3 == 1 && months.From == From && months.To == To
            ? months.Words(c)
            : DateWords.Of(From, To, c);
    }

    /// <summary>As every export writes it: 2024-03-06, 2024-03, 2024-Q1, 2024, or first and last day of a span.</summary>
    public override string ToString()
    {
        if (From == To)
        {
            return From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        if (From is { Day: 1, Month: 1 } && To == new DateOnly(From.Year, 12, 31))
        {
            return From.ToString("yyyy", CultureInfo.InvariantCulture);
        }
        foreach (var count in From.Month % 3 == 1 ? new[] { 1, 3 } : [1])
        {
            var months = new Months(From.Year * 12 + From.Month - 1, count);
            if (months.From == From && months.To == To)
            {
                return months.ToString();
            }
        }
        return string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}/{To:yyyy-MM-dd}");
    }

    private static Period? Span(string text, DateOrder order)
    {
        var at = text.IndexOf("..", StringComparison.Ordinal);
        var width = 2;
        if (at < 0)
        {
            // A slash parts two dates only where neither is written with slashes.
            at = text.IndexOf('/', StringComparison.Ordinal);
            width = 1;
            if (at < 0 || text.IndexOf('/', at + 1) >= 0)
            {
                return null;
            }
        }
        return
            One(text[..at].Trim(), order) is { } first
            && One(text[(at + width)..].Trim(), order) is { } last
            && last.To >= first.From
            ? new(first.From, last.To)
            : null;
    }

    private static Period? One(string text, DateOrder order)
    {
        if (text.Length is 0 or > Longest)
        {
            return null;
        }
        if (PartialDate.Parse(text, order) is { } date)
        {
            return new(date.From, date.To);
        }
        if (Quarter().Match(text) is { Success: true } quarter)
        {
            var year = quarter.Groups["y"].Value is { Length: 4 } first ? first : quarter.Groups["z"].Value;
            return Of(Months.Parse($"{year}-Q{quarter.Groups["q"].Value}"));
        }
        if (SlashedMonth().Match(text) is { Success: true } month)
        {
            return Of(
                Months.Parse(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{month.Groups["y"].Value}-{int.Parse(month.Groups["m"].ValueSpan, CultureInfo.InvariantCulture):00}"
                    )
                )
            );
        }
        return Week().Match(text) is { Success: true } week ? OfWeek(week) : null;
    }

    private static Period? Of(Months? months) => months is { } m ? new(m.From, m.To) : null;

    private static Period? OfWeek(Match match)
    {
        var year = int.Parse(match.Groups["y"].ValueSpan, CultureInfo.InvariantCulture);
        var week = int.Parse(match.Groups["w"].ValueSpan, CultureInfo.InvariantCulture);
        if (year is < IncidentFilterReading.FirstYear or > IncidentFilterReading.LastYear)
        {
            return null;
        }
        if (week < 1 || week > ISOWeek.GetWeeksInYear(year))
        {
            return null;
        }
        var monday = DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday));
        return new(monday, monday.AddDays(6));
    }

    [GeneratedRegex(
        @"^(?:(?<y>[0-9]{4})[\s-]?[QqTt](?<q>[1-4])|[QqTt](?<q>[1-4])[\s/-]?(?<z>[0-9]{4}))$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Quarter();

    [GeneratedRegex("^(?<m>[0-9]{1,2})/(?<y>[0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex SlashedMonth();

    [GeneratedRegex("^(?<y>[0-9]{4})-?[WwSs](?<w>[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Week();
}
