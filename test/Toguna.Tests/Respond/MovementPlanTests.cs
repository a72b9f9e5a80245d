using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Respond.MovementForms;

namespace Toguna.Tests.Respond;

/// <summary>Open requests become movements by one button each, and a plan that is no longer true makes none.</summary>
public sealed class MovementPlanTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task Requests_that_go_the_same_way_become_one_movement(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var civil = await app.OfAsync(Component.CivilAffairs, Role.FocalPoint);
        (await civil.GetAsync("/movements/plan")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await duty.PageAsync("/movements/plan")).QuerySelector(".empty").ShouldNotBeNull();

        await VehicleAsync(app, duty, "Car 12");
        await VehicleAsync(app, duty, "Car 14");
        await StateAsync(duty, "Sévaré", "Konna", 60);
        await StateAsync(duty, "Sévaré", "Boni", 150);
        await StateAsync(duty, "Konna", "Boni", 90);
        await DoneAsync(AskAsync(civil, ("component", "CivilAffairs"), ("people", "1")));
        await DoneAsync(AskAsync(duty, ("people", "2"), ("to", "Konna")));
        await DoneAsync(AskAsync(duty, ("component", "Police"), ("people", "9")));
        // Nobody stated how long it takes there, and no place of it has coordinates.
        await DoneAsync(AskAsync(duty, ("component", "Jmac"), ("to", "Ménaka")));
        await DoneAsync(AskAsync(duty, ("component", "Joc"), ("exercise", "1")));

        var page = await duty.PageAsync("/movements/plan");
        page.QuerySelector(".answer")!.TextContent.ShouldBe("Movements: 1; requests that they take: 2; left out: 2.");
        var proposal = page.QuerySelector("section[aria-labelledby=p1]")!;
        proposal.QuerySelector("h2 bdi")!.TextContent.ShouldBe("Sévaré → Konna → Boni → Sévaré");
        // Alone: 2 × 60 and 2 × 150 minutes; together 60 + 90 + 150.
        proposal
            .QuerySelectorAll(".stack p")
            .Select(p => p.TextContent)
            .ShouldBe([
                "Sévaré → Konna is shared by Civil affairs (RQ-0001), Human rights (RQ-0002).",
                "On the fullest leg 1 seats and 100 kg stay free.",
                "5 hours are driven, by vehicles and escort; each on its own would have had 7 driven.",
            ]);
        page.QuerySelectorAll(".lines li > p:not(.meta)")
            .Select(p => p.TextContent)
            .ShouldBe([
                "It asks for 9 (seats or kg); the vehicles of one base hold 8.",
                "No way is known from any base, or it is closed. State a time.",
            ]);

        var key = proposal.QuerySelector("input[name=key]")!.GetAttribute("value")!;
        (
            await RefusedAsync(
                duty.PostFormAsync("/movements/plan", new() { ["days"] = "3", ["key"] = key + "x" }),
                HttpStatusCode.Conflict
            )
        ).ShouldContain("changed meanwhile");
        using var made = await duty.PostFormAsync("/movements/plan", new() { ["days"] = "3", ["key"] = key });
        made.Headers.Location!.ToString().ShouldBe("/movements/MV-0001");
        // Pressed again, what it was made of is taken: no second movement.
        await RefusedAsync(
            duty.PostFormAsync("/movements/fleet", new() { ["days"] = "3", ["key"] = key }, "/movements/plan"),
            HttpStatusCode.Conflict
        );
        var movement = await duty.PageAsync("/movements/MV-0001");
        movement.QuerySelector(".answer")!.TextContent.ShouldBe("Convoy, planned; 1 seats free.");
        movement.QuerySelectorAll(".msg--warn").ShouldBeEmpty();
        (await duty.PageAsync("/movements")).QuerySelectorAll("section[aria-labelledby=open] li").Length.ShouldBe(3);
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<long>("SELECT count(*) FROM movement_stop WHERE arrives_at IS NOT NULL")).ShouldBe(4);
        (
            await c.QueryAsync<string>("SELECT component FROM seat_request WHERE state = 'placed' ORDER BY number")
        ).ShouldBe(["CivilAffairs", "HumanRights"]);

        // Called off, they are open again and proposed again.
        await DoneAsync(StepAsync(duty, "/movements/MV-0001", "steps", ("do", "call_off"), ("words", "Rain.")));
        (await duty.PageAsync("/movements/plan"))
            .QuerySelector(".answer")!
            .TextContent.ShouldStartWith("Movements: 1;");
    }

    [Theory, BothEngines]
    public async Task A_vehicle_that_is_out_an_escort_in_its_sector_and_the_dark_are_kept(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var head = await app.AsAsync(Role.Leadership);
        var car = await VehicleAsync(app, duty, "Car 12");
        var guard = await EscortAsync(app, duty, "Second company");
        await StateAsync(duty, "Sévaré", "Boni", 120, escorted: true);
        await StateAsync(duty, "Sévaré", "Konna", 60, escorted: true);
        await DoneAsync(AskAsync(duty, ("earliest", "2026-03-14T06:00"), ("latest", "2026-03-14T12:00")));
        // Back at 18:30 at the earliest.
        await DoneAsync(AskAsync(duty, ("to", "Konna"), ("earliest", "2026-03-14T16:30")));
        (await RefusedAsync(LightAsync(duty, "18:00", "06:00", "9"), HttpStatusCode.UnprocessableEntity)).ShouldContain(
            "“9” is not a number from 1 to 5."
        );
        await DoneAsync(LightAsync(duty, "06:00", "18:15", "1.5"));
        (await LeftOutAsync(duty)).ShouldBe(["It could only go in part after dark, and none may that would take it."]);

        // The escort may not leave Konna: who goes to Boni is left out.
        await DoneAsync(
            head.PostFormAsync(
                "/movements/caveats",
                new()
                {
                    ["component"] = "Force",
                    ["unit"] = "second company",
                    ["kind"] = "sector",
                    ["sector"] = "Konna",
                }
            )
        );
        (await LeftOutAsync(duty)).ShouldContain("It leads out of the sector of every escort or vehicle for it.");
        // Planned by hand all the same, it is said.
        (
            await ConflictsAsync(
                duty,
                await PlanAsync(
                    duty,
                    ("escort", guard),
                    ("leaves", "2026-03-15T07:00"),
                    ("arrives", "2026-03-15T15:00")
                )
            )
        ).ShouldBe(["Second company may not be sent to Boni.", "Second company may not be sent to Douentza."]);
        // The only car is out until late.
        await PlanAsync(duty, ("vehicles", car), ("leaves", "2026-03-13T07:00"), ("arrives", "2026-03-14T20:00"));
        var page = await duty.PageAsync("/movements/plan?days=2");
        page.QuerySelectorAll("section[aria-labelledby]").ShouldBeEmpty();
        (await LeftOutAsync(duty)).Count.ShouldBe(2);
    }

    private static Task<HttpResponseMessage> LightAsync(HttpClient who, string first, string last, string detour) =>
        who.PostFormAsync(
            "/movements/fleet",
            new()
            {
                ["first_light"] = first,
                ["last_light"] = last,
                ["detour"] = detour,
            },
            "/movements/fleet/limits"
        );

    private static async Task<IReadOnlyList<string>> LeftOutAsync(HttpClient who) =>
        [
            .. (await who.PageAsync("/movements/plan?days=2"))
                .QuerySelectorAll("main > section:not([aria-labelledby]) li > p:not(.meta)")
                .Select(p => p.TextContent),
        ];
}
