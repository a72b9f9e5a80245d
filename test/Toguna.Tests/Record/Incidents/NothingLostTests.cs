using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Incidents;

/// <summary>What was typed survives an ended session, an old page and a closed window; a draft is its writer's alone.</summary>
public sealed class NothingLostTests
{
    [Theory, BothEngines]
    public async Task After_the_session_has_ended_the_form_comes_back_and_is_saved_after_signing_in(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        var form = await FilledAsync(officer);
        form["note"] = "two\nlines & <b>signs</b>";
        await officer.PostFormAsync("/incidents/new", [], "/sign-out");
        var refused = await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(form));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var page = await PageAsync(refused);
        var back = Fields(page);
        foreach (var (field, value) in form)
        {
            back[field].ReplaceLineEndings("\n").ShouldBe(value, field);
        }
        page.QuerySelector("a[href^='/sign-in']").ShouldNotBeNull();
        (await CountAsync(desk, "incident")).ShouldBe(0);

        await officer.PostFormAsync("/sign-in", new() { ["name"] = "dutyofficer.1", ["password"] = TestApp.Password });
        var saved = await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(back));
        if (saved.StatusCode == HttpStatusCode.BadRequest)
        {
            // The token was of the session before: the page comes back once more with one of this session.
            saved = await officer.PostAsync(
                "/incidents/new",
                new FormUrlEncodedContent(Fields(await PageAsync(saved)))
            );
        }
        saved.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await CountAsync(desk, "incident")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task A_page_too_old_gives_the_form_back_and_a_forged_one_nothing(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        var form = await FilledAsync(officer);
        form["__RequestVerificationToken"] = "of another day";
        var stale = await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(form));
        stale.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var back = Fields(await PageAsync(stale));
        back["title"].ShouldBe("Raid on the market");
        (await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(back))).StatusCode.ShouldBe(
            HttpStatusCode.Found
        );
        officer.DefaultRequestHeaders.Remove("Origin");
        officer.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        var forged = await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(form));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await forged.Content.ReadAsStringAsync()).ShouldNotContain("Raid on the market");
    }

    [Theory, BothEngines]
    public async Task A_draft_is_offered_to_its_writer_alone_and_goes_when_the_form_is_saved(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        using var other = await desk.AsAsync(Role.DutyOfficer);
        var form = await FilledAsync(officer);
        (await KeepAsync(officer, form)).StatusCode.ShouldBe(HttpStatusCode.OK);
        form["note"] = "more";
        await KeepAsync(officer, form);
        (await CountAsync(desk, "draft")).ShouldBe(1);
        await using (var c = await desk.Database.OpenAsync())
        {
            var kept = await c.QuerySingleAsync<byte[]>("SELECT sealed FROM draft");
            System.Text.Encoding.UTF8.GetString(kept).ShouldNotContain("market");
        }
        (await PageAsync(await other.GetAsync("/incidents/new"))).QuerySelector("a[href*=draft]").ShouldBeNull();
        var offer = (await PageAsync(await officer.GetAsync("/incidents/new"))).QuerySelector("a[href*=draft]")!;
        (await other.GetStringAsync(offer.GetAttribute("href")!)).ShouldNotContain("Raid on the market");
        var resumed = Fields(await PageAsync(await officer.GetAsync(offer.GetAttribute("href")!)));
        (resumed["note"], resumed["act.0.by"], resumed["id"]).ShouldBe(
            ("more", "Adrassane Front; Dan-Keru militia", form["id"])
        );
        (await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(resumed))).StatusCode.ShouldBe(
            HttpStatusCode.Found
        );
        (await CountAsync(desk, "draft")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task A_draft_of_an_edit_is_merged_when_it_is_late_and_can_be_dropped(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        var incident = await RecordAsync(officer);
        var form = await FormAsync(officer, incident + "/edit");
        form["title"] = "Ambush";
        form["why"] = "A witness";
        await KeepAsync(officer, form);
        await SendAsync(officer, incident + "/edit?x=1", ("country", "Velna"), ("why", "so"));
        (await CountAsync(desk, "draft")).ShouldBe(0, "saving the incident drops its writer's draft");
        await KeepAsync(officer, form);
        var resumed = Fields(await PageAsync(await officer.GetAsync($"{incident}/edit?draft={form["id"]}")));
        var late = await officer.PostAsync(incident + "/edit", new FormUrlEncodedContent(resumed));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var merged = Fields(await PageAsync(late));
        (merged["title"], merged["country"]).ShouldBe(("Ambush", "Velna"));
        await officer.PostAsync("/incidents/draft/drop", new FormUrlEncodedContent(merged));
        (await CountAsync(desk, "draft")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Drafts_are_bounded_and_an_incident_that_is_not_theirs_gets_none(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var rights = await desk.AsAsync(Role.HumanRightsOfficer);
        await RecordAsync(rights, ("classification", "2"));
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        var form = await FilledAsync(officer);
        form["number"] = "INC-0001";
        (await KeepAsync(officer, form)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        form["number"] = "";
        for (var n = 0; n < 23; n++)
        {
            form["id"] = Guid.CreateVersion7().ToString();
            await KeepAsync(officer, form);
        }
        (await CountAsync(desk, "draft")).ShouldBe(20);
        form["note"] = new string('x', 400_000);
        (await KeepAsync(officer, form)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var reader = await desk.AsAsync(Role.Researcher);
        (await reader.PostAsync("/incidents/draft", new FormUrlEncodedContent([]))).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    private static Task<HttpResponseMessage> KeepAsync(HttpClient client, Dictionary<string, string> form) =>
        client.PostAsync("/incidents/draft", new FormUrlEncodedContent(form));
}
