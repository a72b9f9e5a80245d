using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample.Events;

/// <summary>
/// Three years of violence with a season and two breaks: the base at Tolmé is given up (12 August 2030), regional
/// elections are held (19 January 2031).
/// </summary>
/// <remarks>The days are fixed and lie ahead, so that the sample is the same whenever it is made and never taken for today.</remarks>
internal sealed class Calendar
{
    public const int Regimes = 3;

    public static readonly DateOnly First = new(2028, 3, 14);
    public static readonly DateOnly Last = new(2031, 3, 13);
    public static readonly DateOnly BaseLeft = new(2030, 8, 12);
    public static readonly DateOnly Elections = new(2031, 1, 19);

    /// <summary>The dry season opens the tracks and empties the granaries: the peak is in February.</summary>
    private const double Season = 0.45;
    private const int PeakDay = 46;
    private static readonly double[] Level = [1, 1.6, 2.3];

    private readonly double[] sums;

    public Calendar() => sums = Actors.Sums(Enumerable.Range(0, Days).Select(Rate));

    public static int Days => Last.DayNumber - First.DayNumber + 1;

    public static DateOnly Day(int number) => First.AddDays(number);

    public static int Regime(int number) =>
        Day(number) < BaseLeft ? 0
        : Day(number) < Elections ? 1
        : 2;

    /// <summary>The day until which the given share of all violence has happened.</summary>
    /// <param name="share">In [0, 1).</param>
    public int At(double share)
    {
        var at = Array.BinarySearch(sums, share * sums[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, Days - 1);
    }

    private static double Rate(int number) =>
        Level[Regime(number)] * (1 + Season * Math.Cos(2 * Math.PI * (Day(number).DayOfYear - PeakDay) / 365.25));

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
