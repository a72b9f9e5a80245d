using System.Net;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Incidents;

/// <summary>Two people edit one incident: what both changed is chosen, the rest is put together, and nothing typed is lost.</summary>
public sealed class ConcurrentEditTests
{
    [Theory, BothEngines]
    public async Task What_both_changed_is_refused_until_it_is_chosen_and_what_one_changed_is_taken(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        using var other = await desk.AsAsync(Role.Analyst);
        var incident = await RecordAsync(officer);
        var mine = await FormAsync(officer, incident + "/edit");
        await EditAsync(other, incident, ("title", "Attack by riders"), ("country", "Velna"), ("note", "Their note"));

        mine["title"] = "Ambush";
        mine["adm1"] = "Oumri";
        mine["note"] = "My note\r\nin two lines";
        mine["why"] = "A witness";
        mine["report"] = "She saw it.";
        var conflict = await officer.PostAsync(incident + "/edit", new FormUrlEncodedContent(mine));
        conflict.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await PageAsync(conflict);
        page.QuerySelectorAll(".merge fieldset").Length.ShouldBe(2);
        page.QuerySelector(".merge")!.TextContent.ShouldContain("Attack by riders");
        page.QuerySelector(".merge ul")!.TextContent.ShouldContain("Country");
        var offered = Fields(page);
        (offered["title"], offered["country"], offered["adm1"], offered["report"]).ShouldBe(
            ("Ambush", "Velna", "Oumri", "She saw it.")
        );
        offered["note"].ReplaceLineEndings("\n").ShouldBe("My note\nin two lines");

        var silent = await officer.PostAsync(incident + "/edit", new FormUrlEncodedContent(offered));
        silent.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        page = await PageAsync(silent);
        page.QuerySelectorAll(".merge .error").Length.ShouldBe(2);
        Fields(page)["title"].ShouldBe("Ambush");

        offered["choice:title"] = "theirs";
        offered["choice:note"] = "mine";
        (await officer.PostAsync(incident + "/edit", new FormUrlEncodedContent(offered))).StatusCode.ShouldBe(
            HttpStatusCode.Found
        );
        var now = await FormAsync(officer, incident + "/edit");
        (now["title"], now["country"], now["adm1"]).ShouldBe(("Attack by riders", "Velna", "Oumri"));
        now["note"].ShouldStartWith("My note");
        (await CountAsync(desk, "incident_history WHERE kind = 'edited'")).ShouldBe(2);
    }

    [Theory, BothEngines]
    public async Task A_second_conflict_in_the_meantime_is_put_together_again(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        using var other = await desk.AsAsync(Role.Analyst);
        var incident = await RecordAsync(officer);
        var mine = await FormAsync(officer, incident + "/edit");
        await EditAsync(other, incident, ("title", "Attack"));
        mine["title"] = "Ambush";
        mine["why"] = "A witness";
        var offered = Fields(await PageAsync(await SendFormAsync(officer, incident, mine)));
        await EditAsync(other, incident, ("country", "Velna"), ("casualties.0.max", "20"));
        offered["choice:title"] = "mine";
        offered["adm1"] = "Oumri";
        var again = await SendFormAsync(officer, incident, offered);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await PageAsync(again);
        page.QuerySelectorAll(".merge fieldset").ShouldBeEmpty();
        (await SendFormAsync(officer, incident, Fields(page))).StatusCode.ShouldBe(HttpStatusCode.Found);
        var now = await FormAsync(officer, incident + "/edit");
        (now["title"], now["country"], now["adm1"], now["casualties.0.max"]).ShouldBe(
            ("Ambush", "Velna", "Oumri", "20")
        );
    }

    [Theory, BothEngines]
    public async Task A_version_that_nobody_knows_is_compared_two_ways_and_says_so(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        var incident = await RecordAsync(officer);
        var mine = await FormAsync(officer, incident + "/edit");
        mine["version"] = "77";
        mine["title"] = "Ambush";
        mine["why"] = "A witness";
        var page = await PageAsync(await SendFormAsync(officer, incident, mine));
        page.QuerySelector(".merge")!.TextContent.ShouldContain("no longer known");
        page.QuerySelectorAll(".merge fieldset").Length.ShouldBe(1);
        var offered = Fields(page);
        offered["choice:title"] = "mine";
        (await SendFormAsync(officer, incident, offered)).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Theory, BothEngines]
    public async Task An_edit_that_is_sent_twice_is_saved_once(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        var incident = await RecordAsync(officer);
        var mine = await FormAsync(officer, incident + "/edit");
        mine["title"] = "Ambush";
        mine["why"] = "A witness";
        mine["report"] = "She saw it.";
        foreach (
            var answer in await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SendFormAsync(officer, incident, mine)))
        )
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        }
        (await CountAsync(desk, "incident_history WHERE kind = 'edited'")).ShouldBe(1);
        (await CountAsync(desk, "report")).ShouldBe(2);
    }

    private static async Task EditAsync(HttpClient client, string incident, params (string, string)[] changes)
    {
        var answer = await SendAsync(client, incident + "/edit", [.. changes, ("why", "Said so")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
    }

    private static Task<HttpResponseMessage> SendFormAsync(
        HttpClient client,
        string incident,
        Dictionary<string, string> form
    ) => client.PostAsync(incident + "/edit", new FormUrlEncodedContent(form));
}
