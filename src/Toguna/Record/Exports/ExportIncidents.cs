using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Exports;

/// <summary>Export what I see: the same address as the list, with a format.</summary>
internal static class ExportIncidents
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/incidents/export", ExportAsync).Needs(Permission.Export);

    private static async Task<IResult> ExportAsync(
        HttpContext http,
        IncidentExport export,
        Database database,
        TimeProvider clock,
        string format = "csv",
        string audience = ExportAudiences.Inside,
        CancellationToken ct = default
    )
    {
        var reading = IncidentFilterReading.Parse(
            http.Request.Query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))),
            "format",
            "audience",
            "sort",
            "order",
            "page"
        );
        if (reading.Problems is [var problem, ..])
        {
            // A file of more than what was asked for would be worse than none.
            throw problem.Raise();
        }
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
            await export.WriteAsync(
                format,
                reading.Filter,
                Caller.Of(http)!,
                file,
                CultureInfo.CurrentUICulture,
                audience,
                ct
            );
            file.Position = 0;
            return Results.File(
                file,
                IncidentExport.MediaTypeOf(format),
                IncidentExport.FileNameOf(format, clock.GetUtcNow())
            );
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
