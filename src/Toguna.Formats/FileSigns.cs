using System.Text;

namespace Toguna.Formats;

/// <summary>Recognises, by their first bytes, files that are not the text they were given as.</summary>
internal static class FileSigns
{
    // White space and the bytes of a UTF-8 byte order mark.
    private static ReadOnlySpan<byte> Blank => [0x20, 0x09, 0x0D, 0x0A, 0xEF, 0xBB, 0xBF];

    private static readonly (byte[] Sign, string Code, string Message)[] Binary =
    [
        (
            [0x50, 0x4B, 0x03, 0x04],
            "zip_given_as_text",
            "The file is a zip archive or an Excel workbook (.xlsx), not CSV text."
        ),
        ([0x50, 0x4B, 0x05, 0x06], "zip_given_as_text", "The file is an empty zip archive, not CSV text."),
        (
            [0xD0, 0xCF, 0x11, 0xE0],
            "ole_given_as_text",
            "The file is an old Excel workbook (.xls) or an encrypted one, not CSV text."
        ),
        ([0x1F, 0x8B], "gzip_given_as_text", "The file is packed with gzip; unpack it first."),
        ([0x25, 0x50, 0x44, 0x46, 0x2D], "pdf_given_as_text", "The file is a PDF, not CSV text."),
        ([0x89, 0x50, 0x4E, 0x47], "image_given_as_text", "The file is a PNG image, not CSV text."),
        ([0xFF, 0xD8, 0xFF], "image_given_as_text", "The file is a JPEG image, not CSV text."),
        (
            [0x53, 0x51, 0x4C, 0x69, 0x74, 0x65, 0x20, 0x66],
            "database_given_as_text",
            "The file is an SQLite database, not CSV text."
        ),
        ([0x52, 0x44, 0x58], "rdata_given_as_text", "The file is an R workspace (.RData), not CSV text."),
    ];

    /// <summary>Throws when the bytes start like a well-known binary format.</summary>
    /// <exception cref="UnreadableFileException">They do; the message says which.</exception>
    public static void RefuseIfBinary(ReadOnlySpan<byte> head)
    {
        foreach (var (sign, code, message) in Binary)
            if (head.StartsWith(sign))
                throw new UnreadableFileException(code, message);
    }

    /// <summary>Throws when the text starts like a web page, XML or JSON.</summary>
    /// <exception cref="UnreadableFileException">It does; the message says which.</exception>
    public static void RefuseIfMarkup(ReadOnlySpan<byte> head)
    {
        var text = head.TrimStart(" \t\r\n"u8);
        if (LooksLikeHtml(text))
            throw new UnreadableFileException(
                "html_given_as_text",
                "The file is a web page (HTML), not CSV; perhaps the download needs a sign-in first."
            );
        if (text.StartsWith("<?xml"u8))
            throw new UnreadableFileException("xml_given_as_text", "The file is XML, not CSV.");
        if (text.StartsWith("{"u8) || text.StartsWith("[{"u8))
            throw new UnreadableFileException("json_given_as_text", "The file is JSON (perhaps GeoJSON), not CSV.");
    }

    /// <summary>Whether text (after white space) starts like a web page.</summary>
    public static bool LooksLikeHtml(ReadOnlySpan<byte> head)
    {
        var trimmed = head.TrimStart(Blank);
        var text = Encoding.Latin1.GetString(trimmed[..Math.Min(64, trimmed.Length)]);
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<head", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<body", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<table", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<meta", StringComparison.OrdinalIgnoreCase);
    }
}
