using System.Buffers;
using System.Text;

namespace Toguna.Formats.Spreadsheet;

/// <summary>Choices of a <see cref="CsvOut"/>.</summary>
public sealed record CsvOutOptions
{
    /// <summary>Between the cells; comma (default), semicolon, tab or bar.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the file starts with a UTF-8 byte order mark, by which Excel knows it; default false.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>
    /// Whether text is made harmless (<see cref="SafeText.NoFormula"/>, <see cref="SafeText.NoOverride"/>); default true. Switch
    /// it off only for a file that a program reads and the text of which must come back unchanged.
    /// </summary>
    public bool Neutralise { get; init; } = true;
}

/// <summary>Writes CSV as a stream, UTF-8, CRLF, quotes where needed; what it writes a <see cref="RowReader"/> reads back.</summary>
/// <remarks>
/// Numbers and dates are written plain, text never so that a spreadsheet runs it. NUL and half surrogate pairs become
/// U+FFFD. Not thread-safe. Nothing is checked about the number of cells per row.
/// </remarks>
public sealed class CsvOut : IDisposable
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\t|\r\n");
    private readonly TextWriter _out;
    private readonly CsvOutOptions _options;
    private readonly bool _owns;
    private bool _begun;

    /// <summary>Writes UTF-8 to a stream, which stays open.</summary>
    public CsvOut(Stream stream, CsvOutOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _options = options ?? new CsvOutOptions();
        _out = new StreamWriter(stream, new UTF8Encoding(_options.ByteOrderMark), 1 << 14, leaveOpen: true);
        _owns = true;
    }

    /// <summary>Writes to a text writer, which stays open and whose encoding counts.</summary>
    public CsvOut(TextWriter writer, CsvOutOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _options = options ?? new CsvOutOptions();
        _out = writer;
    }

    /// <summary>Writes a line <c># …</c> before the header: where the data came from, when, under which terms.</summary>
    /// <exception cref="InvalidOperationException">A row was already written.</exception>
    public void Comment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_begun)
            throw new InvalidOperationException("Comments stand before the header.");
        var line = text.ReplaceLineEndings(" ");
        _out.Write("# ");
        Put(Clean(_options.Neutralise ? SafeText.NoOverride(line) : line));
        _out.Write("\r\n");
    }

    /// <summary>Writes one row, the header among them.</summary>
    public void Row(params ReadOnlySpan<Cell> cells)
    {
        _begun = true;
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                _out.Write(_options.Delimiter);
            var cell = cells[i];
            if (cell.Kind == CellKind.Text)
                Text(cell.Value, mustQuote: cells.Length == 1);
            else
                Put(cell.Value);
        }
        // A row of one empty cell would be a blank line, which readers pass over.
        if (cells.Length == 1 && cells[0].Kind == CellKind.Nothing)
            _out.Write("\"\"");
        _out.Write("\r\n");
    }

    /// <summary>Hands on what is still held back.</summary>
    public void Flush() => _out.Flush();

    /// <inheritdoc />
    public void Dispose()
    {
        if (_owns)
            _out.Dispose();
        else
            _out.Flush();
    }

    /// <summary>A cell's text as it stands in CSV, nothing neutralised.</summary>
    internal static void Append(StringBuilder line, string text, char delimiter)
    {
        if (text.AsSpan().IndexOfAny(Quoted) < 0 && !text.Contains(delimiter, StringComparison.Ordinal))
            line.Append(text);
        else
            line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private void Text(string text, bool mustQuote)
    {
        if (_options.Neutralise)
            text = SafeText.NoFormula(SafeText.NoOverride(text));
        text = Clean(text);
        // Quoted too: outer spaces, which some readers trim, and a first character by which a reader might take the
        // line for a comment or the file for a web page or JSON.
        if (
            !mustQuote
            && text.AsSpan().IndexOfAny(Quoted) < 0
            && (text.Length == 0 || char.IsLetterOrDigit(text[0]) && text[^1] != ' ')
            && !text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            && !text.StartsWith("PK", StringComparison.Ordinal)
        )
        {
            Put(text);
            return;
        }
        _out.Write('"');
        Put(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _out.Write('"');
    }

    private void Put(string text) => _out.Write(text);

    private static string Clean(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            text = text.Replace('\0', '\uFFFD');
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.ToString());
        return whole.ToString();
    }
}
