using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Toguna.Foundation.Access;

/// <summary>A form with files that are too heavy: what was typed is read, the files are not, and the handler answers with the form.</summary>
/// <remarks>
/// The server's own limit would refuse by the length alone, with a page that knows nothing of what was typed. Here the fields
/// that stand before the first file are read, and no byte of a file is kept. What is still under way when the answer is
/// written is read and thrown away, within bounds: a browser shows an answer when it has sent its form, and nothing at all
/// when the connection is cut under it.
/// </remarks>
internal static class HeavyForms
{
    /// <summary>Bytes of text in a form; those who type more are refused by the length of their fields.</summary>
    private const int LongestText = 4 << 20;
    private const int MostParts = 1024;

    /// <summary>So much of a refused form is read and thrown away, and for so long.</summary>
    private const long MostDrained = 4L << 30;
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(20);

    /// <param name="most">Bytes of the whole form.</param>
    public static TBuilder ReadsFormUpTo<TBuilder>(this TBuilder endpoint, long most)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Bound(most));

    /// <summary>The bytes that were announced, where the form was too heavy; 0: unknown, but too many. Null: it was not.</summary>
    public static long? TooHeavy(HttpContext http) => http.Features.Get<Heavy>()?.Announced;

    public static void UseHeavyForms(this IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                if (
                    http.GetEndpoint()?.Metadata.GetMetadata<Bound>() is not { } bound
                    || http.Request.ContentLength <= bound.Most
                    || BoundaryOf(http.Request) is not { } boundary
                    || http.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false } limit
                )
                {
                    await next();
                    return;
                }
                limit.MaxRequestBodySize = null;
                bool isHeavy;
                try
                {
                    isHeavy = await ReadAsync(http, boundary, bound.Most);
                }
                catch (Exception e) when (e is InvalidDataException or IOException)
                {
                    // Cut off, or no form at all.
                    http.Response.StatusCode = StatusCodes.Status400BadRequest;
                    return;
                }
                if (isHeavy)
                {
                    http.Features.Set(new Heavy(http.Request.ContentLength ?? 0));
                    http.Response.Headers.Connection = "close";
                }
                await next();
                if (isHeavy)
                {
                    await http.Response.CompleteAsync();
                    await DrainAsync(http);
                }
            }
        );

    /// <summary>Reads the form as far as it goes, and hands it to whoever asks for it.</summary>
    /// <returns>Whether it was too heavy: then it is without files.</returns>
    private static async Task<bool> ReadAsync(HttpContext http, string boundary, long most)
    {
        var reader = new MultipartReader(boundary, http.Request.Body);
        var fields = new KeyValueAccumulator();
        var files = new FormFileCollection();
        var isHeavy = http.Request.ContentLength > most;
        var (left, leftText) = (most, (long)LongestText);
        var parts = 0;
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var named))
            {
                continue;
            }
            var isFile = named.IsFileDisposition();
            var part = isFile && isHeavy ? null : await PartAsync(section.Body, isFile ? left : leftText, http);
            if (part is null || ++parts > MostParts)
            {
                isHeavy = true;
                break;
            }
            left -= isFile ? part.Length : 0;
            leftText -= isFile ? 0 : part.Length;
            var name = HeaderUtilities.RemoveQuotes(named.Name).ToString();
            if (isFile)
            {
                files.Add(
                    new FormFile(part, 0, part.Length, name, "") { Headers = new HeaderDictionary(section.Headers) }
                );
            }
            else
            {
                fields.Append(name, Encoding.UTF8.GetString(part.GetBuffer(), 0, (int)part.Length));
            }
        }
        http.Features.Set<IFormFeature>(
            new FormFeature(new FormCollection(fields.GetResults(), isHeavy ? new FormFileCollection() : files))
        );
        return isHeavy;
    }

    /// <returns>Null: it is longer than that.</returns>
    private static async Task<MemoryStream?> PartAsync(Stream body, long most, HttpContext http)
    {
        var part = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (part.Length + read > most)
            {
                return null;
            }
            part.Write(buffer, 0, read);
        }
        part.Position = 0;
        return part;
    }

    private static async Task DrainAsync(HttpContext http)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(LongestDrain);
        var buffer = new byte[64 * 1024];
        long drained = 0;
        try
        {
            int read;
            while (drained < MostDrained && (read = await http.Request.Body.ReadAsync(buffer, patience.Token)) > 0)
            {
                drained += read;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // Whoever sent it has gone, or goes on for too long: the answer is written already.
        }
    }

    private static string? BoundaryOf(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 128 } boundary
            ? boundary.ToString()
            : null;

    private sealed record Bound(long Most);

    private sealed record Heavy(long Announced);
}
