using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Rearrangements;

/// <summary>An incident that was two events: parted by a person, said on both sides, and put together again.</summary>
public sealed class SplitIncidentTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_and_a_split_of_nothing_are_refused(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var duty = await desk.AsAsync(Role.DutyOfficer);
        var incident = await RecordAsync(duty);
        (await duty.GetAsync(incident + "/split")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var analyst = await desk.AsAsync(Role.Analyst);
        (await analyst.GetAsync("/incidents/INC-0007/split")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var refused = await SendAsync(
            analyst,
            incident + "/split",
            ("date_from", "31 February 2031"),
            ("stay.0.best", "many"),
            ("casualties.0.best", "-1")
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await PageAsync(refused);
        foreach (var field in new[] { "date_from", "casualties.0.best", "stay.0.best", "why" })
        {
            page.GetElementById(field + "-e").ShouldNotBeNull(field);
        }
        page.QuerySelector("[name='stay.0.best']")!.GetAttribute("value").ShouldBe("many");
        page.QuerySelector(".errsum")!.TextContent.ShouldContain("Nothing was marked");
        (await CountAsync(desk, "incident")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task A_part_becomes_an_incident_and_undo_puts_it_back(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var analyst = await desk.AsAsync(Role.Analyst);
        var incident = await RecordAsync(
            analyst,
            ("act.1.id", Guid.CreateVersion7().ToString()),
            ("act.1.kind", "abduction"),
            ("act.1.by", "Oumri Guard"),
            ("act.1.grade", "alleged")
        );
        var page = await PageAsync(await analyst.GetAsync(incident + "/split"));
        var form = Fields(page);
        form["stay.0.min"].ShouldBe("12");
        var act = page.QuerySelectorAll("input[name=go]")
            .Single(i => i.ParentElement!.TextContent.Contains("Oumri", StringComparison.Ordinal));
        form["go"] = act.GetAttribute("value")!;
        form["title"] = "Abduction on the road";
        form["date_from"] = "7 March 2031";
        form["casualties.0.best"] = "4";
        form["stay.0.min"] = "";
        form["stay.0.best"] = "7";
        form["why"] = "Two events a day apart";
        foreach (var _ in new[] { 1, 2 })
        {
            var done = await analyst.PostAsync(incident + "/split", new FormUrlEncodedContent(form));
            done.StatusCode.ShouldBe(HttpStatusCode.Found, await done.Content.ReadAsStringAsync());
            done.Headers.Location!.ToString().ShouldBe("/incidents/INC-0002");
        }
        (await CountAsync(desk, "incident")).ShouldBe(2);
        (await SampleRecord.CountAsync(analyst, "perpetrator=Oumri Guard&from=2031-03-07")).ShouldBe(1);
        (await SampleRecord.CountAsync(analyst, "killed_min=7&killed_max=7")).ShouldBe(1);
        (await SampleRecord.CountAsync(analyst, "killed_min=4&killed_max=4")).ShouldBe(1);
        (await PageAsync(await analyst.GetAsync(incident)))
            .QuerySelector(".time")!
            .TextContent.ShouldContain("Two events a day apart");
        (await PageAsync(await analyst.GetAsync("/incidents/2")))
            .QuerySelector(".time")!
            .TextContent.ShouldContain("Made of a part");

        await using var c = await desk.Database.OpenAsync();
        var id = await c.QuerySingleAsync<Guid>("SELECT rearrangement_id FROM rearrangement");
        var undone = await SendAsync(analyst, $"/changes/{id}");
        undone.StatusCode.ShouldBe(HttpStatusCode.Found, await undone.Content.ReadAsStringAsync());
        (await CountAsync(desk, "incident")).ShouldBe(1);
        (await CountAsync(desk, "act")).ShouldBe(2);
        (await SampleRecord.CountAsync(analyst, "killed_min=11&killed_max=11")).ShouldBe(1);
        (await analyst.GetAsync("/incidents/INC-0002")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }
}
