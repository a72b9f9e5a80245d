using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;

namespace Toguna.Benchmarks;

/// <summary>Messages kept with and without their words in the index, and searched by one person and by twenty at once.</summary>
/// <remarks>
/// Each of 500 people sent some; one in ten does not let the mission share. The searching analyst receives none, so that every
/// answer obeys consent. On SQLite, and on PostgreSQL where <c>TOGUNA_TEST_POSTGRES</c> names a server.
/// </remarks>
internal static class SearchBenchmark
{
    private const int Batch = 4_000;
    private const int Sources = 500;
    private const int Users = 20;
    private const int Rounds = 20;

    private static readonly string[] Words = (
        "des hommes armés sur motos ont attaqué le marché de à aube trois bergers tués deux blessés bétail volé femmes enlevées "
        + "route coupée village brûlé population fuit vers la forêt militaires arrivés tard école fermée puits détruit chef "
        + "menacé armed men came at night and burned houses herders killed near the well cattle taken women abducted road "
        + "blocked people fled to forest soldiers arrived late school closed market attacked mine found vehicle convoy stopped"
    ).Split(' ');

    /// <param name="only">Name of the one engine to be measured; null: both.</param>
    public static async Task<int> RunAsync(int messages, string? only)
    {
        if (only is null or nameof(Engine.Sqlite))
        {
            await OnAsync(Engine.Sqlite, null, messages);
        }
        if (
            only is null or nameof(Engine.Postgres)
            && Environment.GetEnvironmentVariable("TOGUNA_TEST_POSTGRES") is { Length: > 0 } server
        )
        {
            const string name = "toguna_bench_search";
            await using var admin = NpgsqlDataSource.Create(server);
            await using var left = admin.CreateCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            await left.ExecuteNonQueryAsync();
            await using var make = admin.CreateCommand($"CREATE DATABASE {name}");
            await make.ExecuteNonQueryAsync();
            try
            {
                var own = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 };
                await OnAsync(Engine.Postgres, own.ToString(), messages);
            }
            finally
            {
                await using var drop = admin.CreateCommand($"DROP DATABASE {name} WITH (FORCE)");
                await drop.ExecuteNonQueryAsync();
            }
        }
        return 0;
    }

    private static async Task OnAsync(Engine engine, string? connection, int messages)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-bench-").FullName;
        try
        {
            var services = new ServiceCollection();
            services.AddLogging();
            Server.AddServices(services, new ServerOptions { DataFolder = folder, Connection = connection });
            await using var provider = services.BuildServiceProvider();
            await Server.PrepareAsync(provider);
            var database = provider.GetRequiredService<Database>();
            var chance = new Random(20261128);
            var texts = Enumerable.Range(0, messages).Select(i => Text(chance, i)).ToList();
            var sources = await SourcesAsync(database, provider.GetRequiredService<Consents>());
            var bare = await KeepAsync(database, sources, texts, "bench-list");
            var kept = await KeepAsync(database, sources, texts, null);
            Console.WriteLine(
                $"{engine}: {messages:N0} messages kept at {kept:N0}/s, {bare:N0}/s where they are not searched"
            );
            var search = provider.GetRequiredService<ReportSearch>();
            var analyst = new Caller("bench", "bench", new HashSet<Role> { Role.Analyst }, Standing.Full);
            (string Name, Func<Random, string> Of)[] kinds =
            [
                ("a rare name", r => Place(r.Next(messages / 20))),
                ("a name and a common word", r => $"{Place(r.Next(messages / 20))} attaque"),
                ("two common words", r => $"{Words[r.Next(Words.Length)]} {Words[r.Next(Words.Length)]}"),
                ("a common word", r => Words[r.Next(Words.Length)]),
                ("a beginning of three letters", r => Place(r.Next(messages / 20))[..3]),
            ];
            foreach (var (name, of) in kinds)
            {
                await TimesAsync(search, analyst, of, 2, chance);
                var alone = await TimesAsync(search, analyst, of, 1, chance);
                var together = await TimesAsync(search, analyst, of, Users, chance);
                Console.WriteLine(
                    $"  {name, -30} alone p50 {At(alone, 0.5), 6:N1} ms, p95 {At(alone, 0.95), 6:N1} ms · {Users} at once p50 {At(together, 0.5), 6:N1} ms, p95 {At(together, 0.95), 6:N1} ms"
                );
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Some 30 words of two languages, and the name of one of many places.</summary>
    private static string Text(Random chance, int i) =>
        $"{Place(i / 20)}: "
        + string.Join(' ', Enumerable.Range(0, 20 + chance.Next(20)).Select(_ => Words[chance.Next(Words.Length)]));

    /// <summary>A name of four syllables that no other place has.</summary>
    private static string Place(int i)
    {
        string[] syllables = ["ba", "dou", "gué", "ka", "lo", "mé", "na", "sso", "ti", "zou"];
        return string.Concat(new[] { i / 1_000 % 10, i / 100 % 10, i / 10 % 10, i % 10 }.Select(d => syllables[d]));
    }

    private static async Task<List<Guid>> SourcesAsync(Database database, Consents consents)
    {
        var sources = new List<Guid>();
        await database.WriteAsync(async tx =>
        {
            for (var i = 0; i < Sources; i++)
            {
                sources.Add(await ReportBook.SourceAsync(tx, "BENCH-" + i, ReportAccess.Person));
                await consents.NoteAsync(
                    tx,
                    new ConsentOf(SealedSources.Kind, sources[^1]),
                    new Dictionary<string, bool> { [Consents.ShareInside] = i % 10 != 0 },
                    "system"
                );
            }
        });
        return sources;
    }

    /// <returns>Messages per second.</returns>
    private static async Task<double> KeepAsync(
        Database database,
        List<Guid> sources,
        List<string> texts,
        string? scheme
    )
    {
        var clock = Stopwatch.StartNew();
        for (var from = 0; from < texts.Count; from += Batch)
        {
            await database.WriteAsync(tx =>
                ReportBook.KeepAsync(
                    tx,
                    [
                        .. Enumerable
                            .Range(from, Math.Min(Batch, texts.Count - from))
                            .Select(i => new NewReport(
                                tx.NewId(),
                                sources[i % sources.Count],
                                "sms",
                                scheme,
                                null,
                                null,
                                null,
                                texts[i],
                                ReportBook.FingerprintOf(texts[i]),
                                ReceivedAt: tx.Now.AddSeconds(i)
                            )),
                    ]
                )
            );
        }
        return texts.Count / clock.Elapsed.TotalSeconds;
    }

    private static async Task<List<double>> TimesAsync(
        ReportSearch search,
        Caller caller,
        Func<Random, string> of,
        int users,
        Random chance
    )
    {
        var times = new List<double>();
        await Task.WhenAll(
            Enumerable
                .Range(0, users)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < (users == 1 ? Rounds * 3 : Rounds); i++)
                        {
                            string text;
                            lock (times)
                            {
                                text = of(chance);
                            }
                            var clock = Stopwatch.GetTimestamp();
                            await search.FindAsync(text, caller, 1, 5);
                            lock (times)
                            {
                                times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                            }
                        }
                    })
                )
        );
        times.Sort();
        return times;
    }

    private static double At(List<double> sorted, double share) =>
        sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
}
