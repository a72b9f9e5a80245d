using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Gather.Intake;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Warn;

/// <summary>An alert has an owner and a clock; each step is refused, or taken by name, or told to whoever comes second.</summary>
public sealed class AlertTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 5, 41, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task A_refused_form_keeps_what_was_typed_and_names_what_is_wrong(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var focal = await app.AsAsync(Role.FocalPoint);
        (await focal.GetAsync("/alerts/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await focal.GetAsync("/alerts/AL-0001")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var duty = await app.AsAsync(Role.DutyOfficer);

        var refused = await duty.PostFormAsync(
            "/alerts/new",
            Filled(
                ("threat", ""),
                ("at_risk_count", "many"),
                ("from", "2026-03-14T10:00"),
                ("to", "2026-03-14T08:00"),
                ("urgency", "9"),
                ("owner", "Partner"),
                ("classification", "2"),
                ("incident", "INC-9999")
            )
        );
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await refused.DocumentAsync();
        page.QuerySelectorAll(".errsum a")
            .Select(a => a.GetAttribute("href"))
            .ShouldBe(["#threat", "#urgency", "#owner", "#at_risk_count", "#to", "#classification", "#incident"], true);
        page.QuerySelector("#title")!.GetAttribute("value").ShouldBe("Reprisal expected on market day");
        page.QuerySelector(".errsum")!.TextContent.ShouldContain("“many” is no number of people");

        // What is over is no warning.
        var late = await duty.PostFormAsync("/alerts/new", Filled(("to", "2026-03-12T08:00")));
        (await late.DocumentAsync()).QuerySelector(".errsum")!.TextContent.ShouldContain("is over");
        (await duty.PageAsync("/alerts")).QuerySelector(".answer")!.TextContent.ShouldBe("No alert is open.");
    }

    [Theory, BothEngines]
    public async Task From_a_report_its_clock_runs_from_received_and_the_report_leaves_the_queue(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var moussa = await app.AsAsync(Role.Reporter);
        var sent = await Sending.ReportAsync(
            moussa,
            [("text", "Ils viendront le jour du marché."), ("where", "Issoumbré"), ("receipt", "1")]
        );
        var receipt = (await sent.ReceiptAsync())!;
        (await ReceiptSaysAsync()).ShouldContain("Received");
        clock.Pass(TimeSpan.FromMinutes(3));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var report = (await duty.PageAsync("/triage")).QuerySelector("main table tbody th a")!.GetAttribute("href")!;
        var from = report["/reports/".Length..];
        var link = (await duty.PageAsync(report)).QuerySelector("a[data-key=w]")!.GetAttribute("href");
        link.ShouldBe("/alerts/new?from=" + from);
        (await duty.PageAsync(link!)).QuerySelector("#place")!.GetAttribute("value").ShouldBe("Issoumbré");

        // A drill takes no real report out of the queue.
        var drill = await duty.PostFormAsync("/alerts/new", Filled(("report", from), ("exercise", "1")));
        drill.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await drill.DocumentAsync()).QuerySelector(".errsum a")!.GetAttribute("href").ShouldBe("#exercise");

        var alert = await RaiseAsync(duty, ("report", from));
        alert.ShouldBe("/alerts/AL-0001");
        var page = await duty.PageAsync(alert);
        // 15 minutes from 05:41, of which three have passed.
        page.QuerySelector(".clock__due")!.TextContent.ShouldBe("To be taken on within 12 min");
        page.QuerySelector("main")!.TextContent.ShouldNotContain("Ils viendront");
        (await duty.PageAsync("/triage")).QuerySelector("main table tbody th a").ShouldBeNull();
        (await duty.GetStringAsync(report)).ShouldContain("an alert rests on it");

        clock.Pass(TimeSpan.FromMinutes(14));
        (await duty.PageAsync(alert))
            .QuerySelector(".clock__due")!
            .TextContent.ShouldBe("Taken on by nobody, overdue by 2 min");
        (await duty.PageAsync("/alerts"))
            .QuerySelector(".answer")!
            .TextContent.ShouldBe("One alert is open; of 1 the next step is overdue.");
        await DoneAsync(StepAsync(duty, alert, "respond", ("do", "acknowledge")));
        (await StoryAsync(duty, alert)).ShouldBe(["Taken on", "Issued", "Alert drafted", "First received"]);

        // Whoever holds the receipt reads four words and no more: looked at, acted on, closed.
        (await ReceiptSaysAsync()).ShouldContain("Looked at");
        var task = await AskAsync(duty, alert);
        (await ReceiptSaysAsync()).ShouldContain("Looked at");
        await DoneAsync(StepAsync(duty, alert, task, ("do", "begin")));
        (await ReceiptSaysAsync()).ShouldContain("Acted on");
        await DoneAsync(
            StepAsync(duty, alert, "respond", ("do", "close"), ("outcome", "averted"), ("note", "Nobody came."))
        );
        (await ReceiptSaysAsync()).ShouldContain("Closed");

        async Task<string> ReceiptSaysAsync()
        {
            using var stranger = app.Stranger();
            var answer = await stranger.PostFormAsync("/status", new() { ["code"] = receipt });
            return (await answer.DocumentAsync()).QuerySelector("main")!.TextContent;
        }
    }

    [Theory, BothEngines]
    public async Task Nothing_moves_a_deadline_away_and_nothing_is_rewritten(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var alert = await RaiseAsync(duty, ("urgency", "3"));
        await using var c = await app.Database.OpenAsync();
        (await DueAsync()).ShouldBe(Dawn.AddDays(14));

        // A nearer threat, ten hours later: the limit of an imminent one runs from the change.
        clock.Pass(TimeSpan.FromHours(10));
        await ChangeAsync(("urgency", "1"));
        (await DueAsync()).ShouldBe(Dawn.AddHours(13));
        await ChangeAsync(("urgency", "3"));
        (await DueAsync()).ShouldBe(Dawn.AddHours(13));

        foreach (
            var late in new[]
            {
                "UPDATE alert SET act_due = @later",
                "UPDATE alert SET received_at = @later",
                "UPDATE alert SET issued_at = @later",
                "UPDATE alert_event SET at = @later",
                "DELETE FROM alert_event",
                "DELETE FROM alert",
            }
        )
        {
            await Should.ThrowAsync<System.Data.Common.DbException>(
                () => c.ExecuteAsync(late, new { later = Dawn.AddYears(1) }),
                late
            );
        }

        async Task ChangeAsync(params (string, string)[] changes)
        {
            var version = (await duty.PageAsync(alert + "/edit")).QuerySelector("input[name=version]")!;
            using var answer = await duty.PostFormAsync(
                alert + "/edit",
                Filled([.. changes, ("version", version.GetAttribute("value")!)])
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        async Task<DateTimeOffset> DueAsync() => await c.QuerySingleAsync<DateTimeOffset>("SELECT act_due FROM alert");
    }

    [Theory, BothEngines]
    public async Task Two_change_one_alert_and_the_second_sees_the_first(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var adviser = await app.AsAsync(Role.ProtectionAdviser);
        var alert = await RaiseAsync(duty);
        var version = (await duty.PageAsync(alert + "/edit"))
            .QuerySelector("input[name=version]")!
            .GetAttribute("value")!;
        var first = await duty.PostFormAsync(
            alert + "/edit",
            Filled(("title", "Reprisal at the ford"), ("version", version))
        );
        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var second = await adviser.PostFormAsync(
            alert + "/edit",
            Filled(("by_whom", "an armed group"), ("version", version))
        );
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await second.DocumentAsync();
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Reprisal at the ford");
        page.QuerySelector("#by_whom")!.GetAttribute("value").ShouldBe("an armed group");
        var again = page.QuerySelector("input[name=version]")!.GetAttribute("value")!;
        (
            await adviser.PostFormAsync(
                alert + "/edit",
                Filled(("title", "Reprisal at the ford"), ("by_whom", "an armed group"), ("version", again))
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var read = await duty.PageAsync(alert);
        read.QuerySelector("h1")!.TextContent.ShouldBe("Reprisal at the ford");
        read.QuerySelector("main")!.TextContent.ShouldContain("an armed group");
        // A button of a page that is old by now.
        (
            await RefusedAsync(
                StepAsync(duty, alert, "respond", ("do", "acknowledge"), ("version", "1")),
                HttpStatusCode.Conflict
            )
        ).ShouldContain("Somebody changed AL-0001");
    }

    [Theory, BothEngines]
    public async Task Two_about_one_threat_become_one_with_the_earlier_clock(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var early = await RaiseAsync(duty, ("title", "They come on market day"));
        clock.Pass(TimeSpan.FromHours(1));
        var late = await RaiseAsync(duty);
        var other = await RaiseAsync(duty, ("place", "Tolmé"));
        var drill = await RaiseAsync(duty, ("exercise", "1"));

        // Offered are those about the same threat there, and no drill.
        (await duty.PageAsync(late))
            .QuerySelectorAll("aside form[action$=warn] input[name=into]")
            .Select(i => i.GetAttribute("value"))
            .ShouldBe(["AL-0001"]);
        (
            await RefusedAsync(
                StepAsync(duty, early, "warn", ("do", "merge"), ("into", drill[8..])),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("AL-0004");
        await DoneAsync(StepAsync(duty, early, "warn", ("do", "merge"), ("into", late[8..])));
        (await StoryAsync(duty, late))[0].ShouldBe("Took over another alert");
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<DateTimeOffset>("SELECT received_at FROM alert WHERE number = 2")).ShouldBe(Dawn);
        (await c.QuerySingleAsync<DateTimeOffset>("SELECT act_due FROM alert WHERE number = 2")).ShouldBe(
            Dawn.AddHours(3)
        );
        // The drill is on the list, marked, and not counted.
        var list = await duty.PageAsync("/alerts");
        list.QuerySelector(".answer")!.TextContent.ShouldStartWith("2 open");
        list.QuerySelectorAll(".alertrow").Length.ShouldBe(3);
        (await duty.PageAsync(drill))
            .QuerySelector(".band--exercise")!
            .TextContent.ShouldContain("Nothing here is real");
        other.ShouldBe("/alerts/AL-0003");
    }

    [Theory, BothEngines]
    public async Task What_is_above_somebody_or_in_a_compartment_is_not_there_for_them(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var partner = await app.OfAsync(Component.Partner, Role.FocalPoint);
        var strict = await RaiseAsync(rights, ("classification", "2"), ("title", "Strictly kept"));
        var open = await RaiseAsync(rights, ("classification", "1"));

        (await analyst.GetAsync(strict)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await analyst.GetAsync(open)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var list = await analyst.PageAsync("/alerts");
        list.QuerySelector(".answer")!.TextContent.ShouldStartWith("One alert is open");
        list.Body!.TextContent.ShouldNotContain("Strictly kept");
        (await analyst.PageAsync(open)).Body!.TextContent.ShouldNotContain("Strictly kept");
        (await partner.GetAsync(open)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await partner.PageAsync("/alerts")).QuerySelector(".answer")!.TextContent.ShouldBe("No alert is open.");
    }
}
