using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Desk;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Learn;

/// <summary>Who was trained, who hands over what at a place, and how drills went: known to the mission, in no figure of what is real.</summary>
public sealed class TrainingTests
{
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task Training_rotations_and_exercises_have_their_own_pages(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var researcher = await app.AsAsync(Role.Researcher);
        using var partner = await app.OfAsync(Component.Partner, Role.FocalPoint);
        using var civil = await app.OfAsync(Component.CivilAffairs, Role.FocalPoint);
        Dictionary<string, string> Training(params (string Field, string Value)[] changes)
        {
            var fields = new Dictionary<string, string>
            {
                ["procedure"] = "Call-back without exposing",
                ["held_on"] = "2026-03-12",
                ["who"] = "CLA team east",
                ["component"] = "CivilAffairs",
                ["people"] = "12",
                ["place"] = "Issoumbré",
            };
            foreach (var (field, value) in changes)
            {
                fields[field] = value;
            }
            return fields;
        }
        (await analyst.PostFormAsync("/training", Training())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (
            var (field, value, said) in new[]
            {
                ("procedure", "", "Say this"),
                ("held_on", "2026-03-14", "until today"),
                ("held_on", "soon", "“soon” is no day"),
                ("people", "many", "“many” is no number of people"),
                ("component", "Partner", "Say this"),
            }
        )
        {
            using var wrong = await civil.PostFormAsync("/training", Training((field, value)));
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.DocumentAsync()).QuerySelector(".errsum")!.TextContent.ShouldContain(said);
        }
        (await civil.PostFormAsync("/training", Training())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await researcher.PageAsync("/training")).QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        (await partner.PageAsync("/training")).QuerySelectorAll("tbody tr").ShouldBeEmpty();
        (await researcher.GetAsync("/training/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await analyst.GetStringAsync("/training/export")).ShouldContain(
            "2026-03-12,Call-back without exposing,CLA team east,12,CivilAffairs,,Issoumbré"
        );

        // A rotation stands on the page of its place, for those who may know of it.
        var address = await PlacePageTests.PlaceAsync(app, "Issoumbré", 14.5, -2.1);
        var place = address["/places/".Length..];
        Dictionary<string, string> Coming(params (string Field, string Value)[] changes)
        {
            var fields = new Dictionary<string, string>
            {
                ["place"] = place,
                ["unit"] = "Second company",
                ["component"] = "Force",
                ["from_on"] = "2026-03-20",
                ["to_on"] = "2026-09-20",
                ["promised"] = "A patrol on each market day.",
                ["not_expose"] = "The teacher who calls.",
                ["classification"] = "1",
            };
            foreach (var (field, value) in changes)
            {
                fields[field] = value;
            }
            return fields;
        }
        var form = "/rotations/new?place=" + place;
        (await analyst.GetAsync(form)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await civil.GetAsync("/rotations/new?place=" + Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (
            var (field, value) in new[]
            {
                ("unit", ""),
                ("to_on", "2026-03-19"),
                ("from_on", ""),
                ("classification", "2"),
            }
        )
        {
            using var wrong = await civil.PostFormAsync(form, Coming((field, value)), "/rotations/new");
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
            (await wrong.DocumentAsync())
                .QuerySelector("#promised")!
                .TextContent.ShouldBe("A patrol on each market day.");
        }
        (await civil.PostFormAsync(form, Coming(), "/rotations/new")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var shown = await analyst.PageAsync(address);
        shown.QuerySelector("section[aria-labelledby=rotations]")!.TextContent.ShouldContain("The teacher who calls.");
        shown.QuerySelector("section[aria-labelledby=who-knows]")!.TextContent.ShouldContain("CLA team east");
        (await researcher.PageAsync(address)).Body!.TextContent.ShouldNotContain("The teacher who calls.");

        // Drills have the clocks of the real ones, and are in no figure of theirs.
        var drill = await RaiseAsync(duty, ("exercise", "1"));
        var task = await AskAsync(duty, drill);
        clock.Pass(TimeSpan.FromMinutes(40));
        await DoneAsync(StepAsync(duty, drill, task, ("do", "begin")));
        await RaiseAsync(duty, ("title", "Real"));
        clock.Pass(TimeSpan.FromHours(4));
        var drills = await analyst.PageAsync("/exercises");
        drills
            .QuerySelector(".answer")!
            .TextContent.ShouldStartWith("Exercises due in the last twelve months: 1; acted on in time: 1.");
        drills
            .QuerySelectorAll("section[aria-labelledby=each] tbody tr")
            .Select(r => r.Children[^1].TextContent)
            .ShouldBe(["40 min"]);
        (await partner.PageAsync("/exercises")).QuerySelectorAll("tbody tr").ShouldBeEmpty();
        (await analyst.PageAsync("/response-rate?period=2026-Q1"))
            .QuerySelector(".answer")!
            .TextContent.ShouldContain("0 of 1 alerts due");
        await using var c = await app.Database.OpenAsync();
        await Should.ThrowAsync<System.Data.Common.DbException>(() => c.ExecuteAsync("UPDATE rotation SET unit = 'x'"));
        await Should.ThrowAsync<System.Data.Common.DbException>(() => c.ExecuteAsync("DELETE FROM training"));
    }
}
