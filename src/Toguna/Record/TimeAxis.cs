using System.Globalization;

namespace Toguna.Record;

/// <summary>An axis of months, quarters or years, on which charts that stand under one another agree.</summary>
/// <param name="First">Month of the left edge: years times twelve plus months from 0.</param>
/// <param name="Step">Months of a slot: 1, 3 or 12.</param>
/// <param name="Count">Slots, at least 1.</param>
public sealed record TimeAxis(int First, int Step, int Count)
{
    public DateOnly From => new(First / 12, First % 12 + 1, 1);

    public DateOnly To => From.AddMonths(Step * Count).AddDays(-1);

    /// <summary>From one day to another, with slots as fine as can still be read.</summary>
    public static TimeAxis Over(DateOnly from, DateOnly to)
    {
        var step = StepOf(IncidentSeries.PeriodOf(to.Year - from.Year + 1));
        var first = (from.Year * 12 + from.Month - 1) / step;
        var last = (to.Year * 12 + to.Month - 1) / step;
        return new TimeAxis(first * step, step, last - first + 1);
    }

    /// <summary>Months of one of <see cref="IncidentSeries.Periods"/>.</summary>
    public static int StepOf(string period) =>
        period switch
        {
            "year" => 12,
            "quarter" => 3,
            _ => 1,
        };

    /// <summary>Where a day stands, in slots from the left edge.</summary>
    public double At(DateOnly day) =>
        (day.Year * 12 + day.Month - 1 + (day.Day - 1.0) / DateTime.DaysInMonth(day.Year, day.Month) - First) / Step;

    /// <summary>Short words for the slot, counted from 0.</summary>
    public string Tick(int slot)
    {
        var month = First + slot * Step;
        return Step switch
        {
            12 => (month / 12).ToString(CultureInfo.InvariantCulture),
            3 => new Months(month, 3).Words(CultureInfo.CurrentCulture),
            _ => new Months(month, 1).From.ToString("MMM yy", CultureInfo.CurrentCulture),
        };
    }
}
