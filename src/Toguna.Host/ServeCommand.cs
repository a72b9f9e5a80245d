using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Toguna.Foundation;

namespace Toguna.Host;

/// <summary><c>toguna serve</c>: the web application.</summary>
internal static class ServeCommand
{
    /// <summary>The sample never shares a folder with anything real, unless somebody says so.</summary>
    private const string SampleFolder = "toguna-sample";

    public static Command Build()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen.",
            DefaultValueFactory = _ => "http://localhost:5080",
        };
        var hosts = new Option<string[]>("--host")
        {
            Description =
                "A name or address under which people reach it, beside localhost and those of --urls; may be repeated.",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
        };
        var sample = new Option<bool>("--sample")
        {
            Description =
                $"Load the sample mission first, set in an invented country (default folder: ./{SampleFolder}).",
        };
        var command = new Command("serve", "Start Toguna in the browser.") { urls, hosts, sample };
        command.SetAction(
            async (parsed, ct) =>
            {
                var isSample = parsed.GetValue(sample);
                var options = new ServerOptions
                {
                    DataFolder =
                        isSample && parsed.GetResult(Run.Data)?.Implicit != false
                            ? SampleFolder
                            : parsed.GetValue(Run.Data)!,
                    Connection = parsed.GetValue(Run.Connection),
                    Urls = parsed.GetValue(urls)!,
                    Hosts = [.. parsed.GetValue(hosts)!.Select(NameOf)],
                    Sample = isSample,
                };
                await using var app = await Server.BuildAsync(options, ct);
                await StartAsync(app, options.Urls, ct);
                await Welcome.SayAsync(app, ct);
                if (isSample)
                {
                    Browser.TryOpen(Welcome.AddressOf(app));
                }
                await app.WaitForShutdownAsync(ct);
                return 0;
            }
        );
        return command;
    }

    private static string NameOf(string host) =>
        Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? host
            : throw FoundationProblems
                .OptionInvalid("--host", host, "a name or address without scheme and port, such as toguna.example.org")
                .Raise();

    private static async Task StartAsync(WebApplication app, string urls, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (FormatException)
        {
            throw FoundationProblems.OptionInvalid("--urls", urls, "an address such as http://localhost:5080").Raise();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw FoundationProblems
                .OptionInvalid("--urls", urls, "an address that no other program listens on")
                .Raise();
        }
    }
}
