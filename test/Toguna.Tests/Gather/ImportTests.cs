using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Gather;

/// <summary>Files into incidents: counts to the last dead, rejects by name, nothing twice, and back again.</summary>
public sealed class ImportTests
{
    private const string Header =
        "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low";

    private static string Row(int id, string best = "3", string day = "2017-03-06", string latitude = "5.76") =>
        $"{id},3,70,Anti-Balaka,9999,Civilians,1,Bambari town,Ouaka prefecture,{latitude},20.67,Central African Republic,1,{day},{day},0,0,{best},0,{best},{best},{best}";

    [Theory, BothEngines]
    public async Task The_Central_African_file_comes_in_to_the_last_dead(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var import = await ImportAsync(app, "ged", SharedData.Path("ged/ged231_car.csv"));
        (import.State, import.Created, import.Rejected, import.Warnings).ShouldBe((ImportState.Done, 1848, 0, 20));
        await using var c = await app.Database.OpenAsync();
        var sums = await c.QuerySingleAsync<Sums>(
            """
            SELECT count(*) AS n, sum(killed_best) AS best, sum(killed_min) AS low, sum(killed_max) AS high, sum(civilians_best) AS civilians,
              count(*) FILTER (WHERE violence_type = 1) AS state_based, count(*) FILTER (WHERE violence_type = 2) AS non_state,
              count(*) FILTER (WHERE violence_type = 3) AS one_sided FROM incident
            """
        );
        (sums.N, sums.Best, sums.Low, sums.High, sums.Civilians).ShouldBe((1848, 14948, 13721, 17760, 8931));
        (sums.StateBased, sums.NonState, sums.OneSided).ShouldBe((401, 371, 1076));
    }

    [Theory, BothEngines]
    public async Task A_bad_row_is_rejected_by_line_column_value_and_reason_and_the_good_rows_land(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var import = await ImportAsync(
            app,
            "ged",
            await FileAsync(app, Row(1), Row(2, day: "2023-02-30"), Row(3, latitude: "91"), Row(4, best: "-2"), Row(5))
        );
        (import.Created, import.Rejected, import.RowsRead).ShouldBe((2, 3, 5));
        var rejects = await File.ReadAllLinesAsync(Path.Combine(app.DataFolder, import.RejectsFile!));
        rejects.Length.ShouldBe(4);
        rejects[1].ShouldStartWith("3,date_start,2023-02-30,");
        rejects[2].ShouldStartWith("4,latitude,91,");
        rejects[3].ShouldContain("-2");
    }

    [Theory, BothEngines]
    public async Task An_id_that_stands_twice_in_a_file_is_taken_once(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var import = await ImportAsync(app, "ged", await FileAsync(app, Row(1), Row(2), Row(1, best: "9")));
        (import.Created, import.Rejected).ShouldBe((2, 1));
        (await TextAsync(app, import)).ShouldContain("stands already in line 2");
    }

    [Theory, BothEngines]
    public async Task The_same_file_again_changes_nothing_and_a_revised_one_updates_with_history(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, "ged", await FileAsync(app, Row(1), Row(2)));
        var again = await ImportAsync(app, "ged", await FileAsync(app, Row(1), Row(2)));
        (again.Created, again.Updated, again.Unchanged).ShouldBe((0, 0, 2));
        var revised = await ImportAsync(app, "ged", await FileAsync(app, Row(1), Row(2, best: "7"), Row(3)));
        (revised.Created, revised.Updated, revised.Unchanged).ShouldBe((1, 1, 1));
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT sum(killed_best) FROM incident")).ShouldBe(3 + 7 + 3);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM report")).ShouldBe(4);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident_history WHERE kind = 'revised'")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task Undoing_a_revision_restores_and_undoing_the_first_import_leaves_nothing(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var first = await ImportAsync(app, "ged", await FileAsync(app, Row(1), Row(2)));
        var revised = await ImportAsync(app, "ged", await FileAsync(app, Row(1), Row(2, best: "7"), Row(3)));
        var imports = app.Services.GetRequiredService<ImportService>();

        var tooEarly = await Should.ThrowAsync<ProblemException>(() =>
            imports.UndoAsync(first.ImportId, Caller.CommandLine, false)
        );
        tooEarly.Problem.Code.ShouldBe("gather.undone_later");

        (await imports.UndoAsync(revised.ImportId, Caller.CommandLine, false)).ShouldBe(new UndoCounts(1, 1));
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT sum(killed_best) FROM incident")).ShouldBe(6);
        var back = await ImportAsync(app, "ged", await FileAsync(app, Row(1), Row(2)));
        (back.Created, back.Updated, back.Unchanged).ShouldBe((0, 0, 2));

        (await imports.UndoAsync(first.ImportId, Caller.CommandLine, false)).ShouldBe(new UndoCounts(2, 0));
        foreach (
            var table in new[]
            {
                "incident",
                "report",
                "act",
                "attribution",
                "casualties",
                "party",
                "victim",
                "actor",
                "actor_name",
                "incident_key",
            }
        )
        {
            (await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}")).ShouldBe(0, table);
        }
    }

    [Theory, BothEngines]
    public async Task What_a_person_edited_is_not_overwritten_and_not_undone_in_silence(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var first = await ImportAsync(app, "ged", await FileAsync(app, Row(1)));
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE incident SET edited = @yes, killed_best = 4", new { yes = true })
        );
        var revised = await ImportAsync(app, "ged", await FileAsync(app, Row(1, best: "9")));
        (revised.Updated, revised.Unchanged, revised.Warnings).ShouldBe((0, 1, 1));
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT killed_best FROM incident")).ShouldBe(4);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident_report")).ShouldBe(2);

        var imports = app.Services.GetRequiredService<ImportService>();
        await imports.UndoAsync(revised.ImportId, Caller.CommandLine, false);
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            imports.UndoAsync(first.ImportId, Caller.CommandLine, false)
        );
        refused.Problem.Code.ShouldBe("gather.edited_since");
        (await imports.UndoAsync(first.ImportId, Caller.CommandLine, true)).Removed.ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task A_stopped_import_goes_on_where_it_was(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var path = await FileAsync(
            app,
            [.. Enumerable.Range(1, 9_000).Select(i => i % 1000 == 0 ? Row(i, best: "x") : Row(i))]
        );
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync("ged", path, "file.csv", null, Caller.CommandLine);
        using var stop = new CancellationTokenSource();
        var stopped = await imports.RunAsync(id, new StopAfterFirst(stop), ct: stop.Token);
        stopped.State.ShouldBe(ImportState.Cancelled);
        stopped.RowsRead.ShouldBeInRange(1, 8_999);
        var end = await imports.RunAsync(id);
        (end.State, end.RowsRead, end.Created, end.Rejected).ShouldBe((ImportState.Done, 9_000, 8_991, 9));
        File.ReadAllLines(Path.Combine(app.DataFolder, end.RejectsFile!)).Length.ShouldBe(10);
    }

    [Theory, BothEngines]
    public async Task A_file_that_is_no_list_of_events_is_refused_as_a_whole(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var path = Path.Combine(app.DataFolder, "page.csv");
        await File.WriteAllTextAsync(path, "<!doctype html><html><body>404</body></html>");
        var import = await ImportAsync(app, "ged", path);
        import.State.ShouldBe(ImportState.Failed);
        import.Message!.ShouldContain("page.csv");
        await using var c = await app.Database.OpenAsync();
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Any_list_comes_in_through_a_mapping_that_is_guessed(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var imports = app.Services.GetRequiredService<ImportService>();
        var path = Path.Combine(app.DataFolder, "suivi.csv");
        await File.WriteAllTextAsync(
            path,
            """
            Réf;Date de l'incident;Localité;Type d'incident;Auteur présumé;Tués;Blessés;Latitude;Longitude
            A-1;6 mars 2031;Issoumbré;Meurtre;Front d'Adrassane;11;22;14,2;-3,5
            A-2;mars 2031;Tolmé;Enlèvement;Milice;;;;
            A-3;03/04/2031;Tolmé;Menace;;0;;;
            """
        );
        var fields = imports.Kind("csv").Fields;
        var header = File.ReadLines(path).First().Split(';');
        var mapping = ColumnMapping.Guess("Suivi", header, fields);
        mapping.Columns["date"].ShouldBe("Date de l'incident");
        mapping.Columns["killed"].ShouldBe("Tués");
        var id = await imports.QueueAsync("csv", path, "suivi.csv", mapping.ToJson(), Caller.CommandLine);
        var import = await imports.RunAsync(id);
        (import.Created, import.Rejected).ShouldBe((2, 1));
        (await TextAsync(app, import)).ShouldContain("03/04/2031");
        await using var c = await app.Database.OpenAsync();
        (
            await c.ExecuteScalarAsync<double>("SELECT latitude FROM incident WHERE title = 'Meurtre · Issoumbré'")
        ).ShouldBe(14.2);
        (await c.QueryAsync<string>("SELECT kind FROM act ORDER BY kind")).ShouldBe(["abduction", "killing"]);
    }

    private static async Task<ImportRow> ImportAsync(TestApp app, string kind, string path)
    {
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync(kind, path, Path.GetFileName(path), null, Caller.CommandLine);
        return await imports.RunAsync(id);
    }

    private static async Task<string> FileAsync(TestApp app, params string[] rows)
    {
        var path = Path.Combine(app.DataFolder, $"file-{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(path, [Header, .. rows]);
        return path;
    }

    private static Task<string> TextAsync(TestApp app, ImportRow import) =>
        File.ReadAllTextAsync(Path.Combine(app.DataFolder, import.RejectsFile!));

    private sealed class StopAfterFirst(CancellationTokenSource stop) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => stop.Cancel();
    }

    private sealed class Sums
    {
        public long N { get; init; }
        public long Best { get; init; }
        public long Low { get; init; }
        public long High { get; init; }
        public long Civilians { get; init; }
        public long StateBased { get; init; }
        public long NonState { get; init; }
        public long OneSided { get; init; }
    }
}
