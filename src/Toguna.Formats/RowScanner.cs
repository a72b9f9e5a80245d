using System.Buffers;

namespace Toguna.Formats;

/// <summary>Finds one CSV record after the other in a stream of characters: where its cells lie, or what is wrong with it.</summary>
/// <remarks>
/// Holds one record at a time, at most <see cref="RowReaderOptions.MaxRow"/> characters and a block. A longer record is
/// passed over without being held. After a quote that does not fit, reading goes on at the next line end; where the
/// broken record spans several lines, at its second line, so that one stray quote does not swallow the good rows after it.
/// </remarks>
internal sealed partial class RowScanner : IDisposable
{
    private const int Block = 1 << 15;
    private const int MaxVerbatimOfFault = 1 << 16;

    private enum State
    {
        FieldStart,
        Plain,
        Quoted,
        AfterQuote,
        Broken,
    }

    /// <summary>Where a cell lies, relative to the record.</summary>
    internal readonly record struct Field(int Start, int End, bool Escaped);

    private static readonly SearchValues<char> QuotedStops = SearchValues.Create("\"\r\n\0");
    private static readonly SearchValues<char> BrokenStops = SearchValues.Create("\r\n\0");

    private readonly CharSource _source;
    private readonly RowReaderOptions _options;
    private char[] _buffer = new char[2 * Block];
    private int _start;
    private int _end;
    private long _dropped;
    private long _brokenUntil;
    private bool _sourceEnded;

    private SearchValues<char> _plainStops = BrokenStops;
    private char _delimiter = ',';
    private Field[] _fields = new Field[64];
    private int _length;
    private int _next;
    private long _nextLine = 1;
    private bool _discarding;
    private string? _discardedHead;
    private int _cell;
    private bool _escaped;
    private int _innerLines;
    private int _firstLineEnd;
    private int _lastReturn;
    private int _quoteLine;

    public RowScanner(CharSource source, RowReaderOptions options)
    {
        _source = source;
        _options = options;
        Delimiter = ',';
    }

    /// <summary>The character between cells.</summary>
    public char Delimiter
    {
        get => _delimiter;
        set
        {
            _delimiter = value;
            _plainStops = SearchValues.Create(
                _options.Quotes ? [value, '"', '\r', '\n', '\0'] : [value, '\r', '\n', '\0']
            );
        }
    }

    /// <summary>Columns of the header; from 4 on a broken record that spans lines is left after its first line.</summary>
    public int Columns { get; set; }

    /// <summary>Whether a broken record is left where it breaks: a header that cannot be used refuses the file anyway.</summary>
    public bool StopAtFault { get; set; }

    /// <summary>Line on which the current record starts.</summary>
    public long Line { get; private set; }

    /// <summary>Cells of the current record; meaningless when it is at fault.</summary>
    public int FieldCount { get; private set; }

    /// <summary>What is wrong with the current record; null when nothing is.</summary>
    public string? FaultCode { get; private set; }

    /// <summary>The sentence that goes with <see cref="FaultCode"/>.</summary>
    public string FaultReason { get; private set; } = "";

    /// <summary>Whether the current record stands on lines that a broken record before it claimed.</summary>
    public bool InsideBroken { get; private set; }

    /// <summary>Where a cell of the current record lies.</summary>
    public Field FieldAt(int index) => _fields[index];

    /// <summary>The characters of the current record, line end excluded.</summary>
    public ReadOnlySpan<char> Text => _buffer.AsSpan(_start, _length);

    /// <summary>The current record's text for the rejects.</summary>
    public string FaultVerbatim() => _discardedHead ?? Text[..Math.Min(_length, MaxVerbatimOfFault)].ToString();

    /// <summary>Goes to the next record, passing over blank lines; false at the end.</summary>
    public bool Next()
    {
        do
        {
            Advance();
            if (!Scan())
                return false;
        } while (_length == 0 && FaultCode is null);
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();

    private void Advance()
    {
        _start += _next;
        _next = 0;
        _length = 0;
    }

    private bool Scan()
    {
        Line = _nextLine;
        InsideBroken = _dropped + _start < _brokenUntil;
        FieldCount = 0;
        FaultCode = null;
        _discarding = false;
        _discardedHead = null;
        _innerLines = 0;
        _firstLineEnd = 0;
        _lastReturn = -2;
        var state = State.FieldStart;
        var i = 0;
        while (true)
        {
            var rest = _buffer.AsSpan(_start + i, _end - _start - i);
            if (rest.IsEmpty)
            {
                if (More(ref i, state))
                    continue;
                return AtEnd(i, state);
            }
            if (state == State.FieldStart)
            {
                _escaped = false;
                if (rest[0] == '"' && _options.Quotes)
                {
                    _cell = ++i;
                    _quoteLine = _innerLines;
                    state = State.Quoted;
                }
                else
                {
                    _cell = i;
                    state = State.Plain;
                }
                continue;
            }
            if (state == State.AfterQuote)
            {
                var after = rest[0];
                if (after == '"')
                {
                    _escaped = true;
                    i++;
                    state = State.Quoted;
                }
                else if (after == _delimiter)
                {
                    EndCell(i - 1);
                    i++;
                    state = State.FieldStart;
                }
                else if (after is '\r' or '\n')
                {
                    EndCell(i - 1);
                    return EndRecord(i);
                }
                else
                {
                    Fail(
                        "quote_unexpected",
                        $"After the closing quote in line {Line + _innerLines} stands \"{Shown(after)}\"; expected the delimiter, a line end or a doubled quote."
                    );
                    if (CanLeaveAfterFirstLine)
                        return LeaveAfterFirstLine(i);
                    state = State.Broken;
                }
                continue;
            }
            var stop = rest.IndexOfAny(
                state == State.Plain ? _plainStops
                : state == State.Quoted ? QuotedStops
                : BrokenStops
            );
            if (stop < 0)
            {
                i += rest.Length;
                continue;
            }
            i += stop;
            var c = rest[stop];
            if (c == '\0')
            {
                if (FaultCode is null)
                    Fail(
                        "nul_byte",
                        $"A NUL character stands in line {Line + _innerLines}; text has none. The file may be damaged or binary."
                    );
                i++;
            }
            else if (state == State.Quoted)
            {
                if (c == '"')
                    state = State.AfterQuote;
                else
                    InnerLineEnd(c, i);
                i++;
            }
            else if (c is '\r' or '\n')
            {
                if (state == State.Plain)
                    EndCell(i);
                return EndRecord(i);
            }
            else if (c == _delimiter)
            {
                EndCell(i);
                i++;
                // Past the limit cells are no longer told apart: a line of a billion commas costs one vectorised search.
                state = FaultCode is "too_many_columns" ? State.Broken : State.FieldStart;
            }
            else
            {
                Fail(
                    "quote_in_field",
                    $"A lone quote stands in the middle of an unquoted cell in line {Line + _innerLines}; expected the whole cell in quotes, inner quotes doubled."
                );
                if (CanLeaveAfterFirstLine)
                    return LeaveAfterFirstLine(i);
                state = State.Broken;
            }
        }
    }

    private bool CanLeaveAfterFirstLine => Columns >= 4 && _firstLineEnd > 0 && !_discarding;

    private void InnerLineEnd(char c, int i)
    {
        if (c == '\n' && _lastReturn == i - 1)
        {
            if (_firstLineEnd == i)
                _firstLineEnd = i + 1;
            return;
        }
        _innerLines++;
        if (_firstLineEnd == 0)
            _firstLineEnd = i + 1;
        if (c == '\r')
            _lastReturn = i;
    }

    private void EndCell(int end)
    {
        if (FaultCode is not null)
            return;
        if (end - _cell > _options.MaxCell)
            Fail("cell_too_long", $"A cell has {end - _cell:N0} characters; at most {_options.MaxCell:N0} are read.");
        if (FieldCount == _options.MaxColumns)
            Fail("too_many_columns", $"The record has more than {_options.MaxColumns:N0} cells.");
        if (FaultCode is not null)
            return;
        if (FieldCount == _fields.Length)
            Array.Resize(ref _fields, _fields.Length * 2);
        _fields[FieldCount++] = new Field(_cell, end, _escaped);
    }

    private bool EndRecord(int i)
    {
        _length = i;
        _next = i + 1;
        if (_buffer[_start + i] == '\r' && Peek(i + 1) == '\n')
            _next++;
        _nextLine = Line + _innerLines + 1;
        if (i > _options.MaxRow)
            FailTooLong();
        return true;
    }

    private bool LeaveAfterFirstLine(int i)
    {
        _brokenUntil = Math.Max(_brokenUntil, _dropped + _start + i);
        _next = _firstLineEnd;
        _length = _firstLineEnd;
        while (_length > 0 && _buffer[_start + _length - 1] is '\r' or '\n')
            _length--;
        _nextLine = Line + 1;
        return true;
    }

    private bool AtEnd(int i, State state)
    {
        if (i == 0 && !_discarding)
            return false;
        _length = i;
        _next = i;
        _nextLine = Line + _innerLines + 1;
        if (state == State.Quoted)
        {
            Fail(
                "quote_unclosed",
                $"The file ends inside the quote opened in line {Line + _quoteLine}; it may be cut off, or the quote is not closed."
            );
            return !CanLeaveAfterFirstLine || LeaveAfterFirstLine(i);
        }
        if (state != State.Broken)
        {
            if (state == State.FieldStart)
                (_cell, _escaped) = (i, false);
            EndCell(state == State.AfterQuote ? i - 1 : i);
        }
        if (i > _options.MaxRow)
            FailTooLong();
        return true;
    }

    private void FailTooLong() => Fail("row_too_long", $"The record has more than {_options.MaxRow:N0} characters.");

    private void Fail(string code, string reason)
    {
        if (FaultCode is not null)
            return;
        FaultCode = code;
        FaultReason = reason;
    }

    private static string Shown(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
}
