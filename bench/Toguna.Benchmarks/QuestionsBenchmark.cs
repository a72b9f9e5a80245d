using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;

namespace Toguna.Benchmarks;

/// <summary>What each question costs the record in memory by itself: where the time of a page goes.</summary>
/// <remarks>Each is asked under filters that nobody has asked before; the figure is the median of many, in milliseconds.</remarks>
internal static class QuestionsBenchmark
{
    private const int Times = 60;

    public static async Task<int> RunAsync(int rows, string data)
    {
        await GedFile.BringInAsync(data, rows);
        var services = new ServiceCollection();
        services.AddLogging();
        Server.AddServices(services, new ServerOptions { DataFolder = data });
        services.AddRecordInMemory();
        await using var provider = services.BuildServiceProvider();
        await Server.PrepareAsync(provider);
        var book = provider.GetRequiredService<IncidentBook>();
        var loading = Stopwatch.StartNew();
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
        }
        while (!book.IsInMemory)
        {
            await Task.Delay(20);
        }
        Console.WriteLine(
            $"in memory after {loading.Elapsed.TotalSeconds:N1} s, {Environment.WorkingSet / 1048576.0:N0} MiB"
        );
        var filters = await Filters.OfAsync(provider.GetRequiredService<Database>());
        var caller = Caller.System with { Roles = new HashSet<Role> { Role.Analyst } };
        (string Name, Func<IncidentFilter, Task> Ask)[] questions =
        [
            ("list", f => book.ListAsync(f, caller)),
            ("totals", f => book.TotalsAsync(f, caller)),
            ("facets", f => book.FacetsAsync(f, caller)),
            ("by quarter", f => book.GroupsAsync(f, caller, "quarter")),
            ("by category", f => book.GroupsAsync(f, caller, "category")),
            ("by actor", f => book.GroupsAsync(f, caller, "actor")),
            ("by actor, the fullest 12", f => book.GroupsAsync(f, caller, "actor", 12)),
            ("by place, the fullest 12", f => book.GroupsAsync(f, caller, "place", 12)),
            ("category by quarter", f => book.CrossAsync(f, caller, "category", "quarter")),
            ("actor by act", f => book.CrossAsync(f, caller, "actor", "act")),
        ];
        var chance = new Random(20261125);
        foreach (var (name, ask) in questions)
        {
            var times = new List<double>();
            for (var i = 0; i < Times; i++)
            {
                var filter = Read(filters.Filter(chance));
                var clock = Stopwatch.GetTimestamp();
                await ask(filter);
                times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
            times.Sort();
            Console.WriteLine(
                $"{name, -26} median {times[Times / 2], 6:N1} ms · p95 {times[Times * 95 / 100], 6:N1} ms"
            );
        }
        return 0;
    }

    private static IncidentFilter Read(string query) =>
        IncidentFilterReading
            .Parse(
                query
                    .Split('&')
                    .Select(pair => pair.Split('='))
                    .Select(p => KeyValuePair.Create(p[0], (string?)Uri.UnescapeDataString(p[1])))
            )
            .Filter;
}
