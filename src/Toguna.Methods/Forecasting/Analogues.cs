namespace Toguna.Methods.Forecasting;

/// <summary>A past month of a unit that looked like a unit as it stands, and what followed it.</summary>
/// <param name="Unit">Its position in the panel's units.</param>
/// <param name="Month">Its position in the panel's months, from 0: the last month that was compared.</param>
/// <param name="Distance">How unlike; 0 or more. Logs of deaths, weighted, further away the longer ago.</param>
/// <param name="Weight">Its share in the forecast before all are made to add up to 1; [0, 1].</param>
/// <param name="Followed">The deaths there, as many months later as the horizon.</param>
/// <param name="Scaled">The same at the level of the unit that is forecast; finite, 0 or more.</param>
public readonly record struct Analogue(
    int Unit,
    int Month,
    double Distance,
    double Weight,
    double Followed,
    double Scaled
);

/// <summary>Forecasts from what followed the most similar months of any unit, brought to the level of the unit that is forecast.</summary>
public static class Analogues
{
    /// <summary>How many a forecast rests on.</summary>
    public const int Most = 300;

    /// <summary>With fewer than these there is no such forecast: a handful of months is no distribution. A choice of ours.</summary>
    public const int Fewest = 30;

    /// <summary>The analogues of a unit for one horizon, nearest first: what its forecast rests on, to be shown by name and date.</summary>
    /// <param name="panel">What happened until now.</param>
    /// <param name="unit">Position in the panel's units.</param>
    /// <param name="horizon">Months ahead, 1 or more.</param>
    /// <returns>At most <see cref="Most"/>; none when the panel is shorter than 38 months or nobody died.</returns>
    /// <exception cref="ArgumentException">The shapes of the panel do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of the panel, the unit or the horizon is out of its bounds; the message names it.</exception>
    /// <remarks>
    /// Candidates: every unit and month, from 36 months after the start on, with a death in the 60 months before, of which it is known what
    /// followed. Level: exp of .15 of the last log, .25, .30 and .30 of its means over 3, 6 and 12 months, minus 1, with logs of 1 + deaths.
    /// Distance: Euclidean over the last 24 months against the level, the level, events and the companion series; × .85 for the same unit,
    /// × 1 + .4 per 120 months of age. Weight: 1 − (d/d₃₀₀)², of the furthest when there are fewer. Scaled:
    /// max(0, (y + ½)(M + ½)/(M′ + ½) − ½), and 0 where y = 0. Nearest-neighbour forecasts of the kind are old; these numbers are the house's own.
    /// </remarks>
    /// <seealso href="https://doi.org/10.1175/1520-0469(1969)26%3C636:APARBN%3E2.0.CO;2">Lorenz (1969), Atmospheric predictability as revealed by naturally occurring analogues</seealso>
    public static IReadOnlyList<Analogue> For(Panel panel, int unit, int horizon)
    {
        ArgumentNullException.ThrowIfNull(panel);
        panel.Check();
        ArgumentOutOfRangeException.ThrowIfNegative(unit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unit, panel.Units.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var book = new AnalogueBook(panel);
        return book.Nearest(book.Rank(unit), horizon, Most);
    }
}
