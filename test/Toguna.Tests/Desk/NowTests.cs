using System.Net;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Desk;

/// <summary>The page Now, saved views and followed places through the front door.</summary>
public sealed class NowTests
{
    [Theory, BothEngines]
    public async Task Strangers_and_reporters_are_refused_and_forms_need_their_token(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var stranger = app.Stranger();
        using var reporter = await app.AsAsync(Role.Reporter);
        using var researcher = await app.AsAsync(Role.Researcher);
        foreach (var path in new[] { "/now", "/views" })
        {
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await reporter.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await researcher.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        foreach (var path in new[] { "/views", "/tour", $"/places/{Guid.NewGuid()}/follow" })
        {
            using var forged = await researcher.PostAsync(path, new FormUrlEncodedContent([]));
            forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
        }
        using var home = await researcher.GetAsync("/");
        home.Headers.Location!.ToString().ShouldBe("/now");
    }

    [Theory, BothEngines]
    public async Task What_changed_since_the_last_visit_and_nothing_else(Engine engine)
    {
        var clock = new MovedClock(DateTimeOffset.UtcNow);
        await using var app = await TestApp.StartAsync(engine, clock);
        await SampleRecord.ImportCarAsync(app);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        clock.Forward(TimeSpan.FromHours(1));
        var first = await officer.PageAsync("/now");
        first.QuerySelector(".answer")!.TextContent.ShouldContain("first visit");
        first.QuerySelector(".answer")!.TextContent.ShouldContain("1,848");
        clock.Forward(TimeSpan.FromHours(9));
        (await officer.PageAsync("/now")).QuerySelector(".answer")!.TextContent.ShouldContain("Nothing is new");
        clock.Forward(TimeSpan.FromHours(3));
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """
                INSERT INTO incident_history (incident_id, history_id, version, at, by_user, kind)
                SELECT incident_id, @id, 2, @Now, 'x', 'edited' FROM incident WHERE number = 7
                """,
                new { id = tx.NewId(), tx.Now }
            )
        );
        await app.Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE incident SET version = 2 WHERE number = 7"));
        clock.Forward(TimeSpan.FromHours(3));
        var later = await officer.PageAsync("/now");
        later.QuerySelector(".answer")!.TextContent.ShouldStartWith("One incident is new or changed");
        later
            .QuerySelector("section[aria-labelledby=since] li a")!
            .GetAttribute("href")
            .ShouldBe("/incidents/INC-0007");
        var all = later.QuerySelector("section[aria-labelledby=since] .sec__head a")!.GetAttribute("href")!;
        (await SampleRecord.CountAsync(officer, all.Split('?')[1])).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task A_view_is_kept_shared_and_shows_to_each_what_they_may_see(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        using var researcher = await app.AsAsync(Role.Researcher);
        const string filter = "place=Ouaka&year=2017&type=3";
        (await officer.PageAsync("/incidents?" + filter))
            .QuerySelectorAll(".head__acts a")
            .Select(a => a.GetAttribute("href"))
            .ShouldContain("/views?" + filter);
        foreach (var name in new[] { "", new string('n', 81) })
        {
            using var refused = await KeepAsync(officer, filter, name, "/incidents", true);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var back = await refused.DocumentAsync();
            back.QuerySelector("#name")!.GetAttribute("value").ShouldBe(name);
            back.QuerySelector("input[name=query]")!.GetAttribute("value").ShouldBe(filter);
        }
        using var elsewhere = await KeepAsync(officer, filter, "x", "https://example.org", false);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await KeepAsync(officer, filter, "Ouaka <2017>", "/trends", true)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await KeepAsync(officer, "type=1", "mine alone", "/map", false)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "UPDATE incident SET classification = 2 WHERE number IN (SELECT number FROM incident WHERE adm1 = 'Ouaka province' AND violence_type = 3 AND date_start >= '2017-01-01' AND date_start <= '2017-12-31' ORDER BY number LIMIT 10)"
            )
        );
        var seen = await researcher.PageAsync("/views");
        var row = seen.QuerySelectorAll("tbody tr").ShouldHaveSingleItem();
        row.QuerySelector("th a")!.TextContent.ShouldBe("Ouaka <2017>");
        row.QuerySelector("th a")!.GetAttribute("href").ShouldBe("/trends?" + filter);
        row.QuerySelector("a.fig")!.TextContent.ShouldBe("18");
        row.QuerySelector("form").ShouldBeNull();
        var own = await officer.PageAsync("/views");
        own.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        var remove = own.QuerySelector("tbody form")!.GetAttribute("action")!;
        using var foreign = await researcher.PostFormAsync("/views", [], remove);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var removed = await officer.PostFormAsync("/views", [], remove);
        removed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await officer.PageAsync("/views")).QuerySelectorAll("tbody tr").Length.ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task A_followed_place_stands_on_the_page_of_who_follows_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var researcher = await app.AsAsync(Role.Researcher);
        using var other = await app.AsAsync(Role.Researcher);
        var bambari = await PlacePageTests.PlaceAsync(app, "Bambari", 5.76, 20.67);
        using var unknown = await researcher.PostFormAsync(bambari, [], $"/places/{Guid.NewGuid()}/follow");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await researcher.PostFormAsync(bambari, [], bambari + "/follow")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var near = (await researcher.PageAsync("/now")).QuerySelector("section[aria-labelledby=near] li")!;
        near.QuerySelector("a")!.GetAttribute("href").ShouldBe(bambari);
        near.QuerySelector("a.fig")!.GetAttribute("href")!.ShouldContain("near=5.76");
        (await other.PageAsync("/now")).QuerySelector("section[aria-labelledby=near] li").ShouldBeNull();
        (await researcher.PageAsync(bambari)).QuerySelector("button[aria-pressed=true]").ShouldNotBeNull();
        (await researcher.PostFormAsync(bambari, [], bambari + "/leave")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await researcher.PageAsync("/now")).QuerySelector("section[aria-labelledby=near] li").ShouldBeNull();
    }

    private static Task<HttpResponseMessage> KeepAsync(
        HttpClient client,
        string filter,
        string name,
        string on,
        bool shared
    ) =>
        client.PostFormAsync(
            "/views?" + filter,
            new()
            {
                ["name"] = name,
                ["on"] = on,
                ["shared"] = shared ? "true" : "",
                ["query"] = filter,
            },
            "/views"
        );

    private sealed class MovedClock(DateTimeOffset start) : TimeProvider
    {
        private TimeSpan moved;

        public void Forward(TimeSpan by) => moved += by;

        public override DateTimeOffset GetUtcNow() => start + moved;
    }
}
