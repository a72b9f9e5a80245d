using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Benchmarks;

/// <summary>Reports sent by many at once through the front door for a minute; then the server is killed, and what was acknowledged is counted against what is kept.</summary>
/// <remarks>The senders run on the same machine and take a part of it. Each sends the next when it has the answer.</remarks>
internal static class IntakeBenchmark
{
    private const int Reporters = 28;
    private const int Port = 5392;
    private const string Password = "twenty-eight people with telephones";

    /// <param name="only">Name of the one engine to be measured; null: both.</param>
    public static async Task<int> RunAsync(int seconds, string? only)
    {
        if (only is null or nameof(Engine.Sqlite))
        {
            await EngineAsync("SQLite", null, seconds);
        }
        if (
            only is null or nameof(Engine.Postgres)
            && Environment.GetEnvironmentVariable("TOGUNA_TEST_POSTGRES") is { Length: > 0 } server
        )
        {
            var name = "bench_intake_" + Ids.New(TimeProvider.System).ToString("N");
            await AdminAsync(server, $"CREATE DATABASE {name}");
            try
            {
                var connection = new NpgsqlConnectionStringBuilder(server) { Database = name };
                await EngineAsync("PostgreSQL", connection.ToString(), seconds);
            }
            finally
            {
                await AdminAsync(server, $"DROP DATABASE {name} WITH (FORCE)");
            }
        }
        return 0;
    }

    private static async Task EngineAsync(string engine, string? connection, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            await PrepareAsync(folder, connection);
            string[] where = connection is null ? ["--data", folder] : ["--data", folder, "--database", connection];
            using var server = Child.Start(["serve", "--urls", $"http://127.0.0.1:{Port}", .. where]);
            var senders = await Task.WhenAll(Enumerable.Range(0, Reporters).Select(SignInAsync));
            var acknowledged = new ConcurrentBag<Guid>();
            await ForAsync(senders, acknowledged, TimeSpan.FromSeconds(Math.Min(10, seconds)));
            var warm = acknowledged.Count;
            var times = await ForAsync(senders, acknowledged, TimeSpan.FromSeconds(seconds));
            // In the middle: the senders go on and the server is gone.
            var last = ForAsync(senders, acknowledged, TimeSpan.FromSeconds(30));
            await Task.Delay(1000);
            server.Kill(entireProcessTree: true);
            await last;
            await using var database = new Database(folder, connection, TimeProvider.System);
            await using var c = await database.OpenAsync();
            var kept = (await c.QueryAsync<Guid>("SELECT report_id FROM report")).ToHashSet();
            times.Sort();
            Console.WriteLine(
                $"{engine}: {times.Count / (double)seconds:N0} reports/s for {seconds} s ({Reporters} senders, {warm:N0} before), "
                    + $"median {times[times.Count / 2]:N0} ms, p95 {times[(int)(times.Count * 0.95)]:N0} ms; killed: "
                    + $"{acknowledged.Count:N0} acknowledged, {kept.Count:N0} kept, {acknowledged.Count(id => !kept.Contains(id))} lost"
            );
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>Milliseconds of each answer.</returns>
    private static async Task<List<double>> ForAsync(
        IReadOnlyList<(HttpClient Client, string Token)> senders,
        ConcurrentBag<Guid> acknowledged,
        TimeSpan time
    )
    {
        var times = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(
            senders.Select(async sender =>
            {
                try
                {
                    while (clock.Elapsed < time)
                    {
                        var id = Ids.New(TimeProvider.System);
                        var since = Stopwatch.GetTimestamp();
                        using var form = new MultipartFormDataContent
                        {
                            { new StringContent(sender.Token), "__RequestVerificationToken" },
                            { new StringContent(id.ToString()), "id" },
                            { new StringContent("danger"), "kind" },
                            { new StringContent("Des motos aux puits depuis le coucher du soleil."), "text" },
                            { new StringContent("Tolmé"), "where" },
                            { new StringContent("1"), "inside" },
                            { new StringContent("1"), "receipt" },
                        };
                        using var answer = await sender.Client.PostAsync("/report", form);
                        if (answer.IsSuccessStatusCode)
                        {
                            acknowledged.Add(id);
                            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                        }
                        else if (answer.StatusCode != System.Net.HttpStatusCode.TooManyRequests)
                        {
                            throw new InvalidOperationException($"{answer.StatusCode}");
                        }
                    }
                }
                catch (HttpRequestException)
                {
                    // The server is gone.
                }
            })
        );
        return [.. times];
    }

    private static async Task PrepareAsync(string folder, string? connection)
    {
        var services = new ServiceCollection().AddLogging();
        await using var provider = Server
            .AddServices(services, new ServerOptions { DataFolder = folder, Connection = connection })
            .BuildServiceProvider();
        await Server.PrepareAsync(provider);
        using var scope = provider.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        for (var i = 0; i < Reporters; i++)
        {
            await accounts.MakeAsync($"reporter{i}", Password, [Role.Reporter], "system");
        }
    }

    private static async Task<(HttpClient, string)> SignInAsync(int reporter)
    {
        var client = await SignedIn.AsAsync(Port, $"reporter{reporter}", Password);
        return (client, SignedIn.TokenOf(await client.GetStringAsync("/report")));
    }

    private static async Task AdminAsync(string server, string sql)
    {
        await using var c = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString()
        );
        await c.OpenAsync();
        await c.ExecuteAsync(sql);
    }
}
