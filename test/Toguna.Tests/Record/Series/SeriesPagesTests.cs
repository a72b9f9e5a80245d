using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Record.Series;

/// <summary>The pages of series through the front door.</summary>
public sealed class SeriesPagesTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_know_of_a_series_finds_it_nowhere(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        var secret = SeriesFiles.Displaced with
        {
            Constants = new Dictionary<string, string>(SeriesFiles.Displaced.Constants) { ["classification"] = "1" },
        };
        await SeriesFiles.ImportAsync(app, secret, SeriesFiles.Header, "TV01,,,2024-01,120,,");
        var book = app.Services.GetRequiredService<SeriesBook>();
        var head = await book.FindAsync("Displaced people", Caller.CommandLine);
        var place = (await book.PlacesAsync(head)).Single().Place.Id;
        using var stranger = app.Stranger();
        using var researcher = await app.AsAsync(Role.Researcher);
        using var analyst = await app.AsAsync(Role.Analyst);
        var value = $"/series/{head.SeriesId}/value?place={place}&period=2024-01";
        foreach (var address in new[] { $"/series/{head.SeriesId}", value })
        {
            (await stranger.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Redirect, address);
            (await researcher.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
            (await analyst.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
        }
        (await researcher.GetStringAsync("/series")).ShouldNotContain("Displaced people");
        (await researcher.GetStringAsync("/places/" + place)).ShouldNotContain("Displaced people");
        (await researcher.GetAsync($"/trends?series={head.SeriesId}")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await researcher.GetAsync($"/series/{head.SeriesId}/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await analyst.GetStringAsync($"/series/{head.SeriesId}/export?format=hxl")).ShouldContain(
            "#indicator+value+num"
        );
        (await analyst.GetAsync($"/series/{head.SeriesId}/export?format=doc")).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        (
            await researcher.PostFormAsync("/account", Described("Somebody", "0"), $"/series/{head.SeriesId}")
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (
            var address in new[]
            {
                $"/series/{Guid.NewGuid()}",
                $"/series/{head.SeriesId}/value?place={place}&period=2031",
                $"/series/{head.SeriesId}/value?place={place}&period=soon",
            }
        )
        {
            (await analyst.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }
        (await analyst.GetAsync($"/series/{head.SeriesId}?place=nowhere")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Theory, BothEngines]
    public async Task A_series_is_described_by_a_person_and_never_beyond_their_own_clearance(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        await SeriesFiles.ImportAsync(app, SeriesFiles.Displaced, SeriesFiles.Header, "TV01,,,2024-01,120,,");
        using var analyst = await app.AsAsync(Role.Analyst);
        var address = (await analyst.PageAsync("/series")).QuerySelector("tbody th a")!.GetAttribute("href")!;
        using var refused = await analyst.PostFormAsync(address, Described("Kept <b>as typed</b>", "2"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((IHtmlInputElement)(await refused.DocumentAsync()).QuerySelector("#publisher")!).Value.ShouldBe(
            "Kept <b>as typed</b>"
        );
        (await analyst.PostFormAsync(address, Described("Monitors", "1"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await analyst.GetStringAsync(address)).ShouldContain("Source: Monitors.");
        using var researcher = await app.AsAsync(Role.Researcher);
        (await researcher.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothEngines]
    public async Task A_line_breaks_where_nobody_gave_a_number_and_a_point_leads_to_its_row(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SeriesFiles.LoadCountryAsync(app);
        await SeriesFiles.ImportAsync(
            app,
            SeriesFiles.Displaced,
            [
                SeriesFiles.Header,
                .. new[] { 1, 2, 3, 6, 7 }.Select(m => $"TV0101,,,2024-0{m},{100 * m},{90 * m},{120 * m}"),
                "TV02,,,2024-03,5,,",
            ]
        );
        using var researcher = await app.AsAsync(Role.Researcher);
        researcher.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        var address = (await researcher.PageAsync("/series")).QuerySelector("tbody th a")!.GetAttribute("href")!;
        var one = await researcher.PageAsync(address);
        // The widest area first, and of it a single value: a dot, and no line.
        one.QuerySelector(".chart h2")!.TextContent.ShouldBe("Kersou");
        one.QuerySelectorAll("circle.c-dot").Length.ShouldBe(1);
        one.QuerySelectorAll("path.c-obs").ShouldBeEmpty();
        var both = await researcher.PageAsync(one.QuerySelectorAll("tbody td:last-child a")[^1].GetAttribute("href")!);
        both.QuerySelectorAll("path.c-obs").Length.ShouldBe(2);
        both.QuerySelectorAll("path.c-band").Length.ShouldBe(2);
        both.QuerySelectorAll("figure details")[1].QuerySelectorAll("tbody tr").Length.ShouldBe(5);
        var value = await researcher.PageAsync(
            both.QuerySelectorAll("figure details")[1].QuerySelector("tbody a")!.GetAttribute("href")!
        );
        value.QuerySelector("h1")!.TextContent.ShouldBe("Issoumbré, janvier 2024");
        value.QuerySelector(".verbatim")!.TextContent.ShouldContain("TV0101,,,2024-01,100,90,120");
        value.QuerySelector("main a[href^='/imports']").ShouldBeNull();
        value.QuerySelector("main")!.TextContent.ShouldContain("ligne 2");
    }

    [Theory, BothEngines]
    public async Task It_stands_under_the_bars_of_trends_and_on_the_page_of_a_place_within(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        await SeriesFiles.LoadCountryAsync(app);
        await SeriesFiles.ImportAsync(
            app,
            SeriesFiles.Displaced,
            SeriesFiles.Header,
            "TV01,,,2016-01,120,,",
            "TV01,,,2016-02,130,,",
            "TV02,,,2016-02,7,,",
            "TV01,,,1950-02,1,,"
        );
        using var researcher = await app.AsAsync(Role.Researcher);
        var id = (await researcher.PageAsync("/series")).QuerySelector("tbody th a")!.GetAttribute("href")!.Split('/')[
            ^1
        ];
        var trends = await researcher.PageAsync($"/trends?series={id}");
        trends.QuerySelector("#series-under")!.TextContent.ShouldBe("Displaced people, Velna");
        var figures = trends.QuerySelectorAll("figure");
        figures.Length.ShouldBe(2);
        // One axis: the words under the panel are those under the bars.
        figures[1]
            .QuerySelectorAll("svg text.t-mid")
            .Select(t => t.TextContent)
            .ShouldBe(figures[0].QuerySelectorAll("svg text.t-mid").Select(t => t.TextContent));
        figures[1].QuerySelector("figcaption")!.TextContent.ShouldContain("1 values lie outside");
        (await researcher.GetAsync($"/trends?series={id}&at={Guid.NewGuid()}")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        var district = (await researcher.PageAsync("/places?q=TV0101")).QuerySelector("tbody a")!.GetAttribute("href")!;
        var page = await researcher.PageAsync(district);
        page.QuerySelector("section[aria-labelledby=series]")!
            .TextContent.ShouldContain("Of Velna, in which this place lies.");
        (await researcher.GetStringAsync("/places/" + district.Split('/')[^1])).ShouldNotContain("Of Kersou");
    }

    private static Dictionary<string, string> Described(string publisher, string classification) =>
        new()
        {
            ["publisher"] = publisher,
            ["licence"] = "",
            ["decimals"] = "0",
            ["classification"] = classification,
        };
}
