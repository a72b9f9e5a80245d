using System.Net;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Cases;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Consent;

/// <summary>What victims allow: a refusal takes their incident out of what is shared, at once and where it left already; silence does not.</summary>
public sealed class VictimConsentTests
{
    [Theory, BothEngines]
    public async Task What_a_victim_refuses_is_in_no_export_since_and_marked_in_those_before(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var analyst = await desk.AsAsync(Role.Analyst);
        var (incident, form) = await NamedAsync(officer);
        var group = form.Replace(form.Split('/')[^2], await OtherAsync(desk, form), StringComparison.Ordinal);
        (await analyst.PageAsync(incident)).QuerySelector("#victims form").ShouldBeNull();
        (await analyst.PostFormAsync("/account", new() { ["contact"] = "no" }, form)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await CaseSteps.ErrorsAsync(await SayAsync(group, ("share_inside", "no")))).ShouldContain("one person");
        (
            await SayAsync(form.Replace("INC-0001", "INC-0009", StringComparison.Ordinal), ("contact", "no"))
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CaseSteps.ErrorsAsync(await SayAsync(form))).ShouldContain("expected yes or no");
        var odd = await SayAsync(form, ("share_outside.un", "perhaps"), ("contact", "yes"));
        odd.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await odd.DocumentAsync();
        page.QuerySelector(".errsum")!.TextContent.ShouldContain("“perhaps”");
        page.QuerySelector("#victims select[name=contact] option[selected]")!.TextContent.ShouldBe("Yes");
        (await CountAsync(desk, "consent")).ShouldBe(0);

        // Silence of a victim withholds nothing, since the name never leaves; the page says so.
        var shown = (await officer.PageAsync(incident)).QuerySelector("#victims")!.TextContent;
        shown.ShouldContain("shared as its sources allow, without the name");
        shown.ShouldContain("The name itself never leaves");
        (await ExportAsync(officer, "un")).ShouldBeTrue();
        (await ExportAsync(officer, "justice")).ShouldBeTrue();
        (await ExportAsync(analyst, "inside")).ShouldBeTrue();

        (await SayAsync(form, ("share_outside.un", "no"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await MarkedAsync(officer)).ShouldBe(1);
        (await ExportAsync(officer, "un")).ShouldBeFalse();
        (await ExportAsync(officer, "justice")).ShouldBeTrue();
        (await analyst.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SayAsync(form, ("share_inside", "no"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await analyst.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await analyst.GetStringAsync("/incidents")).ShouldNotContain("INC-0001");
        (await officer.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ExportAsync(officer, "inside")).ShouldBeFalse();
        (await MarkedAsync(analyst)).ShouldBe(1);

        // An edit that leaves the person out would undo what the person refused: it is refused itself, and says so.
        var edited = await SendAsync(
            officer,
            incident + "/edit",
            ("victim.0.description", ""),
            ("victim.0.best", ""),
            ("victim.1.description", ""),
            ("victim.1.best", ""),
            ("why", "better")
        );
        edited.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CaseSteps.ErrorsAsync(edited)).ShouldContain("has said what they allow");
        (await CountAsync(desk, "victim")).ShouldBe(2);
        (await SayAsync(form, ("contact", "no"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await analyst.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SayAsync(form, ("share_inside", "yes"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await analyst.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await officer.PageAsync(incident)).QuerySelectorAll("#victims .time li").Length.ShouldBe(4);

        Task<HttpResponseMessage> SayAsync(string address, params (string Field, string Value)[] said) =>
            officer.PostFormAsync(incident, said.ToDictionary(s => s.Field, s => s.Value), address);
    }

    [Theory, BothEngines]
    public async Task A_name_that_its_bearer_does_not_want_kept_is_removed_and_not_sealed_again(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        var (incident, form) = await NamedAsync(officer);
        (await officer.PageAsync(incident))
            .QuerySelector("#victims")!
            .TextContent.ShouldContain("No to the name removes the sealed name now");
        await SayAsync("contact", "no");
        (await CountAsync(desk, "victim WHERE name_sealed IS NOT NULL")).ShouldBe(1);
        await SayAsync("record", "no");
        (await CountAsync(desk, "victim WHERE name_sealed IS NOT NULL OR name_index IS NOT NULL")).ShouldBe(0);
        (await CaseSteps.AuditAsync(desk, "victim.name_removed")).Count.ShouldBe(1);
        var page = await officer.PageAsync(incident);
        page.QuerySelector("#victims .sealed").ShouldBeNull();
        page.QuerySelector("#victims form[action$='/read']").ShouldBeNull();
        var found = await officer.PostFormAsync(
            "/cases/find",
            new() { ["name"] = "Awa Traoré", ["purpose"] = "Matching" }
        );
        (await found.Content.ReadAsStringAsync()).ShouldNotContain("INC-0001");

        var name = form.Replace("/consent", "/name", StringComparison.Ordinal);
        var again = await officer.PostFormAsync(incident, new() { ["name"] = "Awa Traoré" }, name);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CaseSteps.ErrorsAsync(again)).ShouldContain("refused that the name is kept");
        await SayAsync("record", "yes");
        (await officer.PostFormAsync(incident, new() { ["name"] = "Awa Traoré" }, name)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await CountAsync(desk, "victim WHERE name_sealed IS NOT NULL")).ShouldBe(1);
        (await CaseSteps.AuditAsync(desk, "victim.name_removed")).Count.ShouldBe(1);

        async Task SayAsync(string use, string answer) =>
            (await officer.PostFormAsync(incident, new() { [use] = answer }, form)).StatusCode.ShouldBe(
                HttpStatusCode.Redirect
            );
    }

    [Theory, BothEngines]
    public async Task What_a_victim_refused_goes_with_a_merge_and_comes_back_with_its_undo(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        var (incident, form) = await NamedAsync(officer);
        await RecordAsync(officer, ("title", "The other"));
        (await ExportAsync(officer, "un")).ShouldBeTrue();
        // Without a sealed name too: what was said is what keeps it.
        foreach (var (use, answer) in new[] { ("record", "no"), ("share_outside", "no") })
        {
            (await officer.PostFormAsync(incident, new() { [use] = answer }, form)).StatusCode.ShouldBe(
                HttpStatusCode.Redirect
            );
        }
        (await WithheldAsync()).ShouldBe("INC-0002");

        var merge = Fields(await officer.PageAsync("/incidents/merge?id=INC-0002&id=INC-0001"));
        merge.Remove("id");
        merge["why"] = "One event";
        var fields = merge.Append(new("id", "INC-0002")).Append(new("id", "INC-0001"));
        var merged = await officer.PostAsync("/incidents/merge", new FormUrlEncodedContent(fields));
        merged.StatusCode.ShouldBe(HttpStatusCode.Redirect, await merged.Content.ReadAsStringAsync());
        (await CountAsync(desk, "incident")).ShouldBe(1);
        (await WithheldAsync()).ShouldBe("");
        (await MarkedAsync(officer)).ShouldBe(1);

        var change = (await officer.PageAsync("/changes"))
            .QuerySelector("main a[href^='/changes/']")!
            .GetAttribute("href")!;
        (await officer.PostFormAsync(change, [], change + "/undo")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await WithheldAsync()).ShouldBe("INC-0002");
        (await MarkedAsync(officer)).ShouldBe(1);

        async Task<string> WithheldAsync()
        {
            var file = await officer.GetStringAsync("/api/incidents?audience=humanitarian");
            return string.Join(
                ' ',
                new[] { "INC-0001", "INC-0002" }.Where(n => file.Contains(n, StringComparison.Ordinal))
            );
        }
    }

    /// <summary>An incident with one person whose name is sealed, and a group.</summary>
    /// <returns>Its address, and that of the form by which the person's consent is noted.</returns>
    private static async Task<(string Incident, string Form)> NamedAsync(HttpClient officer)
    {
        var incident = await RecordAsync(
            officer,
            ("victim.0.description", "trader"),
            ("victim.0.best", "1"),
            ("victim.1.description", "herders"),
            ("victim.1.best", "4")
        );
        var page = await officer.PageAsync(incident);
        var seal = page.QuerySelector("#victims form[action$='/name']")!.GetAttribute("action")!;
        (await officer.PostFormAsync(incident, new() { ["name"] = "Awa Traoré" }, seal)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        return (incident, page.QuerySelector("#victims form[action$='/consent']")!.GetAttribute("action")!);
    }

    /// <summary>The victim that is not the one of a form.</summary>
    private static async Task<string> OtherAsync(TestApp desk, string form)
    {
        var one = Guid.Parse(form.Split('/')[^2]);
        return await desk.Database.WriteAsync(async tx =>
            (await tx.FindAsync<Guid>("SELECT victim_id FROM victim WHERE victim_id <> @one", new { one })).ToString()
        );
    }

    private static async Task<bool> ExportAsync(HttpClient client, string audience) =>
        (await client.GetStringAsync($"/incidents/export?format=csv&audience={audience}")).Contains(
            "INC-0001",
            StringComparison.Ordinal
        );

    private static async Task<int> MarkedAsync(HttpClient client) =>
        (await client.PageAsync("/exports")).QuerySelectorAll("tbody tr strong").Length;
}
