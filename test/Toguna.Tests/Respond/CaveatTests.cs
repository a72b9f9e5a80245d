using System.Net;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Warn;
using static Toguna.Tests.Respond.MovementForms;

namespace Toguna.Tests.Respond;

/// <summary>A unit is not asked for what those who sent it do not allow, unless somebody lifted it by name.</summary>
public sealed class CaveatTests
{
    private static readonly DateTimeOffset Evening = new(2026, 3, 13, 19, 0, 0, TimeSpan.Zero);

    private static readonly (string, string)[] Patrol =
    [
        ("kind", "patrol"),
        ("what", "Stay the night."),
        ("of", "Force"),
        ("exposes", "no"),
        ("considered", "No time for talks."),
    ];

    [Theory, BothEngines]
    public async Task A_task_against_a_caveat_is_not_asked_until_it_is_lifted_by_name(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Evening));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var head = await app.AsAsync(Role.Leadership);
        (await duty.PageAsync("/movements/caveats")).QuerySelector("main form").ShouldBeNull();
        (await duty.PostFormAsync("/movements", new(), "/movements/caveats")).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await RefusedAsync(CaveatAsync(head, "sector"), HttpStatusCode.UnprocessableEntity)).ShouldContain(
            "Name the sector"
        );
        (await RefusedAsync(CaveatAsync(head, "other"), HttpStatusCode.UnprocessableEntity)).ShouldContain(
            "Say it in words"
        );
        await DoneAsync(CaveatAsync(head, "no_night"));
        await DoneAsync(CaveatAsync(head, "sector", ("unit", "Second company"), ("sector", "Gossi")));
        await DoneAsync(CaveatAsync(head, "other", ("words", "No dogs.")));

        var alert = await AlertForms.RaiseAsync(duty);
        var form = await duty.PageAsync(alert);
        form.QuerySelectorAll("form[action$='/tasks'] .lines .sub")
            .Select(s => s.TextContent)
            .ShouldBe(
                ["may not move at night · binds", "No dogs.", "Second company: may not leave Gossi · binds"],
                ignoreOrder: true
            );
        // By three in the morning there is no daylight left; by eight there is.
        (
            await AlertForms.RefusedAsync(
                AlertForms.StepAsync(duty, alert, "tasks", [.. Patrol, ("due", "2026-03-14T03:00")]),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("Not asked: may not move at night. Say who lifted it");
        await DoneAsync(AlertForms.StepAsync(duty, alert, "tasks", [.. Patrol, ("due", "2026-03-14T08:00")]));
        // A unit's own caveat counts when the unit is named, in whatever letters.
        (
            await AlertForms.RefusedAsync(
                AlertForms.StepAsync(duty, alert, "tasks", [.. Patrol, ("unit", "SECOND company")]),
                HttpStatusCode.UnprocessableEntity
            )
        ).ShouldContain("may not leave Gossi");
        await DoneAsync(
            AlertForms.StepAsync(
                duty,
                alert,
                "tasks",
                [.. Patrol, ("unit", "Second company"), ("lifted_by", "Capital, note of 12 March")]
            )
        );
        (await duty.PageAsync(alert)).Body!.TextContent.ShouldContain(
            "Against a restriction, agreed by Capital, note of 12 March."
        );
        // Another component is asked freely, and what is said to be lifted where nothing stands against it is not kept.
        await AlertForms.AskAsync(duty, alert, ("due", "2026-03-14T03:00"), ("lifted_by", "nobody"));
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<string?>("SELECT lifted_by FROM task ORDER BY asked_at, task_id"))
            .Order()
            .ShouldBe([null, null, "Capital, note of 12 March"]);

        // What holds no more stops nothing.
        var end = (await head.PageAsync("/movements/caveats"))
            .QuerySelectorAll("form[action^='/movements/caveats/']")
            .First(f => f.TextContent.Contains("night", StringComparison.Ordinal))
            .GetAttribute("action")!;
        await DoneAsync(head.PostFormAsync("/movements/caveats", new(), end));
        (await head.PostFormAsync("/movements/caveats", new(), end)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await DoneAsync(AlertForms.StepAsync(duty, alert, "tasks", [.. Patrol, ("due", "2026-03-14T03:00")]));
    }

    private static Task<HttpResponseMessage> CaveatAsync(
        HttpClient who,
        string kind,
        params (string Field, string Value)[] more
    ) =>
        who.PostFormAsync(
            "/movements/caveats",
            more.Concat([("component", "Force"), ("kind", kind)]).ToDictionary(f => f.Item1, f => f.Item2)
        );
}
