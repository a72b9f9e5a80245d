using System.Net;
using AngleSharp.Dom;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Gather;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Record.Cases.CaseSteps;
using static Toguna.Tests.Record.Incidents.IncidentForms;

namespace Toguna.Tests.Record.Cases;

/// <summary>Interviews: sealed notes, and nobody is asked a second time unawares.</summary>
public sealed class InterviewTests
{
    private const string Said = "She saw the lorry at the well.";

    [Theory, BothEngines]
    public async Task Nobody_is_asked_twice_unawares(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var first = await desk.AsAsync(Role.HumanRightsOfficer);
        using var second = await desk.AsAsync(Role.HumanRightsOfficer);
        await SourceAsync(desk, "ROBIN-14", "person");
        await SourceAsync(desk, "RADIO-1", "media");
        var (one, two) = (await OpenCaseAsync(first), await OpenCaseAsync(second));
        (await ErrorsAsync(await HoldAsync(first, one, ("who", "")))).ShouldContain("Choose whom you asked");
        (await ErrorsAsync(await HoldAsync(first, one, ("source", "RADIO-1")))).ShouldContain(
            "“RADIO-1” is the code name"
        );
        (await ErrorsAsync(await HoldAsync(first, one, ("held_on", "2999-01-01")))).ShouldContain("still to come");
        (await ErrorsAsync(await HoldAsync(first, one, ("held_on", "monday")))).ShouldContain("monday");
        (await ErrorsAsync(await HoldAsync(first, one, ("who", "victim:" + Guid.NewGuid())))).ShouldContain(
            "whom you asked"
        );
        var refused = await (await HoldAsync(first, one, ("source", "WREN-3"))).DocumentAsync();
        refused.QuerySelector("#notes")!.TextContent.ShouldContain(Said);
        refused.QuerySelector("#in_spite").ShouldBeNull();
        (await CountAsync(desk, "interview")).ShouldBe(0);

        (await HoldAsync(first, one)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // Who asked before may ask again.
        (await HoldAsync(first, one, ("held_on", "2026-03-09"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var warned = await HoldAsync(second, two, ("source", "robin-14"), ("held_on", "2026-04-01"));
        warned.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await warned.DocumentAsync();
        page.QuerySelector(".msg--warn")!.TextContent.ShouldContain("in March 2026");
        page.Body!.TextContent.ShouldNotContain(one["/cases/".Length..]);
        page.Body!.TextContent.ShouldNotContain("humanrightsofficer.1");
        page.QuerySelector("#notes")!.TextContent.ShouldContain(Said);
        (await CountAsync(desk, "interview")).ShouldBe(2);
        (await HoldAsync(second, two, ("held_on", "2026-04-01"), ("in_spite", "1"))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await CountAsync(desk, $"interview WHERE in_spite = {(engine == Engine.Postgres ? "true" : "1")}")).ShouldBe(
            1
        );
        (await AuditAsync(desk, "interview.held"))
            .Count(d => d.Contains("\"inSpite\":true", StringComparison.Ordinal))
            .ShouldBe(1);
        (await second.PageAsync(two)).QuerySelector("#interviews .tag")!.TextContent.ShouldContain("asked before");

        // Who knows the other case is told which it is.
        (await first.GrantAsync(await desk.IdOfAsync(second), await IdOfCaseAsync(desk, one))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await (await HoldAsync(second, two)).DocumentAsync())
            .QuerySelector(".msg--warn")!
            .TextContent.ShouldContain(one["/cases/".Length..]);
    }

    [Theory, BothEngines]
    public async Task Nobody_is_asked_who_has_not_agreed_but_for_a_reason_of_their_own(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        await SourceAsync(desk, "ROBIN-14", "person");
        var address = await OpenCaseAsync(officer);
        var never = await HoldAsync(officer, address, ("contact_reason", ""));
        never.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await never.DocumentAsync();
        page.QuerySelector("#contact_reason-e")!.TextContent.ShouldContain("never been asked");
        page.QuerySelector("#notes")!.TextContent.ShouldContain(Said);
        (await ErrorsAsync(await HoldAsync(officer, address, ("contact_reason", "urgent")))).ShouldContain(
            "“urgent” is no reason"
        );
        await AnswerAsync(false);
        (await ErrorsAsync(await HoldAsync(officer, address, ("contact_reason", "")))).ShouldContain(
            "has refused to be contacted"
        );
        (await CountAsync(desk, "interview")).ShouldBe(0);

        (await HoldAsync(officer, address, ("contact_reason", "own_safety"))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        (await officer.PageAsync(address))
            .QuerySelector("#interviews")!
            .TextContent.ShouldContain("their own safety demands it");
        (await AuditAsync(desk, "interview.held")).ShouldHaveSingleItem().ShouldContain("own_safety");
        // Who has agreed is asked without a reason, and none is kept that was sent all the same.
        await AnswerAsync(true);
        (await HoldAsync(officer, address, ("contact_reason", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await HoldAsync(officer, address)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await CountAsync(desk, "interview WHERE contact_reason IS NULL")).ShouldBe(2);

        // Of a victim it is said before anything is sent.
        var incident = await VictimAsync(officer, "Awa Traoré");
        await AddAsync(officer, address, incident);
        var choice = await ChoiceAsync(officer, address);
        var form = $"{address}/interviews/new?victim={choice["victim:".Length..]}";
        var before = await officer.PageAsync(form);
        before.QuerySelector("#who option[selected]")!.TextContent.ShouldContain("has not agreed");
        before.QuerySelector(".msg--warn")!.TextContent.ShouldContain("never been asked");
        (await HoldAsync(officer, address, ("who", choice), ("contact_reason", ""))).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        var consent = (await officer.PageAsync("/incidents/" + incident))
            .QuerySelector("#victims form[action$='/consent']")!
            .GetAttribute("action")!;
        (
            await officer.PostFormAsync("/incidents/" + incident, new() { ["contact"] = "yes" }, consent)
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var after = await officer.PageAsync(form);
        after.QuerySelector("#who option[selected]")!.TextContent.ShouldNotContain("has not agreed");
        after.QuerySelector(".msg--warn").ShouldBeNull();
        (await HoldAsync(officer, address, ("who", choice), ("contact_reason", ""))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );

        Task AnswerAsync(bool given) =>
            desk.Database.WriteAsync(async tx =>
                await desk
                    .Services.GetRequiredService<Consents>()
                    .NoteAsync(
                        tx,
                        new ConsentOf(
                            "source",
                            await tx.FindAsync<Guid>("SELECT source_id FROM source WHERE code_name = 'ROBIN-14'")
                        ),
                        new Dictionary<string, bool> { [Consents.Contact] = given },
                        "system"
                    )
            );
    }

    [Theory, BothEngines]
    public async Task A_victim_of_the_same_sealed_name_is_the_same_person(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var first = await desk.AsAsync(Role.HumanRightsOfficer);
        using var second = await desk.AsAsync(Role.HumanRightsOfficer);
        var (one, two) = (await OpenCaseAsync(first), await OpenCaseAsync(second));
        var mine = await VictimAsync(first, "Awa Traoré");
        var theirs = await VictimAsync(second, "awa traore");
        await EncloseAsync(first, one, mine);
        await EncloseAsync(second, two, theirs);
        (await HoldAsync(first, one, ("who", await ChoiceAsync(first, one)))).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        var warned = await HoldAsync(second, two, ("who", await ChoiceAsync(second, two)), ("held_on", "2026-04-01"));
        warned.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ErrorsAsync(warned)).ShouldContain("already, in March 2026");
    }

    [Theory, BothEngines]
    public async Task Notes_are_sealed_under_the_key_of_the_case_and_read_with_a_purpose(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var other = await desk.AsAsync(Role.HumanRightsOfficer);
        using var keeper = await desk.AsAsync(Role.Analyst);
        await SourceAsync(desk, "ROBIN-14", "person");
        var address = await OpenCaseAsync(officer);
        await HoldAsync(officer, address);
        var read = (await officer.PageAsync(address)).QuerySelector("#interviews form")!.GetAttribute("action")!;
        Dictionary<string, string> Why(string purpose) => new() { ["purpose"] = purpose };
        (await keeper.PostFormAsync("/account", Why("Protection"), read)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await other.PostFormAsync("/cases", Why("Protection"), read)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await officer.PostFormAsync(address, Why("3"), read)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await AuditAsync(desk, "sealed.read")).ShouldBeEmpty();

        var shown = await officer.PostFormAsync(address, Why("Protection"), read);
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        shown.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await shown.DocumentAsync()).QuerySelector("#interviews pre")!.TextContent.ShouldBe(Said);
        (await AuditAsync(desk, "sealed.read")).ShouldHaveSingleItem().ShouldContain("Protection");
        (await officer.GetStringAsync(address)).ShouldNotContain(Said);
        await using (var c = await desk.Database.OpenAsync())
        {
            System
                .Text.Encoding.UTF8.GetString(await c.QuerySingleAsync<byte[]>("SELECT notes_sealed FROM interview"))
                .ShouldNotContain("lorry");
        }

        // Destroyed by two, the notes are gone and the case says so.
        var subject = new Subject("case", Guid.Parse(await IdOfCaseAsync(desk, address)));
        var asked = await officer.PostFormAsync(
            $"/destruction/new?kind={subject.Kind}&id={subject.Id}",
            new()
            {
                ["kind"] = subject.Kind,
                ["id"] = subject.Id.ToString(),
                ["reason"] = nameof(ShredReason.Danger),
            },
            "/destruction/new"
        );
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await officer.GetStringAsync("/destruction")).ShouldContain(address["/cases/".Length..]);
        (await other.GetStringAsync("/destruction")).ShouldNotContain(address["/cases/".Length..]);
    }

    private static async Task SourceAsync(TestApp desk, string code, string kind) =>
        await desk.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "INSERT INTO source (source_id, code_name, kind, created_at) VALUES (@Id, @code, @kind, @Now)",
                new
                {
                    Id = tx.NewId(),
                    code,
                    kind,
                    tx.Now,
                }
            )
        );

    /// <summary>Records an incident with a victim that is one person, and seals the name.</summary>
    /// <returns>Its number.</returns>
    private static async Task<string> VictimAsync(HttpClient officer, string name)
    {
        var incident = await RecordAsync(officer, ("victim.0.description", "trader"), ("victim.0.best", "1"));
        var action = (await officer.PageAsync(incident)).QuerySelector("#victims form")!.GetAttribute("action")!;
        (await officer.PostFormAsync(incident, new() { ["name"] = name }, action)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        return incident["/incidents/".Length..];
    }

    private static async Task<string> ChoiceAsync(HttpClient officer, string address) =>
        (await officer.PageAsync(address + "/interviews/new"))
            .QuerySelectorAll("#who option")[^1]
            .GetAttribute("value")!;

    private static Task<HttpResponseMessage> HoldAsync(
        HttpClient officer,
        string address,
        params (string Field, string Value)[] changes
    )
    {
        Dictionary<string, string> form = new()
        {
            ["who"] = "source",
            ["source"] = "ROBIN-14",
            ["held_on"] = "2026-03-12",
            ["notes"] = Said,
            ["contact_reason"] = "came_themselves",
        };
        foreach (var (field, value) in changes)
        {
            form[field] = value;
        }
        return officer.PostFormAsync(address + "/interviews/new", form);
    }
}
