using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Formats;
using Toguna.Formats.Ged;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Record;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record;

/// <summary>What leaves the house equals what is seen, in every format; nobody gets what is not theirs.</summary>
public sealed class ExportTests
{
    private const string Header =
        "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low";

    private static readonly string[] Rows =
    [
        "1,3,70,\"=cmd|' /C calc'!A0\",9999,Civilians,1,Bambari town,Ouaka prefecture,5.76,20.67,Central African Republic,1,2017-03-06,2017-03-06,0,0,4,0,4,6,3",
        "2,1,80,Government of Somewhere,81,\"Front <script>alert(1)</script>\",2,\"Ippy\u202Ename\",Ouaka prefecture,6.26,21.2,Central African Republic,1,2017-04-01,2017-04-01,2,3,1,0,6,6,6",
        "3,2,90,Group A,91,Group B,1,Paoua,Ouham-Pende prefecture,7.24,16.44,Central African Republic,1,2018-01-05,2018-01-05,0,0,0,9,9,9,9",
    ];

    [Theory, BothEngines]
    public async Task Who_may_not_export_gets_nothing_and_a_wrong_filter_or_format_is_named(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/incidents/export?format=csv")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await stranger.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var focal = await app.AsAsync(Role.FocalPoint);
        (await focal.GetAsync("/incidents/export?format=csv")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var format = await analyst.GetAsync("/incidents/export?format=pdf");
        format.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await format.Content.ReadAsStringAsync()).ShouldContain("pdf");
        using var filter = await analyst.GetAsync("/api/incidents?colour=red");
        filter.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        filter.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await filter.Content.ReadAsStringAsync()).ShouldContain("colour");
    }

    [Theory, BothEngines]
    public async Task Every_format_holds_exactly_what_the_filter_finds(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        foreach (
            var (query, incidents, killed) in new[]
            {
                ("", 3, 19),
                ("&place=Ouaka", 2, 10),
                ("&type=2", 1, 9),
                ("&year=1999", 0, 0),
            }
        )
        {
            var totals = (await client.JsonAsync("/api/totals?" + query.TrimStart('&'))).RootElement;
            totals.GetProperty("incidents").GetInt32().ShouldBe(incidents);
            (await client.JsonAsync("/api/incidents?" + query.TrimStart('&')))
                .RootElement.GetProperty("total")
                .GetInt32()
                .ShouldBe(incidents);
            foreach (var format in new[] { "csv", "xlsx", "hxl" })
            {
                var rows = await TableAsync(client, format, query);
                rows.Count.ShouldBe(incidents, format + query);
                rows.Sum(r => int.Parse(r["killed_best"], System.Globalization.CultureInfo.InvariantCulture))
                    .ShouldBe(killed, format + query);
            }
            using var map = await client.JsonAsync("/incidents/export?format=geojson" + query);
            map.RootElement.GetProperty("features").GetArrayLength().ShouldBe(incidents);
            map.RootElement.GetProperty("metadata").EnumerateObject().ShouldNotBeEmpty();
            using var ged = new RowReader(await client.GetStreamAsync("/incidents/export?format=ged" + query));
            GedReader.Read(ged).Sum(e => e.Value!.Best).ShouldBe(killed);
        }
    }

    [Theory, BothEngines]
    public async Task Formulas_and_override_marks_are_harmless_in_spreadsheets(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        var csv = await client.GetStringAsync("/incidents/export?format=csv");
        csv.ShouldNotContain(",=cmd");
        csv.ShouldNotContain(",\"=cmd");
        csv.ShouldNotContain("\u202E");
        var page = await client.GetStringAsync("/incidents/2");
        page.ShouldNotContain("<script>alert(1)");
    }

    [Theory, BothEngines]
    public async Task The_real_file_leaves_in_the_GED_layout_as_it_came_and_its_grid_cells_are_right(Engine engine)
    {
        var file = SharedData.Path("ged/ged231_car.csv");
        await using var app = await TestApp.StartAsync(engine);
        await ImportAsync(app, file);
        using var target = new MemoryStream();
        (
            await app
                .Services.GetRequiredService<IncidentExport>()
                .WriteAsync("ged", IncidentFilter.None, Caller.CommandLine, target)
        ).ShouldBe(1848);
        target.Position = 0;
        using var before = new RowReader(File.OpenRead(file));
        using var after = new RowReader(target);
        var given = GedReader.Read(before).Select(p => p.Value!).ToDictionary(e => e.Id);
        var left = GedReader.Read(after).Select(p => p.Value!).ToList();
        left.Count.ShouldBe(given.Count);
        foreach (var e in left)
        {
            e.ShouldBe(given[e.Id]);
            Priogrid.Gid(e.Latitude, e.Longitude).ShouldBe(e.PriogridGid!.Value);
        }
    }

    [Theory, BothEngines]
    public async Task The_api_tells_of_itself_and_of_one_incident_with_the_row_it_rests_on(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        using var description = await client.JsonAsync("/api/openapi.json");
        description.RootElement.GetProperty("paths").TryGetProperty("/api/incidents", out _).ShouldBeTrue();
        using var one = await client.JsonAsync("/api/incidents/INC-0001");
        one.RootElement.GetProperty("reports")[0].GetProperty("verbatim").GetString().ShouldBe(Rows[0]);
        one.RootElement.GetProperty("killed").GetProperty("minimum").GetInt32().ShouldBe(3);
        one.RootElement.GetProperty("civiliansKilled").GetProperty("minimum").ValueKind.ShouldBe(JsonValueKind.Null);
        (await client.GetAsync("/api/incidents/INC-9999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var page = await client.JsonAsync("/api/incidents?pageSize=2&sort=number&descending=false");
        var next = page.RootElement.GetProperty("next").GetString()!;
        (await client.JsonAsync(next)).RootElement.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    private static async Task<TestApp> StartAsync(Engine engine)
    {
        var app = await TestApp.StartAsync(engine);
        var path = Path.Combine(app.DataFolder, "three.csv");
        await File.WriteAllLinesAsync(path, [Header, .. Rows]);
        await ImportAsync(app, path);
        return app;
    }

    private static async Task ImportAsync(TestApp app, string path)
    {
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync("ged", path, Path.GetFileName(path), null, Caller.CommandLine);
        (await imports.RunAsync(id)).State.ShouldBe(ImportState.Done);
    }

    private static async Task<List<Dictionary<string, string>>> TableAsync(
        HttpClient client,
        string format,
        string query
    )
    {
        var bytes = await client.GetByteArrayAsync($"/incidents/export?format={format}{query}");
        using RowSource rows =
            format == "xlsx"
                ? new Toguna.Formats.Spreadsheet.XlsxReader(new MemoryStream(bytes), "Incidents")
                : new RowReader(new MemoryStream(bytes));
        return
        [
            .. rows.Read()
                .Select(r => r.Row!.Cells)
                .Where(c => !c[0].StartsWith('#'))
                .Select(c => rows.Header.Zip(c).ToDictionary(p => p.First, p => p.Second)),
        ];
    }
}

/// <summary>Reads JSON through the front door.</summary>
internal static class JsonClient
{
    public static async Task<JsonDocument> JsonAsync(this HttpClient client, string path) =>
        JsonDocument.Parse(await client.GetStringAsync(path));
}
