using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Learn;

/// <summary>What is learned of an alert is written once, seen by those who may know of the alert, and offered to whoever decides on the next one.</summary>
public sealed class ReviewTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task A_review_is_kept_with_who_follows_up_and_what_is_learned_later_is_a_line_of_its_own(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        using var civil = await app.OfAsync(Component.CivilAffairs, Role.FocalPoint);
        var alert = await RaiseAsync(duty, ("urgency", "2"));
        var task = await AskAsync(duty, alert);
        // Only of what is over.
        (await duty.GetAsync(alert + "/review")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await CloseAsync(duty, alert, "averted", task);
        (await analyst.GetAsync(alert + "/review")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await duty.GetAsync("/alerts/AL-0099/review")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (
            var (fields, said) in new ((string, string)[], string)[]
            {
                ([], "what went well"),
                ([("went_well", "x"), ("who-1", "Force")], "what is to be done"),
                ([("went_well", "x"), ("what-1", "Buy a radio")], "Choose the section"),
                (
                    [("went_well", "x"), ("what-1", "Buy"), ("who-1", "Force"), ("due-1", "2026-03-12")],
                    "no day to come"
                ),
            }
        )
        {
            (await SaidAsync(ReviewAsync(duty, alert, fields), 422)).ShouldContain(said);
        }
        var review = Guid.NewGuid().ToString();
        foreach (var _ in new[] { 1, 2 })
        {
            (
                await ReviewAsync(
                    duty,
                    alert,
                    ("review", review),
                    ("went_well", "Both committees answered."),
                    ("to_change", "A second radio at the ford."),
                    ("tasks", task["tasks/".Length..]),
                    ("helped-" + task["tasks/".Length..], "helped"),
                    ("kind", "dialogue"),
                    ("what-1", "Buy a second radio"),
                    ("who-1", "CivilAffairs"),
                    ("due-1", "2026-03-20")
                )
            ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        var page = await analyst.PageAsync(alert);
        page.QuerySelector("section[aria-labelledby=reviews]")!.TextContent.ShouldContain("It helped");
        (await StoryAsync(duty, alert))[0].ShouldBe("Reviewed");
        var lessons = await analyst.PageAsync("/reviews?place=Issoumbr%C3%A9&kind=dialogue&threat=killing");
        lessons.QuerySelector(".answer")!.TextContent.ShouldBe("Follow-ups to be done: 1, of these overdue: 0.");
        lessons.QuerySelectorAll("section[aria-labelledby=learned] li").Length.ShouldBe(1);
        foreach (var other in new[] { "kind=patrol", "threat=abduction", "place=Elsewhere" })
        {
            var none = await analyst.PageAsync("/reviews?" + other);
            none.QuerySelector("section[aria-labelledby=learned]")!.TextContent.ShouldContain("No review fits");
            none.QuerySelector("section[aria-labelledby=open]").ShouldBeNull();
        }
        (await SaidAsync(analyst.GetAsync("/reviews?kind=tank"), 422)).ShouldContain("“tank” is not offered");

        // A follow-up is done once, with a name, by whoever acts.
        var follow = lessons.QuerySelector("form[action^='/reviews/follow-ups/']");
        follow.ShouldBeNull();
        var door = (await civil.PageAsync("/reviews"))
            .QuerySelector("form[action^='/reviews/follow-ups/']")!
            .GetAttribute("action")!;
        (await civil.PostFormAsync("/reviews", new() { ["note"] = "Bought." }, door)).StatusCode.ShouldBe(
            HttpStatusCode.Redirect
        );
        await SaidAsync(civil.PostFormAsync(alert, new() { ["note"] = "Again." }, door), 409);
        (await duty.PageAsync("/reviews")).Body!.TextContent.ShouldContain("focalpoint.4 Bought.");

        // What is learned later stands beside the outcome, which stays.
        (await SaidAsync(LaterAsync(duty, alert, ("later_outcome", "harm")), 422)).ShouldContain("how you know");
        (
            await SaidAsync(
                LaterAsync(duty, alert, ("later_outcome", "harm"), ("later_note", "x"), ("known_on", "2026-03-14")),
                422
            )
        ).ShouldContain("no day until today");
        (
            await LaterAsync(
                analyst,
                alert,
                ("later_outcome", "harm"),
                ("later_note", "Two were found dead."),
                ("known_on", "2026-03-12")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var later = (await duty.PageAsync(alert)).QuerySelector("section[aria-labelledby=later]")!.TextContent;
        later.ShouldContain("Two were found dead.");
        later.ShouldContain("learned on 12 Mar 2026");
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<string>("SELECT outcome FROM alert")).ShouldBe("averted");
        (await c.QuerySingleAsync<long>("SELECT count(*) FROM review")).ShouldBe(1);
        foreach (
            var edit in new[]
            {
                "UPDATE review SET went_well = 'x'",
                "UPDATE outcome_later SET note = 'x'",
                "UPDATE follow_up SET done_note = 'x'",
                "DELETE FROM review_task",
            }
        )
        {
            await Should.ThrowAsync<System.Data.Common.DbException>(() => c.ExecuteAsync(edit));
        }

        // Who may not know of the alert knows of nothing that was learned of it.
        var strict = await RaiseAsync(rights, ("classification", "2"), ("urgency", "2"));
        await CloseAsync(rights, strict, "harm");
        (
            await ReviewAsync(
                rights,
                strict,
                ("went_badly", "Too late."),
                ("what-1", "Ask sooner"),
                ("who-1", "CivilAffairs"),
                ("due-1", "2026-03-20")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await duty.PageAsync("/reviews")).Body!.TextContent.ShouldNotContain("Too late.");
        (await duty.GetAsync(strict + "/review")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var hidden = (await rights.PageAsync("/reviews"))
            .QuerySelector("form[action^='/reviews/follow-ups/']")!
            .GetAttribute("action")!;
        await SaidAsync(civil.PostFormAsync(alert, new() { ["note"] = "Mine." }, hidden), 404);
        await SaidAsync(ReviewAsync(duty, strict, alert, ("went_well", "x")), 404);
    }

    [Theory, BothEngines]
    public async Task What_was_tried_before_is_shown_to_whoever_decides_with_what_followed(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Dawn));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        (string, string)[] patrol = [("kind", "patrol"), ("what", "Stay."), ("of", "Force"), ("considered", "none")];
        async Task<string> PastAsync(
            HttpClient who,
            string outcome,
            (string, string)[]? task,
            params (string, string)[] facts
        )
        {
            var past = await RaiseAsync(who, [("urgency", "2"), .. facts]);
            await CloseAsync(who, past, outcome, task is null ? null : await AskAsync(who, past, task));
            return past;
        }
        var talked = await PastAsync(duty, "averted", []);
        await PastAsync(duty, "harm", patrol);
        await PastAsync(duty, "harm", null);
        // None of these is like it, or counts.
        await PastAsync(duty, "harm", [], ("exercise", "1"));
        await PastAsync(duty, "harm", [], ("threat", "abduction"));
        await PastAsync(duty, "harm", [], ("place", "Elsewhere"));
        await PastAsync(rights, "harm", [], ("classification", "2"));
        var open = await RaiseAsync(duty, ("urgency", "2"));

        var page = await duty.PageAsync(open);
        page.QuerySelector("section[aria-labelledby=tried] .note")!
            .TextContent.ShouldContain("within 50 km or in the same area, that you may know of: 3.");
        Tried(page)
            .ShouldBe([
                "Dialogue too few to say anything | 1 | 0 of 1 · 0% (0–79) | 1 of 1 · 100% (21–100) | 0",
                "Patrol too few to say anything | 1 | 1 of 1 · 100% (21–100) | 0 of 1 · 0% (0–79) | 0",
                "Nothing was done too few to say anything | 1 | 1 of 1 · 100% (21–100) | 0 of 1 · 0% (0–79) | 0",
            ]);
        page.QuerySelector("section[aria-labelledby=tried]")!.TextContent.ShouldContain("not what was brought about");
        Tried(await rights.PageAsync(open))[0].ShouldStartWith("Dialogue too few to say anything | 2 | 1 of 2");

        // What became known later counts, not what was written first.
        (
            await LaterAsync(duty, talked, ("later_outcome", "unknown"), ("later_note", "Nobody can be reached."))
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Tried(await duty.PageAsync(open))[0].ShouldBe("Dialogue too few to say anything | 1 | – | – | 1");
        (await duty.PageAsync(talked)).QuerySelector("section[aria-labelledby=tried]").ShouldBeNull();
    }

    private static async Task CloseAsync(HttpClient who, string alert, string outcome, string? task = null)
    {
        if (task is not null)
        {
            await DoneAsync(StepAsync(who, alert, task, ("do", "begin")));
        }
        else
        {
            await DoneAsync(
                StepAsync(who, alert, "respond", ("do", "decide"), ("decision", "none"), ("reason", "no_capacity"))
            );
        }
        await DoneAsync(StepAsync(who, alert, "respond", ("do", "close"), ("outcome", outcome), ("note", "By radio.")));
    }

    private static Task<HttpResponseMessage> ReviewAsync(
        HttpClient who,
        string alert,
        params (string Field, string Value)[] fields
    ) => ReviewAsync(who, alert, alert, fields);

    /// <param name="page">Whose token is taken.</param>
    private static Task<HttpResponseMessage> ReviewAsync(
        HttpClient who,
        string alert,
        string page,
        params (string Field, string Value)[] fields
    ) => who.PostFormAsync(page, fields.ToDictionary(f => f.Field, f => f.Value), alert + "/review");

    private static Task<HttpResponseMessage> LaterAsync(
        HttpClient who,
        string alert,
        params (string Field, string Value)[] fields
    ) => who.PostFormAsync(alert, fields.ToDictionary(f => f.Field, f => f.Value), alert + "/outcome");

    private static async Task<string> SaidAsync(Task<HttpResponseMessage> step, int status)
    {
        using var answer = await step;
        ((int)answer.StatusCode).ShouldBe(status);
        return (await answer.DocumentAsync()).Body!.TextContent;
    }

    private static IReadOnlyList<string> Tried(IParentNode page) =>
        [
            .. page.QuerySelectorAll("section[aria-labelledby=tried] tbody tr")
                .Select(r =>
                    string.Join(
                        " | ",
                        r.Children.Select(c => string.Join(' ', c.ChildNodes.Select(n => n.TextContent.Trim())).Trim())
                    )
                ),
        ];
}
