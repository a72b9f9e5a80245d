using System.Net;
using System.Text.Json;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Record;
using Toguna.Tests.Foundation;
using Toguna.Tests.Gather.Sources;
using static Toguna.Tests.Gather.Sources.SourceForms;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Consent;

/// <summary>Consent for each audience outside: what leaves is what is allowed to whom it goes, and a withdrawal is seen where it left.</summary>
public sealed class AudienceTests
{
    [Theory, BothEngines]
    public async Task An_export_for_outside_says_for_whom(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        await RecordAsync(duty);
        foreach (var (audience, expected) in new[] { ("outside", "for whom"), ("", "for whom"), ("press", "“press”") })
        {
            foreach (var address in new[] { "/incidents/export?format=csv&", "/api/incidents?", "/api/totals?" })
            {
                using var answer = await duty.GetAsync($"{address}audience={audience}");
                answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, address + audience);
                var said = await answer.Content.ReadAsStringAsync();
                said.ShouldContain(expected);
                said.ShouldContain("un, justice, humanitarian, host_state, public");
            }
        }
        (await CountAsync(app, "export_made")).ShouldBe(0);
        var form = (await duty.PageAsync("/incidents?q=market")).QuerySelector("form.menu__form")!;
        form.QuerySelectorAll("#audience option")
            .Select(o => o.GetAttribute("value"))
            .ShouldBe(["", "un", "justice", "humanitarian", "host_state", "public"]);
        form.QuerySelector("#audience")!.HasAttribute("required").ShouldBeTrue();
        form.QuerySelector("input[name=q]")!.GetAttribute("value").ShouldBe("market");
    }

    [Theory, BothEngines]
    public async Task Each_audience_has_what_is_allowed_to_it_and_nothing_else(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var (source, _) = await HeardAsync(app, duty);
        var (_, odd) = await RefusedAsync(await duty.SendAsync(source, "consent", ("share_outside.un", "perhaps")));
        odd.ShouldContain("“perhaps”");
        var (_, none) = await RefusedAsync(await duty.SendAsync(source, "consent", ("share_outside.press", "yes")));
        none.ShouldContain("expected yes or no for one use");
        (await AllowedAsync()).ShouldBe("");

        ((string Field, string Answer)[] Said, string Allowed)[] steps =
        [
            ([("share_inside", "yes")], "inside"),
            ([("share_outside.un", "yes")], "inside un"),
            ([("share_outside", "yes")], "inside un justice humanitarian host_state public"),
            ([("share_outside.host_state", "no")], "inside un justice humanitarian public"),
            ([("share_outside", "no"), ("share_outside.un", "yes")], "inside un"),
            ([("share_outside.justice", "yes")], "inside un justice"),
            ([("share_outside.un", "no")], "inside justice"),
            // A no to everybody takes back what justice had; a later yes does not lift what was refused to one.
            ([("share_outside", "no")], "inside"),
            ([("share_outside", "yes")], "inside humanitarian public"),
            // What may not be shared inside is in nothing that is made inside for others.
            ([("share_inside", "no")], ""),
            ([("share_inside", "yes")], "inside humanitarian public"),
        ];
        foreach (var (said, allowed) in steps)
        {
            (await duty.SendAsync(source, "consent", said)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await AllowedAsync()).ShouldBe(allowed, string.Join(' ', said));
        }
        var page = (await duty.PageAsync(source)).QuerySelector("#consent")!;
        page.QuerySelector(".dl")!.TextContent.ShouldContain("authorities of the host state");
        page.QuerySelectorAll(".time li").Length.ShouldBe(13);
        page.QuerySelector(".time")!.TextContent.ShouldContain("courts and their investigators");
        (await app.AuditAsync(IdOf(source))).Text.ShouldContain("share_outside.un");

        // By the file, which the database answers, and by the program's interface, which memory answers.
        async Task<string> AllowedAsync()
        {
            var allowed = new List<string>();
            foreach (var audience in ExportAudiences.Names)
            {
                var file = await duty.GetStringAsync($"/incidents/export?format=csv&audience={audience}");
                using var totals = JsonDocument.Parse(await duty.GetStringAsync($"/api/totals?audience={audience}"));
                var there = totals.RootElement.GetProperty("incidents").GetInt32() == 1;
                file.Contains("At the ford", StringComparison.Ordinal).ShouldBe(there, audience);
                (await duty.GetStringAsync($"/api/incidents?audience={audience}"))
                    .Contains("At the ford", StringComparison.Ordinal)
                    .ShouldBe(there, audience);
                using var one = await duty.GetAsync($"/api/incidents/1?audience={audience}");
                one.StatusCode.ShouldBe(there ? HttpStatusCode.OK : HttpStatusCode.NotFound, audience);
                file.ShouldContain($"Left out for want of consent: {(there ? 0 : 1)}");
                if (there)
                {
                    allowed.Add(audience);
                }
            }
            return string.Join(' ', allowed);
        }
    }

    [Theory, BothEngines]
    public async Task A_withdrawal_for_one_audience_is_marked_in_what_that_one_has(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        var (source, incident) = await HeardAsync(app, duty);
        await SayAsync(("share_inside", "yes"), ("share_outside", "yes"));
        foreach (var audience in new[] { "inside", "un", "justice", "public" })
        {
            await duty.GetStringAsync("/incidents/export?format=csv&audience=" + audience);
        }
        await analyst.GetStringAsync("/incidents/export?format=csv");
        // Of an export from before there were audiences nobody knows which of them has it.
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE export_made SET audience = 'outside' WHERE audience = 'public'")
        );
        (await MarkedAsync(duty)).ShouldBe("");
        (await duty.PageAsync("/exports")).QuerySelector("tbody")!.TextContent.ShouldContain("answers of people: 1");

        await SayAsync(("share_outside.un", "no"));
        (await MarkedAsync(duty)).ShouldBe("United Nations|use outside the mission");
        await SayAsync(("share_outside.un", "yes"));
        (await MarkedAsync(duty)).ShouldBe("");
        await SayAsync(("share_outside", "no"), ("share_outside.un", "yes"));
        (await MarkedAsync(duty)).ShouldBe("courts|use outside the mission");
        (await MarkedAsync(analyst)).ShouldBe("");

        // Who has a file is told what of it to call back, also where they may read it no more.
        await SayAsync(("share_inside", "no"));
        (await analyst.GetAsync(incident)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await MarkedAsync(analyst)).ShouldBe("use inside the mission");
        var mine = (await analyst.PageAsync("/exports")).QuerySelector("tbody")!;
        mine.TextContent.ShouldContain("INC-0001");
        mine.QuerySelector($"a[href='{incident}']").ShouldBeNull();

        async Task SayAsync(params (string, string)[] said) =>
            (await duty.SendAsync(source, "consent", said)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory, BothEngines]
    public async Task What_was_withheld_from_everybody_outside_is_withheld_from_each(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        for (var i = 0; i < 4; i++)
        {
            await RecordAsync(duty);
        }
        await app.Database.WriteAsync(async tx =>
        {
            await tx.ExecuteAsync("UPDATE incident SET withheld = number - 1");
            await tx.ExecuteAsync("DROP INDEX victim_person");
            await tx.ExecuteAsync("DROP TABLE export_victim");
            await tx.ExecuteAsync("ALTER TABLE interview DROP COLUMN contact_reason");
            await tx.ExecuteAsync("DELETE FROM schema_version WHERE version = 14");
        });
        await Migrator.ApplyAsync(app.Database);
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<int>("SELECT withheld FROM incident ORDER BY number")).ShouldBe([0, 1, 62, 63]);
    }

    [Fact]
    public void The_policy_asks_for_the_bit_of_its_own_audience_and_for_the_one_inside()
    {
        (Release Release, int Bit)[] uses =
        [
            (Release.Inside, 1),
            (Release.Outside(Audience.Un), 2),
            (Release.Outside(Audience.Justice), 4),
            (Release.Outside(Audience.Humanitarian), 8),
            (Release.Outside(Audience.HostState), 16),
            (Release.Outside(Audience.Public), 32),
        ];
        var custodian = new Reach(2, null, false, true, new HashSet<Guid>());
        custodian.Allows(0, null, null, 63).ShouldBeTrue("who receives reports reads all on the screen");
        (custodian with { Custodian = false }).Allows(0, null, null, 62).ShouldBeTrue();
        (custodian with { Custodian = false }).Allows(0, null, null, 1).ShouldBeFalse();
        foreach (var (release, bit) in uses)
        {
            var reach = custodian with { Release = release };
            for (var withheld = 0; withheld < 64; withheld++)
            {
                reach
                    .Allows(0, null, null, withheld)
                    .ShouldBe((withheld & 1) == 0 && (withheld & bit) == 0, $"{release.Audience} {withheld}");
            }
            reach.Clause("i", new DynamicParameters(), consent: true).ShouldEndWith($"(i.withheld & {1 | bit}) = 0");
        }
        uses.Select(u => (custodian with { Release = u.Release }).Key).Distinct().Count().ShouldBe(6);
    }

    /// <summary>For whom those exports were that are marked, in the words of the list.</summary>
    private static async Task<string> MarkedAsync(HttpClient client) =>
        string.Join(
            '|',
            (await client.PageAsync("/exports"))
                .QuerySelectorAll("tbody tr")
                .Where(r => r.QuerySelector("strong") is not null)
                .Select(r => r.QuerySelectorAll("td")[2].TextContent.Trim())
                .Select(w => w.StartsWith("United Nations", StringComparison.Ordinal) ? "United Nations" : w)
                .Select(w => w.StartsWith("courts", StringComparison.Ordinal) ? "courts" : w)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>An incident that rests on what one person said.</summary>
    private static async Task<(string Source, string Incident)> HeardAsync(TestApp app, HttpClient duty)
    {
        var incident = await RecordAsync(duty, ("title", "At the ford"));
        var source = await duty.MakeAsync("WREN-03");
        var report = await app.ReportAsync(IdOf(source), "Riders at the ford.");
        await app.Database.WriteAsync(async tx =>
        {
            var id = await tx.FindAsync<Guid>("SELECT incident_id FROM incident");
            // Not on the form by which it was recorded: what is also known from elsewhere would stay.
            await tx.ExecuteAsync("DELETE FROM incident_report");
            await tx.ExecuteAsync(
                "INSERT INTO incident_report (incident_id, report_id) VALUES (@id, @report)",
                new { id, report }
            );
            await Withholding.FollowAsync(tx, id);
        });
        return (source, incident);
    }
}
