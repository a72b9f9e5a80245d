using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Series;

/// <summary>A series as a file: plain CSV, or CSV with a row of hashtags.</summary>
internal static class ExportSeries
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/series/{id:guid}/export", ExportAsync).Needs(Permission.Export);

    private static async Task<IResult> ExportAsync(
        Guid id,
        HttpContext http,
        SeriesBook book,
        SeriesExport export,
        Database database,
        string format = "csv",
        CancellationToken ct = default
    )
    {
        var caller = Caller.Of(http)!;
        var series = await book.GetAsync(id, caller, ct);
        // Written whole before the first byte leaves: an export that breaks off in the middle must not look like one.
        var folder = Directory.CreateDirectory(Path.Combine(database.DataFolder, "exports")).FullName;
        var file = new FileStream(
            Path.Combine(folder, Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );
        try
        {
            await export.WriteAsync(series, format, caller, file, ct);
            file.Position = 0;
            return Results.File(file, "text/csv; charset=utf-8", $"series-{id:N}.{(format == "hxl" ? "hxl." : "")}csv");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
