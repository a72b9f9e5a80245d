namespace Toguna.Methods.Numerics;

/// <summary>Draws from the distributions the house needs. Each has a goodness-of-fit test beside it.</summary>
/// <remarks>Exact methods, no approximation by a normal. The generator is passed in; nothing here keeps state.</remarks>
public static class Draws
{
    /// <summary>Above this mean the number of draws of the multiplication method costs more than rejection.</summary>
    private const double LargeMean = 10;

    private static readonly double[] LogFactorials = SmallLogFactorials();

    /// <summary>True with the given probability; at most 0 never, at least 1 always.</summary>
    public static bool Chance(Xoshiro256 random, double probability) => random.Uniform() < probability;

    /// <summary>Uniform in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public static double Between(Xoshiro256 random, double from, double to) => from + (to - from) * random.Uniform();

    /// <summary>Standard normal.</summary>
    /// <remarks>Marsaglia's polar method; the second number is thrown away so that a draw depends on nothing before it.</remarks>
    /// <seealso href="https://doi.org/10.1137/1006063">Marsaglia and Bray (1964)</seealso>
    public static double Normal(Xoshiro256 random)
    {
        while (true)
        {
            var u = 2 * random.Uniform() - 1;
            var v = 2 * random.Uniform() - 1;
            var s = u * u + v * v;
            if (s is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }

    /// <summary>Exponential with the given mean.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not a positive finite number.</exception>
    public static double Exponential(Xoshiro256 random, double mean)
    {
        Positive(mean, nameof(mean));
        return -mean * Math.Log(random.UniformAboveZero());
    }

    /// <summary>Gamma with the given shape and scale; mean shape × scale.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Shape or scale is not a positive finite number.</exception>
    /// <remarks>Marsaglia and Tsang's squeeze; for shapes below 1 the boost of their section 6.</remarks>
    /// <seealso href="https://doi.org/10.1145/358407.358414">Marsaglia and Tsang (2000), ACM TOMS 26(3)</seealso>
    public static double Gamma(Xoshiro256 random, double shape, double scale)
    {
        Positive(shape, nameof(shape));
        Positive(scale, nameof(scale));
        if (shape < 1)
        {
            return Gamma(random, shape + 1, scale) * Math.Pow(random.UniformAboveZero(), 1 / shape);
        }
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(random);
            var v = 1 + c * x;
            if (v <= 0)
            {
                continue;
            }
            v = v * v * v;
            var u = random.UniformAboveZero();
            var squared = x * x;
            if (u < 1 - 0.0331 * squared * squared || Math.Log(u) < 0.5 * squared + d * (1 - v + Math.Log(v)))
            {
                return d * v * scale;
            }
        }
    }

    /// <summary>Poisson with the given mean.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative, not finite or above 10⁸.</exception>
    /// <remarks>Below 10 Knuth's products of uniforms; from 10 on Hörmann's transformed rejection PTRS.</remarks>
    /// <seealso href="https://doi.org/10.1016/0167-6687(93)90997-4">Hörmann (1993), The transformed rejection method</seealso>
    public static int Poisson(Xoshiro256 random, double mean)
    {
        if (!(mean is >= 0 and <= 1e8))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "A Poisson mean is a number from 0 to 10⁸.");
        }
        return mean < LargeMean ? PoissonByProducts(random, mean) : PoissonByRejection(random, mean);
    }

    /// <summary>Counts that vary more than Poisson: Poisson whose mean is gamma with the given mean and size.</summary>
    /// <param name="size">Variance is mean + mean² / size.</param>
    public static int NegativeBinomial(Xoshiro256 random, double mean, double size) =>
        mean == 0 ? 0 : Poisson(random, Gamma(random, size, mean / size));

    /// <summary>How many of <paramref name="trials"/> happen, each with the given probability.</summary>
    /// <remarks>One uniform per trial: for the small counts of an event, not for thousands.</remarks>
    public static int Binomial(Xoshiro256 random, int trials, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        var hits = 0;
        for (var i = 0; i < trials; i++)
        {
            hits += Chance(random, probability) ? 1 : 0;
        }
        return hits;
    }

    /// <summary>The index that a running sum of weights gives it; an index of weight zero is never drawn.</summary>
    /// <param name="cumulative">Running sums, not decreasing, the last positive.</param>
    public static int Index(Xoshiro256 random, ReadOnlySpan<double> cumulative)
    {
        if (cumulative.Length == 0 || !(cumulative[^1] > 0))
        {
            throw new ArgumentException(
                "The weights add up to nothing; at least one must be positive.",
                nameof(cumulative)
            );
        }
        var at = random.Uniform() * cumulative[^1];
        int low = 0,
            high = cumulative.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cumulative[middle] > at)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int PoissonByProducts(Xoshiro256 random, double mean)
    {
        var floor = Math.Exp(-mean);
        var product = random.UniformAboveZero();
        var count = 0;
        while (product > floor)
        {
            product *= random.UniformAboveZero();
            count++;
        }
        return count;
    }

    private static int PoissonByRejection(Xoshiro256 random, double mean)
    {
        var b = 0.931 + 2.53 * Math.Sqrt(mean);
        var a = -0.059 + 0.02483 * b;
        var inverse = 1.1239 + 1.1328 / (b - 3.4);
        var squeeze = 0.9277 - 3.6224 / (b - 2);
        var logMean = Math.Log(mean);
        while (true)
        {
            var u = random.Uniform() - 0.5;
            var v = random.UniformAboveZero();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= squeeze)
            {
                return (int)k;
            }
            if (k < 0 || (us < 0.013 && v > us) || !double.IsFinite(k))
            {
                continue;
            }
            if (Math.Log(v * inverse / (a / (us * us) + b)) <= k * logMean - mean - LogFactorial(k))
            {
                return (int)k;
            }
        }
    }

    /// <summary>log k!, by a table and from 20 on Stirling's series with an error below 10⁻¹⁴.</summary>
    private static double LogFactorial(double k)
    {
        if (k < LogFactorials.Length)
        {
            return LogFactorials[(int)k];
        }
        var n = k + 1;
        var r = 1 / n;
        var r2 = r * r;
        return (n - 0.5) * Math.Log(n)
            - n
            + 0.5 * Math.Log(2 * Math.PI)
            + r * (1.0 / 12 - r2 * (1.0 / 360 - r2 * (1.0 / 1260 - r2 / 1680)));
    }

    private static double[] SmallLogFactorials()
    {
        var logs = new double[20];
        for (var k = 2; k < logs.Length; k++)
        {
            logs[k] = logs[k - 1] + Math.Log(k);
        }
        return logs;
    }

    private static void Positive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "A positive finite number is needed.");
        }
    }
}
