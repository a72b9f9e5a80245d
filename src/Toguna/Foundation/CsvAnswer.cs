using Microsoft.AspNetCore.Http;
using Toguna.Formats.Spreadsheet;

namespace Toguna.Foundation;

/// <summary>A table handed out as a CSV file that spreadsheets take for UTF-8.</summary>
public static class CsvAnswer
{
    /// <param name="name">Of the file; a slash in it becomes a low line.</param>
    /// <param name="rows">Each with as many cells as <paramref name="header"/>.</param>
    public static IResult Of(string name, IEnumerable<string> header, IEnumerable<Cell[]> rows)
    {
        var stream = new MemoryStream();
        using (var file = new CsvOut(stream, new CsvOutOptions { ByteOrderMark = true }))
        {
            file.Row([.. header.Select(h => Cell.Of(h))]);
            foreach (var row in rows)
            {
                file.Row(row);
            }
        }
        stream.Position = 0;
        return Results.Stream(stream, "text/csv; charset=utf-8", name.Replace('/', '_'));
    }
}
