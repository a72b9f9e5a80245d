using Toguna.Formats;
using Toguna.Formats.Hxl;
using Toguna.Gather;

namespace Toguna.Record.Series;

/// <summary>What a row says of where, as the file writes it; null: it does not say.</summary>
internal sealed record PlaceSaid(
    string? Pcode,
    string? Place,
    string? Adm3,
    string? Adm2,
    string? Adm1,
    string? Country
);

/// <summary>What a row says of the measure.</summary>
internal sealed record SeriesSaid(string Name, string Unit, string Kind, string? Publisher, string? Licence);

/// <param name="Column">The column of the number.</param>
internal sealed record ValueSaid(Period Period, double Value, double? Low, double? High, string Column)
{
    /// <summary>Bounds that contradict the value are kept as given and marked; null: nothing is odd.</summary>
    public string? Warnings
    {
        get
        {
            var odd = new List<string>();
            if (Low > Value)
            {
                odd.Add("low_above_value");
            }
            if (Value > High)
            {
                odd.Add("value_above_high");
            }
            return odd.Count == 0 ? null : string.Join(',', odd);
        }
    }
}

/// <summary>A row with all that could be read of it.</summary>
/// <param name="Values">Empty where it has no number, which is not zero.</param>
internal sealed record RowSaid(
    RawRow Row,
    SeriesSaid Series,
    PlaceSaid Where,
    IReadOnlyList<ValueSaid> Values,
    IReadOnlyList<Fault> Faults
);

/// <summary>Reads rows of numbers per place and period through a column mapping: one number a row, or a column for each period.</summary>
internal sealed class SeriesReader
{
    private const int LongestName = 120;
    private const int LongestUnit = 60;
    private const int LongestText = 500;

    private readonly ColumnMapping mapping;
    private readonly Dictionary<string, int> columns;
    private readonly IReadOnlyList<string> header;
    private readonly IReadOnlyList<(int At, Period Period)> periods;
    private readonly string? mark;

    /// <exception cref="Foundation.ProblemException">The file does not have the columns that the mapping names.</exception>
    public SeriesReader(ColumnMapping mapping, RowSource source)
    {
        this.mapping = mapping;
        header = source.Header;
        mark = mapping.Constants.GetValueOrDefault("decimal_mark");
        columns = mapping.Columns.ToDictionary(c => c.Key, c => At(c.Key, c.Value));
        periods = SeriesFields.IsWide(mapping) ? Periods(source) : [];
    }

    /// <summary>Opens whatever table it is; of a tagged one the tags are the names of its columns.</summary>
    /// <exception cref="UnreadableFileException">It is no table.</exception>
    public static RowSource Open(Stream stream)
    {
        try
        {
            return new HxlReader(Tables.Open(stream, options: HxlReader.Options));
        }
        catch (UnreadableFileException e) when (e.Code == "no_hashtags")
        {
            stream.Position = 0;
            return Tables.Open(stream);
        }
    }

    /// <returns>What the row says, or why it says nothing.</returns>
    public (RowSaid? Said, Reject? Reject) Read(RowOrFault item)
    {
        if (item.Row is not { } row)
        {
            return (null, new Reject(item.Fault!, item.Verbatim));
        }
        var faults = new List<Fault>();
        var series = new SeriesSaid(
            Short(row, "series", LongestName, faults) ?? mapping.Name,
            Short(row, "unit", LongestUnit, faults) ?? "",
            mapping.Constants["kind"],
            Short(row, "source", LongestText, faults),
            Short(row, "licence", LongestText, faults)
        );
        if (series.Unit.Length == 0)
        {
            faults.Add(Missing(row, "unit", "what is counted, e.g. people"));
        }
        var where = new PlaceSaid(
            Text(row, "pcode"),
            Text(row, "place"),
            Text(row, "adm3"),
            Text(row, "adm2"),
            Text(row, "adm1"),
            Text(row, "country")
        );
        if (where == new PlaceSaid(null, null, null, null, null, null))
        {
            faults.Add(Missing(row, "place", "a P-code or the name of a place"));
        }
        if (faults.Count > 0)
        {
            return (
                null,
                new Reject(faults[0] with { Reason = string.Join(" · ", faults.Select(f => f.Reason)) }, row.Verbatim)
            );
        }
        var values = periods.Count > 0 ? Wide(row, faults) : Long(row, faults);
        return (new RowSaid(row, series, where, values, faults), null);
    }

    private List<ValueSaid> Long(RawRow row, List<Fault> faults)
    {
        var text = Text(row, "value");
        if (text is null || SeriesNumber.IsNothing(text))
        {
            return [];
        }
        var (value, low, high) = (
            Number(row, "value", faults),
            Number(row, "low", faults),
            Number(row, "high", faults)
        );
        var period = When(row, faults);
        return faults.Count > 0 || value is null || period is null
            ? []
            : [new ValueSaid(period.Value, value.Value, low, high, header[columns["value"]])];
    }

    private List<ValueSaid> Wide(RawRow row, List<Fault> faults)
    {
        var values = new List<ValueSaid>();
        foreach (var (at, period) in periods)
        {
            var cell = at < row.Cells.Length ? row.Cells[at].Trim() : "";
            if (SeriesNumber.IsNothing(cell))
            {
                continue;
            }
            if (SeriesNumber.Parse(cell, mark) is { } number)
            {
                values.Add(new ValueSaid(period, number, null, null, header[at]));
            }
            else
            {
                faults.Add(Bad(row, header[at], cell, "number_invalid", NumberExpected));
            }
        }
        return values;
    }

    private Period? When(RawRow row, List<Fault> faults)
    {
        var first = Date(row, "date", faults);
        if (first is null || Text(row, "date_end") is not { } end)
        {
            return first;
        }
        var last = Date(row, "date_end", faults);
        if (last is { } l && l.To < first.Value.From)
        {
            faults.Add(
                Bad(
                    row,
                    header[columns["date_end"]],
                    end,
                    "end_before_start",
                    $"a day that is not before {first.Value}"
                )
            );
        }
        return last is { } to && to.To >= first.Value.From ? new Period(first.Value.From, to.To) : null;
    }

    private Period? Date(RawRow row, string field, List<Fault> faults)
    {
        var text = Text(row, field);
        var period = Period.Parse(text, mapping.Dates);
        if (period is null)
        {
            faults.Add(
                Bad(
                    row,
                    header[columns[field]],
                    text ?? "",
                    text is null ? "value_missing" : "date_invalid",
                    "a day, month, quarter or year that exists and can be read in one way, e.g. 2024-03-06, March 2024, 2024-Q1"
                )
            );
        }
        return period;
    }

    private string NumberExpected =>
        mark is null
            ? "a number that can be read in one way, e.g. 1234.5 or 1 234,5 (say decimal_mark for 1,234)"
            : "a number, e.g. " + (mark == SeriesFields.Comma ? "1.234,5" : "1,234.5");

    private double? Number(RawRow row, string field, List<Fault> faults)
    {
        if (Text(row, field) is not { } text || SeriesNumber.IsNothing(text))
        {
            return null;
        }
        var number = SeriesNumber.Parse(text, mark);
        if (number is null)
        {
            faults.Add(Bad(row, header[columns[field]], text, "number_invalid", NumberExpected));
        }
        return number;
    }

    private string? Short(RawRow row, string field, int longest, List<Fault> faults)
    {
        var text = Text(row, field);
        if (text?.Length > longest)
        {
            var column = columns.TryGetValue(field, out var at) ? header[at] : field;
            faults.Add(Bad(row, column, text, "text_too_long", $"at most {longest} characters"));
        }
        return text;
    }

    private string? Text(RawRow row, string field)
    {
        if (!columns.TryGetValue(field, out var at))
        {
            return mapping.Constants.GetValueOrDefault(field);
        }
        var text = at < row.Cells.Length ? Places.PlaceKeys.Clean(row.Cells[at]).Trim() : "";
        return text.Length == 0 ? mapping.Constants.GetValueOrDefault(field) : text;
    }

    private Fault Missing(RawRow row, string field, string expected)
    {
        var column = columns.TryGetValue(field, out var at) ? header[at] : field;
        return Bad(row, column, "", "value_missing", expected);
    }

    internal static Fault Bad(RawRow row, string column, string value, string code, string expected) =>
        new(row.Line, column, Fault.Cut(value), code, $"{column}: \"{Fault.Cut(value)}\"; expected {expected}.");

    private int At(string field, string column)
    {
        var at = header.ToList().FindIndex(h => string.Equals(h, column.Trim(), StringComparison.OrdinalIgnoreCase));
        return at >= 0
            ? at
            : throw GatherProblems
                .MappingInvalid($"“{field}” is in column “{column}”", string.Join(", ", header.Take(40)))
                .Raise();
    }

    /// <summary>The columns whose names are periods; of a tagged file the names above the tags.</summary>
    private List<(int, Period)> Periods(RowSource source)
    {
        var found = new List<(int At, Period Period)>();
        for (var i = 0; i < header.Count; i++)
        {
            var name = source is HxlReader tagged ? tagged.Columns[i].Header : header[i];
            if (!columns.ContainsValue(i) && Period.Parse(name, mapping.Dates) is { } period)
            {
                found.Add((i, period));
            }
        }
        var twice = found.GroupBy(f => f.Period).FirstOrDefault(g => g.Count() > 1);
        return (found.Count, twice) switch
        {
            (0, _) => throw GatherProblems
                .MappingInvalid(
                    "no column for “value”",
                    "one, or columns that are called by a date: 2024-01, 2024-02, …"
                )
                .Raise(),
            (_, { } same) => throw GatherProblems
                .MappingInvalid($"two columns for {same.Key}", "one column for each period")
                .Raise(),
            _ => found,
        };
    }
}
