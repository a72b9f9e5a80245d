using System.Net;
using AngleSharp.Dom;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Gather.Sources;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Gather.Sources.SourceForms;

namespace Toguna.Tests.Gather.Sources;

/// <summary>Sources: who may know of which, how they are made and graded, and what they allow.</summary>
public sealed class SourcesTests
{
    [Theory, BothEngines]
    public async Task Who_may_not_triage_sees_nothing_of_sources(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/sources")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var source = await duty.MakeAsync("WREN-03");
        foreach (var role in new[] { Role.Analyst, Role.Leadership, Role.Administrator, Role.Reporter })
        {
            using var other = await app.AsAsync(role);
            foreach (var page in new[] { "/sources", "/sources/new", "/sources/find", source })
            {
                (await other.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{role} {page}");
            }
            (await other.GetStringAsync("/account")).ShouldNotContain("href=\"/sources\"");
        }
        (await duty.GetStringAsync("/account")).ShouldContain("href=\"/sources\"");
        (await duty.GetAsync($"/sources/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothEngines]
    public async Task What_may_not_be_known_is_neither_listed_nor_counted_nor_dated(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var officer = await app.AsAsync(Role.HumanRightsOfficer);
        var (heard, hidden) = (await officer.MakeAsync("HEARD-1"), await officer.MakeAsync("HIDDEN-1"));
        var patrol = await officer.MakeAsync("PATROL-1", "patrol");
        var march = new DateTimeOffset(2031, 3, 6, 12, 0, 0, TimeSpan.Zero);
        await app.ReportAsync(IdOf(heard), "Riders at the ford.", at: march);
        var strict = await app.ReportAsync(IdOf(heard), "Something grave.", classification: 2, at: march.AddDays(8));
        await app.ReportAsync(IdOf(hidden), "Something graver.", classification: 2, at: march);
        await app.ReportAsync(IdOf(hidden), "In a case.", compartment: Guid.NewGuid(), at: march.AddDays(9));
        await app.ReportAsync(IdOf(patrol), "Strict too.", classification: 2, at: march);
        await NoteOnFormAsync(app, IdOf(heard), strict);

        var list = await duty.PageAsync("/sources");
        Row(list, "HEARD-1").ShouldContain("1");
        Row(list, "HEARD-1").ShouldContain("6 Mar 2031");
        Row(list, "PATROL-1").ShouldContain("0", customMessage: "who is no person is known of, its reports are not");
        list.QuerySelector("main")!.TextContent.ShouldNotContain("HIDDEN");
        list.QuerySelector(".answer")!.TextContent.ShouldStartWith("2 sources");
        (await duty.PageAsync("/sources?q=hidden")).QuerySelector(".empty").ShouldNotBeNull();
        (await duty.GetAsync(hidden)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (string Form, (string, string)[] Fields)[] forms =
        [
            ("grade", [("reliability", "A"), ("why", "guess")]),
            ("consent", [("record", "yes")]),
            ("invitations", [("uses", "1"), ("days", "1")]),
            ("invitations/withdraw", [("invitation", "0")]),
        ];
        foreach (var (form, fields) in forms)
        {
            (await duty.SendAsync(hidden, form, fields)).StatusCode.ShouldBe(HttpStatusCode.NotFound, form);
        }

        var seen = await duty.PageAsync(heard);
        seen.QuerySelector(".answer")!.TextContent.ShouldContain("One report");
        seen.QuerySelector("main")!.TextContent.ShouldNotContain("grave");
        seen.QuerySelector("#consent")!
            .TextContent.ShouldNotContain("said on", customMessage: "the form is not theirs");
        seen.QuerySelector("#consent dd")!.TextContent.ShouldContain("Yes");
        seen.QuerySelector("h1 .sealed").ShouldNotBeNull();

        var all = await officer.PageAsync("/sources");
        Row(all, "HEARD-1").ShouldContain("14 Mar 2031");
        Row(all, "HIDDEN-1").ShouldContain("6 Mar 2031", customMessage: "the case is not open to them");
        (await officer.PageAsync(hidden)).QuerySelector(".answer")!.TextContent.ShouldContain("One report");
        (await officer.PageAsync(heard)).QuerySelector("#consent")!.TextContent.ShouldContain("said on");
        (await app.AuditAsync(IdOf(hidden))).Actions.ShouldBe("source.made source.graded");
    }

    [Theory, BothEngines]
    public async Task A_source_is_made_by_a_name_that_is_new_and_stays_with_its_maker(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var source = await duty.MakeAsync("Épervier 7");
        (string Name, string Kind, string Grade, string Expected)[] refused =
        [
            (" ", "person", "F", "expected a text"),
            ("--", "person", "F", "expected a text"),
            (new string('W', 51), "person", "F", "51 characters; at most 50"),
            ("ROBIN-1", "dataset", "F", "“dataset” is none of the choices"),
            ("ROBIN-1", "media", "G", "“G” is none of the choices; expected one of A, B"),
        ];
        foreach (var (name, kind, grade, expected) in refused)
        {
            using var answer = await duty.PostFormAsync(
                "/sources/new",
                new()
                {
                    ["code_name"] = name,
                    ["kind"] = kind,
                    ["reliability"] = grade,
                }
            );
            var (page, problems) = await RefusedAsync(answer);
            problems.ShouldContain(expected);
            page.QuerySelector("#code_name")!.GetAttribute("value").ShouldBe(name);
        }
        (await app.AuditAsync(IdOf(source))).Actions.ShouldBe("source.made source.graded");
        (await CountAsync(app, "source")).ShouldBe(1);

        // Nothing was heard of it yet: who made it has it, also after a report came that is not theirs; nobody else does.
        await app.ReportAsync(IdOf(source), "Strict.", classification: 2);
        (await duty.PageAsync(source)).QuerySelector("h1")!.TextContent.ShouldMatch("^Épervier 7-[0-9A-Z]{4}$");
        Row(await duty.PageAsync("/sources?q=EPERVIER"), "Épervier 7").ShouldContain("usually reliable");
        using var other = await app.AsAsync(Role.DutyOfficer);
        (await other.GetAsync(source)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, BothEngines]
    public async Task A_grade_has_its_reason_and_the_earlier_ones_stay(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var source = await duty.MakeAsync("WREN-03");
        var (page, problems) = await RefusedAsync(await duty.SendAsync(source, "grade", ("reliability", "Z")));
        problems.ShouldContain("“Z” is none of the choices");
        problems.ShouldContain("expected a text");
        (_, problems) = await RefusedAsync(
            await duty.SendAsync(source, "grade", ("reliability", "D"), ("why", new string('x', 301)))
        );
        problems.ShouldContain("301 characters; at most 300");
        page.QuerySelector("#reliability-h")!.TextContent.ShouldContain("never multiplied");

        (
            await duty.SendAsync(source, "grade", ("reliability", "D"), ("why", "Twice at the wrong market."))
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var shown = await duty.PageAsync(source);
        shown.QuerySelector(".answer")!.TextContent.ShouldContain("Graded D, not usually reliable");
        var grades = shown.QuerySelectorAll("#grades .time li").Select(g => g.TextContent).ToList();
        grades.Count.ShouldBe(2);
        grades[0].ShouldContain("Twice at the wrong market.");
        grades[0].ShouldContain("dutyofficer.1");
        grades[1].ShouldContain("usually reliable");
        var (actions, text) = await app.AuditAsync(IdOf(source));
        actions.ShouldBe("source.made source.graded source.graded");
        text.ShouldNotContain("market");
    }

    [Theory, BothEngines]
    public async Task What_was_never_spoken_of_is_refused_and_a_withdrawal_takes_effect_at_once(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var source = await duty.MakeAsync("WREN-03");
        await app.ReportAsync(IdOf(source), "Riders at the ford.");
        (await duty.PageAsync(source))
            .QuerySelectorAll("#consent dd")
            .ShouldAllBe(d => d.TextContent.Contains("never spoken of"));
        (await StartAsync(app, source)).ShouldBeNull();
        (await duty.PageAsync(source)).QuerySelector(".lines")!.TextContent.ShouldContain("Riders at the ford.");

        var (_, nothing) = await RefusedAsync(await duty.SendAsync(source, "consent", ("record", "")));
        nothing.ShouldContain("expected yes or no for one use");
        var (_, odd) = await RefusedAsync(
            await duty.SendAsync(source, "consent", ("record", "yes"), ("contact", "perhaps"))
        );
        odd.ShouldContain("“perhaps”");
        var patrol = await duty.MakeAsync("PATROL-1", "patrol");
        var noPerson = await duty.SendAsync(patrol, "consent", ("record", "yes"));
        noPerson.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await CountAsync(app, "consent")).ShouldBe(0);

        (
            await duty.SendAsync(source, "consent", ("record", "yes"), ("share_inside", "yes"), ("contact", "no"))
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StartAsync(app, source)).ShouldBe("Riders at the ford.");
        (await duty.SendAsync(source, "consent", ("share_inside", "no"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StartAsync(app, source)).ShouldBeNull();

        var shown = await duty.PageAsync(source);
        shown.QuerySelectorAll("#consent dd b").Select(b => b.TextContent).ShouldBe(["Yes", "No", "No", "No"]);
        shown.QuerySelectorAll("#consent .time li").Length.ShouldBe(4);
        (await app.AuditAsync(IdOf(source))).Actions.ShouldEndWith("consent.noted consent.noted");
    }

    /// <summary>What an analyst reads of the report: they receive none, so its source decides.</summary>
    private static async Task<string?> StartAsync(TestApp app, string source)
    {
        var analyst = new Caller("analyst", "", new HashSet<Role> { Role.Analyst }, Standing.Full);
        await using var c = await app.Database.OpenAsync();
        return (await SourceReading.ReportsAsync(c, analyst, IdOf(source), 10)).ShouldHaveSingleItem().Start;
    }

    private static Task NoteOnFormAsync(TestApp app, Guid source, Guid report) =>
        app.Database.WriteAsync(tx =>
            app.Services.GetRequiredService<Consents>()
                .NoteAsync(
                    tx,
                    new ConsentOf("source", source),
                    new Dictionary<string, bool> { [Consents.Record] = true },
                    Consents.Reporter,
                    report
                )
        );

    private static string Row(IParentNode page, string codeName) =>
        page.QuerySelectorAll("tbody tr")
            .Single(r => r.QuerySelector("th")!.TextContent.StartsWith(codeName + "-", StringComparison.Ordinal))
            .TextContent;

    private static async Task<long> CountAsync(TestApp app, string table)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}");
    }
}
