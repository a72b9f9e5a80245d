using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Toguna.Formats.Cap;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;

namespace Toguna.Warn.Cap;

/// <summary>The doors <c>/api/alerts/feed</c> and <c>/api/alerts/AL-0091/cap/1</c>: alerts for other systems, with a token.</summary>
internal static class ShowCap
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/alerts").Needs(Permission.Export).WithTags("alerts");
        api.MapGet("/feed", FeedAsync)
            .WithSummary("The newest messages about alerts, as an Atom feed of CAP 1.2 documents")
            .WithDescription("What its reader may know of and hand on inside the mission; at most 100.");
        api.MapGet("/{id}/cap/{number:int}", MessageAsync)
            .WithSummary("One message about an alert, in CAP 1.2")
            .WithDescription("1 is the alert, the rest update, end or cancel it. A message never changes.");
    }

    private static async Task<IResult> FeedAsync(
        HttpContext http,
        Database database,
        Installation house,
        CancellationToken ct
    )
    {
        await using var c = await database.OpenAsync(ct);
        var messages = await CapOut.NewestAsync(c, Caller.Of(http)!);
        var at = AddressOf(http);
        var feed = new AtomFeed
        {
            Id = at + "/api/alerts/feed",
            Title = house.Name,
            Author = SenderOf(http),
            Updated = messages.Count > 0 ? messages[0].SentAt : DateTimeOffset.UnixEpoch,
            Self = at + "/api/alerts/feed",
            Entries =
            [
                .. messages.Select(m => new AtomEntry
                {
                    Id = "urn:uuid:" + EntryOf(m),
                    Title = m.Said.Title,
                    Updated = m.SentAt,
                    Document = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{at}/api/alerts/{m.Alert.Reference}/cap/{m.Number}"
                    ),
                    Summary =
                        $"{m.Alert.Reference} · {m.Said.PlaceText} · {m.Type}{(m.Said.Exercise ? " · EXERCISE" : "")}",
                }),
            ],
        };
        using var stream = new MemoryStream();
        AtomWriter.Write(stream, feed);
        return Results.Bytes(stream.ToArray(), AtomWriter.MediaType);
    }

    private static async Task<IResult> MessageAsync(
        string id,
        int number,
        HttpContext http,
        Database database,
        AuditLog audit,
        CancellationToken ct
    )
    {
        var caller = Caller.Of(http)!;
        IReadOnlyList<CapOut> all;
        await using (var c = await database.OpenAsync(ct))
        {
            all = await CapOut.OfAsync(c, id, caller);
        }
        if (all.All(m => m.Number != number))
        {
            throw WarnProblems.AlertUnknown(id).Raise();
        }
        var alert = all[0].Alert;
        // It leaves the program: who took it is written down.
        await database.WriteAsync(
            tx => audit.AppendAsync(tx, caller.Id, "alert.cap_taken", $"alert:{alert.AlertId}", new { number }),
            ct
        );
        using var stream = new MemoryStream();
        CapWriter.Write(
            stream,
            CapMessages.Of(all, number, SenderOf(http), caller.Name, $"{AddressOf(http)}/alerts/{alert.Reference}")
        );
        return Results.Bytes(
            stream.ToArray(),
            CapWriter.MediaType,
            string.Create(CultureInfo.InvariantCulture, $"{alert.Reference}-{number}.xml")
        );
    }

    /// <summary>Of an entry, for ever: made of the alert and the number of the message.</summary>
    private static Guid EntryOf(CapOut message)
    {
        var bytes = message.Alert.AlertId.ToByteArray(bigEndian: true);
        bytes[14] ^= (byte)(message.Number >> 8);
        bytes[15] ^= (byte)message.Number;
        return new Guid(bytes, bigEndian: true);
    }

    private static string AddressOf(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    private static string SenderOf(HttpContext http) => "toguna@" + http.Request.Host.Host;
}
