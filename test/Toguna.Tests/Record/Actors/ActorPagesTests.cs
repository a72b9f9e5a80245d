using System.Net;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Record.Actors;

/// <summary>The pages of actors through the front door.</summary>
public sealed class ActorPagesTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_is_refused_and_nonsense_is_named(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/actors")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var reporter = await app.AsAsync(Role.Reporter);
        (await reporter.GetAsync("/actors")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var researcher = await app.AsAsync(Role.Researcher);
        using var unknown = await researcher.GetAsync("/actors/" + Guid.NewGuid());
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nonsense = await researcher.GetAsync("/actors?kind=terrorist");
        nonsense.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await nonsense.DocumentAsync()).QuerySelector("[role=alert]")!.TextContent.ShouldContain("terrorist");
        using var longest = await researcher.GetAsync("/actors?q=" + new string('a', 10_000));
        longest.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await researcher.PageAsync("/actors?q=%25_%27%3B--")).QuerySelector("table, .empty").ShouldNotBeNull();
        // A researcher reads; only who writes sees the form.
        var upc = await PageOfAsync(researcher, "UPC");
        (await researcher.PageAsync(upc)).QuerySelector("form[method=post][action^='/actors']").ShouldBeNull();
        using var forged = await researcher.PostAsync(upc, new FormUrlEncodedContent([]));
        forged.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, BothEngines]
    public async Task The_page_of_an_actor_says_what_the_record_says(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var researcher = await app.AsAsync(Role.Researcher);
        var upc = await PageOfAsync(researcher, "UPC");
        var page = await researcher.PageAsync(upc);
        page.QuerySelector("h1")!.TextContent.ShouldBe("UPC");
        var held = await SampleRecord.CountAsync(researcher, "perpetrator=UPC");
        var involved = await SampleRecord.CountAsync(researcher, "actor=UPC");
        page.QuerySelector(".answer")!.TextContent.ShouldContain($"in {held} incidents");
        page.QuerySelector(".answer")!.TextContent.ShouldContain($"It stands in {involved} incidents");
        // Every figure leads to its incidents, and these are as many.
        foreach (var figure in page.QuerySelectorAll("section a.fig").Take(6))
        {
            (await SampleRecord.CountAsync(researcher, figure.GetAttribute("href")!.Split('?')[1])).ShouldBe(
                long.Parse(figure.TextContent, System.Globalization.CultureInfo.InvariantCulture)
            );
        }
        var opponents = page.QuerySelectorAll("section[aria-labelledby=against] tbody tr th")
            .Select(h => h.TextContent.Trim())
            .ToList();
        opponents.ShouldContain("Government of Central African Republic");
        opponents.ShouldNotContain("UPC");
        page.QuerySelectorAll("section[aria-labelledby=where] tbody th")
            .Select(h => h.TextContent.Trim())
            .ShouldContain("Ouaka province");
    }

    [Theory, BothEngines]
    public async Task What_the_reader_may_not_see_has_no_actor(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var researcher = await app.AsAsync(Role.Researcher);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        var upc = await PageOfAsync(researcher, "UPC");
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """
                UPDATE incident SET classification = 2 WHERE incident_id IN (
                  SELECT p.incident_id FROM party p JOIN actor a ON a.actor_id = p.actor_id WHERE a.name = 'UPC')
                """
            )
        );
        (await researcher.GetAsync(upc)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await researcher.PageAsync("/actors?q=UPC")).QuerySelector("tbody th a").ShouldBeNull();
        (await officer.GetAsync(upc)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, BothEngines]
    public async Task Another_kind_needs_a_reason_and_figures_by_category_follow(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var analyst = await app.AsAsync(Role.HumanRightsOfficer);
        var upc = await PageOfAsync(analyst, "UPC");
        var before = await SampleRecord.CountAsync(analyst, "perpetrator=UPC");
        using var refused = await analyst.PostFormAsync(
            upc,
            new()
            {
                ["Kind"] = "militia",
                ["Note"] = "kept as typed",
                ["Alias"] = "",
                ["Why"] = "",
            }
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var back = await refused.DocumentAsync();
        back.QuerySelector("#Why-e")!.TextContent.ShouldContain("Militia");
        back.QuerySelector("textarea[name=Note]")!.TextContent.ShouldBe("kept as typed");
        using var saved = await analyst.PostFormAsync(
            upc,
            new()
            {
                ["Kind"] = "militia",
                ["Note"] = "",
                ["Alias"] = "Unité pour la paix",
                ["Why"] = "as the panel of experts has it",
            }
        );
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SampleRecord.CountAsync(analyst, "category=militia&perpetrator=UPC")).ShouldBe(before);
        (await analyst.PageAsync("/actors?q=unite+pour")).QuerySelector("tbody th a")!.TextContent.ShouldBe("UPC");
        using var community = await analyst.PostFormAsync(
            upc,
            new()
            {
                ["Kind"] = "community",
                ["Note"] = "",
                ["Alias"] = "",
                ["Why"] = "a test",
            }
        );
        community.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await analyst.PageAsync(upc);
        page.QuerySelectorAll("svg.strip, .chart").ShouldBeEmpty();
        page.QuerySelector("[role=note]")!.TextContent.ShouldContain("community");
        (await analyst.PageAsync("/actors?q=UPC")).QuerySelector("tbody th a").ShouldBeNull();
    }

    private static async Task<string> PageOfAsync(HttpClient client, string name) =>
        (await client.PageAsync("/actors?q=" + Uri.EscapeDataString(name)))
            .QuerySelectorAll("tbody th a")
            .First(a => a.TextContent == name)
            .GetAttribute("href")!;
}
