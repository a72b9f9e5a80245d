using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;

namespace Toguna.Gather.Reports;

/// <summary><c>/attachments/{id}</c>: the copy to look at; the original by a form, for a purpose.</summary>
internal static class ShowAttachment
{
    /// <summary>Whatever the bytes are, the browser runs nothing of them and lets them ask for nothing.</summary>
    private const string Inert =
        "default-src 'none'; img-src 'self'; media-src 'self'; sandbox; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/attachments/{id:guid}", ViewAsync).Needs(Permission.Read);
        routes.MapPost("/attachments/{id:guid}/original", OriginalAsync).Needs(Permission.Unseal);
    }

    private static async Task<IResult> ViewAsync(Guid id, HttpContext http, AttachmentBook book, CancellationToken ct)
    {
        var found = await FindAsync(id, http, book, ct);
        return await book.ViewAsync(found, ct) is { } bytes
            ? File(http, found, bytes, "view")
            : throw FoundationProblems.NotFound("attachment").Raise();
    }

    private static async Task<IResult> OriginalAsync(
        Guid id,
        [FromForm] string? purpose,
        HttpContext http,
        AttachmentBook book,
        CancellationToken ct
    )
    {
        var found = await FindAsync(id, http, book, ct);
        if (Purposes.Find(purpose) is not { } why)
        {
            throw GatherProblems.NotOffered(purpose ?? "", string.Join(", ", Enum.GetNames<ReadPurpose>())).Raise();
        }
        return await book.OriginalAsync(found, Caller.Of(http)!, why, ct) is { } bytes
            ? File(http, found, bytes, "original")
            : throw FoundationProblems.NotFound("attachment").Raise();
    }

    private static async Task<Attachment> FindAsync(
        Guid id,
        HttpContext http,
        AttachmentBook book,
        CancellationToken ct
    ) => await book.FindAsync(id, Caller.Of(http)!, ct) ?? throw FoundationProblems.NotFound("attachment").Raise();

    private static IResult File(HttpContext http, Attachment attachment, ReadOnlyMemory<byte> bytes, string what)
    {
        var ending = attachment.MediaType[(attachment.MediaType.IndexOf('/', StringComparison.Ordinal) + 1)..];
        http.Response.Headers.ContentSecurityPolicy = Inert;
        http.Response.Headers.ContentDisposition =
            $"{(what == "view" ? "inline" : "attachment")}; filename=\"{what}-{attachment.Position}.{ending}\"";
        return Results.Bytes(bytes, attachment.MediaType);
    }
}
