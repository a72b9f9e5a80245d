using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Toguna.Foundation;
using Toguna.Foundation.Sealing;

namespace Toguna.Host;

/// <summary>What every verb shares: options, exit codes, JSON on standard output, problems on standard error.</summary>
/// <remarks>Exit codes: 0 done, 1 refused or failed, 2 bad usage, 130 cancelled.</remarks>
internal static class Run
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of the installation (default: ./toguna-data).",
        DefaultValueFactory = _ => "toguna-data",
        Recursive = true,
    };

    public static readonly Option<string?> Connection = new("--database")
    {
        Description = "PostgreSQL connection string; without it, SQLite in the data folder.",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON object on standard output.",
        Recursive = true,
    };

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static async Task<int> MainAsync(RootCommand root, string[] args)
    {
        root.Options.Add(Data);
        root.Options.Add(Connection);
        root.Options.Add(Json);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }
            await Console.Error.WriteLineAsync("Try: toguna --help");
            return 2;
        }
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false },
                stop.Token
            );
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Cancelled.");
            return 130;
        }
        catch (ProblemException e)
        {
            await Console.Error.WriteLineAsync($"{e.Problem.Code}: {e.Problem.Message()}");
            return 1;
        }
        catch (Exception e)
        {
            // A fault of ours: all there is to say goes to the terminal, so that it can be reported.
            await Console.Error.WriteLineAsync($"unexpected: {e}");
            return 1;
        }
    }

    /// <summary>Opens the installation that the options name: services without the web server, database up to date.</summary>
    /// <param name="alsoLocked">Only the few verbs that a locked office answers.</param>
    public static async Task<ServiceProvider> OpenAsync(
        ParseResult parsed,
        CancellationToken ct,
        bool alsoLocked = false
    )
    {
        var provider = Services(parsed);
        await Server.PrepareAsync(provider, ct);
        return alsoLocked || !provider.GetRequiredService<OfficeLock>().IsLocked
            ? provider
            : throw SealingProblems.Locked().Raise();
    }

    /// <summary>The services alone; nothing is opened yet.</summary>
    public static ServiceProvider Services(ParseResult parsed)
    {
        var services = new ServiceCollection();
        services.AddLogging(l => l.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        Server.AddServices(
            services,
            new ServerOptions { DataFolder = parsed.GetValue(Data)!, Connection = parsed.GetValue(Connection) }
        );
        return services.BuildServiceProvider();
    }

    /// <summary>One JSON object with <c>--json</c>, otherwise the lines for people.</summary>
    public static void Print(ParseResult parsed, object answer, IEnumerable<string> lines)
    {
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(answer, Wire));
            return;
        }
        foreach (var line in lines)
        {
            Console.Out.WriteLine(line);
        }
    }
}
