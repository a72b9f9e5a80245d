using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Gather.Intake;
using Toguna.Tests.Record.Incidents;
using static Toguna.Tests.Record.Cases.CaseSteps;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Cases;

/// <summary>Cases: not there for those outside, and neither is what is hidden in them, in any list, figure or file.</summary>
public sealed class CaseTests
{
    [Theory, BothEngines]
    public async Task A_case_is_there_for_those_alone_who_were_let_in(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var analyst = await desk.AsAsync(Role.Analyst);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var colleague = await desk.AsAsync(Role.HumanRightsOfficer);
        using var admin = await desk.AsAsync(Role.Administrator);
        (await analyst.PostFormAsync("/account", [], "/cases")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.GetAsync("/cases/CASE-0000")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var address = await OpenCaseAsync(officer);
        address.ShouldMatch("^/cases/CASE-[0-9A-HJKMNP-TV-Z]{4}$");
        (await officer.PageAsync("/cases")).QuerySelectorAll("table tbody tr").Length.ShouldBe(1);
        foreach (var outside in new[] { analyst, colleague, admin })
        {
            (await outside.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await outside.PageAsync("/cases")).QuerySelector("table").ShouldBeNull();
        }
        (
            await colleague.PostFormAsync("/cases", new() { ["incident"] = "INC-0001" }, address + "/incidents")
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await colleague.GetAsync(address + "/interviews/new")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Who administers lets somebody in by the code, and still sees nothing of what is inside.
        var id = await IdOfCaseAsync(desk, address);
        (await admin.GrantAsync(await desk.IdOfAsync(colleague), id)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await admin.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await colleague.PageAsync(address)).QuerySelectorAll("aside .lines li").Length.ShouldBe(2);

        // A partner that was let in reads the incidents; people and interviews are not for it, and nothing is to be changed.
        using var partner = await desk.OfAsync(Component.Partner, Role.FocalPoint);
        (await colleague.GrantAsync(await desk.IdOfAsync(partner), id)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var read = await partner.PageAsync(address);
        read.QuerySelector("#interviews").ShouldBeNull();
        read.QuerySelector("main form").ShouldBeNull();
        (
            await partner.PostFormAsync("/account", new() { ["incident"] = "INC-0001" }, address + "/incidents")
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // Revoked, it is closed at the next request.
        var revoke = (await admin.PageAsync(GrantSteps.Page))
            .QuerySelectorAll("section[aria-labelledby=open] form")
            .First(f => f.TextContent.Contains("focalpoint", StringComparison.Ordinal))
            .GetAttribute("action")!;
        (await admin.PostFormAsync(GrantSteps.Page, [], revoke)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await partner.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AuditAsync(desk, "compartment.opened")).Count.ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task What_is_hidden_in_a_case_is_nowhere_for_others(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var analyst = await desk.AsAsync(Role.Analyst);
        using var partner = await desk.OfAsync(Component.Partner, Role.FocalPoint);
        var incident = await RecordAsync(officer, ("latitude", "12.5"), ("longitude", "3.25"), ("where_prec", "1"));
        var other = await RecordAsync(officer, ("title", "Another"));
        var reference = incident["/incidents/".Length..];
        var address = await OpenCaseAsync(officer);

        (await ErrorsAsync(await AddAsync(officer, address, "INC-9999"))).ShouldContain("INC-9999");
        (await ErrorsAsync(await DoAsync(officer, address, reference, "enclose"))).ShouldContain("add it first");
        (await AddAsync(officer, address, reference)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var stale = await FormAsync(analyst, incident + "/edit");
        (await SampleRecord.CountAsync(analyst, "")).ShouldBe(2);
        (await DoAsync(officer, address, reference, "enclose")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await DoAsync(officer, address, reference, "enclose")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await AuditAsync(desk, "incident.enclosed")).Count.ShouldBe(1);

        foreach (
            var page in new[]
            {
                incident,
                incident + "/edit",
                incident + "/finding",
                incident + "/split",
                "/api" + incident,
                $"/incidents/merge?id={reference}&id={other["/incidents/".Length..]}",
            }
        )
        {
            (await analyst.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
        }
        (await analyst.PostAsync(incident + "/edit", new FormUrlEncodedContent(stale))).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await SampleRecord.CountAsync(analyst, "")).ShouldBe(1);
        (await SampleRecord.CountAsync(analyst, "q=market")).ShouldBe(0);
        (await SampleRecord.CountAsync(officer, "")).ShouldBe(2);
        foreach (
            var page in new[]
            {
                "/incidents",
                "/incidents?q=market",
                "/map",
                "/map/points",
                "/api/incidents",
                "/incidents/export?format=csv",
                "/now",
                "/trends",
                "/changes",
            }
        )
        {
            (await analyst.GetStringAsync(page)).ShouldNotContain("Raid on the market", Case.Insensitive, page);
            (await analyst.GetStringAsync(page)).ShouldNotContain(reference, Case.Insensitive, page);
        }
        (await analyst.GetStringAsync("/map/points")).ShouldNotContain("12.5");
        (await officer.GetStringAsync("/map/points")).ShouldContain("12.5");
        (await officer.GetStringAsync("/incidents")).ShouldContain("Raid on the market");

        // Who was let in reads it, whatever they may read otherwise, with the code of the case beside the classification.
        var id = await IdOfCaseAsync(desk, address);
        (await officer.GrantAsync(await desk.IdOfAsync(partner), id)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await partner.PageAsync(incident))
            .QuerySelector(".head a.tag")!
            .TextContent.ShouldBe(address["/cases/".Length..]);
        (await SampleRecord.CountAsync(partner, "")).ShouldBe(1);
        (await partner.GetAsync(other)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await ErrorsAsync(await DoAsync(officer, address, reference, "remove"))).ShouldContain(
            "show it to others again"
        );
        (await DoAsync(officer, address, reference, "release")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await DoAsync(officer, address, reference, "remove")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SampleRecord.CountAsync(analyst, "")).ShouldBe(2);
        var history = (await analyst.PageAsync(incident)).QuerySelector(".time")!.TextContent;
        history.ShouldContain("Hidden in a case");
        history.ShouldContain("Shown to others again");
        (await officer.PageAsync(address)).QuerySelector("table").ShouldBeNull();
    }

    [Theory, BothEngines]
    public async Task What_is_merged_or_split_stays_in_its_compartment_and_its_case(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var analyst = await desk.AsAsync(Role.Analyst);
        var address = await OpenCaseAsync(officer);
        var (first, second, open) = (
            (await RecordAsync(officer))["/incidents/".Length..],
            (await RecordAsync(officer))["/incidents/".Length..],
            (await RecordAsync(officer, ("title", "Open to all")))["/incidents/".Length..]
        );
        await EncloseAsync(officer, address, first);
        await EncloseAsync(officer, address, second);

        var across = await MergeAsync(officer, first, open);
        across.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ErrorsAsync(across)).ShouldContain("different compartments");

        (await MergeAsync(officer, first, second)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await officer.PageAsync(address)).QuerySelectorAll("table tbody tr").Length.ShouldBe(1);
        var change = (await officer.PageAsync("/changes"))
            .QuerySelector("main a[href^='/changes/']")!
            .GetAttribute("href")!;
        (await officer.PostFormAsync(change, [], change + "/undo")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await officer.PageAsync(address)).QuerySelectorAll("table tbody tr").Length.ShouldBe(2);
        (await CountAsync(desk, "incident WHERE compartment_id IS NOT NULL")).ShouldBe(2);
        (await SampleRecord.CountAsync(analyst, "")).ShouldBe(1);
        (await analyst.GetAsync("/incidents/" + second)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothEngines]
    public async Task A_part_of_what_is_hidden_is_hidden(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        var incident = await RecordAsync(
            officer,
            ("act.1.id", Guid.CreateVersion7().ToString()),
            ("act.1.kind", "abduction"),
            ("act.1.by", "Oumri Guard"),
            ("act.1.grade", "alleged")
        );
        await EncloseAsync(officer, await OpenCaseAsync(officer), incident["/incidents/".Length..]);
        var page = await officer.PageAsync(incident + "/split");
        var form = Fields(page);
        form["go"] = page.QuerySelectorAll("input[name=go]")[^1].GetAttribute("value")!;
        form["stay.0.min"] = "";
        form["stay.0.best"] = "7";
        form["casualties.0.best"] = "4";
        form["why"] = "Two events";
        var done = await officer.PostAsync(incident + "/split", new FormUrlEncodedContent(form));
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
        (await CountAsync(desk, "incident WHERE compartment_id IS NOT NULL")).ShouldBe(2);
        using var analyst = await desk.AsAsync(Role.Analyst);
        (await SampleRecord.CountAsync(analyst, "")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task What_is_hidden_while_somebody_sends_is_not_there_for_them_any_more(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var other = await desk.AsAsync(Role.HumanRightsOfficer);
        var id = Guid.Parse(await IdOfCaseAsync(desk, await OpenCaseAsync(officer)));
        var one = (await RecordAsync(officer))["/incidents/".Length..];
        var two = (await RecordAsync(officer, ("title", "Another")))["/incidents/".Length..];
        var finding = await FormAsync(other, $"/incidents/{one}/finding");
        (finding["finding"], finding["supports"]) = ("corroborated", "seen");
        var merge = Fields(await other.PageAsync($"/incidents/merge?id={one}&id={two}"));
        merge.Remove("id");
        merge["why"] = "One event";
        (string Address, IEnumerable<KeyValuePair<string, string>> Form)[] sendings =
        [
            ($"/incidents/{one}/finding", finding),
            ("/incidents/merge", merge.Append(new("id", one)).Append(new("id", two))),
        ];
        foreach (var (address, form) in sendings)
        {
            Task<HttpResponseMessage>? sent = null;
            await desk.Database.WriteAsync(async tx =>
            {
                await HideAsync(tx, null);
                // It is let in at the door, and waits for this change.
                sent = other.PostAsync(address, new FormUrlEncodedContent(form));
                await Task.WhenAny(sent, Task.Delay(1_000));
                sent.IsCompleted.ShouldBeFalse("it must wait, or nothing is proved");
                await HideAsync(tx, id);
            });
            using var answer = await sent!;
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("Raid on the market");
            await desk.Database.WriteAsync(tx => HideAsync(tx, null));
        }
        (await CountAsync(desk, "verification")).ShouldBe(0);
        (await CountAsync(desk, "merged_incident")).ShouldBe(0);

        // The version stays: only the access tells the two moments apart.
        static Task HideAsync(WriteScope tx, Guid? compartment) =>
            tx.ExecuteAsync("UPDATE incident SET compartment_id = @compartment WHERE number = 1", new { compartment });
    }

    private static async Task<HttpResponseMessage> MergeAsync(HttpClient officer, string one, string other)
    {
        var form = Fields(await officer.PageAsync($"/incidents/merge?id={one}&id={other}"));
        form.Remove("id");
        form["why"] = "One event";
        var fields = form.Append(new("id", one)).Append(new("id", other));
        return await officer.PostAsync("/incidents/merge", new FormUrlEncodedContent(fields));
    }
}
