using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Record;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Series;

/// <summary>Files of numbers into series: nothing on a guess, nothing twice, nothing overwritten in silence, and back again.</summary>
public sealed class SeriesImportTests
{
    [Theory, BothEngines]
    public async Task What_cannot_be_taken_is_named_by_line_column_value_and_reason_and_the_rest_lands(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        var import = await SeriesFiles.ImportAsync(
            app,
            SeriesFiles.Displaced,
            SeriesFiles.Header,
            ",Velna,Issoumbre,2024-01,120,100,150",
            ",,Issumbré,2024-02,5,,",
            ",,Marka,2024-02,6,,",
            "TV9999,,,2024-02,7,,",
            ",Velna,Marka,2024-02,\"1,234\",,",
            ",Velna,Marka,03/04/2024,8,,",
            ",Velna,Marka,,9,,",
            ",Velna,Marka,2024-03,NaN,,",
            ",Velna,Marka,2024-04,1e400,,",
            ",,,2024-04,11,,",
            ",Kersou,Marka,2024-05,10,20,5"
        );
        (import.State, import.Created, import.Unchanged, import.Rejected, import.Warnings).ShouldBe(
            (ImportState.Done, 2, 1, 8, 1)
        );
        var rejects = await SeriesFiles.RejectsAsync(app, import);
        foreach (
            var said in new[]
            {
                "3,district,Issumbré,place_unknown,",
                "it looks like Issoumbré, Velna",
                "4,district,Marka,place_ambiguous,",
                "TV0102",
                "TV0201",
                "5,code,TV9999,place_unknown,",
                "6,people,\"1,234\",number_invalid,",
                "7,month,03/04/2024,date_invalid,",
                "8,month,,value_missing,",
                "10,people,1e400,number_invalid,",
                "11,place,,value_missing,",
            }
        )
        {
            rejects.ShouldContain(said);
        }
        // Contradictory bounds are kept as given; a number nobody gave is not there, and not zero.
        (await SeriesFiles.ValuesAsync(app)).ShouldBe(["TV0101 2024-01 120 100 150", "TV0201 2024-05 10 20 5"]);
    }

    [Theory, BothEngines]
    public async Task A_mapping_that_does_not_say_enough_is_refused_before_anything_is_read(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var kind = app.Services.GetRequiredService<ImportService>().Kind("series");
        foreach (
            var (json, names) in new[]
            {
                ("""{"name":"x","columns":{"pcode":"c","value":"v","date":"d"}}""", "unit"),
                ("""{"name":"x","columns":{"pcode":"c"},"constants":{"unit":"people","kind":"heap"}}""", "heap"),
                (
                    """{"name":"x","columns":{"pcode":"c","value":"v"},"constants":{"unit":"people","kind":"stock"}}""",
                    "date"
                ),
                (
                    """{"name":"x","columns":{"value":"v","date":"d"},"constants":{"unit":"people","kind":"stock"}}""",
                    "where"
                ),
                ("""{"name":"x","columns":{"kind":"k"},"constants":{"unit":"people","kind":"stock"}}""", "kind"),
                (
                    """{"name":"x","columns":{"pcode":"c"},"constants":{"unit":"people","kind":"stock","pcode":"TV"}}""",
                    "pcode"
                ),
                (
                    """{"name":"x","columns":{"pcode":"c","low":"l"},"constants":{"unit":"people","kind":"stock"}}""",
                    "low"
                ),
            }
        )
        {
            var refused = Should.Throw<ProblemException>(() => kind.Mapping(json));
            refused.Problem.Code.ShouldBe("gather.mapping_invalid", json);
            refused.Message.ShouldContain(names);
        }
    }

    [Theory, BothEngines]
    public async Task A_series_above_the_importers_clearance_is_neither_written_nor_described(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        await SeriesFiles.ImportAsync(app, SeriesFiles.Displaced, SeriesFiles.Header, "TV0101,,,2024-01,120,,");
        await app.Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE series SET classification = 2"));
        var other = SeriesFiles.Displaced with
        {
            Constants = new Dictionary<string, string>(SeriesFiles.Displaced.Constants) { ["unit"] = "households" },
        };
        var file = Path.Combine(app.DataFolder, "more.csv");
        await File.WriteAllLinesAsync(file, [SeriesFiles.Header, "TV0101,,,2024-02,7,,"]);
        foreach (
            var (role, code) in new[] { (Role.Analyst, "series_taken"), (Role.ProtectionAdviser, "series_differs") }
        )
        {
            using var scope = app.Services.CreateScope();
            var (user, _) = await scope
                .ServiceProvider.GetRequiredService<Accounts>()
                .MakeAsync(role.ToString(), TestApp.Password, [role], "system");
            var by = new Caller(user!.Id.ToString(), role.ToString(), new HashSet<Role> { role }, Standing.Full);
            var import = await SeriesFiles.RunAsync(app, "series", file, other, by);
            (import.Created, import.Rejected).ShouldBe((0, 1));
            var rejects = await SeriesFiles.RejectsAsync(app, import);
            rejects.ShouldContain(code);
            rejects.Contains("“people”", StringComparison.Ordinal).ShouldBe(role != Role.Analyst);
        }
        (await SeriesFiles.ValuesAsync(app)).ShouldBe(["TV0101 2024-01 120 ? ?"]);
    }

    [Theory, BothEngines]
    public async Task Whoever_made_a_series_above_their_clearance_goes_on_with_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        using var scope = app.Services.CreateScope();
        var (user, _) = await scope
            .ServiceProvider.GetRequiredService<Accounts>()
            .MakeAsync("analyst", TestApp.Password, [Role.Analyst], "system");
        var by = new Caller(user!.Id.ToString(), "analyst", new HashSet<Role> { Role.Analyst }, Standing.Full);
        var above = SeriesFiles.Displaced with
        {
            Constants = new Dictionary<string, string>(SeriesFiles.Displaced.Constants) { ["classification"] = "2" },
        };
        var file = Path.Combine(app.DataFolder, "own.csv");
        foreach (var (people, counts) in new[] { (120, (1, 0, 0)), (130, (0, 1, 0)) })
        {
            await File.WriteAllLinesAsync(file, [SeriesFiles.Header, $"TV0101,,,2024-01,{people},,"]);
            var import = await SeriesFiles.RunAsync(app, "series", file, above, by);
            (import.Created, import.Updated, import.Rejected).ShouldBe(counts);
        }
    }

    [Theory, BothEngines]
    public async Task The_same_again_changes_nothing_and_a_newer_file_revises_with_what_it_was(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        string[] rows = ["TV0101,,,2024-01,120,,", "TV0101,,,2024-02,130,,"];
        var first = await SeriesFiles.ImportAsync(app, SeriesFiles.Displaced, [SeriesFiles.Header, .. rows]);
        var again = await SeriesFiles.ImportAsync(app, SeriesFiles.Displaced, [SeriesFiles.Header, .. rows]);
        (again.Created, again.Updated, again.Unchanged).ShouldBe((0, 0, 2));
        var newer = await SeriesFiles.ImportAsync(
            app,
            SeriesFiles.Displaced,
            SeriesFiles.Header,
            rows[0],
            "TV0101,,,2024-02,140,135,",
            "TV0101,,,2024-03,,,",
            "TV0101,,,2024-02,150,,"
        );
        (newer.Created, newer.Updated, newer.Unchanged, newer.Rejected).ShouldBe((0, 1, 2, 1));
        (await SeriesFiles.RejectsAsync(app, newer)).ShouldContain("this file gives 140 as well");

        var book = app.Services.GetRequiredService<SeriesBook>();
        var head = await book.FindAsync("displaced PEOPLE", Caller.CommandLine);
        var place = (await book.PlacesAsync(head)).ShouldHaveSingleItem().Place.Id;
        var words = await book.WordsAsync(head, place, Period.Parse("2024-02")!.Value);
        words
            .Select(w => (w.Value, w.Low, w.Line, w.ImportId))
            .ShouldBe([(140, 135, 3, newer.ImportId), (130, null, 3, first.ImportId)]);
        words[0].Verbatim.ShouldBe("TV0101,,,2024-02,140,135,");
        words[1].RevisedBy.ShouldBe("command-line");

        var imports = app.Services.GetRequiredService<ImportService>();
        var tooEarly = await Should.ThrowAsync<ProblemException>(() =>
            imports.UndoAsync(first.ImportId, Caller.CommandLine, false)
        );
        tooEarly.Problem.Code.ShouldBe("record.series_undone_later");
        (await imports.UndoAsync(newer.ImportId, Caller.CommandLine, false)).ShouldBe(new UndoCounts(0, 1));
        (await SeriesFiles.ValuesAsync(app)).ShouldBe(["TV0101 2024-01 120 ? ?", "TV0101 2024-02 130 ? ?"]);
        (await imports.UndoAsync(first.ImportId, Caller.CommandLine, false)).ShouldBe(new UndoCounts(2, 0));
        await using var c = await app.Database.OpenAsync();
        foreach (var table in new[] { "series", "series_value", "series_row", "series_history" })
        {
            (await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}")).ShouldBe(0, table);
        }
    }

    [Theory, BothEngines]
    public async Task A_column_for_each_month_and_a_series_of_another_unit(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        var wide = new ColumnMapping
        {
            Name = "Prices",
            Columns = new Dictionary<string, string> { ["adm1"] = "Province" },
            Constants = new Dictionary<string, string>
            {
                ["unit"] = "tavar per kg",
                ["kind"] = "flow",
                ["decimals"] = "1",
                ["decimal_mark"] = "comma",
            },
        };
        var import = await SeriesFiles.ImportAsync(
            app,
            wide,
            "Province;2024-01;févr. 2024;Q2 2024;remarque",
            "Velna;250,5;;1.300,25;x",
            "Kersou;n/a;abc;-3;"
        );
        (import.RowsRead, import.Created, import.Rejected).ShouldBe((2, 3, 1));
        (await SeriesFiles.RejectsAsync(app, import)).ShouldContain("3,févr. 2024,abc,number_invalid,");
        (await SeriesFiles.ValuesAsync(app, "Prices")).ShouldBe([
            "TV01 2024-01 250.5 ? ?",
            "TV01 2024-Q2 1300.25 ? ?",
            "TV02 2024-Q2 -3 ? ?",
        ]);
        var other = wide with
        {
            Constants = new Dictionary<string, string> { ["unit"] = "kg", ["kind"] = "flow" },
        };
        var refused = await SeriesFiles.ImportAsync(app, other, "Province,2024-01", "Velna,1");
        (refused.Created, refused.Rejected).ShouldBe((0, 1));
        (await SeriesFiles.RejectsAsync(app, refused)).ShouldContain("tavar per kg");
        foreach (var header in new[] { "Province,remarque", "Province,2024-01,Jan 2024" })
        {
            var failed = await SeriesFiles.ImportAsync(app, wide, header, "Velna,1,2");
            (failed.State, failed.RowsRead).ShouldBe((ImportState.Failed, 0));
        }
    }

    [Theory, BothEngines]
    public async Task What_is_exported_is_taken_in_again_as_it_is_with_and_without_tags(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        await SeriesFiles.ImportAsync(
            app,
            SeriesFiles.Displaced,
            SeriesFiles.Header,
            "TV,,,2024,1200,,",
            "TV0201,,,2024-01-31,120,100,150",
            "TV0102,,,2024-Q2,7.25,,"
        );
        var book = app.Services.GetRequiredService<SeriesBook>();
        var head = await book.FindAsync("Displaced people", Caller.CommandLine);
        var kind = app.Services.GetRequiredService<ImportService>().Kind("series");
        foreach (var format in SeriesExport.Formats)
        {
            var path = Path.Combine(app.DataFolder, format + ".csv");
            await using (var file = File.Create(path))
            {
                (
                    await app
                        .Services.GetRequiredService<SeriesExport>()
                        .WriteAsync(head, format, Caller.CommandLine, file)
                ).ShouldBe(3);
            }
            using var source = kind.Open(File.OpenRead(path));
            var guess = ColumnMapping.Guess("again", source.Header, kind.Fields) with
            {
                Constants = new Dictionary<string, string> { ["kind"] = "stock" },
            };
            var import = await SeriesFiles.RunAsync(app, "series", path, guess);
            (import.Created, import.Updated, import.Unchanged, import.Rejected).ShouldBe((0, 0, 3, 0), format);
            // Without the codes, by the names of the areas.
            var named = guess with
            {
                Columns = guess.Columns.Where(c => c.Key != "pcode").ToDictionary(c => c.Key, c => c.Value),
            };
            var byName = await SeriesFiles.RunAsync(app, "series", path, named);
            (byName.Created, byName.Unchanged, byName.Rejected).ShouldBe((0, 3, 0), format);
        }
    }

    [Theory, BothEngines]
    public async Task Hostile_files_harm_nothing_and_a_stopped_import_goes_on(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        foreach (
            var content in new[]
            {
                "<!doctype html><html><body>404</body></html>",
                "PK\u0003\u0004not a zip",
                "\0\0\0\0",
                "",
                "{\"a\":1}",
            }
        )
        {
            var bad = await SeriesFiles.ImportAsync(app, SeriesFiles.Displaced, content);
            bad.State.ShouldBe(ImportState.Failed, content);
        }
        var nasty = await SeriesFiles.ImportAsync(
            app,
            SeriesFiles.Displaced,
            SeriesFiles.Header,
            "TV0101,,,2024-01,=1+1,,",
            $",,\"{new string('x', 5_000)}\",2024-01,1,,",
            ",,\"'; DROP TABLE series; --\",2024-01,1,,",
            "TV0101,,,2024-01,12"
        );
        (nasty.State, nasty.Created, nasty.Rejected).ShouldBe((ImportState.Done, 0, 4));

        var path = Path.Combine(app.DataFolder, "long.csv");
        await File.WriteAllLinesAsync(
            path,
            Enumerable
                .Range(0, 9_000)
                .Select(i => $"TV0101,,,{new DateOnly(2000, 1, 1).AddDays(i):yyyy-MM-dd},{i},,")
                .Prepend(SeriesFiles.Header)
        );
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync(
            "series",
            path,
            "long.csv",
            SeriesFiles.Displaced.ToJson(),
            Caller.CommandLine
        );
        using var stop = new CancellationTokenSource();
        var stopped = await imports.RunAsync(id, new StopAfterFirst(stop), ct: stop.Token);
        (stopped.State, stopped.RowsRead).ShouldBe((ImportState.Cancelled, 4_000));
        var end = await imports.RunAsync(id);
        (end.State, end.RowsRead, end.Created, end.Rejected).ShouldBe((ImportState.Done, 9_000, 9_000, 0));
    }

    private sealed class StopAfterFirst(CancellationTokenSource stop) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => stop.Cancel();
    }
}
