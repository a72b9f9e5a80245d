using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Mandate;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Analyse;

/// <summary>The page of trends through the front door.</summary>
public sealed class TrendsTests
{
    [Theory, BothEngines]
    public async Task A_stranger_signs_in_first_and_nonsense_is_named(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/trends")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var researcher = await app.AsAsync(Role.Researcher);
        foreach (
            var query in new[]
            {
                "by=colour",
                "measure=money",
                "period=week",
                "across=colour",
                "by=type&across=type",
                "type=9",
            }
        )
        {
            using var answer = await researcher.GetAsync("/trends?" + query);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, query);
            (await answer.DocumentAsync())
                .QuerySelector("[role=alert]")!
                .TextContent.ShouldContain(query.Split('=')[^1]);
        }
        (await researcher.PageAsync("/trends")).QuerySelector(".empty").ShouldNotBeNull();
    }

    [Theory, BothEngines]
    public async Task Who_killed_civilians_in_Ouaka_in_2017_and_who_stands_beside(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var researcher = await app.AsAsync(Role.Researcher);
        var page = await researcher.PageAsync("/trends?place=Ouaka&year=2017&type=3&by=actor");
        page.QuerySelector(".answer")!
            .TextContent.ShouldBe(
                "115 civilians killed by best count, in 28 incidents. Most are held against: UPC, 77."
            );
        var first = page.QuerySelector("section[aria-labelledby=ranking] tbody tr")!;
        first.QuerySelector("th")!.TextContent.ShouldBe("UPC");
        var incidents = await researcher.PageAsync(
            ((IHtmlAnchorElement)first.QuerySelector("a.fig")!).GetAttribute("href")!
        );
        incidents.QuerySelectorAll("main table tbody tr").Length.ShouldBeGreaterThan(3);

        var all = await researcher.PageAsync("/trends?by=actor");
        all.QuerySelector(".answer")!.TextContent.ShouldContain("8,931 civilians");
        all.QuerySelector(".answer")!.TextContent.ShouldContain("1,369 stand beside, not attributed");
        var ouaka = await researcher.PageAsync("/trends?place=Ouaka&year=2017&by=actor");
        ouaka.QuerySelector(".answer")!.TextContent.ShouldContain("3 stand beside");
    }

    [Theory, BothEngines]
    public async Task Bars_stand_for_every_period_and_the_timeline_behind_them(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        var timeline = app.Services.GetRequiredService<ContextBook>();
        await timeline.AddAsync(
            new ContextEvent
            {
                DateFrom = new DateOnly(2013, 3, 24),
                DateTo = new DateOnly(2013, 3, 24),
                Kind = "coup",
                Label = "Séléka takes Bangui",
                LabelFr = "La Séléka prend Bangui",
            },
            Caller.CommandLine
        );
        using var researcher = await app.AsAsync(Role.Researcher);
        var page = await researcher.PageAsync("/trends?period=quarter&measure=killed&from=2012&to=2014");
        page.QuerySelectorAll(".chart > svg > a").Length.ShouldBe(12);
        page.QuerySelector(".ctxkey")!.TextContent.ShouldContain("Séléka takes Bangui");
        page.QuerySelectorAll(".chart details tbody tr").Length.ShouldBe(12);
        researcher.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        var french = await researcher.PageAsync("/trends?period=quarter&measure=killed&from=2012&to=2014");
        french.QuerySelector(".ctxkey")!.TextContent.ShouldContain("La Séléka prend Bangui");
        french.QuerySelector("h1")!.TextContent.ShouldBe("Tendances");
    }
}
