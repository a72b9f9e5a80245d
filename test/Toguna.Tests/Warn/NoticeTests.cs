using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Foundation.Messages;
using static Toguna.Tests.Warn.AlertForms;
using static Toguna.Tests.Warn.EscalationTests;

namespace Toguna.Tests.Warn;

/// <summary>Who is told of an alert, sees it at once, and has it on record whether they opened it; sharing sideways and outside.</summary>
public sealed class NoticeTests
{
    [Theory, BothEngines]
    public async Task What_somebody_wants_to_be_told_of_reaches_them_while_their_page_is_open(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.OfAsync(Component.Joc, Role.DutyOfficer);
        using var analyst = await app.OfAsync(Component.Jmac, Role.Analyst);
        using var police = await app.OfAsync(Component.Police, Role.FocalPoint);
        (await app.Stranger().GetAsync("/notices/line")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (
            await analyst.PostFormAsync("/notices/wanted", new() { ["place"] = "Atlantis", ["threat"] = "rain" })
        ).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var kept = await analyst.PostFormAsync(
            "/notices/wanted",
            new() { ["threat"] = "killing", ["urgency"] = "2" }
        );
        kept.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var line = new StreamReader(await analyst.GetStreamAsync("/notices/line"));
        (await UnseenAsync(line)).ShouldBe(0);
        await Task.Delay(700);
        await RaiseAsync(duty, ("urgency", "3"));
        await RaiseAsync(duty, ("threat", "abduction"));
        var alert = await RaiseAsync(duty);
        var issued = System.Diagnostics.Stopwatch.StartNew();
        (await UnseenAsync(line)).ShouldBe(1);
        issued.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await ToldAsync(analyst)).ShouldBe(["Alert issued"]);
        (await ToldAsync(police)).ShouldBeEmpty();
        (await analyst.PageAsync("/notices")).QuerySelector(".answer")!.TextContent.ShouldStartWith("One alert");

        // Opening it is on record, for those who asked for it to be seen.
        (await duty.PageAsync(alert))
            .QuerySelector("main")!
            .TextContent.ShouldContain("1 people told, 0 have opened it.");
        await analyst.PageAsync(alert);
        (await duty.PageAsync(alert))
            .QuerySelector("main")!
            .TextContent.ShouldContain("1 people told, 1 have opened it.");
        (await analyst.PageAsync("/notices"))
            .QuerySelector(".answer")!
            .TextContent.ShouldStartWith("You have opened all");

        // Called off: who was told is told.
        await DoneAsync(StepAsync(duty, alert, "warn", ("do", "cancel"), ("reason", "A wedding.")));
        (await ToldAsync(analyst)).ShouldBe(["Alert called off", "Alert issued"]);

        // Somebody else's list is not theirs to change.
        var drop = (await analyst.PageAsync("/notices/wanted"))
            .QuerySelector("form[action$=drop]")!
            .GetAttribute("action")!;
        await police.PostFormAsync("/notices/wanted", [], drop);
        (await analyst.PageAsync("/notices/wanted")).QuerySelectorAll("form[action$=drop]").Length.ShouldBe(1);
        await analyst.PostFormAsync("/notices/wanted", [], drop);
        (await analyst.PageAsync("/notices/wanted")).QuerySelectorAll("form[action$=drop]").ShouldBeEmpty();
    }

    [Theory, BothEngines]
    public async Task An_alert_is_handed_on_sideways_and_outside_and_who_did_not_get_it_is_on_record(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.OfAsync(Component.Joc, Role.DutyOfficer);
        using var force = await app.OfAsync(Component.Force, Role.FocalPoint);
        using var researcher = await app.OfAsync(Component.Police, Role.Researcher);
        var alert = await RaiseAsync(duty, ("by_whom", "men of the Tolmé committee"));
        (
            await force.PostFormAsync("/notices/wanted", new() { ["share-with"] = "Police" }, $"{alert}/share")
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RefusedAsync(ShareAsync(), HttpStatusCode.UnprocessableEntity)).ShouldContain("Choose one");
        (
            await RefusedAsync(
                ShareAsync(("share-with", "Force"), ("outside", "National army")),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("Choose one");
        (await RefusedAsync(ShareAsync(("share-person", "nobody")), HttpStatusCode.UnprocessableEntity)).ShouldContain(
            "“nobody”"
        );
        (await RefusedAsync(ShareAsync(("share-with", "Police")), HttpStatusCode.UnprocessableEntity)).ShouldContain(
            "may know",
            customMessage: "a researcher reads what is unclassified"
        );

        await DoneAsync(ShareAsync(("share-with", "Force"), ("base", "Issoumbré post")));
        (await ToldAsync(force)).ShouldBe(["Shared with you"]);
        await DoneAsync(
            ShareAsync(("share-with", "Police"), ("withheld", "channel"), ("share-note", "radio in clear"))
        );
        (await ToldAsync(researcher)).ShouldBeEmpty();

        (string, string)[] army = [("outside", "National army"), ("words", "Traders at Issoumbré need protection.")];
        (await RefusedAsync(ShareAsync(army), HttpStatusCode.UnprocessableEntity)).ShouldContain("due-diligence file");
        (string, string)[] filed = [.. army, ("diligence", "DD-7")];
        (await RefusedAsync(ShareAsync(filed), HttpStatusCode.UnprocessableEntity)).ShouldContain("Confirm");
        (
            await RefusedAsync(
                ShareAsync(
                    ("outside", "National army"),
                    ("diligence", "DD-7"),
                    ("names-nobody", "1"),
                    ("words", "Expect Men of the Tolmé Committee.")
                ),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("must not name");
        await DoneAsync(ShareAsync([.. filed, ("names-nobody", "1")]));
        var told = (await duty.PageAsync(alert)).QuerySelector("main")!.TextContent;
        told.ShouldContain("Issoumbré post");
        told.ShouldContain("no: the channel is not secure");
        told.ShouldContain("Traders at Issoumbré need protection.");
        await using var c = await app.Database.OpenAsync();
        await Should.ThrowAsync<Exception>(() => c.ExecuteAsync("DELETE FROM alert_share"));
        await Should.ThrowAsync<Exception>(() => c.ExecuteAsync("UPDATE notice SET what = 'issued'"));

        Task<HttpResponseMessage> ShareAsync(params (string, string)[] fields) =>
            StepAsync(duty, alert, "share", [.. fields]);
    }

    [Theory, BothEngines]
    public async Task A_webhook_is_told_of_nothing_that_some_of_the_mission_may_not_know_of(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var admin = await app.AsAsync(Role.Administrator);
        using var made = await admin.PostFormAsync(
            ChannelForms.Page,
            new()
            {
                ["hook.name"] = "Room",
                ["hook.url"] = "https://room.example/",
                ["hook.kinds"] = "*",
            },
            ChannelForms.Page + "/webhooks"
        );
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        await IssueAsync(app, 1, classification: 2);
        await IssueAsync(app, 1, compartment: Guid.NewGuid());
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<string>("SELECT reference FROM outbox")).ShouldBeEmpty();
        await IssueAsync(app, 1);
        (await c.QueryAsync<string>("SELECT reference FROM outbox")).ShouldBe(["AL-0003"]);
    }

    /// <summary>The next number that the line says.</summary>
    private static async Task<int> UnseenAsync(StreamReader line)
    {
        using var most = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await line.ReadLineAsync(most.Token) is { } text)
        {
            if (text.StartsWith("data: ", StringComparison.Ordinal))
            {
                return int.Parse(text["data: ".Length..], System.Globalization.CultureInfo.InvariantCulture);
            }
        }
        throw new EndOfStreamException();
    }
}
