using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using static Toguna.Tests.Foundation.GrantSteps;

namespace Toguna.Tests.Foundation;

/// <summary>What is opened to somebody for a time: who may, to whom, for how long, and what the audit log says.</summary>
public sealed class GrantTests
{
    private const string Mara = "00000000-0000-0000-0000-000000000002";

    [Theory, BothEngines]
    public async Task Access_is_opened_by_those_who_may_to_others_for_a_time_and_a_reason(Engine engine)
    {
        var clock = new SetClock();
        await using var desk = await TestApp.StartAsync(engine, clock);
        using var admin = await desk.AsAsync(Role.Administrator);
        using var officer = await desk.AsAsync(Role.HumanRightsOfficer);
        using var analyst = await desk.AsAsync(Role.Analyst);
        using var partner = await desk.OfAsync(Component.Partner, Role.FocalPoint, Role.Administrator);
        var (adminId, officerId, analystId) = (
            await desk.IdOfAsync(admin),
            await desk.IdOfAsync(officer),
            await desk.IdOfAsync(analyst)
        );
        string In(int days) => Day(clock.GetUtcNow(), days);

        (await analyst.GetAsync(Page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        // A partner's roles give it nothing here, whatever they are.
        (await partner.GetAsync(Page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.PageAsync(Page)).QuerySelectorAll("#what option").Length.ShouldBe(1);
        await RefusedAsync(officer.GrantAsync(analystId, Mara, In(30)), "Choose a compartment that you may open");
        await RefusedAsync(officer.GrantAsync(analystId, "clearance:2", In(30)), "Choose a compartment that you may");
        await RefusedAsync(admin.GrantAsync(adminId, Mara, In(30)), "Nobody opens anything to themselves");
        await RefusedAsync(admin.GrantAsync(Guid.NewGuid(), Mara, In(30)), "Choose an open account");
        await RefusedAsync(admin.GrantAsync(analystId, Guid.NewGuid().ToString(), In(30)), "Choose a compartment");
        await RefusedAsync(admin.GrantAsync(analystId, "clearance:3", In(30)), "Choose a compartment");
        await RefusedAsync(admin.GrantAsync(analystId, Mara, In(-1)), $"“{In(-1)}” is not a day from {In(0)}");
        await RefusedAsync(admin.GrantAsync(analystId, Mara, In(367)), "is not a day from");
        await RefusedAsync(admin.GrantAsync(analystId, Mara, "soon"), "“soon” is not a day");
        await RefusedAsync(admin.GrantAsync(analystId, Mara, In(30), "2"), "Choose a reason");
        await RefusedAsync(
            admin.GrantAsync(await desk.IdOfAsync(partner), "clearance:1", In(30)),
            "An external partner has no clearance"
        );
        (await AuditAsync(desk, "access.granted")).ShouldBeEmpty();

        (await admin.GrantAsync(officerId, Mara, In(30))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await AuditAsync(desk, "access.granted")).ShouldHaveSingleItem().ShouldContain(Mara);
        // Now it is the officer's to open, and what it is called stands in the reader's language.
        officer.DefaultRequestHeaders.Add("Accept-Language", "fr");
        (await officer.PageAsync(Page)).QuerySelector("#what")!.TextContent.ShouldContain("Violences sexuelles");
        (await officer.GrantAsync(analystId, Mara, In(0))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await admin.GrantAsync(analystId, "clearance:2", In(30))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var open = await admin.PageAsync(Page);
        open.QuerySelectorAll("section[aria-labelledby=open] > table tbody tr").Length.ShouldBe(3);
        (await officer.PageAsync(Page))
            .QuerySelectorAll("section[aria-labelledby=open] > table tbody tr")
            .Length.ShouldBe(2);

        var lifted = RevokeOf(open, "Strictly confidential");
        (await officer.PostFormAsync(Page, [], lifted)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.PostFormAsync(Page, [], lifted)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await admin.PostFormAsync(Page, [], lifted)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await AuditAsync(desk, "access.revoked")).Count.ShouldBe(1);

        clock.Ahead = TimeSpan.FromDays(1);
        using var later = await desk.AsAsync(Role.Leadership);
        var past = (await later.PageAsync(Page)).QuerySelector("details table")!;
        past.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        past.TextContent.ShouldContain("ran out");
        past.TextContent.ShouldContain("revoked by administrator.1");
    }

    [Theory, BothEngines]
    public async Task An_administrator_says_which_component_somebody_belongs_to_and_how_far_they_read(Engine engine)
    {
        await using var desk = await TestApp.StartAsync(engine);
        using var admin = await desk.AsAsync(Role.Administrator);
        using var adviser = await desk.AsAsync(Role.ProtectionAdviser);
        var (own, other) = (await desk.IdOfAsync(admin), await desk.IdOfAsync(adviser));
        (await StandingAsync(adviser, other, "Force", "1", "/account")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await StandingAsync(admin, other, "Navy", "1")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await StandingAsync(admin, other, "2", "1")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await StandingAsync(admin, other, "Force", "3")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await StandingAsync(admin, Guid.NewGuid(), "Force", "1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await StandingOfAsync(desk, other)).ShouldBe((null, 2));

        (await StandingAsync(admin, other, "Force", "1")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StandingOfAsync(desk, other)).ShouldBe(("Force", 1));
        (await StandingAsync(admin, own, "", "0")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StandingOfAsync(desk, own)).ShouldBe((null, 0));
        (await AuditAsync(desk, "user.standing_changed")).Count.ShouldBe(2);
        (await admin.PageAsync("/administration")).Body!.TextContent.ShouldContain("Force · Confidential");

        Dictionary<string, string> person = new() { ["name"] = "msf", ["roles"] = "FocalPoint" };
        (
            await admin.PostFormAsync(
                "/administration",
                new(person) { ["component"] = "Navy", ["clearance"] = "1" },
                "/administration/users"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (
            await admin.PostFormAsync(
                "/administration",
                new(person) { ["component"] = "Partner", ["clearance"] = "1" },
                "/administration/users"
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var c = await desk.Database.OpenAsync();
        (
            await c.QuerySingleAsync<(string, int)>(
                """SELECT "Component", "Clearance" FROM user_account WHERE "UserName" = 'msf'"""
            )
        ).ShouldBe(("Partner", 1));
    }

    private static Task<HttpResponseMessage> StandingAsync(
        HttpClient client,
        Guid user,
        string component,
        string clearance,
        string from = "/administration"
    ) =>
        client.PostFormAsync(
            from,
            new() { ["component"] = component, ["clearance"] = clearance },
            $"/administration/users/{user}/standing"
        );

    private static async Task<(string?, int)> StandingOfAsync(TestApp desk, Guid user)
    {
        await using var c = await desk.Database.OpenAsync();
        return await c.QuerySingleAsync<(string?, int)>(
            """SELECT "Component", "Clearance" FROM user_account WHERE "Id" = @user""",
            new { user }
        );
    }

    private static async Task RefusedAsync(Task<HttpResponseMessage> sent, string because)
    {
        using var answer = await sent;
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.DocumentAsync()).QuerySelector(".errsum")!.TextContent.ShouldContain(because);
    }

    private static string RevokeOf(IDocument page, string what) =>
        page.QuerySelectorAll("section[aria-labelledby=open] > table tbody tr")
            .First(r => r.TextContent.Contains(what, StringComparison.Ordinal))
            .QuerySelector("form")!
            .GetAttribute("action")!;

    private static async Task<IReadOnlyList<string>> AuditAsync(TestApp desk, string action)
    {
        await using var c = await desk.Database.OpenAsync();
        return (
            await c.QueryAsync<string>("SELECT detail FROM audit_entry WHERE action = @action", new { action })
        ).AsList();
    }

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
