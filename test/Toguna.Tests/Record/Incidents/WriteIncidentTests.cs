using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Incidents;

/// <summary>The forms: what is refused keeps all that was typed; what is saved is saved once, whole, with history and audit.</summary>
public sealed class WriteIncidentTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_write_and_a_form_from_elsewhere_are_refused(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var reader = await desk.AsAsync(Role.Researcher);
        (await reader.GetAsync("/incidents/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        (await officer.GetAsync("/incidents/INC-0007/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var forged = await officer.PostAsync(
            "/incidents/new",
            new FormUrlEncodedContent([
                new("id", Guid.NewGuid().ToString()),
                new("date_from", "2031-03-06"),
                new("place", "X"),
            ])
        );
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CountAsync(desk, "incident")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task A_refused_form_keeps_everything_typed_and_says_what_is_wrong_beside_the_field(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        var form = await FormAsync(officer, "/incidents/new");
        form["title"] = "Raid <b>at</b> the market";
        form["date_from"] = "2023-02-30";
        form["latitude"] = "91";
        form["longitude"] = "20.5";
        form["act.0.kind"] = "killing";
        form["act.0.by"] = "Adrassane Front";
        form["casualties.0.best"] = "-4";
        form["casualties.0.max"] = "many";
        var answer = await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(form));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await PageAsync(answer);
        foreach (
            var field in new[]
            {
                "date_from",
                "latitude",
                "place",
                "act.0.grade",
                "casualties.0.best",
                "casualties.0.max",
            }
        )
        {
            page.GetElementById(field + "-e").ShouldNotBeNull(field);
        }
        page.GetElementById("date_from-e")!.TextContent.ShouldContain("2023-02-30");
        page.GetElementById("latitude-e")!.TextContent.ShouldContain("“91”");
        foreach (
            var (name, typed) in form.Where(f =>
                f.Key
                    is "title"
                        or "date_from"
                        or "latitude"
                        or "longitude"
                        or "act.0.by"
                        or "casualties.0.best"
                        or "casualties.0.max"
            )
        )
        {
            page.QuerySelector($"[name='{name}']")!.GetAttribute("value").ShouldBe(typed, name);
        }
        (await CountAsync(desk, "incident")).ShouldBe(0);
        (await CountAsync(desk, "actor")).ShouldBe(0);
        (await CountAsync(desk, "report")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task A_form_sent_twice_makes_one_incident_that_rests_on_its_report(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        var form = await FilledAsync(officer);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => officer.PostAsync("/incidents/new", new FormUrlEncodedContent(form)))
        );
        foreach (var answer in answers)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
            answer.Headers.Location!.ToString().ShouldBe("/incidents/INC-0001");
        }
        (await CountAsync(desk, "incident")).ShouldBe(1);
        (await CountAsync(desk, "report")).ShouldBe(1);
        (await CountAsync(desk, "incident_history")).ShouldBe(1);
        (await CountAsync(desk, "audit_entry WHERE action = 'incident.created'")).ShouldBe(1);

        var page = await PageAsync(await officer.GetAsync("/incidents/INC-0001"));
        page.QuerySelector("h1")!.TextContent.ShouldBe("Raid on the market");
        page.QuerySelector("pre.verbatim")!.TextContent.ShouldBe("They came at dawn, \u202eeleven dead.");
        page.QuerySelector(".answer")!.TextContent.ShouldContain("Killed: 12 – 11 – ?");
        page.QuerySelector(".msg--warn")!.TextContent.ShouldContain("minimum of the killed is above the best");
        page.Body!.TextContent.ShouldContain("Adrassane Front");
        page.Body!.TextContent.ShouldContain("Dan-Keru militia");
        var list = await PageAsync(
            await officer.GetAsync("/incidents?actor=dan keru&from=2031-03&source=form&edited=yes")
        );
        list.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task Rows_are_added_and_removed_without_a_script(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer, "fr");
        var form = await FilledAsync(officer);
        form["do"] = "add.act";
        var page = await PageAsync(await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(form)));
        page.QuerySelectorAll("select[name^='act.'][name$='.kind']").Length.ShouldBe(2);
        page.QuerySelector("[name='act.0.by']")!.GetAttribute("value").ShouldBe("Adrassane Front; Dan-Keru militia");
        page.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        form["do"] = "remove.casualties.0";
        page = await PageAsync(await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(form)));
        page.QuerySelectorAll("[name='casualties.0.best']").ShouldBeEmpty();
        (await CountAsync(desk, "incident")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task An_edit_needs_a_reason_keeps_history_and_the_second_editor_sees_the_first(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.DutyOfficer);
        await officer.PostAsync("/incidents/new", new FormUrlEncodedContent(await FilledAsync(officer)));
        using var other = await desk.AsAsync(Role.Analyst);
        var mine = await FormAsync(officer, "/incidents/INC-0001/edit");
        var theirs = await FormAsync(other, "/incidents/INC-0001/edit");
        mine["casualties.0.min"].ShouldBe("12");

        mine["casualties.0.min"] = "9";
        var silent = await officer.PostAsync("/incidents/1/edit", new FormUrlEncodedContent(mine));
        silent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PageAsync(silent)).GetElementById("why-e").ShouldNotBeNull();
        mine["why"] = "Hospital register of 8 March";
        (await officer.PostAsync("/incidents/1/edit", new FormUrlEncodedContent(mine))).StatusCode.ShouldBe(
            HttpStatusCode.Found
        );

        theirs["title"] = "Attack on the market";
        theirs["why"] = "Better title";
        var late = await other.PostAsync("/incidents/1/edit", new FormUrlEncodedContent(theirs));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await PageAsync(late);
        page.QuerySelector(".merge")!.TextContent.ShouldContain("killed · 9 – 11 – ?");
        page.QuerySelectorAll(".merge input[type=radio]").ShouldBeEmpty();
        page.QuerySelector("[name=title]")!.GetAttribute("value").ShouldBe("Attack on the market");
        var again = Fields(page);
        again["casualties.0.min"].ShouldBe("9");
        (await other.PostAsync("/incidents/1/edit", new FormUrlEncodedContent(again))).StatusCode.ShouldBe(
            HttpStatusCode.Found
        );

        var shown = await PageAsync(await officer.GetAsync("/incidents/1"));
        shown.QuerySelector("h1")!.TextContent.ShouldBe("Attack on the market");
        shown.QuerySelector(".msg--warn").ShouldBeNull();
        var history = shown.QuerySelector(".time")!.TextContent;
        history.ShouldContain("Hospital register of 8 March");
        history.ShouldContain("Raid on the market");
        (await CountAsync(desk, "incident_history")).ShouldBe(3);
        (await CountAsync(desk, "audit_entry WHERE action = 'incident.edited'")).ShouldBe(2);
        (await CountAsync(desk, "act")).ShouldBe(1);
        (await CountAsync(desk, "attribution")).ShouldBe(2);
        (await CountAsync(desk, "actor")).ShouldBe(2);
    }
}
