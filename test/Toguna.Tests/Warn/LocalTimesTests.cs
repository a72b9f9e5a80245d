using Shouldly;
using Toguna.Warn;

namespace Toguna.Tests.Warn;

/// <summary>Hours as people write them, over the nights when clocks change.</summary>
public sealed class LocalTimesTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("2026-03-29T01:59", "2026-03-29T00:59:00Z")]
    [InlineData("2026-03-29 03:00", "2026-03-29T01:00:00Z")]
    // Twice that night: the first is meant, which is the sooner.
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T03:00", "2026-10-25T02:00:00Z")]
    public void An_hour_is_that_of_the_mission(string written, string expected)
    {
        var (at, problem) = LocalTimes.Read(written, Paris);
        problem.ShouldBeNull();
        at.ShouldBe(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-03-29T02:30", "warn.no_such_time")]
    [InlineData("13/03/2026", "warn.not_a_time")]
    [InlineData("2026-02-30T10:00", "warn.not_a_time")]
    [InlineData("0001-01-01T00:00", "warn.not_a_time")]
    public void What_is_no_hour_is_refused_by_name(string written, string code)
    {
        var (at, problem) = LocalTimes.Read(written, Paris);
        at.ShouldBeNull();
        problem!.Code.ShouldBe(code);
        problem.Message().ShouldContain(written);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var at = new DateTimeOffset(2026, 7, 1, 3, 12, 0, TimeSpan.Zero);
        LocalTimes.Read(LocalTimes.Write(at, Paris), Paris).At.ShouldBe(at);
        LocalTimes.Write(null, Paris).ShouldBe("");
    }
}
