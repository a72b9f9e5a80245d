using System.IO.Compression;

namespace Toguna.Formats;

/// <summary>Looks whether a file is packed and hands out what is inside, as a stream.</summary>
public static class Unpacked
{
    /// <summary>Opens a file that may be packed with gzip, or be a zip archive with one text or CSV file in it.</summary>
    /// <param name="stream">The file, from its start; for a zip archive it must be seekable. Disposed with the result.</param>
    /// <returns>The text inside; the file itself when it is not packed.</returns>
    /// <exception cref="UnreadableFileException">A zip archive that is damaged or holds no .txt or .csv file, or more than one.</exception>
    /// <remarks>Nothing is unpacked ahead of reading, so a bomb costs time, not memory.</remarks>
    public static Stream Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[4];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        Stream whole = stream;
        if (stream.CanSeek)
            stream.Position -= length;
        else
            whole = new Rejoined(head.AsMemory(0, length), stream);
        if (length >= 2 && head[0] == 0x1F && head[1] == 0x8B)
            return new GZipStream(whole, CompressionMode.Decompress);
        return length == 4 && head.AsSpan().SequenceEqual("PK\u0003\u0004"u8) && stream.CanSeek
            ? OnlyText(stream)
            : whole;
    }

    private static Stream OnlyText(Stream stream)
    {
        try
        {
            var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            var texts = zip
                .Entries.Where(e =>
                    (
                        e.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
                        || e.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                    ) && !e.Name.StartsWith("readme", StringComparison.OrdinalIgnoreCase)
                )
                .Take(2)
                .ToList();
            if (texts.Count != 1)
                throw new UnreadableFileException(
                    "zip_ambiguous",
                    texts.Count == 0
                        ? "The zip archive holds no .txt or .csv file."
                        : "The zip archive holds more than one .txt or .csv file; unpack it and give the one meant."
                );
            return texts[0].Open();
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException("damaged_archive", "The zip archive is damaged: " + e.Message, e);
        }
    }

    /// <summary>Bytes already taken, then the rest of the stream they were taken from.</summary>
    private sealed class Rejoined(ReadOnlyMemory<byte> head, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _head = head;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_head.IsEmpty)
                return rest.Read(buffer);
            var count = Math.Min(buffer.Length, _head.Length);
            _head.Span[..count].CopyTo(buffer);
            _head = _head[count..];
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rest.Dispose();
            base.Dispose(disposing);
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
