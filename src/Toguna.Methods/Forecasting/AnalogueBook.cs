namespace Toguna.Methods.Forecasting;

/// <summary>Every past unit-month of a panel that a forecast can learn from: those with deaths as analogues, the quiet ones as one group.</summary>
/// <remarks>Read-only once made; safe to read from several threads.</remarks>
internal sealed class AnalogueBook
{
    /// <summary>Earliest origin: so many months after the start of the panel.</summary>
    public const int FirstOrigin = 36;

    /// <summary>A unit is quiet without a death in so many months, or in all the panel has when that is less.</summary>
    public const int QuietMonths = 60;

    private readonly Panel panel;
    private readonly int[] units;
    private readonly int[] origins;
    private readonly double[] logLevels;
    private readonly double[] shapes;
    private readonly (int Unit, int Origin)[] quiet;
    private readonly Shapes reader;

    public AnalogueBook(Panel panel)
    {
        this.panel = panel;
        reader = new Shapes(panel);
        var (active, idle) = (new List<(int Unit, int Origin)>(), new List<(int, int)>());
        for (var unit = 0; unit < panel.Units.Count; unit++)
        {
            var lastDeath = int.MinValue / 2;
            for (var month = 0; month < panel.Months; month++)
            {
                lastDeath = panel.Deaths[unit][month] > 0 ? month : lastDeath;
                // Nothing follows the last month: it is where the forecast is made.
                if (month >= FirstOrigin && month < panel.Months - 1)
                {
                    (month - lastDeath < QuietMonths ? active : idle).Add((unit, month));
                }
            }
        }
        quiet = [.. idle];
        units = [.. active.Select(a => a.Unit)];
        origins = [.. active.Select(a => a.Origin)];
        logLevels = new double[units.Length];
        shapes = new double[units.Length * Shapes.Length];
        for (var i = 0; i < units.Length; i++)
        {
            logLevels[i] = reader.LogLevel(units[i], origins[i]);
            reader.Write(units[i], origins[i], logLevels[i], shapes.AsSpan(i * Shapes.Length, Shapes.Length));
        }
    }

    /// <summary>What the book was made from.</summary>
    public Panel Panel => panel;

    /// <summary>Reads levels and shapes off the panel.</summary>
    public Shapes Reader => reader;

    /// <summary>Of each unit-month with deaths before it, its unit.</summary>
    public IReadOnlyList<int> Units => units;

    /// <summary>And its month.</summary>
    public IReadOnlyList<int> Origins => origins;

    private int Now => panel.Months - 1;

    /// <summary>Whether a unit had no death in the last <see cref="QuietMonths"/> months.</summary>
    public bool IsQuiet(int unit) =>
        !panel.Deaths[unit].AsSpan(Math.Max(0, panel.Months - QuietMonths)).ContainsAnyExcept(0);

    /// <summary>What followed quiet unit-months after so many months, each as likely as the other.</summary>
    public double[] AfterQuiet(int horizon) =>
        [.. quiet.Where(q => q.Origin + horizon <= Now).Select(q => panel.Deaths[q.Unit][q.Origin + horizon])];

    /// <summary>How many candidates there are of which it is known what followed after so many months.</summary>
    public int Known(int horizon) => origins.Count(o => o + horizon <= Now);

    /// <summary>All candidates for a unit, the nearest first.</summary>
    public Ranking Rank(int unit)
    {
        if (units.Length == 0)
        {
            return new Ranking([], [], 0);
        }
        var logLevel = reader.LogLevel(unit, Now);
        Span<double> shape = stackalloc double[Shapes.Length];
        reader.Write(unit, Now, logLevel, shape);
        var distances = new double[units.Length];
        var order = new int[units.Length];
        for (var i = 0; i < units.Length; i++)
        {
            var other = shapes.AsSpan(i * Shapes.Length, Shapes.Length);
            double squares = 0;
            for (var j = 0; j < Shapes.Length; j++)
            {
                var apart = shape[j] - other[j];
                squares += apart * apart;
            }
            distances[i] = Math.Sqrt(squares) * (units[i] == unit ? 0.85 : 1) * (1 + 0.4 * (Now - origins[i]) / 120);
            order[i] = i;
        }
        Array.Sort(distances, order);
        return new Ranking(distances, order, logLevel);
    }

    /// <summary>The nearest of a ranking of which it is known what followed after so many months, with their weights.</summary>
    /// <returns>At most <paramref name="most"/>, nearest first; weights in [0, 1], not all 0.</returns>
    public Analogue[] Nearest(Ranking ranking, int horizon, int most)
    {
        var found = new List<(double Distance, int Row)>(most);
        for (var i = 0; i < ranking.Order.Length && found.Count < most; i++)
        {
            if (origins[ranking.Order[i]] + horizon <= Now)
            {
                found.Add((ranking.Distances[i], ranking.Order[i]));
            }
        }
        if (found.Count == 0)
        {
            return [];
        }
        var (nearest, furthest) = (found[0].Distance, found[^1].Distance);
        var result = new Analogue[found.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var (distance, row) = found[i];
            var share = distance / furthest;
            var followed = panel.Deaths[units[row]][origins[row] + horizon];
            result[i] = new Analogue(
                units[row],
                origins[row],
                distance,
                // All equally far: no one of them is nearer.
                nearest == furthest
                    ? 1
                    : 1 - share * share,
                followed,
                Scaled(followed, ranking.LogLevel, logLevels[row])
            );
        }
        return result;
    }

    /// <summary>What followed there, at the level here. A month without deaths stays one.</summary>
    private static double Scaled(double followed, double here, double there) =>
        followed == 0 ? 0 : Math.Max(0, (followed + 0.5) * (Math.Exp(here) - 0.5) / (Math.Exp(there) - 0.5) - 0.5);

    /// <summary>Rows of the book in the order of their distance from a unit as it stands, and its level.</summary>
    public readonly record struct Ranking(double[] Distances, int[] Order, double LogLevel);
}
