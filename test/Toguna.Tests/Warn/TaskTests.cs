using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Warn;

/// <summary>Nobody is sent where that shows who told us; the unarmed is thought of first, and an imminent threat waits for no form.</summary>
public sealed class TaskTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 5, 44, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task Before_a_task_it_is_answered_whether_it_shows_who_told(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        var alert = await RaiseAsync(duty, ("urgency", "2"));
        (string, string)[] visit = [("kind", "visit"), ("what", "See the chief."), ("of", "CivilAffairs")];
        (await StepAsync(analyst, alert, "tasks", [.. visit, ("exposes", "no")])).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );

        (await RefusedAsync(StepAsync(duty, alert, "tasks", visit), HttpStatusCode.UnprocessableEntity)).ShouldContain(
            "could this show who told us"
        );
        (
            await RefusedAsync(
                StepAsync(duty, alert, "tasks", [.. visit, ("exposes", "yes")]),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("Change the plan");
        // Do not approach: neither armed nor unarmed, until somebody lifts it.
        await DoneAsync(StepAsync(duty, alert, "respond", ("do", "decide"), ("decision", "do_not_approach")));
        foreach (var kind in new[] { "visit", "patrol" })
        {
            (
                await RefusedAsync(
                    StepAsync(
                        duty,
                        alert,
                        "tasks",
                        ("kind", kind),
                        ("what", "Go."),
                        ("of", "Force"),
                        ("exposes", "no"),
                        ("considered", "none fits")
                    ),
                    HttpStatusCode.Conflict
                )
            ).ShouldContain("Do not approach");
        }
        await DoneAsync(StepAsync(duty, alert, "respond", ("do", "decide"), ("decision", "act")));
        await AskAsync(duty, alert, visit);
        (await StoryAsync(duty, alert)).Take(3).ShouldBe(["Task asked for", "Do not approach lifted", "Decided"]);
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<long>("SELECT count(*) FROM task")).ShouldBe(1);
    }

    [Theory, BothEngines]
    public async Task An_armed_task_says_what_unarmed_was_considered_but_an_imminent_threat_does_not_wait(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        (string, string)[] patrol =
        [
            ("kind", "patrol"),
            ("what", "Stay the night."),
            ("of", "Force"),
            ("exposes", "no"),
        ];
        var near = await RaiseAsync(duty, ("urgency", "2"));
        (await RefusedAsync(StepAsync(duty, near, "tasks", patrol), HttpStatusCode.UnprocessableEntity)).ShouldContain(
            "which unarmed responses were considered"
        );
        await AskAsync(duty, near, [.. patrol, ("considered", "Dialogue: one committee does not answer.")]);

        var imminent = await RaiseAsync(duty);
        var task = await AskAsync(duty, imminent, patrol);
        var page = await duty.PageAsync(imminent);
        page.Body!.TextContent.ShouldContain("Still to be said: which unarmed responses were considered.");
        // Afterwards, and not with nothing.
        (
            await RefusedAsync(
                StepAsync(duty, imminent, task, ("do", "considered")),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("unarmed");
        await DoneAsync(StepAsync(duty, imminent, task, ("do", "considered"), ("words", "No time for talks.")));
        (await duty.PageAsync(imminent)).Body!.TextContent.ShouldNotContain("Still to be said");
    }

    [Theory, BothEngines]
    public async Task Those_who_are_asked_answer_and_the_first_who_set_out_stop_the_clock(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var civil = await app.OfAsync(Component.CivilAffairs, Role.FocalPoint);
        using var force = await app.OfAsync(Component.Force, Role.FocalPoint);
        var alert = await RaiseAsync(duty);
        var talk = await AskAsync(duty, alert, ("clause", "OP 30(c)(ii)"), ("due", "2026-03-13T07:30"));
        var patrol = await AskAsync(duty, alert, ("kind", "patrol"), ("what", "Stay the night."), ("of", "Force"));
        (
            await RefusedAsync(StepAsync(duty, alert, "respond", ("do", "close")), HttpStatusCode.UnprocessableEntity)
        ).ShouldContain("what became of the people");

        // Another's task is not theirs to answer.
        (await RefusedAsync(StepAsync(force, alert, talk, ("do", "accept")), HttpStatusCode.Forbidden)).ShouldContain(
            "asked of Civil affairs"
        );
        await DoneAsync(StepAsync(civil, alert, talk, ("do", "accept")));
        (
            await RefusedAsync(StepAsync(force, alert, patrol, ("do", "decline")), HttpStatusCode.UnprocessableEntity)
        ).ShouldContain("Give the reason");
        await DoneAsync(StepAsync(force, alert, patrol, ("do", "decline"), ("words", "No crew before 09:00.")));
        (await duty.PageAsync(alert)).QuerySelector(".clock__due")!.TextContent.ShouldBe("First task due in 3 h");

        clock.Pass(TimeSpan.FromMinutes(90));
        await DoneAsync(StepAsync(civil, alert, talk, ("do", "begin")));
        var page = await duty.PageAsync(alert);
        page.QuerySelector(".clock__due").ShouldBeNull();
        page.Body!.TextContent.ShouldContain("No crew before 09:00.");
        clock.Pass(TimeSpan.FromHours(2));
        (
            await RefusedAsync(StepAsync(civil, alert, talk, ("do", "done")), HttpStatusCode.UnprocessableEntity)
        ).ShouldContain("what happened");
        await DoneAsync(StepAsync(civil, alert, talk, ("do", "done"), ("words", "Both committees agreed to wait.")));
        var late = await AskAsync(duty, alert, ("of", "CivilAffairs"));
        (await civil.PageAsync(alert)).QuerySelectorAll("button[value=accept]").Length.ShouldBe(1);
        await DoneAsync(
            StepAsync(
                duty,
                alert,
                "respond",
                ("do", "close"),
                ("outcome", "averted"),
                ("note", "The market was held; nobody came.")
            )
        );
        (await StoryAsync(duty, alert)).ShouldBe([
            "Closed",
            "Task asked for",
            "Task done",
            "First task began",
            "Task begun",
            "Task declined",
            "Task accepted",
            "Task asked for",
            "Task asked for",
            "Decided",
            "Issued",
            "Alert drafted",
            "First received",
        ]);
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<DateTimeOffset>("SELECT acted_at FROM alert")).ShouldBe(Dawn.AddMinutes(90));
        // Closed is closed: what was not begun is not begun any more.
        (await civil.PageAsync(alert))
            .QuerySelectorAll("button[value=accept], button[value=begin]")
            .ShouldBeEmpty();
        (await RefusedAsync(StepAsync(civil, alert, late, ("do", "begin")), HttpStatusCode.Conflict)).ShouldContain(
            "is over"
        );
        await DoneAsync(StepAsync(civil, alert, late, ("do", "decline"), ("words", "It is over.")));
        (
            await StepAsync(
                duty,
                alert,
                "tasks",
                ("kind", "visit"),
                ("what", "Go."),
                ("of", "Police"),
                ("exposes", "no")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory, BothEngines]
    public async Task Nothing_is_done_only_for_a_reason_that_is_counted(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        var alert = await RaiseAsync(duty);
        (
            await RefusedAsync(
                StepAsync(duty, alert, "respond", ("do", "close"), ("outcome", "unknown"), ("note", "?")),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("Nothing is decided on AL-0001");
        (
            await RefusedAsync(
                StepAsync(duty, alert, "respond", ("do", "decide"), ("decision", "none")),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("Give the reason");
        (
            await RefusedAsync(
                StepAsync(duty, alert, "respond", ("do", "decide"), ("decision", "none"), ("reason", "other")),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("Say in a few words");
        await DoneAsync(
            StepAsync(duty, alert, "respond", ("do", "decide"), ("decision", "none"), ("reason", "out_of_reach"))
        );
        (await duty.PageAsync(alert)).Body!.TextContent.ShouldContain("out of reach");
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<string>("SELECT reason FROM alert")).ShouldBe("out_of_reach");
    }
}
