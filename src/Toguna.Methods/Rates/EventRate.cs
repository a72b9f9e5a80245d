using Toguna.Methods.Numerics;

namespace Toguna.Methods.Rates;

/// <summary>A rate with its uncertainty: so many events in so much exposure, and the limits between which the true rate may lie.</summary>
/// <remarks>0 ≤ <see cref="Lower"/> ≤ <see cref="Rate"/> ≤ <see cref="Upper"/> ≤ ∞. Immutable.</remarks>
public readonly record struct EventRate
{
    private EventRate(long events, double exposure, double lower, double upper) =>
        (Events, Exposure, Lower, Upper) = (events, exposure, lower, upper);

    /// <summary>How many happened; 0 or more.</summary>
    public long Events { get; }

    /// <summary>In how much exposure, in any unit, e.g. person-months; 0 or more.</summary>
    public double Exposure { get; }

    /// <summary>The lower limit per unit of exposure; 0 when nothing happened.</summary>
    public double Lower { get; }

    /// <summary>The upper limit per unit of exposure; ∞ without exposure, where nothing is known.</summary>
    public double Upper { get; }

    /// <summary>Events per unit of exposure; null without exposure.</summary>
    public double? Rate => Exposure > 0 ? Events / Exposure : null;

    /// <summary>The rate and its exact Poisson limits.</summary>
    /// <param name="events">How many happened; below 10⁷.</param>
    /// <param name="exposure">0 or more, finite; 0 gives the limits 0 and ∞ and no rate, whatever happened.</param>
    /// <param name="confidence">Two-sided, in (0, 1); 0.95 unless another is asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds; the message names it.</exception>
    /// <remarks>
    /// ½χ²(α/2; 2n) and ½χ²(1−α/2; 2n+2), over the exposure: the means at which n or more, and n or fewer, happen with
    /// probability α/2. Never less than the stated confidence, and for few events a good deal more.
    /// </remarks>
    /// <seealso href="https://doi.org/10.1093/biomet/28.3-4.437">Garwood (1936), Biometrika 28(3/4)</seealso>
    public static EventRate Garwood(long events, double exposure, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events, 9_999_999);
        if (!(exposure >= 0) || double.IsInfinity(exposure))
        {
            throw new ArgumentOutOfRangeException(nameof(exposure), exposure, "An exposure is finite and not below 0.");
        }
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(confidence),
                confidence,
                "A confidence lies between 0 and 1, such as 0.95."
            );
        }
        if (exposure == 0)
        {
            return new EventRate(events, 0, 0, double.PositiveInfinity);
        }
        var tail = (1 - confidence) / 2;
        return new EventRate(
            events,
            exposure,
            events == 0 ? 0 : GammaQuantile.Of(events, tail) / exposure,
            GammaQuantile.Of(events + 1, 1 - tail) / exposure
        );
    }
}
