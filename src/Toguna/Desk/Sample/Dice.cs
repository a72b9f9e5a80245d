using Toguna.Methods.Numerics;

namespace Toguna.Desk.Sample;

/// <summary>The sample's own draws: it takes random bits from the house and no distribution that a method assumes.</summary>
internal static class Dice
{
    public static bool Chance(Xoshiro256 random, double probability) => random.Uniform() < probability;

    /// <summary>A place in a list of running sums of weights.</summary>
    public static int Index(Xoshiro256 random, ReadOnlySpan<double> sums)
    {
        var at = sums.BinarySearch(random.Uniform() * sums[^1]);
        at = at < 0 ? ~at : at + 1;
        return Math.Min(at, sums.Length - 1);
    }

    /// <summary>Whole numbers of a log-logistic: half of them below the median, a few of them many times as large.</summary>
    /// <param name="tail">The larger, the heavier; below one.</param>
    public static int Heavy(Xoshiro256 random, double median, double tail, int most = 200)
    {
        var u = random.Uniform();
        return (int)Math.Min(most, median * Math.Pow(u / (1 - u), tail));
    }

    /// <summary>A count of at most eight with the given mean: eight chances, one after the other.</summary>
    public static int Few(Xoshiro256 random, double mean) => Thin(random, 8, mean / 8);

    /// <summary>How many of a number are kept, each asked on its own.</summary>
    public static int Thin(Xoshiro256 random, int count, double keep)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            kept += Chance(random, keep) ? 1 : 0;
        }
        return kept;
    }

    /// <summary>Around zero, most within two of it, never beyond six.</summary>
    public static double Bell(Xoshiro256 random)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += random.Uniform();
        }
        return sum;
    }
}
