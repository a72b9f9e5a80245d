using System.Globalization;
using Toguna.Desk.Sample.World;
using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>
/// Five years of violence with a season and breaks: a coup, a split, a base given up, a company that arrives, elections
/// (data/sample/timeline.csv).
/// </summary>
/// <remarks>The days are fixed, so that the sample is the same whenever it is made.</remarks>
internal sealed class Calendar
{
    public static readonly DateOnly First = new(2021, 10, 1);
    public static readonly DateOnly Last = new(2026, 9, 30);

    /// <summary>From which day each regime holds, and how much violence there is in it.</summary>
    private static readonly (DateOnly From, double Level)[] Breaks =
    [
        .. SampleData
            .Read("timeline")
            .Where(r => r["level"] != "")
            .Select(r =>
                (DateOnly.ParseExact(r["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture), r.Number("level"))
            ),
    ];

    public static int Regimes => Breaks.Length;

    /// <summary>The dry season opens the tracks and empties the granaries: the peak is in February.</summary>
    private const double Season = 0.45;
    private const int PeakDay = 46;

    private readonly double[] sums;

    public Calendar() => sums = Actors.Sums(Enumerable.Range(0, Days).Select(Rate));

    public static int Days => Last.DayNumber - First.DayNumber + 1;

    /// <summary>The first turn of a kind, as the timeline names it.</summary>
    public static DateOnly Turn(string kind) =>
        DateOnly.ParseExact(
            SampleData.Read("timeline").First(r => r["kind"] == kind)["date"],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture
        );

    public static IReadOnlyList<(DateOnly From, double Level)> Phases => Breaks;

    public static DateOnly Day(int number) => First.AddDays(number);

    public static int Regime(int number) => Array.FindLastIndex(Breaks, b => b.From <= Day(number));

    /// <summary>The day until which the given share of all violence has happened.</summary>
    /// <param name="share">In [0, 1).</param>
    public int At(double share)
    {
        var at = Array.BinarySearch(sums, share * sums[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, Days - 1);
    }

    private static double Rate(int number) =>
        Breaks[Regime(number)].Level
        * (1 + Season * Math.Cos(2 * Math.PI * (Day(number).DayOfYear - PeakDay) / 365.25));

    /// <summary>The days of a given number of events in order, one at a time: each next of uniform order statistics.</summary>
    public IEnumerable<int> InOrder(Xoshiro256 random, int count)
    {
        var left = 1.0;
        for (var i = count; i > 0; i--)
        {
            left *= Math.Pow(random.UniformAboveZero(), 1.0 / i);
            yield return At(1 - left);
        }
    }
}
