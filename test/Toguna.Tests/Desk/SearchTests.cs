using System.Net;
using AngleSharp.Html.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Gather;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Desk;

/// <summary>The search across the record, through the front door.</summary>
public sealed class SearchTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_is_refused_and_nonsense_is_named(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/search?q=raid")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var reporter = await app.AsAsync(Role.Reporter);
        (await reporter.GetAsync("/search?q=raid")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reporter.PageAsync("/account")).QuerySelector(".find").ShouldBeNull();

        using var analyst = await app.AsAsync(Role.Analyst);
        foreach (
            var (query, named) in new[]
            {
                ("q=" + new string('a', 501), "500"),
                ("q=" + new string('a', 10_000), "500"),
                ("q=\"''\"", "\"''\""),
                ("q=raid&in=cases", "cases"),
                ("q=raid&in=reports&page=0", "0"),
                ("q=raid&in=reports&page=-1", "-1"),
                ("q=raid&in=reports&page=99999999999", "99999999999"),
            }
        )
        {
            using var answer = await analyst.GetAsync("/search?" + query);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, query);
            var page = await answer.DocumentAsync();
            page.QuerySelector("[role=alert]")!.TextContent.ShouldContain(named);
            Field(page).Value.ShouldBe(query.Split('&')[0][2..]);
        }
        foreach (var nothing in new[] { "", "?q=", "?q=%20" })
        {
            var page = await analyst.PageAsync("/search" + nothing);
            page.QuerySelector(".empty")!.TextContent.Length.ShouldBeGreaterThan(100);
            page.QuerySelectorAll("section.sec").ShouldBeEmpty();
        }
    }

    [Theory, BothEngines]
    public async Task Four_kinds_stand_on_one_page_each_with_its_count_and_its_list(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        await NamePlaceAsync(app);
        await ReportSearchTests.KeepAsync(
            app,
            [.. Enumerable.Range(1, 30).Select(n => $"<b>Bambari</b> & Séléka, message {n}")]
        );
        using var analyst = await app.AsAsync(Role.Analyst);
        var audited = await AuditAsync(app);
        var page = await analyst.PageAsync("/search?q=bambari");
        page.Title.ShouldBe("Search · Toguna");
        Field(page).Value.ShouldBe("bambari");
        var incidents = await SampleRecord.CountAsync(analyst, "q=bambari");
        incidents.ShouldBeGreaterThan(5);
        page.QuerySelector(".answer")!
            .TextContent.ShouldStartWith($"{incidents} incidents, 30 reports, no actor, 1 place.");
        page.QuerySelectorAll("section.sec h2").Select(h => h.Id).ShouldBe(["incidents", "reports", "places"]);
        page.QuerySelectorAll("section[aria-labelledby=incidents] li").Length.ShouldBe(5);
        page.QuerySelectorAll("section[aria-labelledby=reports] li").Length.ShouldBe(5);
        page.QuerySelector("section[aria-labelledby=incidents] .sec__head a")!
            .GetAttribute("href")
            .ShouldBe("/incidents?q=bambari");
        page.QuerySelector("section[aria-labelledby=places] .sec__head a")!
            .GetAttribute("href")
            .ShouldBe("/places?q=bambari");
        var snippet = page.QuerySelector("section[aria-labelledby=reports] li p")!;
        snippet.InnerHtml.ShouldBe("&lt;b&gt;<mark>Bambari</mark>&lt;/b&gt; &amp; Séléka, message 30");
        page.QuerySelector("section[aria-labelledby=reports] li a")!.GetAttribute("href")!.ShouldStartWith("/reports/");

        var all = page.QuerySelector("section[aria-labelledby=reports] .sec__head a")!;
        (all.TextContent, all.GetAttribute("href")).ShouldBe(("all 30", "/search?q=bambari&in=reports"));
        var first = await analyst.PageAsync(all.GetAttribute("href")!);
        first.QuerySelectorAll("li p").Length.ShouldBe(25);
        var next = first.QuerySelector(".pages a[rel=next]")!.GetAttribute("href")!;
        next.ShouldBe("/search?q=bambari&in=reports&page=2");
        var second = await analyst.PageAsync(next);
        second.QuerySelectorAll("li p").Select(p => p.TextContent[^1]).ShouldBe(['5', '4', '3', '2', '1']);
        second.QuerySelector(".pages a[rel=next]").ShouldBeNull();

        // An actor leads to its page, and the list beside has as many.
        var actors = await analyst.PageAsync("/search?q=UPC");
        var upc = actors.QuerySelector("section[aria-labelledby=actors] li a")!;
        upc.TextContent.ShouldBe("UPC");
        (await analyst.PageAsync(upc.GetAttribute("href")!)).QuerySelector("h1")!.TextContent.ShouldBe("UPC");
        // A word that no incident has is looked for one slip away, and the page says so.
        (await analyst.PageAsync("/search?q=Bambarri"))
            .QuerySelector(".msg")!
            .TextContent.ShouldContain("bambari");
        (await AuditAsync(app)).ShouldBe(audited);

        analyst.DefaultRequestHeaders.Add("Accept-Language", "fr");
        (await analyst.PageAsync("/search?q=bambari"))
            .QuerySelector(".answer")!
            .TextContent.ShouldStartWith(
                $"{incidents.ToString("N0", new System.Globalization.CultureInfo("fr"))} incidents, 30 signalements, aucun acteur, 1 lieu."
            );
    }

    [Theory, BothEngines]
    public async Task What_the_reader_may_not_know_of_is_neither_found_nor_counted(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        await ReportSearchTests.KeepAsync(app, ["The UPC came at night."], classification: 2);
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """
                UPDATE incident SET classification = 2 WHERE incident_id IN (
                  SELECT p.incident_id FROM party p JOIN actor a ON a.actor_id = p.actor_id WHERE a.name = 'UPC'
                  UNION SELECT t.incident_id FROM attribution t JOIN actor a ON a.actor_id = t.actor_id WHERE a.name = 'UPC')
                """
            )
        );
        using var analyst = await app.AsAsync(Role.Analyst);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        var hidden = await analyst.PageAsync("/search?q=UPC");
        hidden.QuerySelector(".answer")!.TextContent.ShouldStartWith("No incident, no report, no actor, no place.");
        hidden.QuerySelector(".empty").ShouldNotBeNull();
        hidden.QuerySelectorAll("main a[href^='/sources']").ShouldBeEmpty();
        var seen = await officer.PageAsync("/search?q=UPC");
        seen.QuerySelectorAll("section.sec h2").Select(h => h.Id).ShouldBe(["incidents", "reports", "actors"]);
        seen.QuerySelector("main a[href='/sources/find']").ShouldNotBeNull();
    }

    private static IHtmlInputElement Field(AngleSharp.Dom.IParentNode page) =>
        (IHtmlInputElement)page.QuerySelector(".find input[type=search][name=q]")!;

    private static async Task<long> AuditAsync(TestApp app)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<long>("SELECT count(*) FROM audit_entry");
    }

    /// <summary>A place and its name, as an import keeps them.</summary>
    private static async Task NamePlaceAsync(TestApp app)
    {
        var address = await PlacePageTests.PlaceAsync(app, "Bambari", 5.76, 20.67);
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """
                INSERT INTO place_name (place_id, name, search_key, key_reversed)
                VALUES (@id, 'Bambari', 'bambari', 'irabmab')
                """,
                new { id = Guid.Parse(address.Split('/')[^1]) }
            )
        );
    }
}
