using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Toguna.Foundation.Access;

namespace Toguna.Warn.Notices;

/// <summary>The page <c>/notices</c>: what its reader was told; and the line by which an open page hears of more.</summary>
internal static class ShowNotices
{
    /// <summary>A line is opened anew this often, so that a session that has ended hears nothing more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(50);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notices", OpenAsync).Needs(Permission.Read);
        routes.MapGet("/notices/line", ListenAsync).Needs(Permission.Read);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        NoticeBook book,
        TimeProvider clock,
        CancellationToken ct
    ) =>
        new RazorComponentResult<NoticesPage>(
            new { Lines = await book.OfAsync(Caller.Of(http)!, ct: ct), Now = clock.GetUtcNow() }
        );

    /// <summary>Says how many alerts wait unseen: at once, and whenever there is something new.</summary>
    /// <remarks>Server-sent events. A number and nothing else travels; what it is about, the page asks for.</remarks>
    private static IResult ListenAsync(
        HttpContext http,
        NoticeBook book,
        Pulse pulse,
        IHostApplicationLifetime lifetime
    ) =>
        Results.Stream(
            async stream =>
            {
                var caller = Caller.Of(http)!;
                // A server that is told to stop waits for nobody's open page.
                using var ends = CancellationTokenSource.CreateLinkedTokenSource(
                    http.RequestAborted,
                    lifetime.ApplicationStopping
                );
                var gone = ends.Token;
                var opened = Stopwatch.GetTimestamp();
                await using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                while (!gone.IsCancellationRequested)
                {
                    var unseen = await book.UnseenAsync(caller, gone);
                    await writer.WriteAsync(
                        string.Create(CultureInfo.InvariantCulture, $"retry: 2000\ndata: {unseen}\n\n")
                    );
                    await writer.FlushAsync(gone);
                    var left = Longest - Stopwatch.GetElapsedTime(opened);
                    if (left <= TimeSpan.Zero || !await pulse.WaitAsync(caller.Id, left, gone))
                    {
                        return;
                    }
                }
            },
            "text/event-stream"
        );
}
