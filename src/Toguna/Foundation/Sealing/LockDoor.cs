using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Toguna.Foundation.Sealing;

/// <summary>A locked office answers one calm page to everything, and 503 to programs.</summary>
/// <remarks>Asked of the key folder at each request: a lock by another process closes the door at once.</remarks>
internal static class LockDoor
{
    public static void UseLockDoor(this IApplicationBuilder app)
    {
        var ring = app.ApplicationServices.GetRequiredService<KeyRing>();
        app.Use((http, next) => ring.IsLocked && !IsHarmless(http) ? AnswerAsync(http) : next());
    }

    /// <summary>Style sheets, and the language in which the page is read.</summary>
    private static bool IsHarmless(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || http.Request.Path == "/language";

    private static Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/api"))
        {
            throw SealingProblems.Locked().Raise();
        }
        return new RazorComponentResult<LockedPage>
        {
            StatusCode = StatusCodes.Status503ServiceUnavailable,
        }.ExecuteAsync(http);
    }
}

/// <summary>Takes the keys out of a server's memory within a second of a lock, also when nobody asks for a page.</summary>
internal sealed class LockWatch(KeyRing ring) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (ring.IsLocked)
            {
                ring.Forget();
            }
        }
    }
}
