using System.IO.Compression;
using System.Xml;

namespace Toguna.Formats.Spreadsheet;

/// <summary>A zip archive from a stranger: every byte it inflates is counted, whatever its directory claims.</summary>
internal sealed class GuardedZip : IDisposable
{
    /// <summary>Most bytes all parts read may inflate to together.</summary>
    public const long MaxTotal = 1L << 30;

    /// <summary>Most times its packed size a part beyond <see cref="RatioFrom"/> may inflate to.</summary>
    public const int MaxRatio = 200;

    /// <summary>From how many inflated bytes the ratio counts.</summary>
    public const long RatioFrom = 10 << 20;

    private const int MaxToken = 32 << 20;
    private readonly ZipArchive _zip;
    private long _total;

    /// <exception cref="UnreadableFileException">The stream is no zip archive; the message says what it is.</exception>
    public GuardedZip(Stream stream)
    {
        Refuse(stream);
        try
        {
            _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false);
            _ = _zip.Entries.Count;
        }
        catch (Exception e)
            when (e is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new UnreadableFileException("damaged_archive", "The workbook is damaged or cut off: " + e.Message, e);
        }
    }

    /// <summary>Whether the archive has a part of this name, case ignored.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Names of all parts.</summary>
    public IEnumerable<string> Names => _zip.Entries.Select(e => e.FullName);

    /// <summary>Opens a part as XML without outer references; null when there is none.</summary>
    public XmlReader? Open(string name)
    {
        if (Find(name) is not { } entry)
            return null;
        if (entry.IsEncrypted)
            throw new UnreadableFileException(
                "encrypted",
                "The workbook is protected by a password; save it without one."
            );
        if (entry.Length > MaxTotal)
            throw Bomb(name, "claims more than 1 GiB");
        try
        {
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                CloseInput = true,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            };
            return XmlReader.Create(
                new Counted(this, entry.Open(), name, Math.Max(entry.CompressedLength, 1)),
                settings
            );
        }
        catch (Exception e) when (e is InvalidDataException or XmlException)
        {
            throw new UnreadableFileException(
                "damaged_archive",
                $"The part {name} of the workbook is damaged: {e.Message}",
                e
            );
        }
    }

    /// <inheritdoc />
    public void Dispose() => _zip.Dispose();

    private ZipArchiveEntry? Find(string name) =>
        _zip.Entries.FirstOrDefault(e => e.FullName.TrimStart('/').Equals(name, StringComparison.OrdinalIgnoreCase));

    private static void Refuse(Stream stream)
    {
        Span<byte> head = stackalloc byte[512];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        if (head.StartsWith("PK\u0003\u0004"u8))
            return;
        throw head.Length == 0 ? new UnreadableFileException("empty", "The file is empty.")
        : FileSigns.LooksLikeHtml(head)
            ? new UnreadableFileException(
                "html_given_as_xlsx",
                "The file is named as an Excel workbook but is a web page (HTML); open it in a spreadsheet and save it as .xlsx or CSV."
            )
        : head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])
            ? new UnreadableFileException(
                "ole_given_as_xlsx",
                "The file is an old Excel workbook (.xls) or one protected by a password; save it as .xlsx without a password."
            )
        : head.StartsWith("PK\u0005\u0006"u8)
            ? new UnreadableFileException("not_a_workbook", "The file is an empty zip archive, not an Excel workbook.")
        : head.TrimStart(" \t\r\n"u8).StartsWith("<?xml"u8)
            ? new UnreadableFileException(
                "xml_given_as_xlsx",
                "The file is XML, not an Excel workbook; save it as .xlsx or CSV."
            )
        : head.IndexOf((byte)0) < 0
            ? new UnreadableFileException(
                "text_given_as_xlsx",
                "The file is text (perhaps CSV), not an Excel workbook."
            )
        : new UnreadableFileException("not_a_workbook", "The file is not an Excel workbook (.xlsx).");
    }

    private static UnreadableFileException Bomb(string name, string what) =>
        new("zip_bomb", $"The workbook is refused: its part {name} {what}, more than any real sheet needs.");

    private sealed class Counted(GuardedZip zip, Stream inner, string name, long packed) : Stream
    {
        private long _read;
        private long _sinceTagEnd;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int got;
            try
            {
                got = inner.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw new UnreadableFileException(
                    "damaged_archive",
                    $"The part {name} of the workbook is damaged: {e.Message}",
                    e
                );
            }
            _read += got;
            zip._total += got;
            if (zip._total > MaxTotal)
                throw Bomb(name, "inflates the workbook beyond 1 GiB");
            if (_read > RatioFrom && _read / packed > MaxRatio)
                throw Bomb(name, $"inflates to more than {MaxRatio} times its packed size");
            // An XML reader holds a whole tag or attribute; text it hands out in pieces, but cells of this size are none.
            var end = buffer[..got].LastIndexOf((byte)'>');
            _sinceTagEnd = end < 0 ? _sinceTagEnd + got : got - end;
            if (_sinceTagEnd > MaxToken)
                throw Bomb(name, "holds a single value of more than 32 MiB");
            return got;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
