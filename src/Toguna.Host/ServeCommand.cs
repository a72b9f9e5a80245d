using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Toguna.Host;

/// <summary><c>toguna serve</c>: the web application.</summary>
internal static class ServeCommand
{
    public static Command Build()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen.",
            DefaultValueFactory = _ => "http://localhost:5080",
        };
        var sample = new Option<bool>("--sample") { Description = "Load the sample mission first (an invented country)." };
        var command = new Command("serve", "Start Toguna in the browser.") { urls, sample };
        command.SetAction(
            async (parsed, ct) =>
            {
                var options = new ServerOptions
                {
                    DataFolder = parsed.GetValue(Run.Data)!,
                    Connection = parsed.GetValue(Run.Connection),
                    Urls = parsed.GetValue(urls)!,
                    Sample = parsed.GetValue(sample),
                };
                await using var app = await Server.BuildAsync(options, ct);
                await app.StartAsync(ct);
                await Console.Error.WriteLineAsync($"Toguna is at {string.Join(" and ", app.Urls)} — stop it with Ctrl+C.");
                await app.WaitForShutdownAsync(ct);
                return 0;
            }
        );
        return command;
    }
}
