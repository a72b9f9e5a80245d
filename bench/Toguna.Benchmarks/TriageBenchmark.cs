using System.Diagnostics;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Benchmarks;

/// <summary>The queue of many open reports: its page with twenty officers at once, and linking one by one.</summary>
internal static partial class TriageBenchmark
{
    private const int Officers = 20;
    private const int Port = 5393;
    private const string Password = "twenty officers in one night";

    public static async Task<int> RunAsync(int reports)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            await PrepareAsync(folder, reports);
            using var server = Child.Start("serve", "--data", folder, "--urls", $"http://127.0.0.1:{Port}");
            try
            {
                await MeasureAsync(reports);
            }
            finally
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync();
            }
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(int reports)
    {
        var clients = new List<HttpClient>();
        for (var i = 0; i < Officers; i++)
        {
            clients.Add(await SignedIn.AsAsync(Port, $"officer{i}", Password));
        }
        await TimesAsync(clients, 5, c => c.GetStringAsync("/triage"));
        var page = await TimesAsync(clients, 15, c => c.GetStringAsync("/triage"));
        var links = Link().Matches(await clients[0].GetStringAsync("/triage")).Select(m => m.Groups[1].Value).ToList();
        var open = await TimesAsync(clients, 10, c => c.GetStringAsync(links[7]));
        var link = new List<double>();
        foreach (var address in links.Distinct().Take(40))
        {
            var shown = await clients[0].GetStringAsync(address);
            var since = Stopwatch.GetTimestamp();
            using var answer = await clients[0]
                .PostAsync(
                    address,
                    new FormUrlEncodedContent(
                        new Dictionary<string, string>
                        {
                            ["__RequestVerificationToken"] = SignedIn.TokenOf(shown),
                            ["version"] = "1",
                            ["incident"] = "INC-0001",
                            ["do"] = "link",
                        }
                    )
                );
            if (answer.StatusCode != System.Net.HttpStatusCode.Redirect)
            {
                throw new InvalidOperationException($"{address} answers {answer.StatusCode}");
            }
            link.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        link.Sort();
        Console.WriteLine(
            $"{reports:N0} open: queue, {Officers} at once, median {At(page, 0.5):N0} ms, p95 {At(page, 0.95):N0} ms · a report median {At(open, 0.5):N0} ms, p95 {At(open, 0.95):N0} ms · linking, one at a time, median {At(link, 0.5):N0} ms, p95 {At(link, 0.95):N0} ms"
        );
    }

    private static async Task<List<double>> TimesAsync(
        List<HttpClient> clients,
        int rounds,
        Func<HttpClient, Task<string>> ask
    )
    {
        var times = new System.Collections.Concurrent.ConcurrentBag<double>();
        await Task.WhenAll(
            clients.Select(async client =>
            {
                for (var i = 0; i < rounds; i++)
                {
                    var since = Stopwatch.GetTimestamp();
                    await ask(client);
                    times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                }
            })
        );
        return [.. times.Order()];
    }

    private static double At(List<double> sorted, double share) =>
        sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];

    /// <summary>Reports as an import of a list keeps them, from two hundred sources, and one incident to link them to.</summary>
    private static async Task PrepareAsync(string folder, int reports)
    {
        var list = Path.Combine(folder, "messages.csv");
        await File.WriteAllLinesAsync(
            list,
            [
                "id,received,source,channel,language,text",
                .. Enumerable
                    .Range(1, reports)
                    .Select(i =>
                        $"M{i},2026-03-{i % 28 + 1:00}T05:{i % 60:00}:00Z,SRC-{i % 200},sms,fr,Des motos aux puits de Village{i % 500} depuis le coucher du soleil"
                    ),
            ]
        );
        var events = Path.Combine(folder, "events.csv");
        await File.WriteAllLinesAsync(
            events,
            [
                "id,type_of_violence,side_a,side_b,latitude,longitude,country,date_start,date_end,deaths_civilians,best,high,low",
                "1,3,Movement,Civilians,5.5,20.5,Country,2026-03-02,2026-03-02,3,3,3,3",
            ]
        );
        await Child.MeasureAsync("import", "ged", events, "--data", folder, "--json");
        await Child.MeasureAsync("import", "reports", list, "--data", folder, "--json");
        var services = new ServiceCollection().AddLogging();
        await using var provider = Server
            .AddServices(services, new ServerOptions { DataFolder = folder })
            .BuildServiceProvider();
        using var scope = provider.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        for (var i = 0; i < Officers; i++)
        {
            await accounts.MakeAsync($"officer{i}", Password, [Role.DutyOfficer], "system");
        }
        await using var c = await provider.GetRequiredService<Database>().OpenAsync();
        var waiting = await c.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM triage WHERE state = @Open",
            new { TriageState.Open }
        );
        Console.WriteLine($"{waiting:N0} wait");
    }

    [GeneratedRegex("href=\"(/reports/[0-9a-f-]{36})\"")]
    private static partial Regex Link();
}
