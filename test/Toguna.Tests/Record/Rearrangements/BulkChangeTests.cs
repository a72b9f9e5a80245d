using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record.Incidents;
using Toguna.Record.Rearrangements;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Rearrangements;

/// <summary>Many incidents changed as one: shown first, done as a whole, taken back as a whole, and never what one may not see.</summary>
public sealed class BulkChangeTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_and_what_says_nothing_are_refused(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var duty = await desk.AsAsync(Role.DutyOfficer);
        (await duty.GetAsync("/incidents/bulk?all=1")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var analyst = await desk.AsAsync(Role.Analyst);
        await RecordAsync(analyst);
        var empty = await SendAsync(analyst, "/incidents/bulk?all=1", ("do", "preview"));
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PageAsync(empty)).QuerySelector(".errsum")!.TextContent.ShouldContain("every field is as it is");
        var high = await SendAsync(
            analyst,
            "/incidents/bulk?all=1",
            ("do", "preview"),
            ("classification", "2"),
            ("why", "x")
        );
        high.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var ungraded = await SendAsync(
            analyst,
            "/incidents/bulk?all=1",
            ("do", "apply"),
            ("actor", "Oumri Guard"),
            ("why", "x")
        );
        (await PageAsync(ungraded)).GetElementById("grade-e").ShouldNotBeNull();
        (await CountAsync(desk, "rearrangement")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Before_and_after_are_shown_then_done_once_and_taken_back(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var rights = await desk.AsAsync(Role.HumanRightsOfficer);
        await RecordAsync(rights, ("classification", "2"));
        using var analyst = await desk.AsAsync(Role.Analyst);
        foreach (var _ in new[] { 2, 3, 4 })
        {
            await RecordAsync(analyst);
        }
        await SendAsync(analyst, "/incidents/4/finding", ("finding", "contested"), ("contradicts", "One account"));
        var opened = await PageAsync(await analyst.GetAsync("/incidents/bulk?all=1&country=Tanvara"));
        opened.QuerySelector(".answer")!.TextContent.ShouldContain("3 incidents are selected");
        var preview = await SendAsync(
            analyst,
            "/incidents/bulk?all=1&country=Tanvara",
            ("do", "preview"),
            ("under", "1"),
            ("country", "Velna"),
            ("actor", "Oumri Guard"),
            ("grade", "alleged"),
            ("note", "Checked by the cell"),
            ("why", "The border was drawn wrongly")
        );
        preview.StatusCode.ShouldBe(HttpStatusCode.OK, await preview.Content.ReadAsStringAsync());
        var page = await PageAsync(preview);
        page.QuerySelector(".answer")!.TextContent.ShouldContain("2 of the 3");
        page.QuerySelector("table")!.TextContent.ShouldContain("Tanvara");
        page.QuerySelector("main")!.TextContent.ShouldContain("1 have a finding");
        (await CountAsync(desk, "incident WHERE country = 'Velna'")).ShouldBe(0);

        var form = Fields(page);
        form["do"] = "apply";
        string? where = null;
        foreach (var _ in new[] { 1, 2 })
        {
            var done = await analyst.PostAsync("/incidents/bulk", new FormUrlEncodedContent(form));
            done.StatusCode.ShouldBe(HttpStatusCode.Found, await done.Content.ReadAsStringAsync());
            where = done.Headers.Location!.ToString();
        }
        where = where!.Replace("/incidents/bulk/", "/changes/", StringComparison.Ordinal);
        await UntilAsync(desk, "rearrangement", 1);
        (await CountAsync(desk, "incident WHERE country = 'Velna' AND finding = 'under'")).ShouldBe(2);
        (await CountAsync(desk, "incident_history WHERE kind = 'changed'")).ShouldBe(2);
        (await CountAsync(desk, "audit_entry WHERE action = 'incidents.changed'")).ShouldBe(1);
        (await SampleRecord.CountAsync(analyst, "perpetrator=Oumri Guard")).ShouldBe(2);
        (await SampleRecord.CountAsync(analyst, "place=Velna")).ShouldBe(2);
        (await PageAsync(await analyst.GetAsync("/changes"))).QuerySelectorAll("tbody tr").Length.ShouldBe(1);

        (await UndoAsync(analyst, where)).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await CountAsync(desk, "incident WHERE country = 'Tanvara'")).ShouldBe(4);
        (
            await CountAsync(desk, "attribution t JOIN actor a ON a.actor_id = t.actor_id WHERE a.name = 'Oumri Guard'")
        ).ShouldBe(0);
        (await SampleRecord.CountAsync(analyst, "place=Velna")).ShouldBe(0);
        (await CountAsync(desk, "incident WHERE note IS NOT NULL")).ShouldBe(0);
        (await UndoAsync(analyst, where)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory, BothEngines]
    public async Task What_was_edited_since_is_named_and_the_others_are_taken_back_only_on_demand(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var analyst = await desk.AsAsync(Role.Analyst);
        await RecordAsync(analyst);
        await RecordAsync(analyst);
        var where = await ChangeAsync(analyst, "/incidents/bulk?all=1", ("country", "Velna"));
        await UntilAsync(desk, "rearrangement", 1);
        await SendAsync(analyst, "/incidents/2/edit", ("title", "Ambush"), ("why", "better"));
        var refused = await UndoAsync(analyst, where);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PageAsync(refused)).QuerySelector(".errsum")!.TextContent.ShouldContain("INC-0002 (analyst.1");
        (await CountAsync(desk, "incident WHERE country = 'Velna'")).ShouldBe(2);
        (await UndoAsync(analyst, where, ("others", "1"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await CountAsync(desk, "incident WHERE country = 'Velna'")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task A_selection_that_changed_since_it_was_shown_is_shown_again(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var analyst = await desk.AsAsync(Role.Analyst);
        await RecordAsync(analyst);
        var form = Fields(
            await PageAsync(
                await SendAsync(analyst, "/incidents/bulk?all=1", ("do", "preview"), ("country", "Velna"), ("why", "x"))
            )
        );
        await RecordAsync(analyst);
        form["do"] = "apply";
        var late = await analyst.PostAsync("/incidents/bulk", new FormUrlEncodedContent(form));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var again = Fields(await PageAsync(late));
        again["country"].ShouldBe("Velna");
        again["do"] = "apply";
        (await analyst.PostAsync("/incidents/bulk", new FormUrlEncodedContent(again))).StatusCode.ShouldBe(
            HttpStatusCode.Found
        );
        await UntilAsync(desk, "rearrangement", 1);
        (await CountAsync(desk, "incident WHERE country = 'Velna'")).ShouldBe(2);
    }

    [Theory, BothEngines]
    public async Task A_change_of_incidents_that_one_may_not_see_is_not_there(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var rights = await desk.AsAsync(Role.HumanRightsOfficer);
        await RecordAsync(rights, ("classification", "2"));
        await RecordAsync(rights);
        var where = await ChangeAsync(rights, "/incidents/bulk?all=1", ("country", "Velna"));
        await UntilAsync(desk, "rearrangement", 1);
        using var analyst = await desk.AsAsync(Role.Analyst);
        (await analyst.GetAsync(where)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PageAsync(await analyst.GetAsync("/changes"))).QuerySelector("tbody").ShouldBeNull();
        (await UndoAsync(analyst, where)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await rights.GetAsync(where)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_finding_that_somebody_stated_and_an_incident_without_acts_are_left_with_the_reason()
    {
        var incident = new IncidentSnapshot
        {
            Incident =
            {
                Finding = "verified",
                Country = "Tanvara",
                PlaceKey = "|tanvara|",
            },
        };
        Reason(incident, new(UnderVerification: true)).ShouldBe("finding");
        Reason(incident, new(Actor: Guid.NewGuid(), Grade: "alleged")).ShouldBe("no_acts");
        Reason(incident, new(Country: "Tanvara")).ShouldBe("nothing");
        incident.Incident.Note = new string('x', 19_999);
        Reason(incident, new(Note: "more")).ShouldBe("note_long");
        var (after, _) = DecideBulkChange.Decide(incident, new(Country: "Velna"), Guid.NewGuid);
        (after!.Incident.Country, after.Incident.PlaceKey, after.Incident.Edited).ShouldBe(("Velna", "|velna|", true));
        incident.Incident.Country.ShouldBe("Tanvara");
    }

    private static string? Reason(IncidentSnapshot incident, BulkChange change) =>
        DecideBulkChange.Decide(incident, change, Guid.NewGuid).Reason;

    private static async Task<string> ChangeAsync(HttpClient client, string address, params (string, string)[] changes)
    {
        var form = Fields(
            await PageAsync(await SendAsync(client, address, [.. changes, ("do", "preview"), ("why", "x")]))
        );
        form["do"] = "apply";
        var done = await client.PostAsync("/incidents/bulk", new FormUrlEncodedContent(form));
        done.StatusCode.ShouldBe(HttpStatusCode.Found, await done.Content.ReadAsStringAsync());
        return done.Headers.Location!.ToString().Replace("/incidents/bulk/", "/changes/", StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> UndoAsync(
        HttpClient client,
        string where,
        params (string Field, string Value)[] more
    )
    {
        var page = await PageAsync(await client.GetAsync("/changes"));
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await client.PostAsync(
            where + "/undo",
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", token),
                .. more.Select(m => KeyValuePair.Create(m.Field, m.Value)),
            ])
        );
    }

    /// <summary>On a busy machine a bulk change goes on behind its page.</summary>
    private static async Task UntilAsync(TestApp desk, string table, long rows)
    {
        for (var n = 0; n < 100 && await CountAsync(desk, table) < rows; n++)
        {
            await Task.Delay(100);
        }
        (await CountAsync(desk, table)).ShouldBe(rows);
    }
}
