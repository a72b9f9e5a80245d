using System.Globalization;

namespace Toguna.Warn;

/// <summary>A week from Monday to Sunday, as ISO 8601 numbers them: 2026-W47. Never without a Monday but for <c>default</c>.</summary>
public readonly record struct Week
{
    private Week(DateOnly monday) => Monday = monday;

    public DateOnly Monday { get; }

    public DateOnly Sunday => Monday.AddDays(6);

    /// <summary>The week that a day lies in.</summary>
    public static Week Of(DateOnly day) => new(day.AddDays(-(((int)day.DayOfWeek + 6) % 7)));

    /// <summary>The last week that is over on a day.</summary>
    public static Week LastWhole(DateOnly today) => new(Of(today).Monday.AddDays(-7));

    /// <returns>Null where the text is none: 2026-W47.</returns>
    public static Week? Parse(string? text) =>
        text is { Length: 8 }
        && text[4] == '-'
        && text[5] == 'W'
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && year is >= 1900 and <= 2200
        && number >= 1
        && number <= ISOWeek.GetWeeksInYear(year)
            ? new Week(DateOnly.FromDateTime(ISOWeek.ToDateTime(year, number, DayOfWeek.Monday)))
            : null;

    public override string ToString()
    {
        var monday = Monday.ToDateTime(TimeOnly.MinValue);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ISOWeek.GetYear(monday):0000}-W{ISOWeek.GetWeekOfYear(monday):00}"
        );
    }
}
