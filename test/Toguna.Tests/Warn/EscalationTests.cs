using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Warn;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Warn;

/// <summary>No warning goes unanswered in silence: who is told, when, once, and nobody who may not know.</summary>
public sealed class EscalationTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 5, 41, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task When_nobody_answers_the_next_in_line_is_told_and_then_the_head_of_office(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.OfAsync(Component.Joc, Role.DutyOfficer);
        using var post = await app.OfAsync(Component.FieldOffice, Role.FocalPoint);
        using var adviser = await app.AsAsync(Role.ProtectionAdviser);
        using var head = await app.AsAsync(Role.Leadership);
        var alert = await RaiseAsync(duty);
        (await ToldAsync(post)).ShouldBe(["Alert issued"]);
        (await ToldAsync(duty)).ShouldBeEmpty("nobody is told of what they did themselves");
        await ClimbAsync(9, 0);
        await ClimbAsync(10, 1);
        (await ToldAsync(post)).ShouldBe(["Reminder: to be taken on", "Alert issued"]);
        await ClimbAsync(10, 0);
        await ClimbAsync(15, 1);
        (await ToldAsync(adviser)).ShouldBe(["Nobody answered, next in line: to be taken on"]);
        (await ToldAsync(head)).ShouldBeEmpty();
        await ClimbAsync(30, 1);
        (await ToldAsync(head)).ShouldBe(["Nobody answered, head of office: to be taken on"]);
        await ClimbAsync(89, 0);
        await ClimbAsync(90, 1);
        (await ToldAsync(head)).Count.ShouldBe(2);
        (await StoryAsync(duty, alert)).ShouldBe([
            "Head of office told",
            "Head of office told",
            "Next in line told",
            "Owner reminded",
            "Issued",
            "Alert drafted",
            "First received",
        ]);

        // Taken on: from now on its owner is who took it on, and the decision, long overdue, has rungs of its own.
        await DoneAsync(StepAsync(adviser, alert, "respond", ("do", "acknowledge")));
        await ClimbAsync(90, 1);
        (await ToldAsync(adviser))[0].ShouldBe("Reminder: to be decided");
        (await ToldAsync(post)).Count.ShouldBe(2);
        await DoneAsync(
            StepAsync(adviser, alert, "respond", ("do", "decide"), ("decision", "none"), ("reason", "out_of_reach"))
        );
        await ClimbAsync(5_000, 0);

        async Task ClimbAsync(int minutes, int expected)
        {
            clock.Now = Dawn.AddMinutes(minutes);
            (await app.Services.GetRequiredService<Escalations>().RunAsync()).ShouldBe(
                expected,
                $"after {minutes} min"
            );
        }
    }

    [Theory, BothEngines]
    public async Task Two_servers_that_look_at_once_tell_once(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.OfAsync(Component.Joc, Role.DutyOfficer);
        using var post = await app.OfAsync(Component.FieldOffice, Role.FocalPoint);
        for (var i = 0; i < 5; i++)
        {
            await RaiseAsync(duty);
        }
        clock.Pass(TimeSpan.FromMinutes(16));
        await using var other = await app.BesideAsync();
        var climbed = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(i => (i % 2 == 0 ? app : other).Services.GetRequiredService<Escalations>().RunAsync())
        );
        climbed.Sum().ShouldBe(15, "of each the reminder, the next in line and, there being none, the head of office");
        (await ToldAsync(post)).Count(t => t.StartsWith("Reminder", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Theory, BothEngines]
    public async Task Who_left_is_not_waited_for_and_who_may_not_know_is_not_told(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.OfAsync(Component.HumanRights, Role.HumanRightsOfficer);
        using var post = await app.OfAsync(Component.FieldOffice, Role.FocalPoint);
        using var adviser = await app.OfAsync(Component.FieldOffice, Role.ProtectionAdviser);
        using var partner = await app.OfAsync(Component.Partner, Role.FocalPoint);
        var alert = await RaiseAsync(duty, ("classification", "2"));
        // Strictly confidential, of the human-rights section: an alert of hands has no section, and only clearance counts.
        (await ToldAsync(post)).ShouldBeEmpty();
        (await ToldAsync(adviser)).ShouldBe(["Alert issued"]);
        await DoneAsync(StepAsync(adviser, alert, "respond", ("do", "acknowledge")));
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """UPDATE user_account SET "Disabled" = @yes WHERE "UserName" LIKE 'protectionadviser%'""",
                new { yes = true }
            )
        );
        clock.Pass(TimeSpan.FromMinutes(56));
        await app.Services.GetRequiredService<Escalations>().RunAsync();
        // Its owner has left, nobody of the section may know, no duty officer is there, no one next in line: nobody can be told,
        // and that is on record too.
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<(int, int)>("SELECT rung, told FROM escalation ORDER BY rung")).ShouldBe([
            (1, 0),
            (2, 0),
            (3, 0),
        ]);
        (await ToldAsync(post)).ShouldBeEmpty();
        (await partner.GetAsync("/notices")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ToldAsync(partner)).ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task The_mission_sets_times_posts_channels_and_quiet_hours(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.OfAsync(Component.Joc, Role.DutyOfficer);
        (await duty.GetAsync("/administration/escalation")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var admin = await app.AsAsync(Role.Administrator);
        var page = await admin.PageAsync("/administration/escalation");
        var fields = page.QuerySelectorAll("main form [name]")
            .Where(f => f.GetAttribute("type") is not ("hidden" or "checkbox"))
            .ToDictionary(
                f => f.GetAttribute("name")!,
                f => f.GetAttribute("value") ?? f.QuerySelector("option[selected]")?.GetAttribute("value") ?? ""
            );
        fields["next-1"] = "30";
        fields["head-1"] = "10";
        fields["again-2"] = "1";
        fields["quiet-from"] = "22:00";
        using var refused = await admin.PostFormAsync("/administration/escalation", fields);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.DocumentAsync())
            .QuerySelectorAll(".errsum a")
            .Select(a => a.GetAttribute("href"))
            .ShouldBe(["#head-1", "#again-2", "#quiet-to"], true);

        fields["next-1"] = "0";
        fields["role-2"] = "HumanRightsOfficer";
        fields["again-2"] = "60";
        fields["quiet-to"] = "06:00";
        using var saved = await admin.PostFormAsync("/administration/escalation", fields);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        await RaiseAsync(duty);
        clock.Pass(TimeSpan.FromMinutes(15));
        await app.Services.GetRequiredService<Escalations>().RunAsync();
        (await ToldAsync(rights)).ShouldBe(["Nobody answered, next in line: to be taken on"]);
        await using var c = await app.Database.OpenAsync();
        (await EscalationProfile.ReadAsync(c)).Quiet.ShouldNotBeNull().From.ShouldBe(new TimeOnly(22, 0));
    }

    /// <summary>What somebody was told, the newest first.</summary>
    internal static async Task<IReadOnlyList<string>> ToldAsync(HttpClient who) =>
        [.. (await who.PageAsync("/notices")).QuerySelectorAll("ul.lines li b").Select(b => b.TextContent)];
}
