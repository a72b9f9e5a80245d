using System.Globalization;
using Toguna.Formats;
using Toguna.Foundation;
using Toguna.Gather;

namespace Toguna.Warn.Forecasts;

/// <summary>A file of forecasts or outcomes, row by row; what is wrong is refused with its line, column and value. Not thread-safe.</summary>
internal sealed class ForecastTable : IDisposable
{
    private readonly string name;
    private readonly RowSource rows;

    /// <exception cref="ProblemException">The file is not there, or is no table.</exception>
    public ForecastTable(FileInfo file)
    {
        if (!file.Exists)
        {
            throw FoundationProblems.FileMissing(file.FullName).Raise();
        }
        name = file.Name;
        var stream = file.OpenRead();
        try
        {
            rows = Tables.Open(stream);
        }
        catch (UnreadableFileException e)
        {
            stream.Dispose();
            throw GatherProblems.FileUnreadable(name, e.Message).Raise();
        }
    }

    /// <summary>The name of a column as the file writes it.</summary>
    public string Title(int column) => rows.Header[column];

    /// <summary>The first of the names that the file has, whatever their case; −1 for none.</summary>
    public int Find(params IEnumerable<string> columns) => columns.Select(Index).FirstOrDefault(i => i >= 0, -1);

    /// <exception cref="ProblemException">The file has none of the names.</exception>
    public int Column(params string[] columns)
    {
        var at = Find(columns);
        return at >= 0
            ? at
            : throw WarnProblems.ForecastColumnMissing(name, columns[0], string.Join(", ", rows.Header)).Raise();
    }

    /// <summary>The rows that are left.</summary>
    /// <exception cref="ProblemException">A row cannot be split into cells, or the file is cut off.</exception>
    public IEnumerable<RawRow> Rows()
    {
        while (Next() is { } row)
        {
            yield return row;
        }
    }

    /// <exception cref="ProblemException">The cell is empty.</exception>
    public string Unit(RawRow row, int column) =>
        row.Cells[column].Trim() is { Length: > 0 } unit ? unit : throw Refuse(row, column, "unit");

    /// <inheritdoc cref="MonthNumber.TryRead"/>
    /// <exception cref="ProblemException">The cell is no month.</exception>
    public int Month(RawRow row, int column) =>
        MonthNumber.TryRead(row.Cells[column], out var month) ? month : throw Refuse(row, column, "month");

    /// <summary>A finite number of 0 or more; null where it is not known.</summary>
    /// <exception cref="ProblemException">The cell is something else.</exception>
    public double? Known(RawRow row, int column)
    {
        var text = row.Cells[column].Trim();
        if (text.Length == 0 || text is "NA" or "NaN" or "nan" or "null" or "NULL")
        {
            return null;
        }
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            && value >= 0
            ? value
            : throw Refuse(row, column, "number");
    }

    /// <summary>A finite number of 0 or more that must be there.</summary>
    /// <exception cref="ProblemException">The cell is empty or something else.</exception>
    public double Number(RawRow row, int column) => Known(row, column) ?? throw Refuse(row, column, "number");

    /// <summary>The refusal of one cell, to be thrown.</summary>
    public ProblemException Refuse(RawRow row, int column, string expected) =>
        WarnProblems.ForecastValue(name, row.Line, Title(column), row.Cells[column], expected).Raise();

    public ProblemException Twice(RawRow row, string unit, int month) =>
        WarnProblems.ForecastRowTwice(name, row.Line, unit, MonthNumber.Write(month)).Raise();

    public ProblemException Nothing() => WarnProblems.ForecastNothing(name).Raise();

    public void Dispose() => rows.Dispose();

    private RawRow? Next()
    {
        try
        {
            if (!rows.TryRead(out var item))
            {
                return null;
            }
            return item.Fault is { } fault
                ? throw WarnProblems.ForecastValue(name, fault.Line, "", fault.Reason, "row").Raise()
                : item.Row;
        }
        catch (Exception e) when (e is UnreadableFileException or InvalidDataException)
        {
            throw GatherProblems.FileUnreadable(name, e.Message).Raise();
        }
    }

    private int Index(string column)
    {
        for (var i = 0; i < rows.Header.Count; i++)
        {
            if (rows.Header[i].Equals(column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }
        return -1;
    }
}
