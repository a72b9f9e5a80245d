using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Tests.Foundation;
using Toguna.Tests.Gather.Intake;
using Toguna.Tests.Record.Incidents;
using static Toguna.Tests.Record.Cases.CaseSteps;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Cases;

/// <summary>Reports go with the incident that they alone support into its case and out of it.</summary>
public sealed class CaseReportsTests
{
    [Theory, BothEngines]
    public async Task Reports_that_support_only_what_is_hidden_are_hidden_with_it_and_come_back(Engine engine)
    {
        // One word to search for, and one that no page repeats of the question.
        const string Word = "Zembrakulo";
        const string Told = "ombelune";
        await using var desk = await TestApp.StartAsync(engine);
        using var reporter = await desk.AsAsync(Role.Reporter);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var duty = await desk.AsAsync(Role.DutyOfficer);
        using var analyst = await desk.AsAsync(Role.Analyst);
        var sent = await Sending.ReportAsync(
            reporter,
            [("text", $"{Word} {Told}."), ("where", "Issoumbré"), ("inside", "1"), ("receipt", "1")],
            Photo.Bytes()
        );
        var receipt = (await sent.ReceiptAsync())!;
        await Sending.ReportAsync(reporter, [("text", "Heard of both."), ("where", "Issoumbré"), ("inside", "1")]);
        var own = await RecordAsync(officer);
        var other = await RecordAsync(officer, ("title", "Another"), ("report", "Another account."));
        var (one, two) = (own["/incidents/".Length..], other["/incidents/".Length..]);
        var links = (await duty.PageAsync("/triage")).QuerySelectorAll("main table tbody th a");
        var alone = links.First(l => l.TextContent.Contains(Told, StringComparison.Ordinal)).GetAttribute("href")!;
        var shared = links.First(l => l.TextContent.Contains("both", StringComparison.Ordinal)).GetAttribute("href")!;
        await LinkAsync(duty, alone, one);
        await LinkAsync(duty, shared, one);
        // A correction that nobody has decided on yet tells the same.
        var corrected = $"{Word} {Told} at noon.";
        await Sending.ReportAsync(
            reporter,
            [("text", corrected), ("where", "Issoumbré"), ("corrects", receipt), ("inside", "1")]
        );
        string photo;
        string source;
        await using (var c = await desk.Database.OpenAsync())
        {
            photo = $"/attachments/{await c.QuerySingleAsync<Guid>("SELECT attachment_id FROM attachment")}";
            source = $"/sources/{await c.QuerySingleAsync<Guid>("SELECT source_id FROM attachment")}";
            // As a list of messages does that names both.
            await c.ExecuteAsync(
                """
                INSERT INTO incident_report (incident_id, report_id)
                SELECT (SELECT incident_id FROM incident WHERE number = 2), report_id FROM report WHERE verbatim LIKE '%both%'
                """
            );
        }
        (await duty.GetAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await WhereIsItAsync(duty)).ShouldNotBeEmpty("it is seen before it is hidden, or nothing is proved");

        var address = await OpenCaseAsync(officer);
        (await AddAsync(officer, address, one)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        const string Stays = "1 of its reports stays where it is: it also supports INC-0002.";
        (await officer.GetStringAsync(address)).ShouldContain(Stays, customMessage: "before it is hidden");
        (await DoAsync(officer, address, one, "enclose")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetStringAsync(address)).ShouldContain(Stays, customMessage: "after it");

        foreach (var outside in new[] { duty, analyst })
        {
            (await WhereIsItAsync(outside)).ShouldBeEmpty();
            (await outside.GetAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        (await duty.GetAsync(alone)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await duty.GetAsync(shared)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await duty.PageAsync("/triage")).QuerySelectorAll("main table tbody tr").ShouldBeEmpty();
        (await officer.GetStringAsync(alone)).ShouldContain(Told);
        (await officer.GetStringAsync($"/search?q={Word}")).ShouldContain(corrected[^8..^1]);
        (await AuditAsync(desk, "report.enclosed")).Count.ShouldBe(
            3,
            "the account, its correction and the first report"
        );

        // What is added or corrected meanwhile lies there from the start.
        (
            await SendAsync(officer, own + "/edit", ("report", $"{Word} {Told} again."), ("why", "more is known"))
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Sending.ReportAsync(
            reporter,
            [("text", $"{Word} {Told} left."), ("where", "Issoumbré"), ("corrects", receipt), ("inside", "1")]
        );
        (await WhereIsItAsync(duty)).ShouldBeEmpty();
        (await CountAsync(desk, "report WHERE compartment_id IS NOT NULL")).ShouldBe(5);

        (await DoAsync(officer, address, one, "release")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CountAsync(desk, "report WHERE compartment_id IS NOT NULL")).ShouldBe(0);
        (await duty.GetStringAsync(alone)).ShouldContain(Told);
        (await duty.GetAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AuditAsync(desk, "report.released")).Count.ShouldBe(5);

        // When the other goes in as well, nothing outside rests on the shared one.
        await EncloseAsync(officer, address, two);
        (await duty.GetAsync(shared)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await DoAsync(officer, address, one, "enclose")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await duty.GetAsync(shared)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await officer.GetStringAsync(address)).ShouldNotContain("where it is");

        // Every page, answer and count by which somebody outside could come to it.
        async Task<IReadOnlyList<string>> WhereIsItAsync(HttpClient client)
        {
            var seen = new List<string>();
            foreach (
                var page in new[]
                {
                    "/now",
                    "/triage",
                    "/triage?state=linked",
                    "/triage?state=passed_on",
                    $"/search?q={Word}&in=reports",
                    "/search?q=Issoumbr%C3%A9&in=reports",
                    "/sources",
                    source,
                    "/incidents",
                    "/incidents?q=" + Word,
                    "/api/incidents?q=" + Word,
                    "/incidents/export?format=csv",
                    own,
                    other,
                    "/api" + own,
                    "/api" + other,
                    alone,
                    shared,
                    "/places?q=Issoumbr%C3%A9",
                    "/changes",
                }
            )
            {
                var text = await (await client.GetAsync(page)).Content.ReadAsStringAsync();
                if (
                    text.Contains(Told, StringComparison.OrdinalIgnoreCase)
                    || (page != alone && text.Contains(alone, StringComparison.Ordinal))
                )
                {
                    seen.Add(page);
                }
            }
            return seen;
        }
    }

    [Theory, BothEngines]
    public async Task A_report_that_an_undone_import_leaves_with_nothing_but_what_is_hidden_is_hidden_with_it(
        Engine engine
    )
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var reporter = await desk.AsAsync(Role.Reporter);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var duty = await desk.AsAsync(Role.DutyOfficer);
        var sent = await Sending.ReportAsync(
            reporter,
            [("text", "Heard of it."), ("where", "Issoumbré"), ("inside", "1"), ("receipt", "1")]
        );
        var receipt = (await sent.ReceiptAsync())!;
        var hidden = (await RecordAsync(officer))["/incidents/".Length..];
        var report = (await duty.PageAsync("/triage")).QuerySelector("main table tbody th a")!.GetAttribute("href")!;
        await LinkAsync(duty, report, hidden);
        // The hidden incident rests on the first version, the imported one on the second.
        await Sending.ReportAsync(
            reporter,
            [("text", "Heard of both."), ("where", "Issoumbré"), ("corrects", receipt), ("inside", "1")]
        );
        var imports = desk.Services.GetRequiredService<ImportService>();
        var list = Path.Combine(desk.DataFolder, "list.csv");
        string[] header = ["Ref", "Date", "Place", "Type"];
        await File.WriteAllLinesAsync(list, [string.Join(',', header), "A-1,2026-03-06,Tolmé,Killing"]);
        var mapping = ColumnMapping.Guess("List", header, imports.Kind("csv").Fields).ToJson();
        var import = await imports.QueueAsync("csv", list, "list.csv", mapping, Caller.CommandLine);
        (await imports.RunAsync(import)).Created.ShouldBe(1);
        await using var c = await desk.Database.OpenAsync();
        await c.ExecuteAsync(
            """
            INSERT INTO incident_report (incident_id, report_id)
            SELECT (SELECT incident_id FROM incident WHERE import_id IS NOT NULL), report_id FROM report WHERE verbatim LIKE '%both%'
            """
        );
        var address = await OpenCaseAsync(officer);
        await EncloseAsync(officer, address, hidden);
        (await duty.GetAsync(report)).StatusCode.ShouldBe(HttpStatusCode.OK, "another incident rests on it");

        await imports.UndoAsync(import, Caller.CommandLine, false);

        (await duty.GetAsync(report)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await officer.GetStringAsync(report)).ShouldContain("Heard of it.");
        (await CountAsync(desk, "report WHERE compartment_id IS NULL AND verbatim LIKE 'Heard%'")).ShouldBe(0);
        var place = await IdOfCaseAsync(desk, address);
        (await AuditAsync(desk, "report.enclosed"))[^1].ShouldContain(place);
    }

    private static async Task LinkAsync(HttpClient duty, string report, string incident)
    {
        var form = (await duty.PageAsync(report))
            .QuerySelectorAll("form[data-decide] input[type=hidden]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        (form["do"], form["incident"]) = ("link", incident);
        var answer = await duty.PostAsync(report, new FormUrlEncodedContent(form));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }
}
