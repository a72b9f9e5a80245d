using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Methods.Text;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Learn;

/// <summary>Who stands where something happens, against who was told: a case worked out by hand, through the front door.</summary>
public sealed class ExposurePageTests
{
    private const string Bases = "/exposure/bases";
    private const string Page = "/exposure?from=2026-01-01&to=2026-12-31&km=25";
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task Bases_are_kept_in_versions_by_those_who_may_know_of_them(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var force = await app.OfAsync(Component.Force, Role.FocalPoint);
        using var researcher = await app.AsAsync(Role.Researcher);
        using var partner = await app.OfAsync(Component.Partner, Role.Analyst);
        (await force.PostFormAsync(Bases, North())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await partner.PostFormAsync(Bases, North(), "/exposure/bases")).StatusCode.ShouldNotBe(
            HttpStatusCode.Redirect
        );
        foreach (
            var (field, value, said) in new[]
            {
                ("name", "", "Say this"),
                ("unit", "", "Say this"),
                ("component", "Partner", "Say this"),
                ("contingent", "XX", "“XX” is no code of a country"),
                ("group", "moon", "“moon” is not offered"),
                ("people", "0", "“0” is no number of people"),
                ("people", "many", "“many” is no number of people"),
                ("latitude", "91", "“91” is no number of degrees"),
                ("longitude", "", "Say this"),
                ("from_on", "soon", "“soon” is no day"),
                ("to_on", "2025-12-31", "2025-12-31"),
            }
        )
        {
            using var wrong = await analyst.PostFormAsync(Bases, North((field, value)));
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
            var refused = await wrong.DocumentAsync();
            refused.QuerySelector(".errsum")!.TextContent.ShouldContain(said);
            refused.QuerySelector("#place")!.GetAttribute("value").ShouldBe("Nord");
        }
        using (
            var nowhere = await analyst.PostFormAsync(
                Bases,
                North(("latitude", ""), ("longitude", ""), ("place", "Atlantis"))
            )
        )
        {
            (await nowhere.DocumentAsync())
                .QuerySelector(".errsum")!
                .TextContent.ShouldContain("“Atlantis” has no position");
        }
        using (var lost = await analyst.PostFormAsync(Bases, North(("version", "4"))))
        {
            lost.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        (await analyst.PageAsync(Bases)).QuerySelectorAll("tbody tr").ShouldBeEmpty();

        var north = North();
        (await analyst.PostFormAsync(Bases, north)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await analyst.PostFormAsync(Bases, north)).StatusCode.ShouldBe(HttpStatusCode.Redirect, "sent twice");
        var row = (await force.PageAsync(Bases)).QuerySelector("tbody tr")!;
        row.TextContent.ShouldContain("Chad");
        row.TextContent.ShouldContain("Africa");
        row.QuerySelector("a").ShouldBeNull();
        var change = (await duty.PageAsync(Bases)).QuerySelector("tbody a")!.GetAttribute("href")!;
        var form = IncidentForms.Fields(await duty.PageAsync(change));
        form["people"] = "250";
        form["own_group"] = "Sahel";
        (await duty.PostFormAsync(Bases, new(form))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await duty.PostFormAsync(Bases, new(form))).StatusCode.ShouldBe(HttpStatusCode.Conflict, "changed meanwhile");
        var changed = await duty.PageAsync(change);
        changed.QuerySelector("tbody tr")!.TextContent.ShouldContain("Sahel");
        changed.QuerySelectorAll("main ul.lines li").Length.ShouldBe(2);
        changed.QuerySelectorAll("main ul.lines li")[1].TextContent.ShouldContain("300 people");

        // Positions and strengths are confidential.
        foreach (var outsider in new[] { researcher, partner })
        {
            (await outsider.PageAsync(Bases)).QuerySelectorAll("tbody tr").ShouldBeEmpty();
            (await outsider.PageAsync(Page)).QuerySelector(".empty")!.TextContent.ShouldContain("confidential");
            (await outsider.GetAsync(change)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        form = IncidentForms.Fields(changed);
        form["withdrawn"] = "1";
        (await duty.PostFormAsync(Bases, new(form))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await duty.PageAsync(Bases)).QuerySelectorAll("tbody tr").ShouldBeEmpty();
        await using var c = await app.Database.OpenAsync();
        (
            await c.QueryAsync<string>("SELECT action FROM audit_entry WHERE action LIKE 'base.%' ORDER BY seq")
        ).ShouldBe(["base.added", "base.changed", "base.withdrawn"]);
        await Should.ThrowAsync<System.Data.Common.DbException>(() =>
            c.ExecuteAsync("UPDATE base_version SET people = 1")
        );
        await Should.ThrowAsync<System.Data.Common.DbException>(() => c.ExecuteAsync("DELETE FROM base_version"));
    }

    [Theory, BothEngines]
    public async Task The_exposed_stand_against_the_told(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        using var force = await app.OfAsync(Component.Force, Role.FocalPoint);
        using var police = await app.OfAsync(Component.Police, Role.FocalPoint);
        using (var wrong = await duty.GetAsync("/exposure?from=2026-02-01&to=2026-01-01&km=0"))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var said = (await wrong.DocumentAsync()).QuerySelector(".errsum")!.TextContent;
            said.ShouldContain("“2026-01-01” lies before “2026-02-01”");
            said.ShouldContain("“0” is no radius");
        }
        (await duty.GetAsync("/exposure/export?from=soon")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await force.GetAsync("/exposure/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await duty.PageAsync(Page)).QuerySelector(".empty").ShouldNotBeNull();

        await TownAsync(app, "Nord", 14.5, -2.1);
        await TownAsync(app, "Sud", 12, 2);
        (await duty.PostFormAsync(Bases, North())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var south = North(
            ("name", "Camp Süd"),
            ("unit", "Second company"),
            ("contingent", "de"),
            ("place", "Sud"),
            ("latitude", ""),
            ("longitude", ""),
            ("people", "1000"),
            ("from_on", "2025-06-01")
        );
        (await duty.PostFormAsync(Bases, south)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // Three near the north: one with the mission in it. Too rough a place, too far, too early: none of these.
        await HappenedAsync(rights, "2026-02-01", 14.5, -2.1, "1", "Tanvara Mission");
        await HappenedAsync(rights, "2026-02-02", 14.59, -2.1, "1");
        await HappenedAsync(rights, "2026-02-03", 14.5, -2.2, "2");
        await HappenedAsync(rights, "2026-02-04", 14.5, -2.1, "3");
        await HappenedAsync(rights, "2026-02-05", 14.8, -2.1, "1");
        await HappenedAsync(rights, "2025-12-31", 14.5, -2.1, "1");
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE actor SET kind = 'mission' WHERE name = 'Tanvara Mission'")
        );
        var told = await RaiseAsync(duty, ("place", "Nord"), ("title", "Told"));
        var kept = await RaiseAsync(duty, ("place", "Nord"), ("title", "Kept"));
        await RaiseAsync(duty, ("place", "Nord"), ("title", "Silent"));
        await RaiseAsync(duty, ("place", "Nord"), ("title", "Drill"), ("exercise", "1"));
        await RaiseAsync(duty, ("place", "Elsewhere"), ("title", "Unlocated"));
        await RaiseAsync(rights, ("place", "Nord"), ("title", "Strict"), ("classification", "2"));
        var unit = await RaiseAsync(duty, ("place", "Sud"), ("title", "Unit"));
        var section = await RaiseAsync(duty, ("place", "Sud"), ("title", "Section"));
        clock.Pass(TimeSpan.FromMinutes(40));
        await ShareAsync(told, ("share-with", "Force"), ("base", "POST  nord"));
        await ShareAsync(kept, ("share-with", "Force"), ("withheld", "language"));
        await ShareAsync(unit, ("share-with", "Force"), ("base", "second company"));
        clock.Pass(TimeSpan.FromMinutes(20));
        await ShareAsync(section, ("share-with", "Force"));
        await ShareAsync(section, ("share-with", "Police"), ("base", "Post Nord"));
        await force.PageAsync(told);
        clock.Pass(TimeSpan.FromHours(2));

        // 72 days until today: 300 × 72 / 30.4375 = 709.6 and 2,365.5 person-months. 3 / 0.7096 = 4.23, limits .6187 and 8.767 of them;
        // none in 2,365.5: up to 3.689 of them.
        var page = await duty.PageAsync(Page);
        Row(page, "Post Nord")
            .ShouldBe([
                "710",
                "3",
                "1",
                "4.23 0.87–12.4",
                "3",
                "33% · 1/3 6–79%",
                "33% · 1/3 6–79%",
                "not reached",
                "not reached",
                "1/1",
                "1 language 1",
                "1",
            ]);
        Row(page, "Camp Süd")
            .ShouldBe([
                "2,366",
                "0",
                "0",
                "0 0–1.56",
                "2",
                "50% · 1/2 9–91%",
                "100% · 2/2 34–100%",
                "40 min",
                "1 h",
                "0/2",
                "0",
                "0",
            ]);
        page.QuerySelectorAll(".lines li")
            .Select(l => l.TextContent)
            .ShouldAllBe(l => l.Contains("cannot be told"), "limits overlap in everything");
        var link = page.QuerySelector("tbody tr a.fig")!.GetAttribute("href")!;
        (await SampleRecord.CountAsync(duty, link.Split('?')[1])).ShouldBe(3);
        page.Body!.TextContent.ShouldContain("Without a position and near no base: 1.");
        page.QuerySelectorAll("figure.chart circle.k1").Length.ShouldBe(6, "two groups, two bases, two keys");
        var each = await duty.PageAsync(
            page.QuerySelectorAll("tbody tr a.fig")
                .First(a => a.GetAttribute("href")!.EndsWith("#each", StringComparison.Ordinal))
                .GetAttribute("href")!
        );
        each.QuerySelectorAll("section:has(#each) tbody tr").Length.ShouldBe(3);
        each.QuerySelector("section:has(#each)")!.TextContent.ShouldNotContain("Strict");

        // Whoever may know of more counts more; who may know of less does not learn of it from a count.
        Row(await rights.PageAsync(Page), "Post Nord")[4].ShouldBe("4");
        Row(await police.PageAsync(Page), "Post Nord")[4].ShouldBe("3");
        Row(await duty.PageAsync(Page.Replace("km=25", "km=50", StringComparison.Ordinal)), "Post Nord")[1]
            .ShouldBe("4");
        var file = (await duty.GetStringAsync(Page.Replace("?", "/export?", StringComparison.Ordinal))).Split("\r\n");
        file.Single(l => l.StartsWith("Post Nord,", StringComparison.Ordinal))
            .ShouldBe(
                "Post Nord,First company,Force,TCD,africa,Nord,14.5,-2.1,300,2026-01-01,2026-03-13,709.65,25,3,1,4.227,0.872,12.354,3,1,1,1,1,language=1,1,,"
            );

        async Task ShareAsync(string alert, params (string, string)[] fields)
        {
            (string, string)[] all = [.. fields, ("share-person", ""), ("outside", "")];
            await DoneAsync(StepAsync(duty, alert, "share", all));
        }
    }

    private static Dictionary<string, string> North(params (string Field, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["base"] = Guid.NewGuid().ToString(),
            ["version"] = "0",
            ["name"] = "Post Nord",
            ["unit"] = "First company",
            ["component"] = "Force",
            ["contingent"] = "TCD",
            ["place"] = "Nord",
            ["latitude"] = "14.5",
            ["longitude"] = "-2.1",
            ["people"] = "300",
            ["from_on"] = "2026-01-01",
        };
        foreach (var (field, value) in changes)
        {
            fields[field] = value;
        }
        return fields;
    }

    private static async Task HappenedAsync(
        HttpClient who,
        string day,
        double latitude,
        double longitude,
        string prec,
        string party = "Adrassane Front"
    )
    {
        var form = await IncidentForms.FilledAsync(who);
        form["date_from"] = day;
        form["latitude"] = latitude.ToString(CultureInfo.InvariantCulture);
        form["longitude"] = longitude.ToString(CultureInfo.InvariantCulture);
        form["where_prec"] = prec;
        form["party.0.name"] = party;
        form["casualties.0.min"] = "";
        using var answer = await who.PostAsync("/incidents/new", new FormUrlEncodedContent(form));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    private static Task TownAsync(TestApp app, string name, double latitude, double longitude) =>
        app.Database.WriteAsync(async tx =>
        {
            var id = tx.NewId();
            var key = Fold.Key(name);
            await tx.ExecuteAsync(
                """
                INSERT INTO place (place_id, gazetteer, external_id, name, kind, latitude, longitude)
                VALUES (@id, 'local', @name, @name, 'populated', @latitude, @longitude)
                """,
                new
                {
                    id,
                    name,
                    latitude,
                    longitude,
                }
            );
            await tx.ExecuteAsync(
                "INSERT INTO place_name (place_id, name, search_key, key_reversed) VALUES (@id, @name, @key, @turned)",
                new
                {
                    id,
                    name,
                    key,
                    turned = new string([.. key.Reverse()]),
                }
            );
        });

    /// <summary>Cells of a base's row after its name, each without double spaces.</summary>
    private static List<string> Row(IParentNode page, string name) =>
        [
            .. page.QuerySelectorAll("section:has(#bases) tbody tr")
                .Single(r => r.Children[0].QuerySelector("bdi")!.TextContent == name)
                .Children.Skip(1)
                .Select(c => string.Join(' ', c.ChildNodes.Select(n => n.TextContent.Trim()).Where(t => t.Length > 0))),
        ];
}
