using System.Diagnostics;
using Toguna.Methods.Tests.Movements;

namespace Toguna.Benchmarks;

/// <summary>The movement planner beside the best plan there is on small cases, and its time on a large one.</summary>
/// <remarks>All requests are alike urgent where they are compared: more served is better, then fewer hours driven.</remarks>
internal static class MovementsBenchmark
{
    private const int Large = 60;

    public static int Run(int cases)
    {
        var served = new List<double>();
        var hours = new List<double>();
        var (fewer, asked, all, best) = (0, 0, 0, 0);
        for (var seed = 1; seed <= cases; seed++)
        {
            var given = MovementCase.Of((ulong)seed, 3 + seed % 5, 2, 1, 6);
            var plan = given.Plan();
            var exact = new ExactPlan(given).Best();
            var count = given.Requests.Count - plan.LeftOut.Count;
            (asked, all, best) = (asked + given.Requests.Count, all + count, best + exact.Served);
            if (exact.Served == 0)
            {
                continue;
            }
            served.Add((double)count / exact.Served);
            if (count == exact.Served)
            {
                hours.Add(plan.HoursDriven / exact.Driven.TotalHours);
            }
            else
            {
                fewer++;
            }
        }
        served.Sort();
        hours.Sort();
        Console.WriteLine(
            $"{cases} cases of 3 to 7 requests, 2 vehicles, 1 escort: {asked} requests, {all} served, {best} by the best plan"
        );
        Console.WriteLine(
            $"served ÷ best: median {served[served.Count / 2]:0.000}, worst {served[0]:0.000}, fewer in {fewer} cases"
        );
        Console.WriteLine(
            $"hours ÷ best where as many are served ({hours.Count} cases): median {hours[hours.Count / 2]:0.000}, worst {hours[^1]:0.000}, above 1.001 in {hours.Count(r => r > 1.001)}"
        );
        var times = new List<double>();
        var (driven, apart, left) = (0.0, 0.0, 0);
        for (var seed = 0; seed <= 10; seed++)
        {
            var given = MovementCase.Of((ulong)seed, Large, 12, 4, 15, days: 2, priorities: true);
            var watch = Stopwatch.StartNew();
            var plan = given.Plan();
            times.Add(watch.Elapsed.TotalSeconds);
            driven += plan.HoursDriven;
            apart += plan.Movements.Sum(m => m.Why.HoursApart ?? m.HoursDriven);
            left += plan.LeftOut.Count;
        }
        times.Sort();
        Console.WriteLine(
            $"{Large} requests, 12 vehicles, 4 escorts, 15 places, two days, 11 cases: median {times[5]:0.0} s, slowest {times[^1]:0.0} s; "
                + $"{left} of {11 * Large} left out, {driven:0} hours driven, {apart:0} with each served on its own"
        );
        return 0;
    }
}
