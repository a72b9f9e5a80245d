using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
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
        await Store.EachAsync(only, store => EngineAsync(store, seconds));
        return 0;
    }

    private static async Task EngineAsync(Store store, int seconds)
    {
        await PrepareAsync(store);
        using var server = store.Serve(Port);
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
        await using var database = new Database(store.Folder, store.Connection, TimeProvider.System);
        await using var c = await database.OpenAsync();
        var kept = (await c.QueryAsync<Guid>("SELECT report_id FROM report")).ToHashSet();
        times.Sort();
        Console.WriteLine(
            $"{store.Engine}: {times.Count / (double)seconds:N0} reports/s for {seconds} s ({Reporters} senders, {warm:N0} before), "
                + $"median {times[times.Count / 2]:N0} ms, p95 {times[(int)(times.Count * 0.95)]:N0} ms; killed: "
                + $"{acknowledged.Count:N0} acknowledged, {kept.Count:N0} kept, {acknowledged.Count(id => !kept.Contains(id))} lost"
        );
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

    private static Task<IReadOnlyList<Guid>> PrepareAsync(Store store) =>
        store.WithinAsync(services => Store.PeopleAsync(services, "reporter", Reporters, Password, Role.Reporter));

    private static async Task<(HttpClient, string)> SignInAsync(int reporter)
    {
        var client = await SignedIn.AsAsync(Port, $"reporter{reporter}", Password);
        return (client, SignedIn.TokenOf(await client.GetStringAsync("/report")));
    }
}
