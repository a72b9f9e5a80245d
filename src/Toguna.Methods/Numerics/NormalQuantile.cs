namespace Toguna.Methods.Numerics;

/// <summary>The quantile of the standard normal distribution: how many standard errors a confidence asks for.</summary>
public static class NormalQuantile
{
    private static readonly double[] CentreOver =
    [
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ];
    private static readonly double[] CentreUnder =
    [
        1,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ];
    private static readonly double[] TailOver =
    [
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ];
    private static readonly double[] TailUnder =
    [
        1,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ];
    private static readonly double[] FarOver =
    [
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ];
    private static readonly double[] FarUnder =
    [
        1,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ];

    /// <summary>The value below which a standard normal number falls with the given probability.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not in (0, 1).</exception>
    /// <remarks>Algorithm AS 241, PPND16: a relative error of about 10⁻¹⁶.</remarks>
    /// <seealso href="https://doi.org/10.2307/2347330">Wichura (1988), Applied Statistics 37(3)</seealso>
    public static double Of(double probability)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability),
                probability,
                "A probability between 0 and 1 is needed."
            );
        }
        var off = probability - 0.5;
        if (Math.Abs(off) <= 0.425)
        {
            return off * Ratio(CentreOver, CentreUnder, 0.180625 - off * off);
        }
        var r = Math.Sqrt(-Math.Log(off < 0 ? probability : 1 - probability));
        var size = r <= 5 ? Ratio(TailOver, TailUnder, r - 1.6) : Ratio(FarOver, FarUnder, r - 5);
        return off < 0 ? -size : size;
    }

    /// <summary>How many standard errors lie on either side of an estimate for a two-sided confidence: 1.96 for 0.95.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not in (0, 1).</exception>
    public static double ForConfidence(double confidence) =>
        confidence is > 0 and < 1
            ? Of(0.5 + confidence / 2)
            : throw new ArgumentOutOfRangeException(
                nameof(confidence),
                confidence,
                "A confidence lies between 0 and 1, such as 0.95."
            );

    private static double Ratio(double[] over, double[] under, double at)
    {
        double a = 0,
            b = 0;
        for (var i = over.Length - 1; i >= 0; i--)
        {
            a = a * at + over[i];
            b = b * at + under[i];
        }
        return a / b;
    }
}
