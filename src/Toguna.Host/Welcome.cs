using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Design;

namespace Toguna.Host;

/// <summary>What the terminal says when the program is up: where it is, and how the first person gets in.</summary>
internal static class Welcome
{
    /// <summary>An address that opens: one that listens on every interface is reached by its first name, or from this machine.</summary>
    public static string AddressOf(WebApplication app)
    {
        var address = BindingAddress.Parse(app.Urls.First());
        var host = app.Services.GetRequiredService<ServerOptions>().Hosts is [var first, ..] ? first : "localhost";
        return address.Host is "0.0.0.0" or "[::]" or "*" or "+"
            ? new UriBuilder(address.Scheme, host, address.Port).Uri.GetLeftPart(UriPartial.Authority)
            : app.Urls.First();
    }

    public static async Task SayAsync(WebApplication app, CancellationToken ct)
    {
        var address = AddressOf(app);
        await Console.Error.WriteLineAsync($"Toguna is at {string.Join(" and ", app.Urls)} — stop it with Ctrl+C.");
        if (app.Services.GetRequiredService<Installation>().IsSample)
        {
            var sample = await SampleUsers.EnsureAsync(app.Services, ct);
            await Console.Error.WriteLineAsync(
                $"Sample mission, invented country, where it is {app.Services.GetRequiredService<TimeProvider>().GetUtcNow():d MMMM yyyy, HH:mm} UTC. Sign in as {string.Join(", ", sample.Users.Select(u => u.Name))}; password for all: {sample.Passphrase}"
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
