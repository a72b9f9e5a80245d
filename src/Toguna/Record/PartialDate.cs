using System.Globalization;
using System.Text.RegularExpressions;
using Toguna.Gather;

namespace Toguna.Record;

/// <summary>A date as people know it: a day, a month, a year, or a span of days.</summary>
/// <param name="From">First day it can have been.</param>
/// <param name="To">Last day it can have been.</param>
/// <param name="Precision">UCDP date_prec: 1 day, 2 two to six days, 3 week, 4 month, 5 longer.</param>
public readonly partial record struct PartialDate(DateOnly From, DateOnly To, int Precision)
{
    private const int FirstYear = 1900;
    private const int LastYear = 2100;

    private static readonly Dictionary<string, int> Months = MonthNames();

    /// <summary>Reads 2024, 2024-03, 2024-03-06, March 2024, 6 mars 2024, 06/03/2024 (where the order is told).</summary>
    /// <returns>Null when it is no date, does not exist (2023-02-30), or can be read in two ways.</returns>
    public static PartialDate? Parse(string? text, DateOrder order = DateOrder.Unambiguous)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > 40)
        {
            return null;
        }
        if (Iso().Match(trimmed) is { Success: true } iso)
        {
            return Of(Number(iso, "y"), Number(iso, "m"), Number(iso, "d"));
        }
        if (Words().Match(trimmed) is { Success: true } words)
        {
            var name = Methods.Text.Fold.Key(words.Groups["m"].Value);
            return Months.TryGetValue(name, out var month) ? Of(Number(words, "y"), month, Number(words, "d")) : null;
        }
        if (Slashes().Match(trimmed) is { Success: true } slashes)
        {
            return Slashed(
                Number(slashes, "a")!.Value,
                Number(slashes, "b")!.Value,
                Number(slashes, "y")!.Value,
                order
            );
        }
        return null;
    }

    public static PartialDate Span(DateOnly from, DateOnly to) => new(from, to, Intake.GedIntake.PrecisionOf(from, to));

    private static PartialDate? Slashed(int a, int b, int year, DateOrder order) =>
        order switch
        {
            DateOrder.DayFirst => Of(year, b, a),
            DateOrder.MonthFirst => Of(year, a, b),
            _ when a == b => Of(year, a, a),
            _ when a > 12 => Of(year, b, a),
            _ when b > 12 => Of(year, a, b),
            _ => null,
        };

    private static PartialDate? Of(int? year, int? month, int? day)
    {
        if (year is not (>= FirstYear and <= LastYear) || month is < 1 or > 12)
        {
            return null;
        }
        var y = year.Value;
        if (month is null)
        {
            return day is null ? new(new DateOnly(y, 1, 1), new DateOnly(y, 12, 31), 5) : null;
        }
        var m = month.Value;
        var last = DateTime.DaysInMonth(y, m);
        if (day is null)
        {
            return new(new DateOnly(y, m, 1), new DateOnly(y, m, last), 4);
        }
        return day >= 1 && day <= last ? new(new DateOnly(y, m, day.Value), new DateOnly(y, m, day.Value), 1) : null;
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group] is { Success: true } g ? int.Parse(g.ValueSpan, CultureInfo.InvariantCulture) : null;

    private static Dictionary<string, int> MonthNames()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var culture in new[] { CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("fr") })
        {
            var format = culture.DateTimeFormat;
            for (var m = 0; m < 12; m++)
            {
                names.TryAdd(Methods.Text.Fold.Key(format.MonthNames[m]), m + 1);
                names.TryAdd(Methods.Text.Fold.Key(format.AbbreviatedMonthNames[m]), m + 1);
            }
        }
        names.TryAdd("sept", 9);
        return names;
    }

    [GeneratedRegex(
        @"^(?<y>\d{4})(?:-(?<m>\d{1,2})(?:-(?<d>\d{1,2}))?)?(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"^(?:(?<d>\d{1,2})(?:er|st|nd|rd|th)?[\s-]+)?(?<m>\p{L}+\.?)[\s,-]+(?<y>\d{4})$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Words();

    [GeneratedRegex(@"^(?<a>\d{1,2})[/.](?<b>\d{1,2})[/.](?<y>\d{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Slashes();
}
