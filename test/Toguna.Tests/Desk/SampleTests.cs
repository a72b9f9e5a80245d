using Dapper;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using Shouldly;
using Toguna.Desk.Sample;
using Toguna.Formats;
using Toguna.Formats.GeoJson;
using Toguna.Foundation;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Desk;

/// <summary>The sample mission: the same again for a seed, all of it resting on rows, none of it on a real map.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_same_seed_makes_the_same_bytes_and_another_seed_another_history_of_the_same_country()
    {
        using var first = new Folder();
        using var again = new Folder();
        using var other = new Folder();
        var a = SampleFiles.Write(first.Path, new SamplePlan(300, 7));
        var b = SampleFiles.Write(again.Path, new SamplePlan(300, 7));
        var c = SampleFiles.Write(other.Path, new SamplePlan(300, 8));
        foreach (var (x, y) in All(a).Zip(All(b)))
        {
            File.ReadAllBytes(x).ShouldBe(File.ReadAllBytes(y), x);
        }
        File.ReadAllText(c.Events).ShouldNotBe(File.ReadAllText(a.Events));
        File.ReadAllText(c.Log).ShouldNotBe(File.ReadAllText(a.Log));
        File.ReadAllBytes(c.Boundaries).ShouldBe(File.ReadAllBytes(a.Boundaries));
        File.ReadAllBytes(c.Gazetteer).ShouldBe(File.ReadAllBytes(a.Gazetteer));
    }

    [Theory, BothEngines]
    public async Task It_loads_and_every_incident_rests_on_a_row(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var summary = await SampleMission.LoadAsync(app.Services, new SamplePlan(400));
        var messages = Rows(SampleFiles.In(app.DataFolder).Reports);
        messages.Count.ShouldBeInRange(120, 300);
        (summary.Loaded, summary.Incidents, summary.Reports).ShouldBe((true, 400, 400 + messages.Count));
        summary.Sources.ShouldBe(2 + messages.Select(m => m["source"]).Distinct().Count());
        summary.NotLoaded.ShouldBeEmpty();
        await using var c = await app.Database.OpenAsync();
        (
            await c.ExecuteScalarAsync<long>(
                """
                SELECT count(*) FROM incident i JOIN incident_report r ON r.incident_id = i.incident_id
                JOIN report p ON p.report_id = r.report_id WHERE p.verbatim <> ''
                """
            )
        ).ShouldBe(400 + messages.Count(m => m["about"] != ""));
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident WHERE violence_type IS NOT NULL")).ShouldBe(
            220
        );
        // Bounds that contradict each other and bounds that were not given are part of the lesson.
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident WHERE warnings <> ''")).ShouldBeGreaterThan(2);
        (
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident WHERE killed_min IS NULL")
        ).ShouldBeGreaterThan(20);
        (await c.ExecuteScalarAsync<long>("SELECT count(DISTINCT kind) FROM act")).ShouldBeGreaterThanOrEqualTo(10);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM act WHERE kind = 'other'")).ShouldBe(0);
        // Two lists, two names for the army, one actor.
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM actor")).ShouldBe(7);
        (
            await c.ExecuteScalarAsync<long>(
                "SELECT count(DISTINCT actor_id) FROM actor_name WHERE name IN ('Government of Tanvara', 'Tanvaran Armed Forces')"
            )
        ).ShouldBe(1);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM import_mapping")).ShouldBe(1);
        // The turns that its violence follows are drawn behind the charts.
        (await c.QueryAsync<string>("SELECT kind FROM context_event ORDER BY date_from")).ShouldBe([
            "election",
            "coup",
            "other",
            "withdrawal",
            "arrival",
            "agreement",
            "election",
        ]);
    }

    [Theory, BothEngines]
    public async Task Its_last_months_of_alerts_were_lived_through_step_by_step_and_its_clock_stands_at_the_end_of_its_record(
        Engine engine
    )
    {
        await using var app = await TestApp.StartAsync(engine);
        var files = SampleFiles.In(app.DataFolder);
        await SampleMission.LoadAsync(app.Services, new SamplePlan(1_500, 3));
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        now.ShouldBeInRange(Morning, Morning.AddMinutes(30));
        var truth = Rows(files.TruthOf("alerts"))
            .Where(r => r["raised"] == "yes" && Dialect.Instant(r["at"]) >= Morning.AddDays(-150))
            .ToList();
        await using var c = await app.Database.OpenAsync();
        var alerts = (
            await c.QueryAsync<(DateTimeOffset Issued, DateTimeOffset Received, string State, string? Outcome)>(
                "SELECT issued_at, received_at, state, outcome FROM alert ORDER BY number"
            )
        ).ToList();
        alerts.Count.ShouldBeGreaterThan(20);
        alerts.Select(a => a.Issued).ShouldBe(truth.Select(r => Dialect.Instant(r["at"])).Order());
        alerts.ShouldAllBe(a => a.Received <= a.Issued);
        // A fortnight, and then it is known what happened to the people.
        var harmed = truth.Count(r => r["event"] != "" && Dialect.Instant(r["at"]).AddDays(14.5) < Morning);
        alerts.Count(a => a.Outcome == "harm").ShouldBeInRange(harmed - 3, harmed + 3);
        alerts.ShouldAllBe(a => a.State == "closed" || a.Issued > Morning.AddDays(-15));
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM task WHERE begun_at IS NOT NULL")).ShouldBeGreaterThan(
            5
        );
        (
            await c.ExecuteScalarAsync<long>(
                "SELECT count(*) FROM alert_event e JOIN alert a ON a.alert_id = e.alert_id WHERE e.at < a.issued_at OR e.at > @now",
                new { now }
            )
        ).ShouldBe(0);
        (await app.Services.GetRequiredService<AuditLog>().VerifyAsync(c)).FirstBroken.ShouldBeNull();
        // Loaded again, nobody lives it twice.
        await SampleMission.LoadAsync(app.Services);
        (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM alert")).ShouldBe(alerts.Count);
    }

    private static readonly DateTimeOffset Morning = new(2026, 10, 1, 7, 30, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task Loading_twice_does_not_double_and_another_sample_is_refused(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var plan = new SamplePlan(60, 5);
        await SampleMission.LoadAsync(app.Services, plan);
        foreach (var same in new[] { plan, null })
        {
            var again = await SampleMission.LoadAsync(app.Services, same);
            var messages = Rows(SampleFiles.In(app.DataFolder).Reports).Count;
            (again.Loaded, again.Incidents, again.Reports, again.Seed).ShouldBe((false, 60, 60 + messages, 5UL));
            File.Delete(again.TruthFile);
        }
        File.Exists((await SampleMission.LoadAsync(app.Services)).TruthFile).ShouldBeTrue();
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            SampleMission.LoadAsync(app.Services, new SamplePlan(60, 6))
        );
        refused.Problem.Code.ShouldBe("desk.sample_other");
        refused.Message.ShouldContain("seed 5");
    }

    [Theory, BothEngines]
    public async Task An_installation_with_other_data_is_refused_and_stays_as_it_is(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await app.Database.WriteAsync(tx => ReportBook.SourceAsync(tx, "WREN-03", "person"));
        var refused = await Should.ThrowAsync<ProblemException>(() => SampleMission.LoadAsync(app.Services));
        refused.Problem.Code.ShouldBe("desk.sample_not_empty");
        refused.Message.ShouldContain("source");
        var installation = app.Services.GetRequiredService<Installation>();
        installation.IsSample.ShouldBeFalse();
    }

    [Theory, BothEngines]
    public async Task Nothing_real_is_imported_into_a_sample(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleMission.LoadAsync(app.Services, new SamplePlan(10));
        var file = SampleFiles.In(app.Database.DataFolder).Events;
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            app
                .Services.GetRequiredService<ImportService>()
                .QueueAsync("ged", file, "real.csv", null, Toguna.Foundation.Access.Caller.CommandLine)
        );
        refused.Problem.Code.ShouldBe("gather.sample_folder");
        refused.Message.ShouldContain("real.csv");
    }

    [Theory, BothEngines]
    public async Task What_was_interrupted_goes_on_where_it_was(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var plan = new SamplePlan(50, 2);
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() =>
            SampleMission.LoadAsync(app.Services, plan, new StopAt("tanvara-ged.csv", stop), stop.Token)
        );
        var summary = await SampleMission.LoadAsync(app.Services, plan);
        (summary.Incidents, summary.Reports).ShouldBe((50, 50 + Rows(SampleFiles.In(app.DataFolder).Reports).Count));
        var imports = await app.Services.GetRequiredService<ImportService>().ListAsync(0, 10);
        imports.Count.ShouldBe(7);
        imports.ShouldAllBe(i => i.State == ImportState.Done && i.Rejected == 0);
    }

    [Theory, BothEngines]
    public async Task The_installation_says_what_it_is(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleMission.LoadAsync(app.Services, new SamplePlan(10, 1));
        var installation = app.Services.GetRequiredService<Installation>();
        (installation.IsSample, installation.Name).ShouldBe((true, "MISTAV · Velna-Est"));
        installation.Zone.BaseUtcOffset.ShouldBe(TimeSpan.FromHours(1));
        await using var c = await app.Database.OpenAsync();
        var actions = await c.QueryAsync<string>(
            "SELECT action FROM audit_entry WHERE subject = 'sample' ORDER BY seq"
        );
        actions.ShouldBe(["sample.started", "sample.loaded"]);
    }

    [Fact]
    public async Task A_folder_that_was_served_as_a_sample_says_so_ever_after()
    {
        using var folder = new Folder();
        foreach (var asked in new[] { true, false })
        {
            await using var app = await Server.BuildAsync(
                new ServerOptions
                {
                    DataFolder = folder.Path,
                    Urls = "http://127.0.0.1:0",
                    Sample = asked,
                }
            );
            app.Services.GetRequiredService<Installation>().IsSample.ShouldBeTrue();
            await using var c = await app.Services.GetRequiredService<Database>().OpenAsync();
            (await c.ExecuteScalarAsync<long>("SELECT count(*) FROM incident")).ShouldBe(SamplePlan.Usual);
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public async Task A_size_out_of_range_is_refused_by_its_number(int incidents)
    {
        await using var app = await TestApp.StartAsync(Engine.Sqlite);
        var refused = await Should.ThrowAsync<ProblemException>(() =>
            SampleMission.LoadAsync(app.Services, new SamplePlan(incidents))
        );
        refused.Problem.Code.ShouldBe("desk.sample_size");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(37)]
    [InlineData(2_000)]
    public void There_are_as_many_rows_as_asked_for_and_more_that_nobody_recorded(int incidents)
    {
        using var folder = new Folder();
        var files = SampleFiles.Write(folder.Path, new SamplePlan(incidents, 4));
        var (ged, log, truth) = (Rows(files.Events), Rows(files.Log), Rows(files.Truth));
        (ged.Count + log.Count).ShouldBe(incidents);
        var recorded = truth.Sum(t => (t["data_set_id"] == "" ? 0 : 1) + (t["log_reference"] == "" ? 0 : 1));
        recorded.ShouldBe(incidents);
        if (incidents > 30)
        {
            truth.Count(t => t["data_set_id"] == "" && t["log_reference"] == "").ShouldBeGreaterThan(incidents / 10);
            truth.Count(t => t["data_set_id"] != "" && t["log_reference"] != "").ShouldBeGreaterThan(incidents / 10);
        }
        truth.Select(t => t["date"]).ShouldBeInOrder();
        truth.ShouldAllBe(t => t["killed"] != "0" || t["data_set_id"] == "");
    }

    [Fact]
    public void The_areas_tile_the_country_and_every_village_lies_in_its_own()
    {
        using var folder = new Folder();
        var files = SampleFiles.Write(folder.Path, new SamplePlan(1));
        using var stream = File.OpenRead(files.Boundaries);
        using var reader = new GeoJsonReader(stream);
        var features = reader.Read().Select(f => f.Feature.ShouldNotBeNull()).ToList();
        var country = features.Single(f => !f.Properties.ContainsKey("ADM1_PCODE")).Geometry!;
        var districts = features.Where(f => f.Properties.ContainsKey("ADM2_PCODE")).ToList();
        districts.Count.ShouldBe(30);
        features.ShouldAllBe(f => f.Geometry!.IsValid && f.Geometry is Polygon);
        districts.Sum(d => d.Geometry!.Area).ShouldBe(country.Area, 1e-9);
        UnaryUnionOp.Union(districts.Select(d => d.Geometry!)).SymmetricDifference(country).Area.ShouldBeLessThan(1e-9);

        var byCode = districts.ToDictionary(d => d.Properties["ADM2_PCODE"]!, d => d.Geometry!);
        foreach (var cells in File.ReadLines(files.Gazetteer).Select(l => l.Split('\t')).Where(c => c[6] == "P"))
        {
            byCode["XT" + cells[11]].Contains(At(cells[5], cells[4])).ShouldBeTrue(cells[1]);
        }
    }

    [Fact]
    public void Everything_lies_in_the_invented_country_and_that_far_from_every_real_one()
    {
        using var folder = new Folder();
        var files = SampleFiles.Write(folder.Path, new SamplePlan(500, 9));
        using var stream = File.OpenRead(files.Boundaries);
        using var reader = new GeoJsonReader(stream);
        var country = reader.Read().First().Feature!.Geometry!;
        var points = Rows(files.Events)
            .Select(r => At(r["longitude"], r["latitude"]))
            .Concat(Rows(files.Truth).Select(r => At(r["longitude"], r["latitude"])))
            .Concat(
                Rows(files.Log)
                    .Where(r => r["Longitude"] != "")
                    .Select(r => At(r["Longitude"].Replace(',', '.'), r["Latitude"].Replace(',', '.')))
            )
            .ToList();
        points.Count.ShouldBeGreaterThan(1_000);
        points.ShouldAllBe(p => country.Contains(p));

        using var atlas = File.OpenRead(Repository("src/Toguna/wwwroot/vendor/world-atlas/countries-50m.json"));
        var real = TopoJson.Read(atlas, "countries").Select(f => f.Feature?.Geometry).OfType<Geometry>().ToList();
        real.Count.ShouldBeGreaterThan(200);
        // In degrees; Saint Helena, Ascension and the islands of Brazil are in the atlas.
        real.Min(r => r.Distance(country)).ShouldBeGreaterThan(5);
    }

    private static string Repository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Toguna.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        }
        return Path.Combine(folder.FullName, path);
    }

    private static IEnumerable<string> All(SampleFiles f) =>
        [f.Boundaries, f.Gazetteer, f.Events, f.Log, f.Reports, f.Truth, .. SampleFiles.Truths.Select(f.TruthOf)];

    private static Point At(string longitude, string latitude) =>
        new(
            double.Parse(longitude, System.Globalization.CultureInfo.InvariantCulture),
            double.Parse(latitude, System.Globalization.CultureInfo.InvariantCulture)
        );

    private static List<Dictionary<string, string>> Rows(string path)
    {
        using var reader = new RowReader(File.OpenRead(path));
        var header = reader.Header.ToList();
        return [.. reader.Read().Select(i => header.Zip(i.Row!.Cells).ToDictionary(p => p.First, p => p.Second))];
    }

    private sealed class StopAt(string file, CancellationTokenSource stop) : IProgress<SampleProgress>
    {
        public void Report(SampleProgress value)
        {
            if (value.File == file)
            {
                stop.Cancel();
            }
        }
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("toguna-sample-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
