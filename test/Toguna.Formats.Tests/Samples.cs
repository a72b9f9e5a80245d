using System.Text;

namespace Toguna.Formats.Tests;

/// <summary>The real files kept beside the repository, and small ones made of text.</summary>
internal static class Samples
{
    /// <summary>Opens a file of the shared data, or skips the test where it is absent.</summary>
    public static Stream Shared(string path)
    {
        var file = Path.Combine(Root() ?? "", path);
        if (!File.Exists(file))
            Assert.Skip(
                $"The shared data file {path} is not here; set TOGUNA_SHARED_DATA to the folder that holds it."
            );
        return File.OpenRead(file);
    }

    public static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    public static RowReader Csv(string text, RowReaderOptions? options = null) => new(Bytes(text), options);

    public static List<RowOrFault> All(string text, RowReaderOptions? options = null)
    {
        using var reader = Csv(text, options);
        return [.. reader.Read()];
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("TOGUNA_SHARED_DATA") is { Length: > 0 } given)
            return given;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Toguna.slnx")))
                return Path.Combine(at.FullName, "..", "shared", "data");
        return null;
    }
}

/// <summary>A stream that makes its bytes as it is read and hands them out in odd portions.</summary>
internal sealed class MadeStream(long length, Func<long, byte> at, int portion = int.MaxValue) : Stream
{
    private long _position;
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var n = (int)Math.Min(Math.Min(count, portion), length - _position);
        for (var i = 0; i < n; i++)
            buffer[offset + i] = at(_position + i);
        _position += n;
        return n;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A head, one byte very many times, a tail.</summary>
internal sealed class HugeRecord(byte[] head, byte filler, long times, byte[] tail) : Stream
{
    private long _position;
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var room = buffer.AsSpan(offset, count);
        int got;
        if (_position < head.Length)
            got = Copy(head.AsSpan((int)_position), room);
        else if (_position < head.Length + times)
        {
            got = (int)Math.Min(count, head.Length + times - _position);
            room[..got].Fill(filler);
        }
        else
            got = Copy(tail.AsSpan((int)(_position - head.Length - times)), room);
        _position += got;
        return got;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var count = Math.Min(from.Length, to.Length);
        from[..count].CopyTo(to);
        return count;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
