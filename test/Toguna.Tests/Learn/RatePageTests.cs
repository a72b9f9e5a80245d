using System.Net;
using AngleSharp.Dom;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Gather.Intake;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Learn;

/// <summary>The rate of response counts what was recorded when it was recorded; nothing done afterwards makes it better.</summary>
public sealed class RatePageTests
{
    private const string Page = "/response-rate?period=2026-Q1";
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task It_says_what_was_due_and_what_became_of_it_and_cannot_be_beautified(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var moussa = await app.AsAsync(Role.Reporter);
        await Sending.ReportAsync(moussa, [("text", "Rien de précis.")]);
        var quick = await RaiseAsync(duty, ("title", "Quick"));
        var refused = await RaiseAsync(duty, ("title", "Refused"), ("owner", "Force"));
        var silent = await RaiseAsync(duty, ("title", "Silent"), ("owner", "Force"));
        await RaiseAsync(duty, ("title", "Drill"), ("exercise", "1"));
        await RaiseAsync(duty, ("title", "Weeks"), ("urgency", "3"));
        var off = await RaiseAsync(duty, ("title", "Mistake"));
        await DoneAsync(StepAsync(duty, quick, await AskAsync(duty, quick), ("do", "begin")));
        await DoneAsync(
            StepAsync(duty, refused, "respond", ("do", "decide"), ("decision", "none"), ("reason", "out_of_reach"))
        );
        await DoneAsync(StepAsync(duty, off, "warn", ("do", "cancel"), ("reason", "Another village of that name.")));

        // Before anything is due there is no rate.
        (await BigAsync(duty)).ShouldBe(["–", "0", "0", "0"]);
        clock.Pass(TimeSpan.FromHours(3.5));
        (await BigAsync(duty)).ShouldBe(["33%", "1", "0", "0"]);
        var page = await duty.PageAsync(Page);
        page.QuerySelector(".answer")!.TextContent.ShouldStartWith("Q1 2026: 1 of 3 alerts due were acted on in time.");
        page.QuerySelectorAll(".heads p")[3]
            .TextContent.ShouldBe(
                "of 1 received. 1 alerts got neither action nor reason; 0 were acted on late; 1 were called off before they were due."
            );
        Table(page, "by-component").ShouldBe(["Force 0 2 0% 0–66", "Field office 1 1 100% 21–100"]);

        // Afterwards: a late start is late, a downgrade moves no limit, a cancelled alert was due, and the drill is in nothing.
        await DoneAsync(StepAsync(duty, silent, await AskAsync(duty, silent, ("of", "Force")), ("do", "begin")));
        var worse = await RaiseAsync(duty, ("title", "Overdue"));
        clock.Pass(TimeSpan.FromHours(3.5));
        await DoneAsync(StepAsync(duty, refused, "warn", ("do", "cancel"), ("reason", "Never mind.")));
        await DoneAsync(StepAsync(duty, worse, "respond", ("do", "hand_over"), ("component", "Police")));
        await DoneAsync(
            StepAsync(duty, worse, "respond", ("do", "decide"), ("decision", "none"), ("reason", "handled"))
        );
        var version = (await duty.PageAsync(worse + "/edit"))
            .QuerySelector("input[name=version]")!
            .GetAttribute("value")!;
        (
            await duty.PostFormAsync(
                worse + "/edit",
                Filled(("urgency", "3"), ("owner", "Police"), ("version", version))
            )
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await BigAsync(duty)).ShouldBe(["25%", "1", "0", "0"]);
        page = await duty.PageAsync(Page);
        page.QuerySelectorAll(".heads p")[0].TextContent.ShouldEndWith("Imminent ones apart: 25%, 1 of 4.");
        page.QuerySelectorAll(".heads p")[3]
            .TextContent.ShouldContain("1 alerts got neither action nor reason; 1 were acted on late");
        Table(page, "by-component").ShouldBe(["Field office 1 2 50% 9–91", "Force 0 2 0% 0–66"]);

        // The file holds the same, and says how each was counted.
        var file = await duty.GetStringAsync(Page.Replace("?", "/export?", StringComparison.Ordinal));
        var lines = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(5);
        lines.Skip(1).Select(l => l.Split(',')[^1]).Order().ShouldBe(["in_time", "late", "refused", "silent"]);
        file.ShouldNotContain("Drill");
    }

    [Theory, BothEngines]
    public async Task It_counts_what_its_reader_may_know_of_and_names_what_is_asked_wrongly(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        await RaiseAsync(rights, ("classification", "2"));
        await RaiseAsync(rights, ("classification", "1"));
        clock.Pass(TimeSpan.FromHours(4));
        using var analyst = await app.AsAsync(Role.Analyst);
        using var partner = await app.OfAsync(Component.Partner, Role.FocalPoint);
        (await rights.PageAsync(Page)).QuerySelector(".answer")!.TextContent.ShouldContain("0 of 2 alerts due");
        (await analyst.PageAsync(Page)).QuerySelector(".answer")!.TextContent.ShouldContain("0 of 1 alerts due");
        (await partner.PageAsync(Page)).QuerySelector(".answer")!.TextContent.ShouldContain("no alert was due");

        var wrong = await analyst.GetAsync("/response-rate?period=yesterday&urgency=7");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var said = (await wrong.DocumentAsync()).QuerySelector(".errsum")!.TextContent;
        said.ShouldContain("“yesterday” is no period");
        said.ShouldContain("“7” is not offered");
        (await analyst.GetAsync("/response-rate/export?period=yesterday")).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
    }

    private static async Task<IEnumerable<string>> BigAsync(HttpClient who) =>
        (await who.PageAsync(Page)).QuerySelectorAll(".heads .big").Select(b => b.TextContent);

    private static IEnumerable<string> Table(IParentNode page, string id) =>
        page.QuerySelector($"figure:has(#{id}) table tbody")!
            .Children.Select(r => string.Join(' ', r.Children.Select(c => c.TextContent)));
}
