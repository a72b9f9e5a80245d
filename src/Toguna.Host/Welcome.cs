using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Host;

/// <summary>What the terminal says when the program is up: where it is, and how the first person gets in.</summary>
internal static class Welcome
{
    public static async Task SayAsync(WebApplication app, CancellationToken ct)
    {
        var address = app.Urls.First();
        await Console.Error.WriteLineAsync($"Toguna is at {string.Join(" and ", app.Urls)} — stop it with Ctrl+C.");
        if (app.Services.GetRequiredService<Installation>().IsSample)
        {
            var sample = await SampleUsers.EnsureAsync(app.Services, ct);
            await Console.Error.WriteLineAsync(
                $"Sample mission, invented country. Sign in as {string.Join(", ", sample.Users.Select(u => u.Name))}; password for all: {sample.Passphrase}"
            );
            return;
        }
        using var scope = app.Services.CreateScope();
        if (!await scope.ServiceProvider.GetRequiredService<Accounts>().AnyAsync())
        {
            var token = await app.Services.GetRequiredService<OneTimeLinks>().MakeAsync(OneTimeLinks.First, null);
            await Console.Error.WriteLineAsync(
                $"No user yet. Make the first administrator here (once, within 24 hours): {address}/link?token={token}"
            );
        }
    }
}
