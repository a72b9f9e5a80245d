using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;
using Toguna.Warn;

namespace Toguna.Benchmarks;

/// <summary>Many alerts that nobody took on in time, all at once: how long one look of the clock takes, beside as many bare transactions.</summary>
internal static class EscalationBenchmark
{
    private const int Owners = 20;
    private const string Password = "a thousand alerts and nobody awake";

    public static async Task<int> RunAsync(int alerts, string? only)
    {
        await Store.EachAsync(
            only,
            store => store.WithinAsync(services => EngineAsync(store.Engine, services, alerts))
        );
        return 0;
    }

    private static async Task<int> EngineAsync(string engine, IServiceProvider services, int alerts)
    {
        await Store.PeopleAsync(services, "owner", Owners, Password, Role.FocalPoint, Component.FieldOffice);
        await Store.PeopleAsync(services, "adviser", 3, Password, Role.ProtectionAdviser);
        await Store.PeopleAsync(services, "head", 2, Password, Role.Leadership);
        var database = services.GetRequiredService<Database>();
        var escalations = services.GetRequiredService<Escalations>();
        var audit = services.GetRequiredService<AuditLog>();
        await escalations.RunAsync();
        var tables = new AlertTables();
        var received = DateTimeOffset.FromUnixTimeMilliseconds(
            TimeProvider.System.GetUtcNow().AddMinutes(-16).ToUnixTimeMilliseconds()
        );
        var dues = AlertClock.Of([]).From(received, Gather.Urgency.Imminent);
        for (var i = 0; i < alerts; i++)
        {
            tables.Alerts.Add([
                .. new object?[]
                {
                    Ids.New(TimeProvider.System),
                    i + 1L,
                    2,
                    AlertState.Issued,
                    false,
                    "Reprisal expected",
                },
                .. new object?[]
                {
                    "killing",
                    "people of the market",
                    300,
                    $"Village {i}",
                    5.5,
                    20.5,
                    "Province",
                    3,
                    4,
                    1,
                },
                .. new object?[] { "Two people heard it.", 1, "FieldOffice", null, received, received.AddMinutes(1) },
                .. new object?[] { dues.Acknowledge, dues.Decide, dues.Act, null, null, null, null, null, null, null },
                .. new object?[] { 1, "FieldOffice", null, null },
            ]);
        }
        await database.WriteAsync(tables.WriteAsync);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < alerts; i++)
        {
            await database.WriteAsync(tx => audit.AppendAsync(tx, "system", "bench.bare", "bench"));
        }
        var bare = clock.Elapsed.TotalSeconds;
        var before = Environment.CpuUsage.TotalTime;
        clock.Restart();
        var climbed = await escalations.RunAsync();
        var tick = clock.Elapsed.TotalSeconds;
        var work = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        clock.Restart();
        var again = await escalations.RunAsync();
        Console.WriteLine(
            $"{engine}: {alerts:N0} alerts overdue at once, {climbed:N0} rungs climbed in {tick:N1} s, {work:N1} s of processor; {alerts:N0} transactions of one audit line {bare:N1} s, ratio {tick / bare:N1}; the next look ({again} climbed) {clock.Elapsed.TotalMilliseconds:N0} ms"
        );
        return climbed;
    }
}
