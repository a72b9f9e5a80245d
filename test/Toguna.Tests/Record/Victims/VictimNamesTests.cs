using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Cases;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Victims;

/// <summary>Names of victims: sealed, read with a purpose, found exactly, and never lost by an edit.</summary>
public sealed class VictimNamesTests
{
    private const string Name = "Awa Traoré";

    [Theory, BothEngines]
    public async Task A_name_is_sealed_read_and_found_by_those_who_may_and_survives_an_edit(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var analyst = await desk.AsAsync(Role.Analyst);
        var incident = await RecordAsync(
            officer,
            ("victim.0.description", "trader"),
            ("victim.0.best", "1"),
            ("victim.1.description", "herders"),
            ("victim.1.best", "4")
        );
        (await analyst.PageAsync(incident)).QuerySelector("#victims").ShouldBeNull();
        var page = await officer.PageAsync(incident);
        var seal = page.QuerySelectorAll("#victims form[action$='/name']")
            .ShouldHaveSingleItem()
            .GetAttribute("action")!;
        Dictionary<string, string> Fields(string field, string value) => new() { [field] = value };

        (await analyst.PostFormAsync("/account", Fields("name", Name), seal)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        var group = await VictimIdAsync(desk, "herders");
        (
            await CaseSteps.ErrorsAsync(
                await officer.PostFormAsync(incident, Fields("name", Name), $"{incident}/victims/{group}/name")
            )
        ).ShouldContain("A name belongs to one person");
        (await CaseSteps.ErrorsAsync(await officer.PostFormAsync(incident, Fields("name", " "), seal))).ShouldContain(
            "1 to 200"
        );
        (
            await officer.PostFormAsync(incident, Fields("name", Name), $"{incident}/victims/{Guid.NewGuid()}/name")
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (
            await officer.PostFormAsync(
                incident,
                Fields("name", Name),
                seal.Replace("INC-0001", "INC-0009", StringComparison.Ordinal)
            )
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CountAsync(desk, "victim WHERE name_sealed IS NOT NULL")).ShouldBe(0);
        var sealing = await officer.PostFormAsync(incident, Fields("name", Name), seal);
        sealing.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        sealing.Headers.Location!.ToString().ShouldNotContain("Awa");

        // Everybody else sees that there is an identity, and no more.
        var seen = (await analyst.PageAsync(incident)).QuerySelector("#victims")!;
        seen.QuerySelector(".sealed").ShouldNotBeNull();
        seen.QuerySelector("form").ShouldBeNull();
        (await officer.GetStringAsync(incident)).ShouldNotContain("Awa Traor");

        (await officer.PostFormAsync(incident, Fields("purpose", ""), seal + "/read")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await analyst.PostFormAsync("/account", Fields("purpose", "Contact"), seal + "/read")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        await ReadsAsync(Name);
        (await CaseSteps.AuditAsync(desk, "sealed.read")).ShouldHaveSingleItem().ShouldContain("Contact");

        var edited = await SendAsync(
            officer,
            incident + "/edit",
            ("victim.0.description", "trader of cloth"),
            ("title", "Raid at dawn"),
            ("why", "better")
        );
        edited.StatusCode.ShouldBe(HttpStatusCode.Redirect, await edited.Content.ReadAsStringAsync());
        (await officer.PageAsync(incident)).QuerySelector("#victims")!.TextContent.ShouldContain("trader of cloth");
        await ReadsAsync(Name);
        (await officer.PostFormAsync(incident, Fields("name", "Awa Diarra"), seal)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        await ReadsAsync("Awa Diarra");

        (await analyst.GetAsync("/cases/find")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await FindAsync("awa diarra", "")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await FindAsync(" ", "Matching")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await (await FindAsync(Name, "Matching")).DocumentAsync()).QuerySelector("main .lines").ShouldBeNull();
        var found = await FindAsync("AWA  diarra", "Matching");
        found.RequestMessage!.RequestUri!.Query.ShouldBeEmpty();
        (await found.DocumentAsync()).QuerySelector("main .lines a")!.TextContent.ShouldBe("INC-0001");
        (await CaseSteps.AuditAsync(desk, "sealed.searched")).Count.ShouldBe(2);

        // What is in a case that is not open to the searcher is not found either.
        using var other = await desk.AsAsync(Role.HumanRightsOfficer);
        await CaseSteps.EncloseAsync(officer, await CaseSteps.OpenCaseAsync(officer), "INC-0001");
        (await other.PostFormAsync("/cases", Fields("purpose", "Contact"), seal + "/read")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        var nothing = await other.PostFormAsync(
            "/cases/find",
            new() { ["name"] = "Awa Diarra", ["purpose"] = "Matching" }
        );
        (await nothing.Content.ReadAsStringAsync()).ShouldNotContain("INC-0001");

        async Task ReadsAsync(string name)
        {
            var answer = await officer.PostFormAsync(incident, Fields("purpose", "Contact"), seal + "/read");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            (await answer.DocumentAsync()).QuerySelector("#victims .msg b")!.TextContent.ShouldBe(name);
        }

        Task<HttpResponseMessage> FindAsync(string name, string purpose) =>
            officer.PostFormAsync("/cases/find", new() { ["name"] = name, ["purpose"] = purpose });
    }

    [Theory, BothEngines]
    public async Task A_victim_whose_name_is_sealed_is_removed_with_the_name_by_those_alone_who_may_read_it(
        Engine engine
    )
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var duty = await desk.AsAsync(Role.DutyOfficer);
        var incident = await RecordAsync(
            officer,
            ("victim.0.description", "trader"),
            ("victim.0.best", "1"),
            ("victim.1.description", "herders"),
            ("victim.1.best", "4")
        );
        var seal = (await officer.PageAsync(incident)).QuerySelector("#victims form")!.GetAttribute("action")!;
        (await officer.PostFormAsync(incident, new() { ["name"] = Name }, seal)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );

        // Emptied, and taken out of the form by its button: both are refused, and the victim stands there again.
        var trader = await VictimIdAsync(desk, "trader");
        foreach (var emptied in new[] { true, false })
        {
            var form = await FormAsync(duty, incident + "/edit");
            var at = form.First(f => f.Value == trader.ToString()).Key[..^".id".Length];
            foreach (var key in form.Keys.Where(k => k.StartsWith(at + ".", StringComparison.Ordinal)).ToList())
            {
                if (!emptied)
                {
                    form.Remove(key);
                }
                else if (!key.EndsWith(".id", StringComparison.Ordinal))
                {
                    form[key] = "";
                }
            }
            (form["title"], form["why"]) = ("Raid at dusk", "nobody of that name");
            var refused = await duty.PostAsync(incident + "/edit", new FormUrlEncodedContent(form));
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var page = await refused.DocumentAsync();
            page.QuerySelector(".errsum")!.TextContent.ShouldContain("“trader” is sealed");
            page.QuerySelector("#title")!.GetAttribute("value").ShouldBe("Raid at dusk");
            page.QuerySelector("#why")!.OuterHtml.ShouldContain("nobody of that name");
            var fields = Fields(page);
            var again = fields.First(f => f.Value == trader.ToString()).Key[..^".id".Length];
            fields[again + ".description"].ShouldBe("trader");
            fields[again + ".best"].ShouldBe("1");
            page.QuerySelectorAll(".field .error").ShouldHaveSingleItem();
        }
        (await CountAsync(desk, "victim WHERE name_sealed IS NOT NULL")).ShouldBe(1);
        (await CaseSteps.AuditAsync(desk, "victim.name_removed")).ShouldBeEmpty();

        // One without a name goes as before.
        var group = await FormAsync(duty, incident + "/edit");
        var herders = group.First(f => f.Value == "herders").Key[..^".description".Length];
        group = group.Where(f => !f.Key.StartsWith(herders + ".", StringComparison.Ordinal)).ToDictionary();
        group["why"] = "counted twice";
        (await duty.PostAsync(incident + "/edit", new FormUrlEncodedContent(group))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );

        var mine = await FormAsync(officer, incident + "/edit");
        mine = mine.Where(f => !f.Key.StartsWith("victim.", StringComparison.Ordinal)).ToDictionary();
        mine["why"] = "another incident";
        var done = await officer.PostAsync(incident + "/edit", new FormUrlEncodedContent(mine));
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
        (await CountAsync(desk, "victim")).ShouldBe(0);
        (await officer.PageAsync(incident)).QuerySelector("#victims").ShouldBeNull();
        (await CaseSteps.AuditAsync(desk, "victim.name_removed")).ShouldHaveSingleItem();
        var found = await officer.PostFormAsync("/cases/find", new() { ["name"] = Name, ["purpose"] = "Matching" });
        (await found.DocumentAsync()).QuerySelector("main .lines").ShouldBeNull();
    }

    private static async Task<Guid> VictimIdAsync(TestApp desk, string description)
    {
        await using var c = await desk.Database.OpenAsync();
        return await c.QuerySingleAsync<Guid>(
            "SELECT victim_id FROM victim WHERE description = @description",
            new { description }
        );
    }
}
