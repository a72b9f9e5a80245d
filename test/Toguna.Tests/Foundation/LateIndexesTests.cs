using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;

namespace Toguna.Tests.Foundation;

/// <summary>A large first import is written without secondary indexes; whatever happens on the way, they come back.</summary>
public sealed class LateIndexesTests
{
    private static readonly string[] Tables = ["incident", "party", "incident_key"];

    [Theory, BothEngines]
    public async Task What_was_set_aside_is_built_again_as_it_was(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var before = await IndexesAsync(app);
        (await app.Database.WriteAsync(tx => LateIndexes.SetAsideAsync(tx, Tables))).ShouldBeTrue();
        var meanwhile = await IndexesAsync(app);
        meanwhile.ShouldNotContain(i => i.Contains("incident_where", StringComparison.Ordinal));
        meanwhile.ShouldContain(i => i.Contains("place_parent", StringComparison.Ordinal));
        await LateIndexes.BuildAsync(app.Database);
        (await IndexesAsync(app)).ShouldBe(before);
    }

    [Theory, BothEngines]
    public async Task Who_reads_the_tables_meanwhile_is_waited_for_and_does_not_wait_for_ever(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await using var c = await app.Database.OpenAsync();
        await c.ExecuteAsync("BEGIN TRANSACTION");
        await c.ExecuteAsync("SELECT count(*) FROM incident_key");
        var aside = app.Database.WriteAsync(tx => LateIndexes.SetAsideAsync(tx, Tables));
        if (engine == Engine.Postgres)
        {
            // The one who would take the indexes away holds nothing while they wait: the reader goes on to the next table.
            await Task.Delay(200);
            aside.IsCompleted.ShouldBeFalse();
        }
        await c.ExecuteAsync("SELECT count(*) FROM party");
        await c.ExecuteAsync("SELECT count(*) FROM incident");
        await c.ExecuteAsync("COMMIT TRANSACTION");
        (await aside).ShouldBeTrue();
    }

    [Theory, BothEngines]
    public async Task A_record_that_holds_something_keeps_its_indexes(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, await FileAsync(app, 3));
        var before = await IndexesAsync(app);
        (await app.Database.WriteAsync(tx => LateIndexes.SetAsideAsync(tx, Tables))).ShouldBeFalse();
        (await IndexesAsync(app)).ShouldBe(before);
    }

    [Theory, BothEngines]
    public async Task A_process_that_died_in_between_leaves_them_to_the_next_start(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var before = await IndexesAsync(app);
        await app.Database.WriteAsync(tx => LateIndexes.SetAsideAsync(tx, Tables));
        await Server.PrepareAsync(app.Services);
        (await IndexesAsync(app)).ShouldBe(before);
    }

    [Theory, BothEngines]
    public async Task A_large_import_that_is_stopped_half_way_has_them_all_the_same(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var before = await IndexesAsync(app);
        var file = await FileAsync(app, 24_000);
        new FileInfo(file).Length.ShouldBeGreaterThan(ImportRun.LargeFile);
        using var stop = new CancellationTokenSource();
        var without = 0;
        var import = await ImportAsync(
            app,
            file,
            new Watch(() =>
            {
                using var c = app.Database.Open();
                without = c.ExecuteScalar<int>("SELECT count(*) FROM index_aside");
                stop.Cancel();
            }),
            stop.Token
        );
        without.ShouldBeGreaterThan(5);
        import.State.ShouldNotBe(ImportState.Done);
        (await IndexesAsync(app)).ShouldBe(before);
    }

    private static async Task<List<string>> IndexesAsync(TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        return
        [
            .. await c.QueryAsync<string>(
                app.Database.Engine == Engine.Sqlite
                    ? "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
                    : "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY indexname"
            ),
        ];
    }

    private static async Task<ImportRow> ImportAsync(
        TestApp app,
        string path,
        IProgress<ImportProgress>? progress = null,
        CancellationToken ct = default
    )
    {
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync("ged", path, "events.csv", null, Caller.CommandLine, ct);
        try
        {
            return await imports.RunAsync(id, progress, ct: ct);
        }
        catch (OperationCanceledException)
        {
            return (await imports.FindAsync(id))!;
        }
    }

    private static async Task<string> FileAsync(TestApp app, int rows)
    {
        var path = Path.Combine(app.DataFolder, $"file-{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(
            path,
            Enumerable
                .Range(1, rows)
                .Select(id =>
                    $"{id},3,{id % 40},Band {id % 40},9999,Civilians,1,A town with a rather long name,A prefecture,5.76,20.67,A country,1,2017-03-06,2017-03-06,0,0,3,0,3,3,3,{new string('x', 80)}"
                )
                .Prepend(
                    "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,source_article"
                )
        );
        return path;
    }

    private sealed class Watch(Action look) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => look();
    }
}
