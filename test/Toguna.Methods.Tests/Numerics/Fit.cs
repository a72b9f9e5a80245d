namespace Toguna.Methods.Tests.Numerics;

/// <summary>Goodness of fit by hand, so that the samplers are not judged by code of their own.</summary>
internal static class Fit
{
    /// <summary>P(X² ≥ statistic) of a chi-square; cells with fewer than 5 expected are pooled with the next.</summary>
    public static double ChiSquare(IReadOnlyList<long> observed, IReadOnlyList<double> expected)
    {
        double statistic = 0,
            poolE = 0;
        long poolO = 0;
        var cells = 0;
        for (var i = 0; i < observed.Count; i++)
        {
            poolE += expected[i];
            poolO += observed[i];
            if (poolE >= 5)
            {
                statistic += (poolO - poolE) * (poolO - poolE) / poolE;
                cells++;
                (poolE, poolO) = (0, 0);
            }
        }
        return 1 - RegularisedGamma((cells - 1) / 2.0, statistic / 2);
    }

    /// <summary>P(D ≥ statistic) of Kolmogorov–Smirnov for a known continuous distribution (asymptotic series).</summary>
    public static double KolmogorovSmirnov(double[] draws, Func<double, double> cdf)
    {
        Array.Sort(draws);
        var n = draws.Length;
        var d = 0.0;
        for (var i = 0; i < n; i++)
        {
            var f = cdf(draws[i]);
            d = Math.Max(d, Math.Max(f - (double)i / n, (i + 1.0) / n - f));
        }
        var x = d * (Math.Sqrt(n) + 0.12 + 0.11 / Math.Sqrt(n));
        var p = 0.0;
        for (var k = 1; k <= 100; k++)
        {
            p += 2 * (k % 2 == 1 ? 1 : -1) * Math.Exp(-2 * k * k * x * x);
        }
        return Math.Clamp(p, 0, 1);
    }

    /// <summary>P(a, x): by its series below a + 1, by Lentz's continued fraction above (Numerical Recipes 6.2).</summary>
    public static double RegularisedGamma(double a, double x)
    {
        if (x <= 0)
        {
            return 0;
        }
        var front = Math.Exp(a * Math.Log(x) - x - LogGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a,
                sum = term;
            for (var n = 1; n < 10_000 && term > sum * 1e-16; n++)
            {
                term *= x / (a + n);
                sum += term;
            }
            return front * sum;
        }
        double b = x + 1 - a,
            c = 1e300,
            d = 1 / b,
            h = d;
        for (var i = 1; i < 10_000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / (an * d + b);
            c = b + an / c;
            h *= d * c;
            if (Math.Abs(d * c - 1) < 1e-15)
            {
                break;
            }
        }
        return 1 - front * h;
    }

    /// <summary>Φ(x), from the incomplete gamma function.</summary>
    public static double NormalCdf(double x) =>
        x < 0 ? 0.5 * (1 - RegularisedGamma(0.5, x * x / 2)) : 0.5 * (1 + RegularisedGamma(0.5, x * x / 2));

    public static double PoissonMass(double mean, int k) => Math.Exp(k * Math.Log(mean) - mean - LogGamma(k + 1.0));

    /// <summary>Negative binomial with the given mean and size.</summary>
    public static double NegativeBinomialMass(double mean, double size, int k) =>
        Math.Exp(
            LogGamma(k + size)
                - LogGamma(size)
                - LogGamma(k + 1.0)
                + size * Math.Log(size / (size + mean))
                + k * Math.Log(mean / (size + mean))
        );

    /// <summary>Lanczos, 15 digits.</summary>
    private static double LogGamma(double z)
    {
        double[] c =
        [
            0.99999999999980993,
            676.5203681218851,
            -1259.1392167224028,
            771.32342877765313,
            -176.61502916214059,
            12.507343278686905,
            -0.13857109526572012,
            9.9843695780195716e-6,
            1.5056327351493116e-7,
        ];
        if (z < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * z)) - LogGamma(1 - z);
        }
        z -= 1;
        var sum = c[0];
        for (var i = 1; i < c.Length; i++)
        {
            sum += c[i] / (z + i);
        }
        var t = z + 7.5;
        return 0.5 * Math.Log(2 * Math.PI) + (z + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
