using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Map;

/// <summary>The map counts what the list counts, under the same filter, and tells nobody more than the list does.</summary>
public sealed class MapTests
{
    private const string Header =
        "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low";

    /// <summary>As real files have it: the low bound above the best.</summary>
    private const string Crossed =
        "4,3,70,Group A,9999,Civilians,1,Gao town,Gao region,16.27,-0.04,Mali,1,2017-05-01,2017-05-01,0,0,5,0,5,6,7";

    private static readonly string[] Rows =
    [
        "1,3,70,Group A,9999,Civilians,1,Bambari town,Ouaka prefecture,5.76,20.67,Central African Republic,1,2017-03-06,2017-03-06,0,0,4,0,4,6,3",
        "2,3,70,Group A,9999,Civilians,1,Bambari town,Ouaka prefecture,5.76,20.67,Central African Republic,1,2017-04-01,2017-04-01,0,0,6,0,6,6,6",
        "3,2,90,Group <b>B</b>,91,Group C,4,Paoua,Ouham-Pende prefecture,7.24,16.44,Central African Republic,1,2018-01-05,2018-01-05,0,0,0,9,9,9,9",
    ];

    [Theory, BothEngines]
    public async Task Circles_add_up_to_the_list_under_every_filter_and_box(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        foreach (
            var (query, circles, incidents, killed) in new[]
            {
                ("zoom=0", 1, 3, 19),
                ("zoom=8", 2, 3, 19),
                ("zoom=8&year=2017", 1, 2, 10),
                ("zoom=8&place=Paoua", 1, 1, 9),
                ("zoom=8&bbox=20,5,21,6", 1, 2, 10),
                ("zoom=8&bbox=170,-10,-170,10", 0, 0, 0),
                ("zoom=8&bbox=20.67,5.76,20.67,5.76", 1, 2, 10),
            }
        )
        {
            using var answer = await client.JsonAsync("/map/points?" + query);
            var points = answer.RootElement.GetProperty("points").EnumerateArray().ToList();
            points.Count.ShouldBe(circles, query);
            points.Sum(p => p.GetProperty("incidents").GetInt32()).ShouldBe(incidents, query);
            points.Sum(p => p.GetProperty("killed").GetInt32()).ShouldBe(killed, query);
            answer.RootElement.GetProperty("incidents").GetInt32().ShouldBe(incidents, query);
        }
    }

    [Theory, BothEngines]
    public async Task A_circle_leads_to_the_incidents_it_counts_and_a_single_one_says_what_it_is(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        using var answer = await client.JsonAsync("/map/points?zoom=8");
        foreach (var point in answer.RootElement.GetProperty("points").EnumerateArray())
        {
            var box = string.Join(
                ',',
                new[] { "west", "south", "east", "north" }.Select(k => point.GetProperty(k).GetRawText())
            );
            using var listed = await client.JsonAsync("/api/totals?bbox=" + box);
            listed.RootElement.GetProperty("incidents").GetInt32().ShouldBe(point.GetProperty("incidents").GetInt32());
        }
        var single = answer
            .RootElement.GetProperty("points")
            .EnumerateArray()
            .Single(p => p.GetProperty("incidents").GetInt32() == 1);
        single.GetProperty("wherePrec").GetInt32().ShouldBe(4);
        single.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        single.GetProperty("date").GetString()!.ShouldContain("2018");
        var page = await client.GetStringAsync("/map");
        page.ShouldContain("/incidents?bbox=20.67%2C5.76%2C20.67%2C5.76");
        page.ShouldContain("/incidents/3\"");
        page.ShouldNotContain("<b>B</b>");
    }

    [Theory, BothEngines]
    public async Task The_list_beside_the_map_is_that_of_the_view(Engine engine)
    {
        await using var app = await StartAsync(engine, Crossed);
        using var client = await app.AsAsync(Role.Analyst);
        var list = await client.GetStringAsync("/map/view?bbox=20,5,21,6");
        list.ShouldContain("Bambari");
        list.ShouldContain("9 to 12 killed, best estimate 10");
        list.ShouldNotContain("Paoua");
        list.ShouldNotContain("<html");
        (await client.GetStringAsync("/map/view?country=Mali")).ShouldContain("minimum 7, best 5, maximum 6");
        (await client.GetStringAsync("/map/view?bbox=0,0,1,1")).ShouldContain("No incident here matches");
    }

    [Theory, BothEngines]
    public async Task Nonsense_is_named_and_a_stranger_sees_nothing(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var client = await app.AsAsync(Role.Analyst);
        foreach (
            var (path, value) in new[]
            {
                ("/map/points?bbox=1,2,3", "1,2,3"),
                ("/map/points?bbox=a,b,c,d", "a,b,c,d"),
                ("/map/points?bbox=0,91,1,92", "0,91,1,92"),
                ("/map/points?zoom=NaN", "NaN"),
                ("/map/points?zoom=1e300", "1e300"),
                ("/map/layers?bbox=0,5,1,4", "0,5,1,4"),
                ("/map/layers", "bbox"),
                ("/map/view?from=2023-02-30", "2023-02-30"),
                ("/map?from=2023-02-30", "2023-02-30"),
                ("/map?bbox=north", "north"),
                ("/map/points?colour=red", "colour"),
                ("/map?zoom=deep", "deep"),
                ("/map?layer=volcanoes", "volcanoes"),
                ("/map?measure=tears", "tears"),
                ("/map/view?layer=volcanoes&layer=incidents", "volcanoes"),
                ("/map/drawing?measure=tears", "tears"),
                ("/map?from=2019&to=2018", "2019"),
                ("/map?to=2018-13", "2018-13"),
            }
        )
        {
            using var answer = await client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, path);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(value);
        }
        using var stranger = app.Stranger();
        foreach (
            var path in new[]
            {
                "/map",
                "/map/points",
                "/map/view",
                "/map/layers?bbox=0,0,1,1",
                "/map/drawing",
                "/map/detail.pmtiles",
            }
        )
        {
            using var answer = await stranger.GetAsync(path);
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Unauthorized);
            (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty(path);
        }
        using var module = await client.GetAsync("/vendor/maplibre-gl/maplibre-gl.mjs");
        module.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
    }

    private static async Task<TestApp> StartAsync(Engine engine, params string[] more)
    {
        var app = await TestApp.StartAsync(engine);
        var path = Path.Combine(app.DataFolder, "three.csv");
        await File.WriteAllLinesAsync(path, [Header, .. Rows, .. more]);
        var imports = app.Services.GetRequiredService<ImportService>();
        var id = await imports.QueueAsync("ged", path, Path.GetFileName(path), null, Caller.CommandLine);
        (await imports.RunAsync(id)).State.ShouldBe(ImportState.Done);
        return app;
    }
}
