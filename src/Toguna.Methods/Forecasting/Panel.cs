namespace Toguna.Methods.Forecasting;

/// <summary>What happened in each unit and month, up to the month in which a forecast is made: all that a forecast may know.</summary>
/// <param name="Units">The names of the units, e.g. countries or districts, each once; at least one.</param>
/// <param name="Deaths">What is forecast. Shape [unit][month], oldest first, all of one length, 1 or more; finite, 0 or more.</param>
/// <param name="Events">How many events there were; same shape and bounds. All 0 where it is not known: it then says nothing.</param>
/// <param name="Companion">
/// A series that goes with the deaths: civilians among them, or all deaths when those of civilians are forecast; same shape and bounds.
/// All 0 where there is none.
/// </param>
/// <remarks>
/// The last month of every unit is the same month. A month without data is not a month without deaths: who fills a panel decides, and says
/// so. The arrays are not copied: who made the panel does not change them while it is read.
/// </remarks>
public sealed record Panel(IReadOnlyList<string> Units, double[][] Deaths, double[][] Events, double[][] Companion)
{
    /// <summary>How many months the panel holds; the same for every unit.</summary>
    public int Months => Deaths.Length == 0 ? 0 : Deaths[0].Length;

    /// <summary>The panel as it was after its first <paramref name="months"/> months: what came later is not in it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 or more than <see cref="Months"/>.</exception>
    public Panel Until(int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, Months);
        return new Panel(Units, Cut(Deaths), Cut(Events), Cut(Companion));

        double[][] Cut(double[][] rows) => [.. rows.Select(r => r[..months])];
    }

    /// <exception cref="ArgumentException">The shapes do not fit together; the message names the unit and the lengths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative, NaN or infinite; the message names series, unit, month and value.</exception>
    public void Check()
    {
        if (Units.Count == 0 || Months == 0)
        {
            throw new ArgumentException(
                $"The panel has {Units.Count} units and {Months} months; it needs one of each."
            );
        }
        Check(Deaths, nameof(Deaths));
        Check(Events, nameof(Events));
        Check(Companion, nameof(Companion));
    }

    private void Check(double[][] rows, string series)
    {
        if (rows.Length != Units.Count)
        {
            throw new ArgumentException($"{series} has {rows.Length} units, the panel {Units.Count}.");
        }
        for (var u = 0; u < rows.Length; u++)
        {
            if (rows[u].Length != Months)
            {
                throw new ArgumentException($"{series} of {Units[u]} has {rows[u].Length} months, the panel {Months}.");
            }
            for (var m = 0; m < rows[u].Length; m++)
            {
                if (!(rows[u][m] >= 0 && double.IsFinite(rows[u][m])))
                {
                    throw new ArgumentOutOfRangeException(
                        series,
                        rows[u][m],
                        $"{series} of {Units[u]} in month {m} is {rows[u][m]}; it must be finite and not below 0."
                    );
                }
            }
        }
    }
}
