using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Toguna.Formats.PmTiles;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Record.Map;

/// <summary>Detail of the ground, where the administrator has put a PMTiles file: <c>map/detail.pmtiles</c> in the data folder.</summary>
/// <remarks>Looked at anew when the file has changed. Thread-safe.</remarks>
internal sealed class DetailFile(Database database)
{
    public const string Name = "map/detail.pmtiles";
    public const string Address = "/map/detail.pmtiles";

    /// <summary>
    /// Bytes of one range at most: tiles are some hundred kilobytes. A directory that names a tile of gigabytes makes no
    /// browser fetch it.
    /// </summary>
    public const int MostBytes = 4 << 20;

    private readonly string path = Path.Combine(database.DataFolder, "map", "detail.pmtiles");
    private Seen? seen;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(Address, [HttpMethods.Get, HttpMethods.Head], Serve).Needs(Permission.Read);

    /// <summary>The archive, or what is wrong with it; both null where there is no file.</summary>
    public (PmTilesArchive? Archive, Problem? Trouble) Look()
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return (null, null);
        }
        if (seen is { } known && known.Length == file.Length && known.Written == file.LastWriteTimeUtc)
        {
            return (known.Archive, known.Trouble);
        }
        var (archive, trouble) = Read(file);
        seen = new Seen(file.Length, file.LastWriteTimeUtc, archive, trouble);
        return (archive, trouble);
    }

    private static (PmTilesArchive?, Problem?) Read(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            var head = new byte[PmTilesArchive.Head];
            var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var (archive, fault) = PmTilesArchive.Read(head.AsSpan(0, read), file.Length);
            return (archive, fault is { } wrong ? RecordProblems.DetailBroken(Name, wrong) : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, RecordProblems.DetailUnreadable(Name));
        }
    }

    /// <summary>One range of the file; a browser asks for the directory and for the tiles it draws.</summary>
    private static Results<PhysicalFileHttpResult, StatusCodeHttpResult> Serve(HttpContext http, DetailFile detail)
    {
        var (archive, trouble) = detail.Look();
        if (archive is null)
        {
            throw (trouble ?? RecordProblems.DetailMissing(Name)).Raise();
        }
        var file = new FileInfo(detail.path);
        if (http.Request.GetTypedHeaders().Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges })
        {
            http.Response.Headers.AcceptRanges = "bytes";
            return Refused(http, file.Length);
        }
        var asked = ranges.Single();
        var from = asked.From ?? Math.Max(0, file.Length - (asked.To ?? 0));
        var to = Math.Min(asked.From is null ? file.Length - 1 : asked.To ?? file.Length - 1, file.Length - 1);
        if (from > to || to - from >= MostBytes)
        {
            return Refused(http, file.Length);
        }
        // The same file keeps its tag; another one makes the browser forget the directory it has read.
        var tag = FormattableString.Invariant($"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\"");
        return TypedResults.PhysicalFile(
            file.FullName,
            "application/vnd.pmtiles",
            entityTag: new EntityTagHeaderValue(tag),
            enableRangeProcessing: true
        );
    }

    private static StatusCodeHttpResult Refused(HttpContext http, long length)
    {
        http.Response.Headers.ContentRange = FormattableString.Invariant($"bytes */{length}");
        return TypedResults.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
    }

    private sealed record Seen(long Length, DateTime Written, PmTilesArchive? Archive, Problem? Trouble);
}
