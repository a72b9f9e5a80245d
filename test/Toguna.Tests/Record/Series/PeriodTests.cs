using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Toguna.Gather;
using Toguna.Record;

namespace Toguna.Tests.Record.Series;

/// <summary>Periods as people write them.</summary>
public sealed class PeriodTests
{
    private static readonly Arbitrary<DateOnly> Days = Gen.Choose(0, 365 * 200)
        .Select(n => new DateOnly(1900, 1, 1).AddDays(n))
        .ToArbitrary();

    [Fact]
    public void Whatever_an_export_writes_is_read_back_as_it_was() =>
        Prop.ForAll(
                Days,
                Gen.Choose(0, 800).ToArbitrary(),
                (day, length) =>
                {
                    var to = day.AddDays(length);
                    if (to.Year > 2100)
                    {
                        return;
                    }
                    var period = new Period(day, to);
                    Period.Parse(period.ToString()).ShouldBe(period);
                    Period.Parse(period.Key).ShouldBe(period);
                    (period.Middle >= period.From && period.Middle <= period.To).ShouldBeTrue();
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Months_quarters_and_years_are_read_back_and_begin_and_end_where_they_do() =>
        Prop.ForAll(
                Gen.Choose(1900, 2100).ToArbitrary(),
                Gen.Choose(1, 12).ToArbitrary(),
                (year, month) =>
                {
                    var whole = new Period(
                        new DateOnly(year, month, 1),
                        new DateOnly(year, month, DateTime.DaysInMonth(year, month))
                    );
                    var iso = string.Create(CultureInfo.InvariantCulture, $"{year}-{month:00}");
                    whole.ToString().ShouldBe(iso);
                    foreach (
                        var text in new[]
                        {
                            iso,
                            string.Create(CultureInfo.InvariantCulture, $"{month}/{year}"),
                            new DateOnly(year, month, 1).ToString("MMMM yyyy", CultureInfo.GetCultureInfo("fr")),
                            new DateOnly(year, month, 1).ToString("MMM yyyy", CultureInfo.GetCultureInfo("en")),
                        }
                    )
                    {
                        Period.Parse(text).ShouldBe(whole, text);
                    }
                    var quarter = (month - 1) / 3 + 1;
                    foreach (
                        var text in new[]
                        {
                            $"{year}-Q{quarter}",
                            $"Q{quarter} {year}",
                            $"T{quarter} {year}",
                            $"{year}T{quarter}",
                        }
                    )
                    {
                        var read = Period.Parse(text).ShouldNotBeNull(text);
                        (read.From.Month, read.To.Month).ShouldBe((quarter * 3 - 2, quarter * 3));
                        read.ToString().ShouldBe($"{year}-Q{quarter}");
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_that_anybody_types_breaks_it() =>
        Prop.ForAll<string>(text =>
            {
                if (Period.Parse(text) is { } period)
                {
                    (period.To >= period.From).ShouldBeTrue(text);
                }
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("2024-13")]
    [InlineData("2023-02-30")]
    [InlineData("2024-Q5")]
    [InlineData("2024-W54")]
    [InlineData("03/04/2024")]
    [InlineData("2024-03-05/2024-03-01")]
    [InlineData("1/2/3/4")]
    [InlineData("-1")]
    [InlineData("999999999999")]
    public void What_does_not_exist_or_can_be_read_in_two_ways_is_none(string text) =>
        Period.Parse(text).ShouldBeNull();

    [Fact]
    public void A_week_a_span_and_a_date_whose_order_is_told()
    {
        Period.Parse("2024-W01").ShouldBe(new Period(new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 7)));
        Period.Parse("2024-01..2024-03").ShouldBe(new Period(new DateOnly(2024, 1, 1), new DateOnly(2024, 3, 31)));
        Period.Parse("2024-01-05/2024-02-03").ShouldBe(new Period(new DateOnly(2024, 1, 5), new DateOnly(2024, 2, 3)));
        Period.Parse("03/04/2024", DateOrder.DayFirst)!.Value.From.ShouldBe(new DateOnly(2024, 4, 3));
        new Period(new DateOnly(2024, 1, 1), new DateOnly(2024, 3, 31))
            .Words(CultureInfo.GetCultureInfo("fr"))
            .ShouldBe("T1 2024");
    }
}
