using System.Diagnostics;
using System.Globalization;
using System.Net;
using Toguna.Foundation;
using Toguna.Foundation.Access;

namespace Toguna.Benchmarks;

/// <summary>From the answer to whoever issues an alert to the moment at which everybody who is told has it on their screen, while some load pages.</summary>
internal static class TellingBenchmark
{
    private const int Told = 200;
    private const int Reading = 20;
    private const int Port = 5395;
    private const string Password = "two hundred people and one warning";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(int alerts, string? only)
    {
        await Store.EachAsync(only, store => EngineAsync(store, alerts));
        return 0;
    }

    private static async Task EngineAsync(Store store, int alerts)
    {
        await store.WithinAsync(async services =>
        {
            await Store.PeopleAsync(services, "told", Told, Password, Role.FocalPoint, Component.FieldOffice);
            return await Store.PeopleAsync(services, "officer", 1, Password, Role.DutyOfficer);
        });
        using var server = store.Serve(Port);
        using var stop = new CancellationTokenSource();
        try
        {
            var officer = await SignedIn.AsAsync(Port, "officer0", Password, IPAddress.Parse("127.0.1.1"));
            var lines = await Task.WhenAll(
                Enumerable
                    .Range(0, Told)
                    .Select(async i =>
                    {
                        var from = IPAddress.Parse($"127.0.2.{1 + i / 20}");
                        return new Line(await SignedIn.AsAsync(Port, $"told{i}", Password, from));
                    })
            );
            var listening = lines.Select(l => l.ListenAsync(stop.Token)).ToList();
            await Task.WhenAll(lines.Select(l => l.ReachedAsync(0, 0, Longest)));
            var reading = lines.Take(Reading).Select(l => ReadAsync(l.Client, stop.Token)).ToList();
            var (heard, shown, last) = (new List<double>(), new List<double>(), new List<double>());
            for (var i = 0; i <= alerts; i++)
            {
                var since = await IssueAsync(officer, i);
                var number = i + 1;
                var times = await Task.WhenAll(
                    lines.Select(async line =>
                    {
                        var told = await line.ReachedAsync(number, since, Longest);
                        (await line.Client.GetAsync("/notices")).EnsureSuccessStatusCode().Dispose();
                        return (told, Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                    })
                );
                // The first finds a server that has never done it.
                if (i > 0)
                {
                    heard.AddRange(times.Select(t => t.told));
                    shown.AddRange(times.Select(t => t.TotalMilliseconds));
                    last.Add(times.Max(t => t.told));
                }
                await Task.Delay(1_000 + i * 37 % 500);
            }
            await stop.CancelAsync();
            await Task.WhenAll([.. listening, .. reading]);
            Console.WriteLine(
                $"{store.Engine}: {alerts} alerts, {Told} told, {Reading} of them loading a page a second: number on the screen {Words(heard)}; the last of {Told} {Words(last)}; their page of notices loaded by all at once {Words(shown)}"
            );
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }

        static string Words(List<double> times)
        {
            times.Sort();
            return $"median {Crowd.At(times, 0.5):N0} ms, p95 {Crowd.At(times, 0.95):N0} ms, max {times[^1]:N0} ms";
        }
    }

    /// <returns>When it was answered.</returns>
    private static async Task<long> IssueAsync(HttpClient officer, int number)
    {
        var page = await officer.GetStringAsync("/alerts/new");
        using var answer = await officer.PostAsync(
            "/alerts/new",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = SignedIn.TokenOf(page),
                    ["id"] = Ids.New(TimeProvider.System).ToString(),
                    ["title"] = $"Reprisal expected on market day {number}",
                    ["threat"] = "killing",
                    ["place"] = $"Village {number}",
                    ["at_risk"] = "traders and herders of the market",
                    ["likelihood"] = "3",
                    ["severity"] = "4",
                    ["urgency"] = "1",
                    ["why"] = "Two people heard it said at the ford.",
                    ["classification"] = "1",
                    ["owner"] = nameof(Component.FieldOffice),
                    ["do"] = "issue",
                }
            )
        );
        return answer.StatusCode == HttpStatusCode.Redirect
            ? Stopwatch.GetTimestamp()
            : throw new InvalidOperationException($"/alerts/new answers {answer.StatusCode}");
    }

    private static async Task ReadAsync(HttpClient client, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (var page in new[] { "/now", "/alerts", "/incidents", "/response-rate" })
                {
                    using var answer = await client.GetAsync(page, stop);
                    await Task.Delay(1_000, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    /// <summary>Somebody whose page hears of news.</summary>
    private sealed class Line(HttpClient client)
    {
        private readonly Lock gate = new();
        private readonly Dictionary<long, long> reached = [];
        private readonly List<(long Number, TaskCompletionSource<long> Reached)> waiting = [];

        public HttpClient Client => client;

        /// <summary>Listens until it is over, and again where the line ends.</summary>
        public async Task ListenAsync(CancellationToken stop)
        {
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    using var answer = await client.GetAsync(
                        "/notices/line",
                        HttpCompletionOption.ResponseHeadersRead,
                        stop
                    );
                    using var reader = new StreamReader(
                        await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(stop)
                    );
                    while (await reader.ReadLineAsync(stop) is { } line)
                    {
                        if (line.StartsWith("data: ", StringComparison.Ordinal))
                        {
                            Hear(long.Parse(line.AsSpan(6), CultureInfo.InvariantCulture), Stopwatch.GetTimestamp());
                        }
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // It is over.
            }
        }

        /// <returns>Milliseconds from <paramref name="since"/> until so many were told of; 0 when that was before.</returns>
        /// <exception cref="TimeoutException">Nothing was heard for <paramref name="most"/>.</exception>
        public async Task<double> ReachedAsync(long number, long since, TimeSpan most)
        {
            Task<long> told;
            lock (gate)
            {
                if (reached.TryGetValue(number, out var at))
                {
                    return Math.Max(0, Stopwatch.GetElapsedTime(since, at).TotalMilliseconds);
                }
                var source = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.Add((number, source));
                told = source.Task;
            }
            return Math.Max(0, Stopwatch.GetElapsedTime(since, await told.WaitAsync(most)).TotalMilliseconds);
        }

        private void Hear(long unseen, long at)
        {
            lock (gate)
            {
                reached.TryAdd(unseen, at);
                foreach (var (_, told) in waiting.Where(w => w.Number <= unseen))
                {
                    told.TrySetResult(at);
                }
                waiting.RemoveAll(w => w.Number <= unseen);
            }
        }
    }
}
