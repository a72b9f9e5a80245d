using Shouldly;
using Toguna.Methods.Forecasting;
using static Toguna.Methods.Tests.Forecasting.Worlds;

namespace Toguna.Methods.Tests.Forecasting;

public sealed class AnaloguesTests
{
    [Fact]
    public void By_hand_two_units_that_never_change()
    {
        // 80 months of 3 and of 30. From month 36 on, those whose next month is known: 36 to 78, 43 of each unit.
        var found = Analogues.For(Of(Constant(3, 80), Constant(30, 80)), 0, 1);
        found.Count.ShouldBe(86);
        found.Take(43).ShouldAllBe(a => a.Unit == 0 && a.Distance < 1e-12 && a.Weight > 1 - 1e-12);
        // Only the level differs: .6 (log 31 − log 4), further away the longer ago, and brought to the level of here.
        var apart = 0.6 * Math.Log(31 / 4.0);
        var other = found.Skip(43).ToList();
        other.Select(a => a.Month).ShouldBe(Enumerable.Range(36, 43).Reverse());
        other[0].Distance.ShouldBe(apart * (1 + 0.4 * 1 / 120), 1e-12);
        other[^1].Distance.ShouldBe(apart * (1 + 0.4 * 43 / 120), 1e-12);
        other[0].Weight.ShouldBe(1 - Math.Pow((1 + 0.4 / 120) / (1 + 0.4 * 43 / 120), 2), 1e-12);
        other[^1].Weight.ShouldBe(0);
        other.ShouldAllBe(a => a.Followed == 30 && Math.Abs(a.Scaled - 3) < 1e-12);
    }

    [Fact]
    public void By_hand_the_shape_of_a_single_month()
    {
        // No deaths but one in month 60 and one now (90): all that differs is where in the last 24 months the death lies.
        var deaths = new double[91];
        (deaths[60], deaths[90]) = (1, 1);
        var found = Analogues.For(Of(deaths), 0, 1);
        // With a death in the 60 months before: 60 to 89. Month 60 has exactly the shape of now.
        found.Select(a => a.Month).Order().ShouldBe(Enumerable.Range(60, 30));
        (found[0].Month, found[0].Followed, found[0].Scaled).ShouldBe((60, 0, 0));
        found[0].Distance.ShouldBe(0, 1e-12);
        // A month later the death has lag 1. Level, in units of log 2: .15 + .25/3 + .30/6 + .30/12 = .308333 now, .158333 then.
        double here = 0.15 + 0.25 / 3 + 0.30 / 6 + 0.30 / 12,
            there = here - 0.15;
        double[] weights = [1, 0.8, 0.7, 0.6, 0.5, 0.5, 0.8, 0.8, 0.8];
        var squares = weights.Select((w, i) => Math.Pow(w * ((i == 0 ? 1 : 0) - here - ((i == 1 ? 1 : 0) - there)), 2));
        var distance = Math.Log(2) * Math.Sqrt(squares.Sum() + Math.Pow(0.6 * (here - there), 2));
        found.Single(a => a.Month == 61).Distance.ShouldBe(distance * 0.85 * (1 + 0.4 * 29 / 120), 1e-12);
    }

    [Fact]
    public void Events_and_companion_count_in_the_distance()
    {
        var deaths = new[] { Constant(3, 80), Constant(3, 80) };
        var quiet = new[] { new double[80], new double[80] };
        var (events, companion) = (
            new[] { Constant(3, 80), new double[80] },
            new[] { Constant(2, 80), new double[80] }
        );
        // E alone: (.4² + .4² + .4²) log² 4; C alone: (.2² + .2²) log² 3.
        Nearest(new Panel(["A", "B"], deaths, events, quiet))
            .ShouldBe(Math.Log(4) * Math.Sqrt(0.48) * (1 + 0.4 / 120), 1e-12);
        Nearest(new Panel(["A", "B"], deaths, quiet, companion))
            .ShouldBe(Math.Log(3) * Math.Sqrt(0.08) * (1 + 0.4 / 120), 1e-12);

        static double Nearest(Panel panel) => Analogues.For(panel, 0, 1).First(a => a.Unit == 1).Distance;
    }

    [Fact]
    public void What_followed_is_brought_to_the_level_of_here_and_a_month_without_deaths_stays_one()
    {
        var panel = Returning(3, 12, 150);
        var found = Analogues.For(panel, 4, 6);
        found.Count.ShouldBe(Analogues.Most);
        found.ShouldAllBe(a => a.Month + 6 <= 149 && a.Month >= 36);
        found.ShouldAllBe(a => a.Followed == panel.Deaths[a.Unit][a.Month + 6]);
        found.ShouldAllBe(a => a.Followed > 0 || a.Scaled == 0);
        found.Select(a => a.Distance).ShouldBe(found.Select(a => a.Distance).Order());
        var here = Level(panel.Deaths[4], 149);
        foreach (var a in found.Where(a => a.Followed > 0))
        {
            var scaled = (a.Followed + 0.5) * (here + 0.5) / (Level(panel.Deaths[a.Unit], a.Month) + 0.5) - 0.5;
            a.Scaled.ShouldBe(Math.Max(0, scaled), 1e-9);
        }

        static double Level(double[] deaths, int at)
        {
            double Mean(int months) => deaths[(at - months + 1)..(at + 1)].Average(d => Math.Log(d + 1));
            return Math.Exp(0.15 * Mean(1) + 0.25 * Mean(3) + 0.30 * Mean(6) + 0.30 * Mean(12)) - 1;
        }
    }

    [Fact]
    public void Without_a_past_there_are_none()
    {
        Analogues.For(Returning(1, 8, 37), 0, 1).ShouldBeEmpty();
        Analogues.For(Returning(1, 8, 38), 0, 1).Count.ShouldBeInRange(1, 8);
        Analogues.For(Returning(1, 8, 38), 0, 2).ShouldBeEmpty();
        Analogues.For(Of(new double[200]), 0, 1).ShouldBeEmpty();
    }
}
