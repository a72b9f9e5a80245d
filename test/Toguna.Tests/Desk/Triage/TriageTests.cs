using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Record;
using Toguna.Tests.Foundation;
using Toguna.Tests.Gather.Intake;
using Toguna.Tests.Record.Incidents;

namespace Toguna.Tests.Desk.Triage;

/// <summary>Reports are decided on by name, and what follows from consent follows everywhere.</summary>
public sealed class TriageTests
{
    [Theory, BothEngines]
    public async Task The_queue_shows_the_most_urgent_first_and_nothing_leaves_it_without_a_decision(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var moussa = await app.AsAsync(Role.Reporter);
        await Sending.ReportAsync(moussa, [("kind", "other"), ("text", "Le marché a repris.")]);
        await Sending.ReportAsync(moussa, [("kind", "happened"), ("text", "Deux bergers tués.")]);
        await Sending.ReportAsync(moussa, [("text", "Des motos aux puits.")]);
        (await (await app.AsAsync(Role.Analyst)).GetAsync("/triage")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var duty = await app.AsAsync(Role.DutyOfficer);
        var queue = await duty.PageAsync("/triage");
        queue.QuerySelector(".answer")!.TextContent.ShouldBe("3 reports wait, 1 of them of a danger that is coming.");
        var links = queue.QuerySelectorAll("main table tbody th a").Select(a => a.GetAttribute("href")!).ToList();
        queue.QuerySelector("main table tbody th bdi")!.TextContent.ShouldBe("Des motos aux puits.");
        var first = links[0];

        (await duty.GetAsync($"/reports/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await RefusedAsync(duty, first, "reason", ("do", "set_aside"));
        await RefusedAsync(duty, first, "incident", ("do", "link"), ("incident", "INC-9999"));
        await RefusedAsync(duty, first, "compartment", ("do", "pass_on"), ("compartment", "press"));
        // The reporter did not say that they may be called.
        await RefusedAsync(duty, first, "exposes", ("do", "ask"), ("exposes", "no"));

        // Two decide at once: the second is told.
        var seen = await FieldsAsync(duty, first);
        seen["do"] = "set_aside";
        seen["reason"] = "duplicate";
        var other = await app.AsAsync(Role.DutyOfficer);
        var late = await FieldsAsync(other, first);
        (late["do"], late["reason"]) = ("set_aside", "test");
        var decided = await duty.PostAsync(first, new FormUrlEncodedContent(seen));
        decided.Headers.Location!.ToString().ShouldBe(links[1]);
        var refused = await other.PostAsync(first, new FormUrlEncodedContent(late));
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Somebody else has decided meanwhile");
        (await duty.PageAsync("/triage")).QuerySelectorAll("main table tbody tr").Length.ShouldBe(2);
        (await duty.GetStringAsync("/triage?state=set_aside")).ShouldContain("Des motos aux puits.");
        await using var c = await app.Database.OpenAsync();
        var step = await c.QuerySingleAsync<(string What, string Reason)>("SELECT what, reason FROM triage_step");
        step.ShouldBe(("set_aside", "duplicate"));
    }

    [Theory, BothEngines]
    public async Task Nobody_is_asked_before_it_is_answered_whether_that_shows_who_told(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var moussa = await app.AsAsync(Role.Reporter);
        await Sending.ReportAsync(moussa, [("call", "message"), ("address", "+223 70 00 11 22"), ("receipt", "1")]);
        var rights = await app.AsAsync(Role.HumanRightsOfficer);
        var report = await FirstAsync(rights);
        await RefusedAsync(rights, report, "exposes", ("do", "ask"));
        await RefusedAsync(rights, report, "exposes", ("do", "ask"), ("exposes", "yes"));
        var asked = await DecideAsync(rights, report, ("do", "ask"), ("exposes", "no"));
        asked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await asked.DocumentAsync()).Body!.TextContent.ShouldContain("+223 70 00 11 22");
        (await rights.GetStringAsync(report)).ShouldNotContain("223 70 00 11 22");
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<string>("SELECT exposes FROM triage_step")).ShouldBe("no");
        (await c.QuerySingleAsync<long>("SELECT count(*) FROM audit_entry WHERE action = 'sealed.read'")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task What_goes_to_a_compartment_is_gone_for_everybody_else_and_counted_nowhere(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var moussa = await app.AsAsync(Role.Reporter);
        // By the reporter's own word it never reaches the queue.
        await Sending.ReportAsync(moussa, [("conduct", "1"), ("text", "Un soldat de la mission."), ("receipt", "1")]);
        await Sending.ReportAsync(moussa, [("text", "Une femme attaquée au puits.")]);
        var duty = await app.AsAsync(Role.DutyOfficer);
        (await duty.PageAsync("/triage")).QuerySelectorAll("main table tbody tr").Length.ShouldBe(1);
        var report = await FirstAsync(duty);
        (await DecideAsync(duty, report, ("do", "pass_on"), ("compartment", "mara"))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await duty.GetAsync(report)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var role in new[] { Role.DutyOfficer, Role.HumanRightsOfficer, Role.Administrator, Role.Leadership })
        {
            var other = await app.AsAsync(role);
            (await other.GetAsync(report)).StatusCode.ShouldBe(HttpStatusCode.NotFound, role.ToString());
        }
        (await duty.GetStringAsync("/triage")).ShouldContain("No report waits for a decision.");
        (await duty.GetStringAsync("/triage?state=passed_on")).ShouldNotContain("puits");

        // Somebody who was let in has it in their queue.
        var focal = await app.AsAsync(Role.HumanRightsOfficer);
        await LetInAsync(app, focal, Compartments.Mara);
        (await focal.GetStringAsync("/triage")).ShouldContain("Une femme attaquée au puits.");
        (await focal.GetStringAsync("/triage")).ShouldNotContain("Un soldat de la mission.");
        // An incident that is made from it stays in there.
        var form = await IncidentForms.FormAsync(focal, $"/incidents/new?from={report[^36..]}");
        (form["title"], form["act.0.kind"]) = ("Au puits", "sexual_violence");
        var made = await focal.PostAsync("/incidents/new", new FormUrlEncodedContent(form));
        made.StatusCode.ShouldBe(HttpStatusCode.Found, await made.Content.ReadAsStringAsync());
        var incident = made.Headers.Location!.ToString();
        (await focal.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await duty.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await duty.GetStringAsync("/incidents")).ShouldNotContain("Au puits");
        (await focal.GetStringAsync("/incidents")).ShouldContain("Au puits");
    }

    [Theory, BothEngines]
    public async Task Consent_that_is_withdrawn_takes_effect_everywhere_at_once(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var moussa = await app.AsAsync(Role.Reporter);
        await Sending.ReportAsync(
            moussa,
            [("kind", "happened"), ("text", "Deux bergers tués à Tolmé."), ("inside", "1"), ("receipt", "1")]
        );
        var duty = await app.AsAsync(Role.DutyOfficer);
        var report = await FirstAsync(duty);
        var form = await IncidentForms.FormAsync(duty, $"/incidents/new?from={report[^36..]}");
        form["place"].ShouldBe("Tolmé");
        (form["title"], form["act.0.kind"], form["classification"]) = ("Deux bergers", "killing", "1");
        var made = await duty.PostAsync("/incidents/new", new FormUrlEncodedContent(form));
        made.StatusCode.ShouldBe(HttpStatusCode.Found, await made.Content.ReadAsStringAsync());
        var incident = made.Headers.Location!.ToString();
        // Sent twice it is one incident.
        (await duty.PostAsync("/incidents/new", new FormUrlEncodedContent(form)))
            .Headers.Location!.ToString()
            .ShouldBe(incident);

        var analyst = await app.AsAsync(Role.Analyst);
        (await analyst.GetStringAsync(incident)).ShouldContain("Deux bergers tués à Tolmé.");
        (await analyst.GetStringAsync("/incidents/export?format=csv")).ShouldContain("Deux bergers");
        (await duty.GetStringAsync("/incidents/export?format=csv")).ShouldContain("Deux bergers");
        // To others outside it was never allowed.
        var outside = await duty.GetStringAsync("/incidents/export?format=csv&audience=humanitarian");
        outside.ShouldNotContain("Deux bergers");
        outside.ShouldContain("Left out for want of consent: 1");
        (await duty.GetAsync("/incidents/export?format=csv&audience=press")).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );

        Guid source;
        await using (var c = await app.Database.OpenAsync())
        {
            source = await c.QuerySingleAsync<Guid>("SELECT source_id FROM report WHERE scheme IS NULL");
        }
        var consents = app.Services.GetRequiredService<Consents>();
        await app.Database.WriteAsync(tx =>
            consents.NoteAsync(
                tx,
                new ConsentOf("source", source),
                new Dictionary<string, bool> { [Consents.ShareInside] = false },
                "system"
            )
        );
        (await analyst.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await analyst.GetStringAsync("/incidents")).ShouldNotContain("Deux bergers");
        (await analyst.GetStringAsync("/incidents/export?format=csv")).ShouldNotContain("Deux bergers");
        (await analyst.GetAsync(report)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await analyst.GetStringAsync(report)).ShouldNotContain("Deux bergers tués");
        (await duty.GetStringAsync(incident)).ShouldContain("Deux bergers tués à Tolmé.");
        var next = await duty.GetStringAsync("/incidents/export?format=csv");
        next.ShouldNotContain("Deux bergers");
        next.ShouldContain("Left out for want of consent: 1");
        // What left before is marked.
        var exports = await duty.PageAsync("/exports");
        exports.Body!.TextContent.ShouldContain("consent withdrawn: 1");
        exports.QuerySelector($"main td a[href='{incident}']").ShouldNotBeNull();
    }

    [Theory, BothEngines]
    public async Task A_report_is_linked_to_an_incident_near_it_and_its_receipt_says_so(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        var duty = await app.AsAsync(Role.DutyOfficer);
        var day = DateTime.UtcNow.AddDays(-1);
        var incident = await IncidentForms.RecordAsync(
            duty,
            ("date_from", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
        );
        var moussa = await app.AsAsync(Role.Reporter);
        var sent = await Sending.ReportAsync(moussa, [("where", "Issoumbré"), ("receipt", "1"), ("kind", "happened")]);
        var code = (await sent.ReceiptAsync())!;
        var report = await FirstAsync(duty);
        var page = await duty.PageAsync(report);
        page.QuerySelector("form.near input[name=incident]")!.GetAttribute("value").ShouldBe(incident[^8..]);
        (await DecideAsync(duty, report, ("do", "link"), ("incident", incident[^8..]))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await duty.GetStringAsync(report)).ShouldContain(incident);
        var stranger = app.Stranger();
        using var status = await stranger.PostFormAsync("/status", new() { ["code"] = code });
        (await status.Content.ReadAsStringAsync()).ShouldContain("Looked at.");
        // Known also from somebody of the mission, the incident stays for all; the report does not.
        var analyst = await app.AsAsync(Role.Analyst);
        (await analyst.GetStringAsync(incident)).ShouldNotContain("Des motos aux puits");
        (await duty.GetStringAsync(incident)).ShouldContain("Des motos aux puits");
    }

    internal static async Task LetInAsync(TestApp app, HttpClient client, Guid compartment)
    {
        var name = (await client.PageAsync("/account")).QuerySelector(".roof__who a.long")!.TextContent;
        await app.Database.WriteAsync(async tx =>
        {
            var user = await tx.FindAsync<Guid>(
                """SELECT "Id" FROM user_account WHERE "UserName" = @name""",
                new { name }
            );
            await tx.ExecuteAsync(
                """
                INSERT INTO access_grant (grant_id, user_id, compartment_id, reason, granted_by, granted_at, until)
                VALUES (@Id, @user, @compartment, 'test', 'system', @Now, @Until)
                """,
                new
                {
                    Id = tx.NewId(),
                    user,
                    compartment,
                    tx.Now,
                    Until = tx.Now.AddDays(1),
                }
            );
        });
    }

    private static async Task<string> FirstAsync(HttpClient client) =>
        (await client.PageAsync("/triage")).QuerySelector("main table tbody th a")!.GetAttribute("href")!;

    private static async Task<Dictionary<string, string>> FieldsAsync(HttpClient client, string report) =>
        (await client.PageAsync(report))
            .QuerySelectorAll("form[data-decide] input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);

    private static async Task<HttpResponseMessage> DecideAsync(
        HttpClient client,
        string report,
        params (string Field, string Value)[] answers
    )
    {
        var form = await FieldsAsync(client, report);
        foreach (var (field, value) in answers)
        {
            form[field] = value;
        }
        return await client.PostAsync(report, new FormUrlEncodedContent(form));
    }

    private static async Task RefusedAsync(
        HttpClient client,
        string report,
        string field,
        params (string, string)[] answers
    )
    {
        using var answer = await DecideAsync(client, report, answers);
        ((int)answer.StatusCode).ShouldBeInRange(404, 422);
        (await answer.DocumentAsync()).QuerySelector($".errsum a[href='#{field}']").ShouldNotBeNull(field);
    }
}
