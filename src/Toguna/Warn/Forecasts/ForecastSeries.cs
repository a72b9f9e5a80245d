using Toguna.Foundation;
using Toguna.Methods.Forecasting;

namespace Toguna.Warn.Forecasts;

/// <summary>Which columns of a series hold what.</summary>
/// <param name="Unit">Whose the row is, e.g. a country.</param>
/// <param name="Time">Its month.</param>
/// <param name="Target">What is forecast.</param>
/// <param name="Events">How many events; null to look for a usual name; <see cref="None"/> for none.</param>
/// <param name="Companion">What goes with the target; null to look for a usual name; <see cref="None"/> for none.</param>
public sealed record SeriesColumns(string Unit, string Time, string Target, string? Events, string? Companion)
{
    public const string None = "none";

    /// <summary>Looked for, in this order, when no column of events is named.</summary>
    public static IReadOnlyList<string> UsualEvents { get; } = ["ucdp_event_count", "event_count", "events"];

    /// <summary>Looked for when no companion is named, unless one of them is the target.</summary>
    public static IReadOnlyList<string> UsualCivilians { get; } =
    ["ucdp_civilian_deaths", "civilian_deaths", "deaths_civilians", "civilians"];

    /// <summary>Looked for when no companion is named and the target is deaths of civilians.</summary>
    public static IReadOnlyList<string> UsualDeaths { get; } = ["ucdp_fatalities_best", "fatalities", "deaths", "best"];
}

/// <summary>Deaths per unit and month, as a file gave them, ready to be cut at any month.</summary>
/// <remarks>Read-only once read.</remarks>
public sealed class ForecastSeries
{
    private readonly string[] units;
    private readonly double[][] deaths;
    private readonly double[][] events;
    private readonly double[][] companion;
    private readonly int[] firsts;
    private readonly int[] lasts;

    private ForecastSeries(int first, SortedDictionary<string, List<Cell>> rows, string fileName)
    {
        First = first;
        First = first;
        units = [.. rows.Keys];
        firsts = [.. rows.Values.Select(r => r.Min(c => c.Month))];
        lasts = [.. rows.Values.Select(r => r.Max(c => c.Month))];
        Last = lasts.Max();
        deaths = [.. rows.Values.Select(r => Line(r, c => c.Deaths))];
        events = [.. rows.Values.Select(r => Line(r, c => c.Events))];
        companion = [.. rows.Values.Select(r => Line(r, c => c.Companion))];
        for (var u = 0; u < units.Length; u++)
        {
            var hole = Array.FindIndex(deaths[u], firsts[u] - first, lasts[u] - firsts[u] + 1, double.IsNaN);
            if (hole >= 0)
            {
                throw WarnProblems.ForecastMonthMissing(fileName, units[u], MonthNumber.Write(first + hole)).Raise();
            }
        }
    }

    /// <summary>The first month of the series.</summary>
    public int First { get; }

    /// <summary>The last month of any unit.</summary>
    public int Last { get; }

    public int Units => units.Length;

    /// <summary>The column that events are read from; null for none.</summary>
    public string? EventsColumn { get; private init; }

    /// <summary>The column of the companion; null for none.</summary>
    public string? CompanionColumn { get; private init; }

    /// <summary>Rows before the first month asked for, that are left out.</summary>
    public int LeftOut { get; private init; }

    /// <summary>Reads a series.</summary>
    /// <param name="file">CSV with a row per unit and month, in any order; also packed with gzip, or an Excel workbook.</param>
    /// <param name="from">Months before are left out (<see cref="MonthNumber"/>).</param>
    /// <exception cref="ProblemException">
    /// The file is missing, no table or lacks a column; a value is none, with its line and column; a row stands twice; a unit has no
    /// value for a month between two that have one.
    /// </exception>
    public static ForecastSeries Read(FileInfo file, SeriesColumns columns, int from, CancellationToken ct = default)
    {
        using var table = new ForecastTable(file);
        var unit = table.Column(columns.Unit);
        var time = table.Column(columns.Time);
        var target = table.Column(columns.Target);
        var events = Optional(table, columns.Events, SeriesColumns.UsualEvents);
        var civilian = SeriesColumns.UsualCivilians.Contains(columns.Target, StringComparer.OrdinalIgnoreCase);
        var companion = Optional(
            table,
            columns.Companion,
            civilian ? SeriesColumns.UsualDeaths : SeriesColumns.UsualCivilians
        );
        var rows = new SortedDictionary<string, List<Cell>>(StringComparer.Ordinal);
        var seen = new HashSet<(string, int)>();
        var leftOut = 0;
        foreach (var row in table.Rows())
        {
            ct.ThrowIfCancellationRequested();
            var (name, month) = (table.Unit(row, unit), table.Month(row, time));
            if (month < from)
            {
                leftOut++;
                continue;
            }
            if (!seen.Add((name, month)))
            {
                throw table.Twice(row, name, month);
            }
            if (table.Known(row, target) is not { } deaths)
            {
                continue;
            }
            if (!rows.TryGetValue(name, out var cells))
            {
                rows[name] = cells = [];
            }
            cells.Add(
                new Cell(
                    month,
                    deaths,
                    events < 0 ? 0 : table.Number(row, events),
                    companion < 0 ? 0 : table.Number(row, companion)
                )
            );
        }
        if (rows.Count == 0)
        {
            throw table.Nothing();
        }
        return new ForecastSeries(rows.Values.Min(r => r.Min(c => c.Month)), rows, file.Name)
        {
            EventsColumn = events < 0 ? null : table.Title(events),
            CompanionColumn = companion < 0 ? null : table.Title(companion),
            LeftOut = leftOut,
        };
    }

    /// <summary>What was known at the end of a month, and what came after it.</summary>
    /// <param name="month">The last month known, not before <see cref="First"/>.</param>
    /// <param name="horizons">How many months to say what came after it.</param>
    /// <returns>
    /// The units that have a value in that month, from <see cref="First"/> on: before its first row a unit had no deaths. Outcomes:
    /// [unit][horizon − 1], NaN where there is no row.
    /// </returns>
    public (Panel Known, double[][] Outcomes) At(int month, int horizons)
    {
        int[] here = [.. Enumerable.Range(0, units.Length).Where(u => firsts[u] <= month && lasts[u] >= month)];
        var months = month - First + 1;
        return (
            new Panel([.. here.Select(u => units[u])], Cut(deaths), Cut(events), Cut(companion)),
            [
                .. here.Select(u =>
                    Enumerable
                        .Range(0, horizons)
                        .Select(h => months + h < deaths[u].Length ? deaths[u][months + h] : double.NaN)
                        .ToArray()
                ),
            ]
        );

        double[][] Cut(double[][] lines) =>
            [.. here.Select(u => Array.ConvertAll(lines[u][..months], v => double.IsNaN(v) ? 0 : v))];
    }

    private static int Optional(ForecastTable table, string? named, IReadOnlyList<string> usual) =>
        named is null ? table.Find(usual)
        : named.Equals(SeriesColumns.None, StringComparison.OrdinalIgnoreCase) ? -1
        : table.Column(named);

    private double[] Line(List<Cell> cells, Func<Cell, double> value)
    {
        var line = new double[Last - First + 1];
        Array.Fill(line, double.NaN);
        foreach (var cell in cells)
        {
            line[cell.Month - First] = value(cell);
        }
        return line;
    }

    private readonly record struct Cell(int Month, double Deaths, double Events, double Companion);
}
