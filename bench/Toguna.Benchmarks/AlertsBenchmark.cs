using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Warn;

namespace Toguna.Benchmarks;

/// <summary>Pages on a long history of alerts, beside the same pages of a mission that has none.</summary>
internal static class AlertsBenchmark
{
    private const int Officers = 20;
    private const int OpenTasks = 5_000;
    private const int Incidents = 30_000;
    private const int Reports = 20_000;
    private const int Port = 5394;
    private const string Password = "twenty officers and three years";

    public static async Task<int> RunAsync(int alerts, string? only)
    {
        await Store.EachAsync(only, store => EngineAsync(store, alerts));
        return 0;
    }

    private static async Task EngineAsync(Store store, int alerts)
    {
        var clock = Stopwatch.StartNew();
        await ImportAsync(store);
        var world = await store.WithinAsync(WorldAsync);
        var empty = await MeasureAsync(store, null);
        clock.Restart();
        var open = await store.WithinAsync(services => FillAsync(services, world, alerts));
        Console.WriteLine(
            $"{store.Engine}: {alerts:N0} alerts written in {clock.Elapsed.TotalSeconds:N0} s; {open.Words}"
        );
        var full = await MeasureAsync(store, open.Reference);
        foreach (var (name, page) in full)
        {
            var bare = empty.GetValueOrDefault(name);
            Console.WriteLine(
                $"{store.Engine} {name, -22} {page.Words}{(bare is null ? "" : $" · without alerts {bare.Words} · processor ×{page.Work / bare.Work:N1}")}"
            );
        }
    }

    private static async Task<Dictionary<string, Measured>> MeasureAsync(Store store, string? alert)
    {
        var today = TimeProvider.System.GetUtcNow();
        (string Name, string Address)[] pages =
        [
            ("rate of a year", $"/response-rate?period={today.Year - 1}"),
            ("rate of a quarter", $"/response-rate?period={today.Year - 1}-Q3"),
            ("alerts", "/alerts"),
            ("alerts, page 1,000", "/alerts?page=1000"),
            ("daily of yesterday", $"/daily?day={Day(today.AddDays(-1))}"),
            ("daily a year ago", $"/daily?day={Day(today.AddDays(-365))}"),
            .. alert is null ? Array.Empty<(string, string)>() : [("an open alert", "/alerts/" + alert)],
            ("notices", "/notices"),
            ("now", "/now"),
        ];
        using var server = store.Serve(Port);
        try
        {
            var people = await Task.WhenAll(
                Enumerable.Range(0, Officers).Select(i => SignedIn.AsAsync(Port, $"officer{i}", Password))
            );
            var measured = new Dictionary<string, Measured>();
            foreach (var (name, address) in pages)
            {
                await Crowd.TimesAsync(people.Take(2), 5, address);
                var alone = await Crowd.TimesAsync(people.Take(1), 10, address);
                await Crowd.TimesAsync(people, 2, address);
                server.Refresh();
                var before = server.TotalProcessorTime;
                var together = await Crowd.TimesAsync(people, 6, address);
                server.Refresh();
                var work = (server.TotalProcessorTime - before).TotalMilliseconds / together.Count;
                measured[name] = new Measured(alone, together, work);
                Console.Error.WriteLine(
                    $"{store.Engine} {(alert is null ? "empty " : "")}{name}: {measured[name].Words}"
                );
            }
            return measured;
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }

        static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Incidents and reports as lists bring them in.</summary>
    private static async Task ImportAsync(Store store)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            var list = Path.Combine(folder, "messages.csv");
            var first = TimeProvider.System.GetUtcNow().AddDays(-AlertHistory.Days);
            await File.WriteAllLinesAsync(
                list,
                [
                    "id,received,source,channel,language,text",
                    .. Enumerable
                        .Range(1, Reports)
                        .Select(i =>
                            $"M{i},{Dialect.Instant(first.AddMinutes(i * (AlertHistory.Days * 1_430.0 / Reports)))},SRC-{i % 200},sms,fr,Des motos aux puits de Village{i % 500}"
                        ),
                ]
            );
            await Child.MeasureAsync(["import", "ged", GedFile.Write(folder, Incidents), "--json", .. store.Options]);
            await Child.MeasureAsync(["import", "reports", list, "--json", .. store.Options]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A third of the incidents becomes verified and all move into the years of the alerts, which are about their places.</summary>
    private static async Task<AlertWorld> WorldAsync(IServiceProvider services)
    {
        var officers = await Store.PeopleAsync(services, "officer", Officers, Password, Role.DutyOfficer);
        var database = services.GetRequiredService<Database>();
        var first = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-AlertHistory.Days);
        return await database.WriteAsync(async tx =>
        {
            var incidents = (await tx.QueryAsync<Guid>("SELECT incident_id FROM incident ORDER BY number")).ToList();
            for (var i = 0; i < incidents.Count; i++)
            {
                await tx.ExecuteAsync(
                    "UPDATE incident SET date_start = @day, date_end = @day, finding = @finding WHERE incident_id = @id",
                    new
                    {
                        id = incidents[i],
                        day = first.AddDays((int)((long)i * AlertHistory.Days / incidents.Count)),
                        finding = i % 3 == 0 ? "verified" : "reported",
                    }
                );
            }
            var places = await tx.QueryAsync<(string, double, double, string)>(
                """
                SELECT place_text, min(latitude), min(longitude), min(adm1) FROM incident
                WHERE place_text IS NOT NULL AND latitude IS NOT NULL AND adm1 IS NOT NULL
                GROUP BY place_text ORDER BY count(*) DESC, place_text LIMIT 400
                """
            );
            var reports = await tx.QueryAsync<Guid>("SELECT report_id FROM triage");
            return new AlertWorld([.. places], [.. reports], incidents, officers);
        });
    }

    /// <returns>An open alert that rests on the middle of the list, and how much there is.</returns>
    private static async Task<(string Reference, string Words)> FillAsync(
        IServiceProvider services,
        AlertWorld world,
        int alerts
    )
    {
        var database = services.GetRequiredService<Database>();
        var now = TimeProvider.System.GetUtcNow();
        var history = new AlertHistory(world, now);
        await history.WriteAsync(database, alerts);
        await using var c = await database.OpenAsync();
        var open = (
            await c.QueryAsync<(Guid Id, long Number)>(
                "SELECT alert_id, number FROM alert WHERE state IN ('issued', 'acknowledged', 'responding') ORDER BY number"
            )
        ).ToList();
        var held = await c.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM task WHERE state IN ('asked', 'accepted', 'begun')"
        );
        for (var i = held; i < OpenTasks; i++)
        {
            history.Task(open[(int)(i % open.Count)].Id, now.AddHours(-1 - i % 40), null, null, "accepted");
        }
        await history.WriteAsync(database);
        // What PostgreSQL finds out by itself in a mission.
        if (database.Engine == Engine.Postgres)
        {
            await c.ExecuteAsync("ANALYZE alert, alert_event, task, notice, incident");
        }
        var rungs = Stopwatch.StartNew();
        var climbed = await services.GetRequiredService<Escalations>().RunAsync();
        var words =
            $"{open.Count:N0} open, {Math.Max(held, OpenTasks):N0} open tasks, {await CountAsync("alert_event"):N0} events, "
            + $"{await CountAsync("task"):N0} tasks, {await CountAsync("notice"):N0} notices, {await CountAsync("review"):N0} reviews; "
            + $"{climbed:N0} rungs climbed in {rungs.Elapsed.TotalSeconds:N1} s";
        return (Alert.ReferenceOf(open[open.Count / 2].Number), words);

        Task<long> CountAsync(string table) => c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}");
    }

    /// <param name="Work">Milliseconds of processor for one page.</param>
    private sealed record Measured(List<double> Alone, List<double> Together, double Work)
    {
        public string Words =>
            $"alone {Crowd.At(Alone, 0.5), 4:N0} ms, p95 {Crowd.At(Alone, 0.95), 4:N0} ms · {Officers} at once {Crowd.At(Together, 0.5), 5:N0} ms, p95 {Crowd.At(Together, 0.95), 5:N0} ms · {Work, 5:N1} ms of processor";
    }
}
