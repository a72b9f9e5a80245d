using Toguna.Formats.Hxl;
using Toguna.Formats.Spreadsheet;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Record.Series;
using Cell = Toguna.Formats.Spreadsheet.Cell;

namespace Toguna.Record;

/// <summary>Writes a series out, one value a row, each with the file and line that it rests on; what it writes an import reads back.</summary>
public sealed class SeriesExport(Database database, SeriesBook book, AuditLog audit)
{
    public static IReadOnlyList<string> Formats { get; } = ["csv", "hxl"];

    private static readonly (string Header, string? Tag)[] Columns =
    [
        ("series", "#indicator+name"),
        ("unit", "#indicator+unit"),
        ("kind", null),
        ("source", "#meta+source"),
        ("licence", "#meta+license"),
        ("country", "#country+name"),
        ("adm1", "#adm1+name"),
        ("adm2", "#adm2+name"),
        ("adm3", "#adm3+name"),
        ("place", "#loc+name"),
        ("pcode", "#loc+code"),
        ("date", "#date"),
        ("value", "#indicator+value+num"),
        ("low", "#indicator+value+min"),
        ("high", "#indicator+value+max"),
        ("warnings", null),
        ("file", "#meta+file"),
        ("line", null),
    ];

    /// <param name="series">As the caller may see it.</param>
    /// <param name="stream">Where to; stays open.</param>
    /// <returns>How many values were written.</returns>
    /// <exception cref="Foundation.ProblemException">There is no such format.</exception>
    public async Task<long> WriteAsync(
        SeriesHead series,
        string format,
        Caller caller,
        Stream stream,
        CancellationToken ct = default
    )
    {
        if (!Formats.Contains(format))
        {
            throw RecordProblems.ExportFormatUnknown(format, string.Join(", ", Formats)).Raise();
        }
        var written = 0L;
        var places = (await book.PlacesAsync(series, ct)).Select(p => p.Place).ToDictionary(p => p.Id);
        using (var file = new CsvOut(stream, new CsvOutOptions { ByteOrderMark = format == "csv" }))
        {
            file.Row([.. Columns.Select(c => Cell.Of(c.Header))]);
            if (format == "hxl")
            {
                file.Row([.. Columns.Select(c => Cell.Of(HxlTag.Parse(c.Tag)?.ToString() ?? ""))]);
            }
            await foreach (var row in SeriesRows.ReadAsync(database, series, ct))
            {
                if (places.TryGetValue(row.PlaceId, out var place))
                {
                    file.Row(Cells(series, place, row));
                    written++;
                }
            }
        }
        await database.WriteAsync(
            tx => audit.AppendAsync(tx, caller.Id, "export.made", $"series:{series.SeriesId}", new { format, written }),
            ct
        );
        return written;
    }

    private static Cell[] Cells(SeriesHead series, PlaceHit place, SeriesRow row) =>
        [
            series.Name,
            series.Unit,
            series.Kind,
            series.Publisher,
            series.Licence,
            Area(place, 0) ?? place.CountryCode,
            Area(place, 1),
            Area(place, 2),
            Area(place, 3),
            place.AdminLevel is >= 0 and <= 3 ? null : place.Name,
            place.Pcode,
            new Period(row.DateFrom, row.DateTo).ToString(),
            row.Value,
            row.Low,
            row.High,
            row.Warnings,
            row.FileName,
            row.Line,
        ];

    private static string? Area(PlaceHit place, int level) =>
        place.AdminLevel == level ? place.Name : place.Parents.FirstOrDefault(p => p.AdminLevel == level)?.Name;
}
