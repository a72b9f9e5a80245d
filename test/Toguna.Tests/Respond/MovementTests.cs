using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Warn;
using static Toguna.Tests.Respond.MovementForms;

namespace Toguna.Tests.Respond;

/// <summary>Sections ride together: what is free, what stands against it, and nobody leaves before somebody said yes.</summary>
public sealed class MovementTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task Who_may_not_and_what_cannot_be_is_refused(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var stranger = app.Stranger();
        (await stranger.GetAsync("/movements")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var partner = await app.OfAsync(Component.Partner, Role.FocalPoint);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var civil = await app.OfAsync(Component.CivilAffairs, Role.FocalPoint);
        foreach (var outside in new[] { partner, analyst })
        {
            (await outside.GetAsync("/movements")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
        (await civil.GetAsync("/movements/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await duty.GetAsync("/movements/MV-0001")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Every field by itself, and all that was typed is still there.
        var form = await duty.PostFormAsync(
            "/movements/new",
            Convoy(
                ("to", null),
                ("arrives", "2026-03-14T06:00"),
                ("seats", "many"),
                ("cost", "1200"),
                ("via", "Sévaré"),
                ("note", "Bring water.")
            )
        );
        form.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await form.DocumentAsync();
        page.QuerySelectorAll(".errsum a")
            .Select(a => a.GetAttribute("href"))
            .ShouldBe(["#arrives", "#to", "#via", "#currency", "#seats"], ignoreOrder: true);
        page.QuerySelector("#note")!.TextContent.ShouldBe("Bring water.");
        (
            await RefusedAsync(
                duty.PostFormAsync(
                    "/movements/new",
                    Convoy(("leaves", "2026-03-12T07:00"), ("arrives", "2026-03-12T15:00"))
                ),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("is over");
        (await RefusedAsync(AskAsync(civil, ("component", "Police")), HttpStatusCode.Forbidden)).ShouldContain(
            "your own component"
        );
        (
            await RefusedAsync(
                AskAsync(civil, ("component", "CivilAffairs"), ("people", "0"), ("cargo", "")),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("how many people");
        await using var c = await app.Database.OpenAsync();
        (
            await c.QuerySingleAsync<long>(
                "SELECT (SELECT count(*) FROM movement) + (SELECT count(*) FROM seat_request)"
            )
        ).ShouldBe(0);
    }

    [Theory, BothEngines]
    public async Task Two_sections_share_seats_leg_by_leg_and_no_more_than_there_are(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var civil = await app.OfAsync(Component.CivilAffairs, Role.FocalPoint);
        using var rights = await app.OfAsync(Component.HumanRights, Role.FocalPoint);
        var convoy = await PlanAsync(duty);
        await DoneAsync(JoinAsync(civil, convoy, "CivilAffairs", 5, 0, 1));
        // They got off where the others get on.
        await DoneAsync(JoinAsync(rights, convoy, "HumanRights", 6, 1, 2));
        (await duty.PageAsync(convoy)).QuerySelector(".answer")!.TextContent.ShouldBe("Convoy, planned; 2 seats free.");
        (await RefusedAsync(JoinAsync(civil, convoy, "CivilAffairs", 4, 0, 1), HttpStatusCode.Conflict)).ShouldContain(
            "MV-0001 has 3 seats and 500 kg left on that way."
        );
        (await RefusedAsync(JoinAsync(civil, convoy, "HumanRights", 1), HttpStatusCode.Forbidden)).ShouldContain(
            "Human rights"
        );
        (
            await RefusedAsync(JoinAsync(civil, convoy, "CivilAffairs", 1, 2, 1), HttpStatusCode.UnprocessableEntity)
        ).ShouldContain("does not go that way");

        // An open request is offered what goes that way and has room; taken along, it is open no more.
        await DoneAsync(AskAsync(rights, ("people", "2")));
        await DoneAsync(AskAsync(rights, ("people", "3"), ("why", "Too many for it.")));
        var list = await rights.PageAsync("/movements");
        list.QuerySelectorAll("form[action$='/seats'] button").Select(b => b.TextContent).ShouldBe(["Go with MV-0001"]);
        var request = list.QuerySelector("form[action$='/seats'] input[name=request]")!.GetAttribute("value")!;
        await DoneAsync(rights.PostFormAsync("/movements", new() { ["request"] = request }, convoy + "/seats"));
        (
            await RefusedAsync(
                rights.PostFormAsync("/movements", new() { ["request"] = request }, convoy + "/seats"),
                HttpStatusCode.Conflict
            )
        ).ShouldContain("placed");
        (await duty.PageAsync(convoy)).QuerySelector(".answer")!.TextContent.ShouldEndWith("0 seats free.");
        // Another section's seat is not theirs to give back; their own is, and it is free at once.
        var version = (await civil.PageAsync(convoy)).QuerySelectorAll("form[action*='/requests/']").Length;
        version.ShouldBe(1);
        (await civil.PostFormAsync(convoy, new(), "/movements/requests/" + request)).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        await DoneAsync(rights.PostFormAsync(convoy, new() { ["version"] = "2" }, "/movements/requests/" + request));
        (await duty.PageAsync(convoy)).QuerySelector(".answer")!.TextContent.ShouldEndWith("2 seats free.");
        await using var c = await app.Database.OpenAsync();
        (
            await c.QueryAsync<string>("SELECT what FROM movement_event WHERE what <> 'planned' ORDER BY at, event_id")
        ).ShouldBe(["joined", "joined", "joined", "left_seat"]);
        (await c.QuerySingleAsync<long>("SELECT count(*) FROM audit_entry WHERE action = 'movement.joined'")).ShouldBe(
            3
        );
    }

    [Theory, BothEngines]
    public async Task Nobody_leaves_before_it_is_authorised_and_a_refusal_has_a_reason(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var head = await app.AsAsync(Role.Leadership);
        using var civil = await app.OfAsync(Component.CivilAffairs, Role.FocalPoint);
        (string, string?)[] today = [("leaves", "2026-03-13T08:00"), ("arrives", "2026-03-13T15:00")];
        var convoy = await PlanAsync(duty, [.. today, ("cost", "1200"), ("currency", "usd")]);
        await DoneAsync(JoinAsync(civil, convoy, "CivilAffairs", 2));
        (
            await duty.PostFormAsync(convoy, new() { ["do"] = "authorise", ["version"] = "1" }, convoy + "/authorise")
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        // What leaders decide is not among the steps of those who plan, whatever the form says.
        (
            await RefusedAsync(
                StepAsync(duty, convoy, "steps", ("do", "authorise")),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("authorise");
        (await RefusedAsync(StepAsync(duty, convoy, "steps", ("do", "leave")), HttpStatusCode.Conflict)).ShouldContain(
            "is not authorised"
        );
        (
            await RefusedAsync(
                StepAsync(head, convoy, "authorise", ("do", "refuse")),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("Give the reason");
        await DoneAsync(StepAsync(head, convoy, "authorise", ("do", "refuse"), ("words", "The ford is under water.")));
        var page = await duty.PageAsync(convoy);
        page.Body!.TextContent.ShouldContain("The ford is under water.");
        page.Body.TextContent.ShouldContain("Refused by");
        // Those who had a seat ask again without asking.
        (await civil.PageAsync("/movements"))
            .QuerySelectorAll("section[aria-labelledby=open] li")
            .Length.ShouldBe(1);

        // Changed, it is to be authorised anew; authorised and changed, again.
        await DoneAsync(duty.PostFormAsync(convoy + "/edit", Convoy([.. today, ("version", "2"), ("via", "Konna")])));
        await DoneAsync(StepAsync(head, convoy, "authorise", ("do", "authorise")));
        await DoneAsync(duty.PostFormAsync(convoy + "/edit", Convoy([.. today, ("version", "4"), ("via", "Konna")])));
        (await RefusedAsync(StepAsync(duty, convoy, "steps", ("do", "leave")), HttpStatusCode.Conflict)).ShouldContain(
            "is not authorised"
        );
        await DoneAsync(StepAsync(head, convoy, "authorise", ("do", "authorise")));
        clock.Pass(TimeSpan.FromHours(2.5));
        await DoneAsync(StepAsync(duty, convoy, "steps", ("do", "leave")));
        (await RefusedAsync(JoinAsync(civil, convoy, "CivilAffairs", 1, 0, 2), HttpStatusCode.Conflict)).ShouldContain(
            "under way"
        );
        (
            await RefusedAsync(StepAsync(duty, convoy, "steps", ("do", "done")), HttpStatusCode.UnprocessableEntity)
        ).ShouldContain("what happened");
        await DoneAsync(StepAsync(duty, convoy, "steps", ("do", "done"), ("words", "All there at 14:10.")));
        (await duty.PageAsync(convoy))
            .QuerySelectorAll("aside section:last-child li")
            .Select(Said)
            .ShouldBe([
                "Arrived: All there at 14:10.",
                "Left",
                "Authorised",
                "Changed: to be authorised anew",
                "Authorised",
                "Changed: to be authorised anew",
                "Refused: The ford is under water.",
                "Seats taken: Civil affairs",
                "Planned",
            ]);
    }

    [Theory, BothEngines]
    public async Task The_second_of_two_edits_is_told_and_loses_nothing(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var other = await app.AsAsync(Role.ProtectionAdviser);
        var convoy = await PlanAsync(duty);
        await DoneAsync(duty.PostFormAsync(convoy + "/edit", Convoy(("version", "1"), ("seats", "12"))));
        var second = await other.PostFormAsync(convoy + "/edit", Convoy(("version", "1"), ("note", "Bring water.")));
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await second.DocumentAsync();
        page.QuerySelector(".errsum")!.TextContent.ShouldContain("Somebody changed MV-0001 meanwhile");
        page.QuerySelector("#note")!.TextContent.ShouldBe("Bring water.");
        page.QuerySelectorAll(".msg dl dt").Select(d => d.TextContent).ShouldBe(["Seats", "Note"]);
        page.QuerySelector(".msg dl dd")!.TextContent.ShouldBe("12");
        // The form has their version now: saved again, it goes on top.
        page.QuerySelector("input[name=version]")!.GetAttribute("value").ShouldBe("2");
        await DoneAsync(
            other.PostFormAsync(convoy + "/edit", Convoy(("version", "2"), ("seats", "12"), ("note", "Bring water.")))
        );
        // The same form, sent twice, is one movement.
        var id = Guid.NewGuid().ToString();
        (await PlanAsync(duty, ("id", id))).ShouldBe(await PlanAsync(duty, ("id", id)));
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<(int, string?)>("SELECT seats, note FROM movement ORDER BY number")).ShouldBe([
            (12, "Bring water."),
            (8, null),
        ]);
    }

    [Theory, BothEngines]
    public async Task What_stands_against_a_movement_is_said(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var car = await VehicleAsync(app, duty, "Car 12");
        var guard = await EscortAsync(app, duty, "Second company", ("after_dark", "1"));
        var first = await PlanAsync(duty, ("vehicles", car), ("escort", guard), ("seats", ""), ("cargo", ""));
        (await ConflictsAsync(duty, first)).ShouldBeEmpty();
        (await duty.PageAsync(first)).QuerySelector(".answer")!.TextContent.ShouldEndWith("4 seats free.");
        var late = await PlanAsync(
            duty,
            ("vehicles", car),
            ("escort", guard),
            ("leaves", "2026-03-14T14:00"),
            ("arrives", "2026-03-14T19:00")
        );
        // The escort may be out after dark and the car may not.
        (await ConflictsAsync(duty, late)).ShouldBe([
            "Car 12 is also on MV-0001 at that time.",
            "Second company escorts 1 at once; MV-0001 at that time as well.",
            "More seats are offered (8) than the vehicles have (4).",
            "Car 12 may not travel after dark, and part of the window is.",
        ]);
        (await duty.PageAsync("/movements")).QuerySelector(".answer")!.TextContent.ShouldContain("2 with conflicts");
        // A drill stands in nobody's way.
        var drill = await PlanAsync(duty, ("vehicles", car), ("exercise", "1"), ("seats", ""), ("cargo", ""));
        (await ConflictsAsync(duty, drill)).ShouldBeEmpty();
        (await duty.PageAsync(drill)).QuerySelector(".band--exercise").ShouldNotBeNull();

        // Moved, it misses whoever rides on it.
        await DoneAsync(AskAsync(duty, ("latest", "2026-03-14T16:00"), ("to", "Douentza"), ("escort", "refuses")));
        var plain = await PlanAsync(duty);
        var request = (await duty.PageAsync("/movements"))
            .QuerySelector("form[action$='/seats'] input[name=request]")!
            .GetAttribute("value")!;
        await DoneAsync(duty.PostFormAsync("/movements", new() { ["request"] = request }, plain + "/seats"));
        (await ConflictsAsync(duty, plain)).ShouldBeEmpty();
        await DoneAsync(
            duty.PostFormAsync(
                plain + "/edit",
                Convoy(("version", "1"), ("arrives", "2026-03-14T17:00"), ("escort", guard), ("seats", "1"))
            )
        );
        (await ConflictsAsync(duty, plain)).ShouldBe([
            "Second company escorts 1 at once; MV-0001, MV-0002 at that time as well.",
            "More people (2) than seats (1).",
            "It misses the window of RQ-0001.",
            "RQ-0001 does not travel with an armed escort.",
        ]);
        await DoneAsync(
            duty.PostFormAsync(plain + "/edit", Convoy(("version", "2"), ("to", "Hombori"), ("seats", "8")))
        );
        (await ConflictsAsync(duty, plain)).ShouldBe(["RQ-0001 asks for a way that it does not go."]);
    }

    [Theory, BothEngines]
    public async Task The_alert_of_a_request_is_told_to_those_who_may_know_of_it(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var adviser = await app.AsAsync(Role.ProtectionAdviser);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var alert = await AlertForms.RaiseAsync(adviser, ("classification", "2"));
        // Hidden or not there: the answer is the same.
        var hidden = await RefusedAsync(AskAsync(duty, ("alert", "AL-0001")), HttpStatusCode.NotFound);
        var missing = await RefusedAsync(AskAsync(duty, ("alert", "AL-0999")), HttpStatusCode.NotFound);
        hidden.ShouldBe(missing.Replace("AL-0999", "AL-0001", StringComparison.Ordinal));
        await DoneAsync(AskAsync(adviser, ("alert", "AL-0001")));
        (await adviser.PageAsync("/movements")).QuerySelectorAll($"a[href='{alert}']").Length.ShouldBe(1);
        (await duty.GetStringAsync("/movements")).ShouldNotContain("AL-0001");
        (await duty.PageAsync("/movements")).QuerySelectorAll("section[aria-labelledby=open] li").Length.ShouldBe(1);
    }

    private static string Said(IElement line) =>
        string.Concat(line.ChildNodes.Where(n => n is not IElement { ClassName: "when" }).Select(n => n.TextContent))
            .Trim();
}
