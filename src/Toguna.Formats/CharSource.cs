using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Toguna.Formats;

/// <summary>Bytes in, UTF-16 out: finds the encoding from the byte order mark or the first block and never guesses silently.</summary>
/// <remarks>
/// A byte that is no UTF-8 in a file that otherwise is becomes U+DC80 + (byte − 0x80), a lone surrogate that valid
/// UTF-8 cannot produce, so that the row reader can name the line. A file whose first odd byte stands among no valid
/// multi-byte text is read as windows-1252 from there on, with a warning.
/// </remarks>
internal sealed class CharSource : IDisposable
{
    private const int BlockSize = 1 << 16;

    private enum Mode
    {
        Utf8,
        Utf16Little,
        Utf16Big,
        SingleByte,
    }

    private static readonly char[] Windows1252 = MakeWindows1252();

    private readonly Stream _stream;
    private readonly List<Warning> _warnings;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _from;
    private int _to;
    private bool _ended;
    private Mode _mode;
    private char[] _table = Windows1252;
    private bool _sawMultiByte;

    /// <summary>Opens the stream and looks at its first block.</summary>
    public CharSource(Stream stream, Encoding? given, List<Warning> warnings)
    {
        _stream = stream;
        _warnings = warnings;
        Encoding = Encoding.UTF8;
        Refill();
        if (given is null)
            Sniff();
        else
            UseTable(given);
    }

    /// <summary>The encoding in use; may change once, from UTF-8 to windows-1252, at the first byte that tells.</summary>
    public Encoding Encoding { get; private set; }

    /// <summary>Bytes taken from the stream.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Whether lone surrogates can occur in what was decoded, so that rows must be checked for them.</summary>
    public bool MayHoldLoneSurrogates { get; private set; }

    /// <summary>Decodes some characters into <paramref name="destination"/> (at least 4 long); 0 only at the end.</summary>
    public int Read(Span<char> destination)
    {
        while (true)
        {
            if (_to - _from < 4 && !_ended)
                Refill();
            if (_from == _to)
                return 0;
            var written = _mode switch
            {
                Mode.Utf8 => ReadUtf8(destination),
                Mode.SingleByte => ReadSingleByte(destination),
                _ => ReadUtf16(destination),
            };
            if (written > 0)
                return written;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_bytes.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _from = _to = 0;
        _ended = true;
        _stream.Dispose();
    }

    private void Refill()
    {
        _bytes.AsSpan(_from, _to - _from).CopyTo(_bytes);
        _to -= _from;
        _from = 0;
        while (_to < BlockSize)
        {
            int got;
            try
            {
                got = _stream.Read(_bytes, _to, BlockSize - _to);
            }
            catch (InvalidDataException e)
            {
                throw new UnreadableFileException("damaged_archive", "The packed file is damaged: " + e.Message, e);
            }
            if (got == 0)
            {
                _ended = true;
                return;
            }
            BytesRead += got;
            _to += got;
        }
    }

    private int ReadUtf8(Span<char> destination)
    {
        var status = Utf8.ToUtf16(
            _bytes.AsSpan(_from, _to - _from),
            destination,
            out var read,
            out var written,
            false,
            _ended
        );
        _sawMultiByte |= written < read;
        _from += read;
        if (written > 0 || _mode != Mode.Utf8)
            return written;
        if (status == OperationStatus.NeedMoreData && !_ended)
            return 0;
        if (status == OperationStatus.DestinationTooSmall)
            throw new ArgumentException("Needs room for a surrogate pair.", nameof(destination));
        return OddByte(destination);
    }

    private int OddByte(Span<char> destination)
    {
        var odd = _bytes[_from];
        if (!MayHoldLoneSurrogates && !_sawMultiByte && !RestLooksLikeUtf8())
        {
            _mode = Mode.SingleByte;
            Encoding = Encoding.Latin1;
            if (CodePagesEncodingProvider.Instance.GetEncoding(1252) is { } windows)
                Encoding = windows;
            _warnings.Add(
                new Warning(
                    "encoding_guessed",
                    $"The file is not UTF-8 (byte 0x{odd:X2}); it is read as windows-1252 (Western European). Check names with accents."
                )
            );
            return ReadSingleByte(destination);
        }
        if (!MayHoldLoneSurrogates)
        {
            MayHoldLoneSurrogates = true;
            _warnings.Add(
                new Warning(
                    "encoding_damaged",
                    $"The file is UTF-8 but holds bytes that are not (first: 0x{odd:X2}); the rows with such bytes are refused."
                )
            );
        }
        destination[0] = (char)(0xDC00 + odd);
        _from++;
        return 1;
    }

    /// <summary>Whether what follows an odd byte holds more valid multi-byte characters than odd bytes.</summary>
    private bool RestLooksLikeUtf8()
    {
        var rest = _bytes.AsSpan(_from, _to - _from);
        int good = 0,
            bad = 0;
        while (rest.Length > 0)
        {
            var skip = rest.IndexOfAnyExceptInRange((byte)0, (byte)127);
            if (skip < 0)
                break;
            rest = rest[skip..];
            if (Rune.DecodeFromUtf8(rest, out _, out var length) == OperationStatus.Done)
                good++;
            else
                bad++;
            rest = rest[Math.Max(1, length)..];
        }
        return good > bad;
    }

    private int ReadSingleByte(Span<char> destination)
    {
        var count = Math.Min(destination.Length, _to - _from);
        for (var i = 0; i < count; i++)
            destination[i] = _table[_bytes[_from + i]];
        _from += count;
        return count;
    }

    private int ReadUtf16(Span<char> destination)
    {
        var count = Math.Min(destination.Length, (_to - _from) / 2);
        if (count == 0)
        {
            // Half a character at the very end: a truncated file.
            destination[0] = '\uDC00';
            _from = _to;
            return 1;
        }
        var (high, low) = _mode == Mode.Utf16Little ? (1, 0) : (0, 1);
        for (var i = 0; i < count; i++)
            destination[i] = (char)(_bytes[_from + 2 * i + high] << 8 | _bytes[_from + 2 * i + low]);
        _from += 2 * count;
        return count;
    }

    private void Sniff()
    {
        var head = _bytes.AsSpan(0, _to);
        if (head.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            _from = 3;
        else if (head.StartsWith<byte>([0xFF, 0xFE, 0, 0]) || head.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
            throw new UnreadableFileException("encoding_unsupported", "The file is UTF-32; save it as UTF-8.");
        else if (head.StartsWith<byte>([0xFF, 0xFE]))
            UseUtf16(Mode.Utf16Little, 2);
        else if (head.StartsWith<byte>([0xFE, 0xFF]))
            UseUtf16(Mode.Utf16Big, 2);
        else
        {
            FileSigns.RefuseIfBinary(head);
            SniffUtf16(head);
        }
        if (_mode == Mode.Utf8)
            FileSigns.RefuseIfMarkup(_bytes.AsSpan(_from, _to - _from));
    }

    private void SniffUtf16(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, 4096)];
        int even = 0,
            odd = 0;
        for (var i = 0; i < head.Length; i++)
            if (head[i] == 0)
                _ = (i & 1) == 0 ? even++ : odd++;
        if (even + odd == 0)
            return;
        // Latin text in UTF-16 has a zero in nearly every second byte; binary files spread theirs.
        if (odd > head.Length / 4 && even * 20 < odd)
            UseUtf16(Mode.Utf16Little, 0);
        else if (even > head.Length / 4 && odd * 20 < even)
            UseUtf16(Mode.Utf16Big, 0);
        else if (even + odd > head.Length / 10)
            throw new UnreadableFileException(
                "binary",
                "The file holds binary data, not text; export it as CSV in UTF-8."
            );
    }

    private void UseUtf16(Mode mode, int skip)
    {
        _mode = mode;
        _from = skip;
        Encoding = mode == Mode.Utf16Little ? Encoding.Unicode : Encoding.BigEndianUnicode;
        MayHoldLoneSurrogates = true;
    }

    private void UseTable(Encoding given)
    {
        if (given is UTF8Encoding)
        {
            Sniff();
            return;
        }
        if (!given.IsSingleByte)
            throw new ArgumentException($"{given.WebName} is not a single-byte encoding.", nameof(given));
        FileSigns.RefuseIfBinary(_bytes.AsSpan(0, _to));
        Encoding = given;
        _mode = Mode.SingleByte;
        _table = new char[256];
        for (var i = 0; i < 256; i++)
            _table[i] = given.GetString([(byte)i])[0];
    }

    /// <summary>As the WHATWG defines it: the five bytes windows-1252 leaves open stand for the C1 control of the same number.</summary>
    private static char[] MakeWindows1252()
    {
        var table = new char[256];
        for (var i = 0; i < 256; i++)
            table[i] = (char)i;
        const string high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";
        for (var i = 0; i < high.Length; i++)
            table[0x80 + i] = high[i];
        return table;
    }
}
