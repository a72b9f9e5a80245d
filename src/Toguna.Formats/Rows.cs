namespace Toguna.Formats;

/// <summary>Why a row is refused. The row goes to the rejects with this beside it; the other rows go on.</summary>
/// <param name="Line">Physical line in the file, from 1, where the record starts; for a spreadsheet the sheet row.</param>
/// <param name="Column">Name of the column as the file writes it; null where the whole record is at fault.</param>
/// <param name="Value">The offending text, cut to <see cref="MaxValue"/> characters; null where there is none.</param>
/// <param name="Code">Stable, for programs, e.g. <c>date_invalid</c>.</param>
/// <param name="Reason">Plain English for people: names the value and what was expected.</param>
public sealed record Fault(long Line, string? Column, string? Value, string Code, string Reason)
{
    /// <summary>Longest <see cref="Value"/> kept.</summary>
    public const int MaxValue = 200;

    /// <summary>The value as it is kept in a fault: at most <see cref="MaxValue"/> characters, never half a surrogate pair.</summary>
    public static string Cut(ReadOnlySpan<char> value)
    {
        if (value.Length <= MaxValue)
            return value.ToString();
        var length = char.IsHighSurrogate(value[MaxValue - 1]) ? MaxValue - 1 : MaxValue;
        return value[..length].ToString();
    }

    /// <summary>The value in quotation marks for a sentence, cut to 60 characters.</summary>
    internal static string Quote(string value)
    {
        if (value.Length <= 60)
            return $"\"{value}\"";
        return $"\"{value.AsSpan(0, char.IsHighSurrogate(value[59]) ? 59 : 60)}…\"";
    }
}

/// <summary>Something odd that is kept as given and never refuses the row or file, e.g. <c>low_above_best</c>.</summary>
public sealed record Warning(string Code, string Detail);

/// <summary>The whole file is refused: it is empty, is not what it was given as, or lacks columns without which no row can be read.</summary>
public sealed class UnreadableFileException : Exception
{
    /// <summary>Refuses a file.</summary>
    public UnreadableFileException(string code, string message)
        : base(message) => Code = code;

    /// <summary>Refuses a file because of what a decoder underneath reported.</summary>
    public UnreadableFileException(string code, string message, Exception inner)
        : base(message, inner) => Code = code;

    /// <summary>Stable, for programs, e.g. <c>header_incomplete</c>.</summary>
    public string Code { get; }
}

/// <summary>One record as the file has it.</summary>
/// <param name="Line">Physical line, from 1, where it starts; for a spreadsheet the sheet row.</param>
/// <param name="Verbatim">Exactly its text: quotes and inner line ends kept, without the final line end.</param>
/// <param name="Cells">Its cells, unquoted, in header order; as many as the header has.</param>
public sealed record RawRow(long Line, string Verbatim, string[] Cells);

/// <summary>One record of a file: a row, or why it is none. Exactly one of <see cref="Row"/> and <see cref="Fault"/> is set.</summary>
/// <param name="Verbatim">The text of the record; of a refused record at most its first 65,536 characters.</param>
public readonly record struct RowOrFault(RawRow? Row, Fault? Fault, string Verbatim);

/// <summary>A row with what was read from it.</summary>
/// <param name="Row">The row as it was; of a record that could not be split, its (possibly cut) text and no cells.</param>
/// <param name="Value">The typed record; null exactly when there are <paramref name="Faults"/>.</param>
/// <param name="Faults">Every reason for which it is refused; empty when it is good.</param>
/// <param name="Warnings">Oddities kept as given.</param>
public readonly record struct Parsed<T>(
    RawRow Row,
    T? Value,
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<Warning> Warnings
)
    where T : class
{
    /// <summary>The refusal of a record that could not be split into cells.</summary>
    internal static Parsed<T> Refused(RowOrFault item) =>
        new(new RawRow(item.Fault!.Line, item.Verbatim, []), null, [item.Fault], []);
}

/// <summary>Where rows come from, whatever the file: a header, then records one at a time in constant memory.</summary>
/// <remarks>Not thread-safe; read once, from front to back.</remarks>
public abstract class RowSource : IDisposable
{
    /// <summary>Column names, trimmed; at least one.</summary>
    public abstract IReadOnlyList<string> Header { get; }

    /// <summary>The header record exactly as in the file.</summary>
    public abstract string HeaderVerbatim { get; }

    /// <summary>Bytes taken from the stream so far, for progress.</summary>
    public abstract long BytesRead { get; }

    /// <summary>Oddities of the whole file found so far, e.g. <c>encoding_guessed</c>; may grow while reading.</summary>
    public abstract IReadOnlyList<Warning> Warnings { get; }

    /// <summary>Records handed out or skipped so far, faults included. Give it to <see cref="Skip"/> to resume.</summary>
    public long RecordsRead { get; private protected set; }

    /// <summary>The next record; false at the end of the file.</summary>
    public abstract bool TryRead(out RowOrFault item);

    /// <summary>Passes over the next <paramref name="records"/> records, faults included, without making rows of them.</summary>
    /// <returns>How many were there to pass over.</returns>
    public abstract long Skip(long records);

    /// <summary>The records that are left, one at a time.</summary>
    public IEnumerable<RowOrFault> Read()
    {
        while (TryRead(out var item))
            yield return item;
    }

    /// <summary>The file warning for names that stand more than once in a header, where only the first column of a name is read; null for none.</summary>
    private protected static Warning? Repeated(IEnumerable<string> names)
    {
        var repeated = names
            .Where(n => n.Length > 0)
            .CountBy(n => n, StringComparer.OrdinalIgnoreCase)
            .Where(n => n.Value > 1)
            .Take(5)
            .Select(n => Fault.Quote(n.Key))
            .ToList();
        return repeated.Count == 0
            ? null
            : new Warning(
                "header_repeated",
                $"Column names stand more than once: {string.Join(", ", repeated)}; the first of each is read."
            );
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the stream.</summary>
    protected abstract void Dispose(bool disposing);
}
