using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Record.Map;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Record.Map;

/// <summary>Areas coloured by a figure: each figure is what its link finds, and nothing gets lost between them.</summary>
public sealed class MapAreasTests
{
    private const string Header =
        "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low";

    /// <summary>Boxes in the place of the prefectures, with names as boundary files have them.</summary>
    private static readonly string[] Prefectures =
    [
        Area("Ouaka", 1, 19.5, 4.7, 22, 7),
        Area("Préfecture de la Nana-Grébizi", 1, 18.5, 6, 20, 8),
        Area("Ouham", 1, 16.5, 6, 18.6, 8.3),
        Area("Haute-Kotto", 1, 21.5, 5.5, 24.5, 9),
        Area("Bambari", 2, 20, 5, 21.5, 6.5),
        // Nobody has ever recorded anything here.
        Area("Atlantis", 1, 15, 3, 16, 3.6),
    ];

    [Theory, BothEngines]
    public async Task Each_figure_is_what_its_link_finds_and_areas_and_the_rest_are_the_whole(Engine engine)
    {
        await using var app = await StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        await ImportBoundariesAsync(app, Prefectures);
        using var client = await app.AsAsync(Role.Analyst);
        foreach (
            var filter in new[] { "", "type=3&", "from=2014&to=2016&perpetrator=any&", "adm1=Ouaka%20prefecture&" }
        )
        {
            foreach (var zoom in new[] { "5", "8" })
            {
                var list = await SaysAsync(client, $"{filter}layer=areas&measure=killed&zoom={zoom}");
                var rows = list.QuerySelectorAll(".mapdesk__areas tbody tr");
                rows.Length.ShouldBe(zoom == "5" ? 5 : 1);
                var sum = 0L;
                foreach (var row in rows)
                {
                    var cell = row.QuerySelector("td")!;
                    var figure = Number(cell.TextContent);
                    sum += figure;
                    var link = cell.QuerySelector("a")?.GetAttribute("href");
                    (link is null).ShouldBe(figure == 0, row.TextContent);
                    if (link is not null)
                    {
                        (await SampleRecord.CountAsync(client, link.Split('?')[1])).ShouldBe(figure, link);
                    }
                }
                var outside = list.QuerySelectorAll("p.note")
                    .Select(p => p.TextContent)
                    .FirstOrDefault(t => t.StartsWith("In no loaded area", StringComparison.Ordinal));
                var rest = outside is null ? 0 : Number(outside.Split("incident")[0]);
                (sum + rest).ShouldBe(await SampleRecord.CountAsync(client, filter.TrimEnd('&')), filter);
            }
        }
        var provinces = await SaysAsync(client, "layer=areas&zoom=5");
        provinces.Body!.TextContent.ShouldContain("Ouham-Pendé");
        Number(RowOf(provinces, "Ouaka").QuerySelector("td")!.TextContent).ShouldBeGreaterThan(50);
        Number(RowOf(provinces, "Nana").QuerySelector("td")!.TextContent).ShouldBeGreaterThan(20);
    }

    [Theory, BothEngines]
    public async Task Zero_nothing_known_and_doubt_are_told_apart_in_drawing_and_answer(Engine engine)
    {
        await using var app = await StartAsync(
            engine,
            Row(1, 1, "Known", 5, 5, 3),
            Row(2, 4, "Vague", 15, 5, 2),
            Row(3, 4, "Vague", 15, 5, 2),
            Row(4, 1, "Vague", 15, 5, 2),
            Row(5, 6, "", 10, 5, 9)
        );
        await ImportBoundariesAsync(
            app,
            Area("Known", 1, 0, 0, 10, 10),
            Area("Vague", 1, 10, 0, 20, 10),
            Area("Silent", 1, 20, 0, 30, 10)
        );
        using var client = await app.AsAsync(Role.Analyst);
        var shapes = await ShapesAsync(client, "measure=killed&");
        shapes["Known"].ShouldBe((1, false));
        shapes["Vague"].ShouldBe((5, true));
        shapes["Silent"].ShouldBe((null, false));
        (await ShapesAsync(client, "measure=killed&killed_min=3&"))["Vague"].ShouldBe((0, false));
        var page = await client.GetStringAsync("/map?layer=areas&measure=killed&bbox=0,0,30,10");
        foreach (var sign in new[] { "m-fill m-thin q1", "m-fill m-thin q5", "m-fill m-thin m-void", "m-unsure" })
        {
            page.ShouldContain(sign);
        }
        page.ShouldNotContain("style=");
        // Known to the country only: its middle lies in "Known", which nobody named.
        page.ShouldContain("In no loaded area: 1 incident, 9 killed");
        page.ShouldContain("no name 1");
        (await client.GetStringAsync("/map?layer=areas&measure=killed&killed_min=3&bbox=0,0,30,10")).ShouldContain(
            "m-fill m-thin m-zero"
        );
        page.ShouldNotContain("m-cl");
    }

    [Theory, BothEngines]
    public async Task Of_two_areas_with_one_name_each_counts_its_own_and_both_links_hold(Engine engine)
    {
        await using var app = await StartAsync(
            engine,
            Row(1, 1, "Central", 5, 5, 1, "Here"),
            Row(2, 1, "Central province", 5, 5, 1, "Here"),
            Row(3, 1, "Central", 55, 5, 1, "There"),
            Row(4, 1, "Central", 90, 5, 1, "Elsewhere")
        );
        await ImportBoundariesAsync(
            app,
            Area("Central", 1, 0, 0, 10, 10, "HE"),
            Area("Central", 1, 50, 0, 60, 10, "TH")
        );
        using var client = await app.AsAsync(Role.Analyst);
        var list = await SaysAsync(client, "layer=areas&zoom=4");
        var figures = new List<long>();
        foreach (var row in list.QuerySelectorAll(".mapdesk__areas tbody tr"))
        {
            var link = row.QuerySelector("td a")!;
            figures.Add(Number(link.TextContent));
            (await SampleRecord.CountAsync(client, link.GetAttribute("href")!.Split('?')[1])).ShouldBe(figures[^1]);
        }
        figures.ShouldBe([2, 1]);
        list.Body!.TextContent.ShouldContain("In no loaded area: 1 incident");
    }

    [Theory, BothEngines]
    public async Task Who_may_not_know_of_an_incident_has_it_in_no_area(Engine engine)
    {
        await using var app = await StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        await ImportBoundariesAsync(app, Prefectures);
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE incident SET classification = 2 WHERE number % 2 = 0")
        );
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        using var researcher = await app.AsAsync(Role.Researcher);
        async Task<long> OuakaAsync(HttpClient client)
        {
            var link = RowOf(await SaysAsync(client, "layer=areas&zoom=5"), "Ouaka").QuerySelector("td a")!;
            var figure = Number(link.TextContent);
            (await SampleRecord.CountAsync(client, link.GetAttribute("href")!.Split('?')[1])).ShouldBe(figure);
            return figure;
        }
        (await OuakaAsync(researcher)).ShouldBeLessThan(await OuakaAsync(officer));
    }

    [Theory, BothEngines]
    public async Task Boundaries_that_change_are_seen_at_once_and_strange_names_stay_within_bounds(Engine engine)
    {
        await using var app = await StartAsync(engine, Row(1, 1, "Known", 5, 5, 3), Row(2, 1, "ⴰⴳⴰⴷⵉⵔ", 15, 5, 2));
        using var client = await app.AsAsync(Role.Analyst);
        // Without boundaries there is no such layer to choose, and asking for it does no harm.
        (await client.GetStringAsync("/map?layer=areas")).ShouldNotContain("id=\"layer-areas\"");
        await ImportBoundariesAsync(app, Area("Known", 1, 0, 0, 10, 10));
        Number(RowOf(await SaysAsync(client, "layer=areas&zoom=4"), "Known").QuerySelector("td")!.TextContent)
            .ShouldBe(1);
        var longest = new string('Ÿ', 400);
        await ImportBoundariesAsync(
            app,
            Area("Renamed", 1, 0, 0, 10, 10),
            Area("ⴰⴳⴰⴷⵉⵔ", 1, 10, 0, 20, 10),
            Area("ߞߊ߲ߞߊ߲", 1, 20, 0, 30, 10),
            Area("ولاية كيدال", 1, 30, 0, 40, 10),
            Area(longest, 1, 40, 0, 50, 10),
            // It crosses itself, as real files do.
            """{"type":"Feature","properties":{"name":"Bow tie","admin_level":1},"geometry":{"type":"Polygon","coordinates":[[[50,0],[60,10],[60,0],[50,10],[50,0]]]}}"""
        );
        var list = await SaysAsync(client, "layer=areas&zoom=4");
        Number(RowOf(list, "ⴰⴳⴰⴷⵉⵔ").QuerySelector("td")!.TextContent).ShouldBe(1);
        foreach (var name in new[] { "ߞߊ߲ߞߊ߲", "ولاية كيدال", longest, "Bow tie" })
        {
            RowOf(list, name).QuerySelector("bdi")!.TextContent.ShouldBe(name);
        }
        var page = await client.GetByteArrayAsync("/map?layer=areas&layer=boundaries&layer=towns&bbox=0,0,60,10");
        page.Length.ShouldBeLessThan(100_000);
    }

    [Fact]
    public void Classes_hold_as_many_areas_each_as_can_be()
    {
        AreaClasses
            .Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, null])
            .Limits.ShouldBe([(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]);
        var few = AreaClasses.Of([7, null, 0]);
        (few.StepOf(7), few.StepOf(0), few.StepOf(null)).ShouldBe((3, 0, null));
        var uneven = AreaClasses.Of([1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 1000]);
        uneven.Limits.Count.ShouldBeLessThanOrEqualTo(AreaClasses.Most);
        uneven.StepOf(1).ShouldBe(1);
        uneven.StepOf(1000).ShouldBe(5);
        AreaClasses.Of([]).StepOf(0).ShouldBe(0);
    }

    private static IElement RowOf(IParentNode list, string name) =>
        list.QuerySelectorAll(".mapdesk__areas tbody tr")
            .First(r => r.TextContent.Contains(name, StringComparison.Ordinal));

    private static async Task<Dictionary<string, (int? Step, bool Doubtful)>> ShapesAsync(
        HttpClient client,
        string query
    )
    {
        using var answer = await client.JsonAsync($"/map/layers?{query}layer=areas&zoom=4&bbox=0,0,30,10");
        return answer
            .RootElement.EnumerateArray()
            .Single(l => l.GetProperty("key").GetString() == "areas")
            .GetProperty("shapes")
            .EnumerateArray()
            .ToDictionary(
                s => s.GetProperty("words").GetString()!.Split(':')[0],
                s =>
                    (
                        s.GetProperty("step") is { ValueKind: JsonValueKind.Number } step
                            ? step.GetInt32()
                            : (int?)null,
                        s.GetProperty("isDoubtful").GetBoolean()
                    )
            );
    }

    private static async Task<IDocument> SaysAsync(HttpClient client, string query) =>
        new HtmlParser().ParseDocument(await client.GetStringAsync("/map/view?" + query));

    private static long Number(string text) => long.Parse(new string([.. text.Where(char.IsAsciiDigit)]), null);

    private static string Row(
        int id,
        int precision,
        string province,
        double east,
        double north,
        int killed,
        string country = "Mali"
    ) =>
        FormattableString.Invariant(
            $"{id},3,70,Group A,9999,Civilians,{precision},Somewhere,{province},,{north},{east},{country},1,2017-03-0{id},2017-03-0{id},0,0,{killed},0,{killed},{killed},{killed}"
        );

    private static string Area(
        string name,
        int level,
        double west,
        double south,
        double east,
        double north,
        string country = "CF"
    )
    {
        string At(double x, double y) => FormattableString.Invariant($"[{x},{y}]");
        var ring = string.Join(
            ',',
            At(west, south),
            At(east, south),
            At(east, north),
            At(west, north),
            At(west, south)
        );
        return $$"""{"type":"Feature","properties":{"name":"{{name}}","shapeID":"{{name}} {{country}}","admin_level":{{level}}},"geometry":"""
            + $$"""{"type":"Polygon","coordinates":[[{{ring}}]]} }""";
    }

    private static async Task ImportBoundariesAsync(TestApp app, params string[] features)
    {
        var path = Path.Combine(app.DataFolder, $"{Guid.NewGuid():n}.geojson");
        await File.WriteAllTextAsync(
            path,
            $$"""{"type":"FeatureCollection","features":[{{string.Join(",", features)}}]}"""
        );
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync("boundaries", path, "areas.geojson", null, Caller.CommandLine);
        (await imports.RunAsync(id)).State.ShouldBe(ImportState.Done);
    }

    private static async Task<TestApp> StartAsync(Engine engine, params string[] rows)
    {
        var app = await TestApp.StartAsync(engine);
        if (rows.Length > 0)
        {
            var path = Path.Combine(app.DataFolder, "rows.csv");
            await File.WriteAllLinesAsync(path, [Header, .. rows]);
            await SampleRecord.ImportAsync(app, path);
        }
        return app;
    }
}
