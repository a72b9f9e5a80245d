using Shouldly;
using Toguna.Warn;

namespace Toguna.Tests.Warn;

public sealed class WeekTests
{
    [Theory] // Around the turn of a year ISO 8601 counts a week to the year that has its Thursday.
    [InlineData("2026-11-16", "2026-W47")]
    [InlineData("2026-11-22", "2026-W47")]
    [InlineData("2026-11-23", "2026-W48")]
    [InlineData("2024-12-30", "2025-W01")]
    [InlineData("2027-01-03", "2026-W53")]
    public void A_day_lies_in_its_week(string day, string week)
    {
        var of = Week.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        of.ToString().ShouldBe(week);
        of.Monday.DayOfWeek.ShouldBe(DayOfWeek.Monday);
        Week.Parse(week).ShouldBe(of);
    }

    [Fact]
    public void The_last_whole_week_is_over()
    {
        Week.LastWhole(new DateOnly(2026, 11, 22)).ToString().ShouldBe("2026-W46", "a Sunday is not over");
        Week.LastWhole(new DateOnly(2026, 11, 23)).ToString().ShouldBe("2026-W47");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-W00")]
    [InlineData("2025-W53")]
    [InlineData("2026-47")]
    [InlineData("26-W47xx")]
    public void What_is_no_week_is_none(string? text) => Week.Parse(text).ShouldBeNull();
}
