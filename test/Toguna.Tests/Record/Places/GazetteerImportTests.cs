using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Dapper;
using Shouldly;
using Toguna.Foundation.Storage;
using Toguna.Record.Places;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Places;

public sealed class GazetteerImportTests(ITestOutputHelper output)
{
    [Theory, BothEngines]
    public async Task Geonames_of_Mali_and_Burkina_Faso_are_imported_once_and_found_quickly(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var expected = 0;
        var clock = Stopwatch.StartNew();
        foreach (var country in new[] { "ML", "BF" })
        {
            var file = SharedData.Path($"geo/geonames_{country}.txt.gz");
            var lines = Lines(file).Count(l => l.Split('\t')[6] is "A" or "P");
            expected += lines;
            var counts = await ImportAsync(app, GazetteerKind.Geonames, GazetteerSources.Geonames, file);
            counts.ShouldBe(new GazetteerCounts(lines, lines, 0, 0, 0, 0));
        }
        output.WriteLine($"{engine}: {expected} places in {clock.Elapsed.TotalSeconds:0.0} s");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));

        var again = await ImportAsync(
            app,
            GazetteerKind.Geonames,
            GazetteerSources.Geonames,
            SharedData.Path("geo/geonames_ML.txt.gz")
        );
        again.Created.ShouldBe(0);
        again.Unchanged.ShouldBe(again.Rows);
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM place")).ShouldBe(expected);

        async Task<string> First(string q) => (await PlaceSearch.FindAsync(c, engine, q))[0].ExternalId;
        foreach (var q in new[] { "bamako", "BAMAKO", "Bamkao", "Bamacko", "باماكو", "Бамако", "bamak", "Bamaco" })
        {
            (await First(q)).ShouldBe("2460596", q);
        }
        foreach (var q in new[] { "Ouagadougou", "uagadugu", "Ouagadougu", "وغادوغو".Insert(1, "ا") })
        {
            (await First(q)).ShouldBe("2357048", q);
        }
        (await PlaceSearch.FindAsync(c, engine, "segou")).ShouldContain(p => p.Name == "Ségou");
        var bamako = (await PlaceSearch.FindAsync(c, engine, "bamako"))[0];
        bamako.Parents.Select(p => p.AdminLevel).ShouldBe([0, 1]);
        bamako.Matched.ShouldBeNull();

        await MeasureAsync(engine, c);
        var nearest = await NearestPlace.FindAsync(c, 12.64, -8.01);
        nearest!.Value.Kilometres.ShouldBeLessThan(5);
    }

    /// <summary>Every name of every place with one slip, some hundred of them: each is found, and soon.</summary>
    private async Task MeasureAsync(Engine engine, System.Data.Common.DbConnection c)
    {
        var names = (await c.QueryAsync<string>("SELECT search_key FROM place_name ORDER BY search_key")).ToArray();
        var random = new Random(20310306);
        var times = new List<double>();
        for (var i = 0; i < 400; i++)
        {
            var name = names[random.Next(names.Length)];
            if (name.Length < 5)
            {
                continue;
            }
            var typed = PlaceSearchTests.Slip(name, random);
            var started = Stopwatch.GetTimestamp();
            var found = await PlaceSearch.FindAsync(c, engine, typed, null, 100);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            var keys = await c.QueryAsync<string>(
                $"SELECT search_key FROM place_name WHERE {Dialect.InIds(engine, "place_id", "ids")}",
                new { ids = Dialect.List(engine, found.Select(f => f.Id)) }
            );
            if (found.Count < 100)
            {
                keys.ShouldContain(name, $"{name} typed as {typed}");
            }
        }
        foreach (var q in new[] { "b", "ba", "s", "kou", "bamako", "sego" })
        {
            for (var i = 0; i < 5; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await PlaceSearch.FindAsync(c, engine, q);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
        times.Sort();
        output.WriteLine(
            $"{engine}: {names.Length} names; search p50 {times[times.Count / 2]:0.0} ms, p95 {times[times.Count * 95 / 100]:0.0} ms, worst {times[^1]:0.0} ms"
        );
        // A hundred times the promise: only a search that reads everything is that slow, on any machine.
        times[times.Count * 95 / 100].ShouldBeLessThan(2_000);
    }

    [Theory, BothEngines]
    public async Task The_global_list_of_pcodes_is_imported_with_its_hierarchy(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var file = SharedData.Path("geo/global_pcodes_adm_1_2.csv.gz");
        var rows = Lines(file).Count() - 1;
        var counts = await ImportAsync(app, GazetteerKind.Pcodes, GazetteerSources.Pcodes, file);
        counts.Rows.ShouldBe(rows);
        (counts.Created + counts.Rejected).ShouldBe(rows);
        output.WriteLine($"{counts}");
        await using var c = await app.Database.OpenAsync();
        var hit = (await PlaceSearch.FindAsync(c, engine, "BF4601"))[0];
        hit.Pcode.ShouldBe("BF4601");
        hit.Parents.ShouldHaveSingleItem().Name.ShouldBe("Boucle du Mouhoun");
        (await PlaceSearch.FindAsync(c, engine, "bf46"))[0].Name.ShouldBe("Boucle du Mouhoun");
        (await PlaceSearch.FindAsync(c, engine, "boucle du mouhoun", "BF"))[0].Pcode.ShouldBe("BF46");
        (
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM place WHERE admin_level = 2 AND parent_id IS NULL")
        ).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task A_revised_file_updates_and_an_undo_removes_what_nothing_rests_on(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        const string Header = "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\n";
        var first =
            Header
            + "TVR,1,TV01,Velna,TVR,2020-01-01\nTVR,2,TV0101,Issoumbré,TV01,2020-01-01\nTVR,x,TV0102,Bad,TV01,2020-01-01\nTVR,2,TV0103,Tolmé,TV01,2020-01-01\n";
        var import = Toguna.Foundation.Ids.New(TimeProvider.System);
        var counts = await GazetteerImport.RunAsync(app.Database, GazetteerKind.Pcodes, Pcodes(first), import);
        counts.ShouldBe(new GazetteerCounts(4, 3, 0, 0, 1, 0));
        var second = first.Replace("Tolmé", "Tolmé-Nord", StringComparison.Ordinal);
        counts = await GazetteerImport.RunAsync(app.Database, GazetteerKind.Pcodes, Pcodes(second), null);
        counts.ShouldBe(new GazetteerCounts(4, 0, 1, 2, 1, 0));
        await using var c = await app.Database.OpenAsync();
        var hit = (await PlaceSearch.FindAsync(c, engine, "tolme nord")).ShouldHaveSingleItem();
        hit.Adm1.ShouldBe("Velna");

        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "INSERT INTO unit_period (unit_id, period_id, place_id) VALUES (@a, @b, @Id)",
                new
                {
                    a = tx.NewId(),
                    b = tx.NewId(),
                    hit.Id,
                }
            )
        );
        (await app.Database.WriteAsync(tx => GazetteerImport.UndoAsync(tx, import))).ShouldBe(2);
        (await c.QueryAsync<string>("SELECT name FROM place")).ShouldBe(["Tolmé-Nord"]);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM place_name")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task A_stopped_import_goes_on_where_it_was(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var rows = Enumerable.Range(1, 9_000).Select(i => GazetteerItem.Of(PlaceSearchTests.Row($"{i}", $"Place {i}")));
        using var stop = new CancellationTokenSource();
        var cursor = 0L;
        async Task<GazetteerCounts> StopAfterFirst(
            GazetteerStep step,
            Func<WriteScope, Task<GazetteerCounts>> work,
            CancellationToken ct
        )
        {
            var done = await app.Database.WriteAsync(work, ct);
            cursor = step.RowsRead;
            await stop.CancelAsync();
            return done;
        }
        await Should.ThrowAsync<OperationCanceledException>(() =>
            GazetteerImport.RunAsync(app.Database, GazetteerKind.Geonames, rows, null, StopAfterFirst, 0, stop.Token)
        );
        cursor.ShouldBe(GazetteerImport.BatchRows);
        var rest = await GazetteerImport.RunAsync(app.Database, GazetteerKind.Geonames, rows, null, null, cursor);
        rest.Created.ShouldBe(9_000 - cursor);
        rest.Unchanged.ShouldBe(0);
    }

    private static IEnumerable<GazetteerItem> Pcodes(string csv) =>
        GazetteerSources.Pcodes(new MemoryStream(Encoding.UTF8.GetBytes(csv)));

    private static async Task<GazetteerCounts> ImportAsync(
        TestApp app,
        GazetteerKind kind,
        Func<Stream, IEnumerable<GazetteerItem>> read,
        string file
    )
    {
        await using var stream = File.OpenRead(file);
        return await GazetteerImport.RunAsync(app.Database, kind, read(stream), null);
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
