using Toguna.Formats;

namespace Toguna.Gather;

/// <summary>A list as people have it: CSV in any dialect, or XLSX.</summary>
public static class ListFile
{
    /// <summary>Opens by content, not by name: a workbook starts as a zip does.</summary>
    /// <exception cref="UnreadableFileException">It is neither, or is not what it seems.</exception>
    public static RowSource Open(Stream stream, string fileName)
    {
        Span<byte> head = stackalloc byte[4];
        var read = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        var workbook =
            (read == 4 && head is [(byte)'P', (byte)'K', 3, 4])
            || fileName.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase);
        return workbook
            ? throw new UnreadableFileException("workbook", "it is a workbook; save it as CSV")
            : new RowReader(stream);
    }
}
