using System.Net;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Desk;

/// <summary>The page of one place through the front door.</summary>
public sealed class PlacePageTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_is_refused_and_nonsense_is_named(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/places/" + Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var reporter = await app.AsAsync(Role.Reporter);
        (await reporter.GetAsync("/places/" + Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var researcher = await app.AsAsync(Role.Researcher);
        (await researcher.GetAsync("/places/" + Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var bambari = await PlaceAsync(app, "Bambari", 5.76, 20.67);
        using var nonsense = await researcher.GetAsync(bambari + "?around=far");
        nonsense.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await nonsense.DocumentAsync()).QuerySelector("[role=alert]")!.TextContent.ShouldContain("far");
        (await researcher.PageAsync(bambari)).QuerySelector(".empty")!.TextContent.ShouldContain("nobody told");
    }

    [Theory, BothEngines]
    public async Task What_happened_at_a_town_and_around_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        await SampleRecord.ImportCarAsync(app);
        using var researcher = await app.AsAsync(Role.Researcher);
        var address = await PlaceAsync(app, "Bambari", 5.76, 20.67);
        var page = await researcher.PageAsync(address);
        var here = page.QuerySelector(".head__acts a.btn--main")!.GetAttribute("href")!.Split('?')[1];
        here.ShouldContain("place=Bambari");
        var count = await SampleRecord.CountAsync(researcher, here);
        count.ShouldBeGreaterThan(20);
        page.QuerySelector("section[aria-labelledby=newest] .sec__head a")!
            .TextContent.ShouldBe($"all {count} incidents");
        page.QuerySelector(".answer")!.TextContent.ShouldContain("Nothing is recorded in the last twelve months");
        page.QuerySelectorAll("section[aria-labelledby=active] tbody th")
            .Select(h => h.TextContent.Trim())
            .ShouldContain("UPC");
        foreach (var figure in page.QuerySelectorAll("section[aria-labelledby=active] a.fig").Take(5))
        {
            (await SampleRecord.CountAsync(researcher, figure.GetAttribute("href")!.Split('?')[1])).ShouldBe(
                long.Parse(figure.TextContent, System.Globalization.CultureInfo.InvariantCulture)
            );
        }
        var near = page.QuerySelector("section[aria-labelledby=around] a.fig")!;
        near.GetAttribute("href")!.ShouldContain("near=5.76%2C20.67%2C50");
        var wide = await researcher.PageAsync(address + "?around=100");
        wide.QuerySelector("#around")!.TextContent.ShouldBe("Within 100 km");
        // A town of the same name far away is another town.
        var elsewhere = await researcher.PageAsync(await PlaceAsync(app, "Bambari", -12, 30));
        elsewhere.QuerySelector(".empty").ShouldNotBeNull();
        researcher.DefaultRequestHeaders.Add("Accept-Language", "fr");
        (await researcher.PageAsync(address)).QuerySelector("#active")!.TextContent.ShouldBe("Qui est actif ici");
    }

    [Theory, BothEngines]
    public async Task The_last_twelve_months_are_those_before_today(Engine engine)
    {
        await using var app = await TestApp.StartAsync(
            engine,
            new SetClock(new DateTimeOffset(2017, 12, 31, 12, 0, 0, TimeSpan.Zero))
        );
        await SampleRecord.ImportCarAsync(app);
        using var researcher = await app.AsAsync(Role.Researcher);
        var page = await researcher.PageAsync(await PlaceAsync(app, "Bambari", 5.76, 20.67));
        var lately = page.QuerySelector(".answer a.fig")!.GetAttribute("href")!;
        lately.ShouldContain("from=2017-01-01");
        page.QuerySelector(".answer")!.TextContent.ShouldContain("In the last twelve months");
    }

    internal static async Task<string> PlaceAsync(TestApp app, string name, double latitude, double longitude)
    {
        var id = Guid.Empty;
        await app.Database.WriteAsync(async tx =>
        {
            id = tx.NewId();
            await tx.ExecuteAsync(
                """
                INSERT INTO place (place_id, gazetteer, external_id, name, kind, latitude, longitude)
                VALUES (@id, 'local', @key, @name, 'populated', @latitude, @longitude)
                """,
                new
                {
                    id,
                    key = id.ToString(),
                    name,
                    latitude,
                    longitude,
                }
            );
        });
        return "/places/" + id;
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
