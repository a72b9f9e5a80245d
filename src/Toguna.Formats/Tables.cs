using System.IO.Compression;
using Toguna.Formats.GeoJson;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Formats;

/// <summary>Opens whatever table a person hands over, by what the file is and not by what it is called.</summary>
public static class Tables
{
    /// <summary>Opens CSV, an Excel workbook, GeoJSON, or CSV packed with gzip or alone in a zip archive.</summary>
    /// <param name="stream">The file, seekable, from its start; disposed with the result. When the file is refused it stays the caller's.</param>
    /// <param name="sheet">Of a workbook, the sheet; null for the first visible one.</param>
    /// <param name="options">Limits and choices; null for the defaults.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="UnreadableFileException">None of these; the message says what the file is instead.</exception>
    public static RowSource Open(Stream stream, string? sheet = null, RowReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException(
                "The kind of a file is found by looking twice: give a stream that can seek.",
                nameof(stream)
            );
        var start = stream.Position;
        Span<byte> head = stackalloc byte[256];
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        stream.Position = start;
        if (head.StartsWith("PK\u0003\u0004"u8))
            return Zip(stream, start, sheet, options);
        if (head.StartsWith<byte>([0x1F, 0x8B]))
            return new RowReader(Unpacked.Open(stream), options);
        ReadOnlySpan<byte> blank = [0x20, 0x09, 0x0D, 0x0A, 0xEF, 0xBB, 0xBF];
        return head.TrimStart(blank).StartsWith("{"u8) ? new GeoJsonRows(stream) : new RowReader(stream, options);
    }

    private static RowSource Zip(Stream stream, long start, string? sheet, RowReaderOptions? options)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var isWorkbook = zip.GetEntry("xl/workbook.xml") is not null;
            var holdsText = zip.Entries.Any(e =>
                e.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                || e.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
            );
            stream.Position = start;
            if (!isWorkbook && holdsText)
                return new RowReader(Unpacked.Open(stream), options);
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException(
                "damaged_archive",
                "The workbook or zip archive is damaged or cut off: " + e.Message,
                e
            );
        }
        return new XlsxReader(stream, sheet, options);
    }
}
