namespace Toguna.Methods.Numerics;

/// <summary>The gamma distribution of scale 1: its lower tail and its quantile. Half a chi-square of twice the shape in degrees of freedom.</summary>
public static class GammaQuantile
{
    private const int MostTerms = 100_000;
    private const double Tiny = 1e-300;

    /// <summary>The probability that a gamma number of this shape is at most <paramref name="at"/>.</summary>
    /// <param name="shape">Above 0, at most 10⁷.</param>
    /// <param name="at">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds or not a number; the message names it.</exception>
    /// <remarks>The series below shape + 1, the continued fraction above it: 10⁻¹² for shapes to a million. O(√shape) terms.</remarks>
    /// <seealso href="https://dlmf.nist.gov/8.7#E1">DLMF 8.7.1, the series</seealso>
    /// <seealso href="https://dlmf.nist.gov/8.9#E2">DLMF 8.9.2, the continued fraction</seealso>
    public static double LowerTail(double shape, double at)
    {
        Check(shape);
        if (!(at >= 0) || double.IsInfinity(at))
        {
            throw new ArgumentOutOfRangeException(nameof(at), at, "A number from 0 on is needed.");
        }
        if (at == 0)
        {
            return 0;
        }
        var front = Math.Exp(shape * Math.Log(at) - at - LogGamma(shape));
        return at < shape + 1 ? front * Series(shape, at) : 1 - front * Fraction(shape, at);
    }

    /// <summary>The value below which a gamma number of this shape falls with the given probability.</summary>
    /// <param name="shape">Above 0, at most 10⁷.</param>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names it.</exception>
    /// <remarks>
    /// Begins with Wilson and Hilferty's cube and halves a bracket until nothing is left between its ends that a double can
    /// tell apart: slow beside Newton's steps, and sure.
    /// </remarks>
    public static double Of(double shape, double probability)
    {
        Check(shape);
        var z = NormalQuantile.Of(probability);
        var cube = 1 - 1 / (9 * shape) + z / (3 * Math.Sqrt(shape));
        var guess = Math.Max(shape * cube * cube * cube, Tiny);
        var (low, high) = (guess, guess);
        while (LowerTail(shape, low) > probability)
        {
            low /= 2;
        }
        while (LowerTail(shape, high) < probability)
        {
            high *= 2;
        }
        for (var i = 0; i < 200; i++)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
            {
                break;
            }
            if (LowerTail(shape, middle) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    private static double Series(double shape, double at)
    {
        var term = 1 / shape;
        var sum = term;
        for (var n = 1; n < MostTerms && term > sum * 1e-17; n++)
        {
            term *= at / (shape + n);
            sum += term;
        }
        return sum;
    }

    /// <summary>Lentz's way of a continued fraction.</summary>
    private static double Fraction(double shape, double at)
    {
        var b = at + 1 - shape;
        var c = 1 / Tiny;
        var d = 1 / b;
        var value = d;
        for (var n = 1; n < MostTerms; n++)
        {
            var a = -n * (n - shape);
            b += 2;
            d = a * d + b;
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = b + a / c;
            c = Math.Abs(c) < Tiny ? Tiny : c;
            var step = c * d;
            value *= step;
            if (Math.Abs(step - 1) < 1e-16)
            {
                break;
            }
        }
        return value;
    }

    /// <summary>Stirling's series where it is exact to a double, from 15 on; below, the shape is raised to there first.</summary>
    private static double LogGamma(double shape)
    {
        var product = 1.0;
        while (shape < 15)
        {
            product *= shape++;
        }
        var inverse = 1 / shape;
        var square = inverse * inverse;
        var rest =
            inverse
            * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188)))));
        return (shape - 0.5) * Math.Log(shape) - shape + 0.5 * Math.Log(2 * Math.PI) + rest - Math.Log(product);
    }

    private static void Check(double shape)
    {
        if (!(shape is > 0 and <= 1e7))
        {
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "A shape above 0 and up to 10⁷ is needed.");
        }
    }
}
