using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Benchmarks;

/// <summary>How long pages take when many people open them at once, each with another filter, and what the server needs for it.</summary>
/// <remarks>Every user asks again as soon as the answer is there: harder than people do.</remarks>
internal static class PagesBenchmark
{
    private const int Users = 20;
    private const int Port = 5391;
    private const string Name = "bench";
    private const string Password = "twenty people at one table";

    /// <summary>Pages by name; {0} is another filter each time, {1} other words, {2} another place, {3} another actor.</summary>
    private static readonly (string Name, string Address)[] Pages =
    [
        ("incidents, any filter", "/incidents?{0}"),
        ("incidents, no filter", "/incidents"),
        ("search", "/incidents?q={1}"),
        ("map of the world", "/map?{0}"),
        ("map, moved", "/map/points?zoom=4&{0}"),
        ("trends", "/trends?{0}"),
        ("page of a place", "/places/{2}"),
        ("page of an actor", "/actors/{3}"),
    ];

    private static IReadOnlyList<Guid> places = [];
    private static IReadOnlyList<Guid> actors = [];
    private static Filters filters = null!;

    public static async Task<int> RunAsync(int rows, string? existing, string? only)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            var data = existing ?? Path.Combine(folder, "data");
            await GedFile.BringInAsync(data, rows);
            await PrepareAsync(data, folder);
            using var server = Child.Start("serve", "--data", data, "--urls", $"http://127.0.0.1:{Port}");
            try
            {
                await MeasureAsync(server, only);
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
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(Process server, string? only)
    {
        var clock = Stopwatch.StartNew();
        var clients = new List<HttpClient>();
        for (var user = 0; user < Users; user++)
        {
            clients.Add(await SignedIn.AsAsync(Port, Name + user, Password));
        }
        var client = clients[0];
        Console.WriteLine($"signed in after {clock.Elapsed.TotalSeconds:N1} s");
        while (
            (await client.GetStringAsync("/incidents?type=1")).Contains(
                "href=\"/incidents?year=",
                StringComparison.Ordinal
            )
                is false
            && clock.Elapsed < TimeSpan.FromSeconds(120)
        )
        {
            await Task.Delay(100);
        }
        Console.WriteLine($"record in memory after {clock.Elapsed.TotalSeconds:N1} s");
        var chance = new Random(20261123);
        foreach (var (name, address) in Pages.Where(p => only is null || p.Name == only))
        {
            using var probe = await client.GetAsync(Address(address, chance));
            if (probe.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                continue;
            }
            var bytes = (await probe.Content.ReadAsByteArrayAsync()).Length;
            // Warm: what is measured is a server that has been asked for this page before, not the compiler.
            await TimesAsync(clients, address, Users, 10, chance);
            var alone = await TimesAsync(clients, address, 1, 20, chance);
            server.Refresh();
            var before = server.TotalProcessorTime;
            var together = await TimesAsync(clients, address, Users, only is null ? 15 : 100, chance);
            server.Refresh();
            var work = (server.TotalProcessorTime - before).TotalMilliseconds / together.Count;
            Console.WriteLine(
                $"{name, -24} alone {Median(alone), 6:N0} ms · {Users} users: median {Median(together), 6:N0} ms, p95 {At(together, 0.95), 6:N0} ms · {work, 5:N1} ms of processor · {bytes / 1000.0, 5:N0} kB · {server.WorkingSet64 / 1048576.0, 5:N0} MiB"
            );
        }
    }

    private static async Task<List<double>> TimesAsync(
        List<HttpClient> clients,
        string address,
        int users,
        int rounds,
        Random chance
    )
    {
        var times = new List<double>();
        await Task.WhenAll(
            Enumerable
                .Range(0, users)
                .Select(async user =>
                {
                    for (var i = 0; i < rounds; i++)
                    {
                        string url;
                        lock (chance)
                        {
                            url = Address(address, chance);
                        }
                        var clock = Stopwatch.GetTimestamp();
                        using var answer = await clients[user].GetAsync(url);
                        await answer.Content.ReadAsByteArrayAsync();
                        if (!answer.IsSuccessStatusCode)
                        {
                            throw new InvalidOperationException($"{url} answers {answer.StatusCode}");
                        }
                        lock (times)
                        {
                            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                        }
                    }
                })
        );
        times.Sort();
        return times;
    }

    private static string Address(string template, Random chance) =>
        string.Format(
            null,
            template,
            filters.Filter(chance),
            filters.Search(chance),
            places[chance.Next(places.Count)],
            actors[chance.Next(actors.Count)]
        );

    private static double Median(List<double> sorted) => At(sorted, 0.5);

    private static double At(List<double> sorted, double share) =>
        sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];

    /// <summary>People who ask, and the places and actors that they ask for: the busiest hundred of each.</summary>
    private static async Task PrepareAsync(string data, string folder)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        Server.AddServices(services, new ServerOptions { DataFolder = data });
        await using var provider = services.BuildServiceProvider();
        await Server.PrepareAsync(provider);
        var database = provider.GetRequiredService<Database>();
        await using var c = await database.OpenAsync();
        var gazetteer = Path.Combine(folder, "places.txt");
        await File.WriteAllLinesAsync(
            gazetteer,
            (
                await c.QueryAsync<(string Name, double Latitude, double Longitude)>(
                    """
                    SELECT place_text, min(latitude), min(longitude) FROM incident
                    WHERE place_text IS NOT NULL AND latitude IS NOT NULL AND where_prec <= 2
                    GROUP BY place_text ORDER BY count(*) DESC LIMIT 100
                    """
                )
            ).Select(
                (p, i) =>
                    FormattableString.Invariant(
                        $"{i + 1}\t{p.Name}\t{p.Name}\t\t{p.Latitude}\t{p.Longitude}\tP\tPPL\tXX\t\t01\t\t\t\t1000\t\t0\tUTC\t2020-01-01"
                    )
            )
        );
        await Child.MeasureAsync("import", "geonames", gazetteer, "--data", data, "--json");
        places = [.. await c.QueryAsync<Guid>("SELECT place_id FROM place WHERE kind = 'populated'")];
        actors =
        [
            .. await c.QueryAsync<Guid>(
                "SELECT actor_id FROM party GROUP BY actor_id ORDER BY count(*) DESC LIMIT 100"
            ),
        ];
        filters = await Filters.OfAsync(database);
        using var scope = provider.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        for (var user = 0; user < Users; user++)
        {
            await accounts.MakeAsync(Name + user, Password, [Role.Analyst], "command-line");
        }
    }
}
