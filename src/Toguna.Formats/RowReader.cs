using System.Text;

namespace Toguna.Formats;

/// <summary>
/// Reads CSV of any origin as a stream of rows: finds encoding and delimiter, keeps each record's text as it was, and
/// turns what is broken into faults that name the line while the rest goes on.
/// </summary>
/// <remarks>
/// RFC 4180 with any of <c>, ; tab |</c>; line ends CRLF, LF or CR; blank lines are passed over. Memory is bounded by
/// <see cref="RowReaderOptions.MaxRow"/> whatever the file holds. A row must have as many cells as the header; empty
/// cells beyond it are dropped. Not thread-safe.
/// </remarks>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</seealso>
public sealed class RowReader : RowSource
{
    private const int MaxName = 1000;
    private readonly List<Warning> _warnings = [];
    private readonly RowReaderOptions _options;
    private readonly CharSource _source;
    private readonly RowScanner _scanner;
    private readonly CellPool _pool = new();
    private readonly string[] _header;
    private char[] _unescaped = new char[256];

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="stream">The file, from its start; need not be seekable; disposed with the reader. When the file is refused it stays the caller's.</param>
    /// <param name="options">Limits and choices; null for the defaults.</param>
    /// <exception cref="UnreadableFileException">Empty, binary, a web page, in an encoding that is not read, or without a usable header.</exception>
    public RowReader(Stream stream, RowReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _options = options ?? new RowReaderOptions();
        _source = new CharSource(stream, _options.Encoding, _warnings);
        _scanner = new RowScanner(_source, _options);
        Preamble = TakePreamble();
        if (_options.Delimiter is { } given)
            _scanner.Delimiter = given;
        else if (FindDelimiter(_scanner.Ahead()) is { } found)
            _scanner.Delimiter = found;
        _header = ReadHeader();
        if (!_options.Ragged)
        {
            _scanner.Columns = _header.Length;
            if (Repeated(_header) is { } repeated)
                _warnings.Add(repeated);
        }
        HeaderVerbatim = _scanner.Text.ToString();
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Header => _header;

    /// <inheritdoc />
    public override string HeaderVerbatim { get; }

    /// <inheritdoc />
    public override long BytesRead => _source.BytesRead;

    /// <inheritdoc />
    public override IReadOnlyList<Warning> Warnings => _warnings;

    /// <summary>The encoding found; may change once while reading, with a warning.</summary>
    public Encoding Encoding => _source.Encoding;

    /// <summary>The delimiter found or given.</summary>
    public char Delimiter => _scanner.Delimiter;

    /// <summary>The lines before the header that are no data: <c># …</c> comments and <c>sep=</c>, without line ends.</summary>
    public IReadOnlyList<string> Preamble { get; }

    /// <inheritdoc />
    public override bool TryRead(out RowOrFault item)
    {
        if (!_scanner.Next())
        {
            item = default;
            return false;
        }
        RecordsRead++;
        item = Fault() is { } fault ? new RowOrFault(null, fault, _scanner.FaultVerbatim()) : Row();
        return true;
    }

    /// <inheritdoc />
    public override long Skip(long records)
    {
        long skipped = 0;
        while (skipped < records && _scanner.Next())
            skipped++;
        RecordsRead += skipped;
        return skipped;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _scanner.Dispose();
    }

    private List<string> TakePreamble()
    {
        var lines = new List<string>();
        while (
            _options.SkipComments
            && lines.Count < 1000
            && _scanner.TakeLineIf(l => l.StartsWith("# ", StringComparison.Ordinal) || l is "#") is { } comment
        )
            lines.Add(comment);
        // Excel's own hint to itself.
        if (
            _scanner.TakeLineIf(l => l.Length == 5 && l.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) is
            { } hint
        )
        {
            lines.Add(hint);
            _scanner.Delimiter = hint[4];
        }
        return lines;
    }

    private char? FindDelimiter(ReadOnlySpan<char> ahead)
    {
        if (Preamble.Count > 0 && Preamble[^1].StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            return null;
        const string candidates = ",;\t|";
        Span<int> counts = stackalloc int[candidates.Length];
        var quoted = false;
        var seen = false;
        foreach (var c in ahead)
        {
            if (c == '"')
                quoted = !quoted;
            if (quoted)
                continue;
            if (c is '\r' or '\n')
            {
                if (seen)
                    break;
                continue;
            }
            seen = true;
            var at = candidates.IndexOf(c);
            if (at >= 0)
                counts[at]++;
        }
        var best = 0;
        for (var k = 1; k < counts.Length; k++)
            if (counts[k] > counts[best])
                best = k;
        return candidates[best];
    }

    private string[] ReadHeader()
    {
        _scanner.StopAtFault = true;
        if (!_scanner.Next())
            throw new UnreadableFileException("empty", "The file is empty: it has no header line.");
        if (Fault(isHeader: true) is { } fault)
            throw new UnreadableFileException("header_" + fault.Code, "The header cannot be read: " + fault.Reason);
        _scanner.StopAtFault = false;
        var count = _scanner.FieldCount;
        var names = new string[count];
        for (var i = 0; i < count; i++)
            names[i] = Cell(i).Trim().TrimStart('\uFEFF');
        if (!_options.Ragged && Array.Find(names, n => n.Length > MaxName) is { } name)
            throw new UnreadableFileException(
                "header_name_too_long",
                $"A column name has {name.Length:N0} characters, at most {MaxName:N0}: {Formats.Fault.Quote(name)}. Is the first line the header?"
            );
        if (!_options.Ragged)
            while (count > 0 && names[count - 1].Length == 0)
                count--;
        if (count == 0)
            throw new UnreadableFileException(
                "header_empty",
                "The header names no column: every cell of the first line is empty."
            );
        return names[..count];
    }

    private Fault? Fault(bool isHeader = false)
    {
        var (code, reason) = (_scanner.FaultCode, _scanner.FaultReason);
        if (code is null && _source.MayHoldLoneSurrogates && OddCharacter(_scanner.Text) is { } odd)
            (code, reason) = ("encoding_invalid", odd);
        if (code is null && !isHeader && !_options.Ragged)
            (code, reason) = CellCount();
        if (code is null)
            return null;
        if (_scanner.InsideBroken)
            (code, reason) = (
                "record_damaged",
                reason + " The line stands within a record broken by a quote further up."
            );
        return new Fault(_scanner.Line, null, Formats.Fault.Cut(_scanner.FaultVerbatim()), code, reason);
    }

    private (string?, string) CellCount()
    {
        var (count, wanted) = (_scanner.FieldCount, _header.Length);
        while (count > wanted && _scanner.FieldAt(count - 1) is var last && last.Start == last.End)
            count--;
        return count == wanted
            ? (null, "")
            : ("cell_count", $"The record has {count:N0} cells; the header has {wanted:N0}.");
    }

    private string? OddCharacter(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (true)
        {
            var step = text[at..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (step < 0)
                return null;
            at += step;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                break;
            at += 2;
        }
        return _source.Encoding is UTF8Encoding
            ? $"Byte 0x{text[at] & 0xFF:X2} at character {at + 1} of the record is not valid UTF-8."
            : $"Half a character (U+{(int)text[at]:X4}) stands at character {at + 1} of the record.";
    }

    private RowOrFault Row()
    {
        var count = _options.Ragged ? _scanner.FieldCount : _header.Length;
        var cells = new string[count];
        for (var i = 0; i < count; i++)
            cells[i] = Cell(i);
        var verbatim = new string(_scanner.Text);
        return new RowOrFault(new RawRow(_scanner.Line, verbatim, cells), null, verbatim);
    }

    private string Cell(int index)
    {
        var field = _scanner.FieldAt(index);
        var text = _scanner.Text[field.Start..field.End];
        if (!field.Escaped)
            return _pool.Get(text);
        if (_unescaped.Length < text.Length)
            _unescaped = new char[Math.Max(text.Length, _unescaped.Length * 2)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            _unescaped[length++] = text[i];
            if (text[i] == '"')
                i++;
        }
        return _pool.Get(_unescaped.AsSpan(0, length));
    }
}
