namespace Toguna.Formats;

/// <content>The window of characters at hand: filling it, looking ahead in it, and letting go of what is too long.</content>
internal sealed partial class RowScanner
{
    /// <summary>Takes one line (no quotes regarded) off the front when it satisfies <paramref name="wanted"/>; for what precedes the header.</summary>
    public string? TakeLineIf(Func<string, bool> wanted)
    {
        Advance();
        int newline;
        while (
            (newline = _buffer.AsSpan(_start, _end - _start).IndexOfAny('\r', '\n')) < 0 || _start + newline + 1 >= _end
        )
            if (_end - _start > MaxVerbatimOfFault || !Fill())
                break;
        if (newline < 0)
            return null;
        var line = _buffer.AsSpan(_start, newline).ToString();
        if (!wanted(line))
            return null;
        _next = newline + (_buffer[_start + newline] == '\r' && Peek(newline + 1) == '\n' ? 2 : 1);
        _nextLine++;
        return line;
    }

    /// <summary>The first characters not yet read, as many as are at hand (at least one block unless the file is shorter).</summary>
    public ReadOnlySpan<char> Ahead()
    {
        Advance();
        while (_end - _start < Block && Fill()) { }
        return _buffer.AsSpan(_start, _end - _start);
    }

    /// <summary>Brings more characters behind the current ones; a record beyond the limit is let go of.</summary>
    private bool More(ref int i, State state)
    {
        if (StopAtFault && FaultCode is not null)
            return false;
        if (_discarding || i > _options.MaxRow)
        {
            if (!_discarding)
            {
                FailTooLong();
                if (state == State.Quoted && CanLeaveAfterFirstLine)
                {
                    // Cheaper than a second kind of return value: the caller sees the end of what is at hand and leaves.
                    return false;
                }
                _length = i;
                _discardedHead = FaultVerbatim();
                _discarding = true;
            }
            _lastReturn = _lastReturn == i - 1 ? -1 : -2;
            _start += i;
            _cell = i = 0;
            _length = 0;
        }
        return Fill();
    }

    private bool Fill()
    {
        if (_sourceEnded)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _dropped += _start;
            _end -= _start;
            _start = 0;
        }
        if (_buffer.Length - _end < Block)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var got = _source.Read(_buffer.AsSpan(_end));
        _end += got;
        _sourceEnded = got == 0;
        return got > 0;
    }

    private char Peek(int i)
    {
        if (_start + i >= _end)
            Fill();
        return _start + i < _end ? _buffer[_start + i] : '\0';
    }
}
