using System.Net;
using AngleSharp.Dom;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Record.Verification;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Verification;

/// <summary>Findings: who may, what each needs, and that no one person verifies alone.</summary>
public sealed class VerifyIncidentTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_verify_is_refused_and_an_incident_that_is_not_theirs_is_not_there(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        var incident = await RecordAsync(officer, ("classification", "2"));
        using var duty = await desk.AsAsync(Role.DutyOfficer);
        (await duty.GetAsync(incident + "/finding")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var analyst = await desk.AsAsync(Role.Analyst);
        (await analyst.GetAsync(incident + "/finding")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var other = await RecordAsync(analyst);
        var form = Fields(await PageAsync(await analyst.GetAsync(other + "/finding")));
        form["finding"] = "under";
        (await analyst.PostAsync(incident + "/finding", new FormUrlEncodedContent(form))).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await CountAsync(desk, "verification")).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Corroborated_needs_two_sources_whose_independence_is_stated(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        var incident = await RecordAsync(officer);
        await SendAsync(officer, incident + "/edit", ("report", "A second report, also by form."), ("why", "more"));
        var reports = (await PageAsync(await officer.GetAsync(incident + "/finding")))
            .QuerySelectorAll("select[name^='report.']")
            .Select(s => (s.GetAttribute("name")!, "supports"))
            .ToArray();
        reports.Length.ShouldBe(2);
        var refused = await SendAsync(
            officer,
            incident + "/finding",
            [.. reports, ("finding", "corroborated"), ("supports", "Both say so")]
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await PageAsync(refused);
        page.QuerySelector(".errsum")!.TextContent.ShouldContain("two sources that support it; 1 is given");
        page.QuerySelector(".errsum")!.TextContent.ShouldContain("do not rest on one another");
        page.QuerySelector("#supports")!.TextContent.ShouldContain("Both say so");
        page.QuerySelector("input[value=corroborated]")!.HasAttribute("checked").ShouldBeTrue();

        var done = await SendAsync(
            officer,
            incident + "/finding",
            [
                .. reports,
                ("finding", "corroborated"),
                ("other_sources", "Hospital register of Tolmé"),
                ("independence", "The register is kept by people who were not there."),
            ]
        );
        done.StatusCode.ShouldBe(HttpStatusCode.Found, await done.Content.ReadAsStringAsync());
        var shown = await PageAsync(await officer.GetAsync(incident));
        shown.QuerySelector(".answer .state--corroborated").ShouldNotBeNull();
        shown.QuerySelector("#verification")!.TextContent.ShouldContain("Hospital register of Tolmé");
        shown.QuerySelector(".time")!.TextContent.ShouldContain("Finding");
        (await SampleRecord.CountAsync(officer, "finding=corroborated")).ShouldBe(1);
        (await CountAsync(desk, "audit_entry WHERE action = 'finding.recorded'")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task Verified_is_proposed_by_one_and_signed_by_another(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var first = await desk.AsAsync(Role.HumanRightsOfficer);
        using var second = await desk.AsAsync(Role.HumanRightsOfficer);
        var incident = await RecordAsync(first);
        (
            await SendAsync(first, incident + "/finding", ("finding", "verified"), ("supports", "Three accounts agree"))
        ).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await SampleRecord.CountAsync(first, "finding=verified")).ShouldBe(0);
        (await SampleRecord.CountAsync(first, "finding=reported")).ShouldBe(1);

        var alone = await SendAsync(first, incident + "/finding", ("do", "sign"));
        alone.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PageAsync(alone)).QuerySelector(".errsum")!.TextContent.ShouldContain("somebody else has to sign");
        (await SendAsync(second, incident + "/finding", ("do", "decline"))).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );

        var stale = Fields(await PageAsync(await second.GetAsync(incident + "/finding")));
        await SendAsync(first, incident + "/edit", ("title", "Ambush"), ("why", "better"));
        stale["do"] = "sign";
        var address = (await PageAsync(await second.GetAsync(incident + "/finding")))
            .QuerySelector("main form[method=post]")!
            .GetAttribute("action")!;
        var unread = await second.PostAsync(address, new FormUrlEncodedContent(stale));
        unread.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PageAsync(unread)).QuerySelector(".msg--warn").ShouldNotBeNull();

        (await SendAsync(second, incident + "/finding", ("do", "sign"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await SampleRecord.CountAsync(second, "finding=verified")).ShouldBe(1);
        var shown = await PageAsync(await first.GetAsync(incident));
        shown.QuerySelector("#verification")!.TextContent.ShouldContain("Signed by humanrightsofficer.2");
        shown.QuerySelector("#verification")!.TextContent.ShouldContain("reasonable grounds to believe");
        (await CountAsync(desk, "audit_entry WHERE action IN ('finding.proposed', 'finding.signed')")).ShouldBe(2);
    }

    [Theory, BothEngines]
    public async Task What_was_declined_leaves_the_finding_as_it_was(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var first = await desk.AsAsync(Role.Analyst, "fr");
        using var second = await desk.AsAsync(Role.Analyst);
        var incident = await RecordAsync(first);
        await SendAsync(first, incident + "/finding", ("finding", "discounted"), ("contradicts", "Nobody was there"));
        (
            await SendAsync(second, incident + "/finding", ("do", "decline"), ("why", "One account only"))
        ).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await SampleRecord.CountAsync(first, "finding=reported")).ShouldBe(1);
        var shown = await PageAsync(await first.GetAsync(incident));
        shown.QuerySelector("#verification")!.TextContent.ShouldContain("rejetée");
        (await CountAsync(desk, "incident_history WHERE kind = 'finding'")).ShouldBe(0);
        (await CountAsync(desk, "audit_entry WHERE action = 'finding.declined'")).ShouldBe(1);
    }

    [Fact]
    public void Reports_of_one_source_and_one_name_twice_are_one_source()
    {
        var (a, b, radio) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var sources = new Dictionary<Guid, Guid> { [a] = radio, [b] = radio };
        var form = new FindingForm
        {
            Finding = "corroborated",
            Standard = DecideFinding.UsualStandard,
            Independence = "said",
            Supports = "so",
            Reports = new Dictionary<Guid, string> { [a] = "supports", [b] = "supports" },
        };
        DecideFinding.Refuse(form, sources).ShouldHaveSingleItem().Code.ShouldBe("record.sources_too_few");
        DecideFinding.Refuse(form with { OtherSources = "CLA Tolmé\ncla tolme" }, sources).ShouldBeEmpty();
        DecideFinding.Sources(form with { OtherSources = "x\r\nX\r\n \r\ny" }, sources).ShouldBe(3);
        DecideFinding
            .Refuse(form with { Finding = "certain", Standard = " " }, sources)
            .Select(p => p.Name)
            .ShouldBe(["finding_unknown", "standard_missing"]);
        DecideFinding
            .Refuse(form with { Finding = "verified" }, new Dictionary<Guid, Guid>())
            .ShouldAllBe(p => p.Name == "report_not_of_incident");
        IncidentWords.Findings.Count(DecideFinding.NeedsSecond).ShouldBe(2);
    }
}
