using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Formats;
using Toguna.Formats.Cap;
using Toguna.Foundation.Access;

namespace Toguna.Warn.Cap;

/// <summary>Takes CAP 1.2 messages from other systems: by a file on the page of alerts, or with a token at <c>/api/alerts/cap</c>.</summary>
/// <remarks>A message makes no alert by itself: it waits, whole, until an officer makes one of it or sets it aside.</remarks>
internal static class TakeCap
{
    private const int LongestReason = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/alerts/cap", ReceiveAsync)
            .Needs(Permission.Warn)
            .WithMetadata(new RequestSizeLimitAttribute(CapReader.MaxBytes + 1))
            .WithTags("alerts")
            .WithSummary("Hand in a CAP 1.2 message")
            .WithDescription("The document as the body. Answers its id; the same message twice is one.");
        routes.MapPost("/alerts/cap", UploadAsync).Needs(Permission.Warn);
        routes.MapGet("/alerts/cap/{id:guid}", ShowAsync).Needs(Permission.Warn);
        routes.MapPost("/alerts/cap/{id:guid}/aside", AsideAsync).Needs(Permission.Warn);
    }

    private static async Task<IResult> ReceiveAsync(HttpContext http, CapInBook book, CancellationToken ct) =>
        Results.Json(new { id = await KeepAsync(http.Request.Body, Caller.Of(http)!, book, ct) }, statusCode: 201);

    private static async Task<IResult> UploadAsync(
        IFormFile? file,
        HttpContext http,
        CapInBook book,
        CancellationToken ct
    )
    {
        await using var stream = file?.OpenReadStream() ?? throw WarnProblems.Missing("cap_file").Raise();
        var id = await KeepAsync(stream, Caller.Of(http)!, book, ct);
        return Results.LocalRedirect("/alerts/new?cap=" + id);
    }

    private static async Task<IResult> ShowAsync(Guid id, CapInBook book, CancellationToken ct) =>
        await book.FindAsync(id, ct) is { } message
            ? Results.File(Encoding.UTF8.GetBytes(message.Document), CapWriter.MediaType, $"{id:N}.xml")
            : throw WarnProblems.CapUnknown(id).Raise();

    private static async Task<IResult> AsideAsync(
        Guid id,
        IFormCollection sent,
        HttpContext http,
        CapInBook book,
        CancellationToken ct
    )
    {
        var reason = sent["reason"].ToString().Trim();
        if (reason.Length is 0 or > LongestReason)
        {
            throw WarnProblems.Missing("reason").Raise();
        }
        await book.SetAsideAsync(id, reason, Caller.Of(http)!, ct);
        return Results.LocalRedirect("/alerts");
    }

    private static async Task<Guid> KeepAsync(Stream stream, Caller caller, CapInBook book, CancellationToken ct)
    {
        using var whole = new MemoryStream();
        await CopyAsync(stream, whole, ct);
        CapRead read;
        try
        {
            whole.Position = 0;
            read = CapReader.Read(whole);
        }
        catch (UnreadableFileException e)
        {
            throw WarnProblems.CapRefused(e.Message).Raise();
        }
        if (read.Alert is not { } message)
        {
            var fault = read.Faults[0];
            throw WarnProblems.CapRefused($"{fault.Column}: {fault.Reason}").Raise();
        }
        if (message.MessageType is CapMessageType.Ack or CapMessageType.Error)
        {
            throw WarnProblems.CapRefused(message.MessageType.ToString()).Raise();
        }
        whole.Position = 0;
        using var text = new StreamReader(whole, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return await book.KeepAsync(
            new CapIn
            {
                Sender = message.Sender,
                Identifier = message.Identifier,
                SentAt = message.Sent,
                Type = message.MessageType.ToString(),
                Exercise = message.Status != CapStatus.Actual,
                Headline = message.Infos is [var info, ..] ? info.Headline ?? info.Event : message.Identifier,
                Refers =
                    message.References.Count > 0
                        ? string.Join('\n', message.References.Select(r => r.Identifier))
                        : null,
                Document = (await text.ReadToEndAsync(ct)).Replace("\0", "", StringComparison.Ordinal),
            },
            caller,
            ct
        );
    }

    /// <summary>One byte more than is read at most, so that the reader says that it is too large.</summary>
    private static async Task CopyAsync(Stream from, Stream to, CancellationToken ct)
    {
        var buffer = new byte[81_920];
        for (int read; to.Length <= CapReader.MaxBytes && (read = await from.ReadAsync(buffer, ct)) > 0; )
        {
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }
    }
}
