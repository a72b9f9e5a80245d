using System.Net;
using AngleSharp.Dom;
using Dapper;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Shouldly;
using Toguna.Desk.Daily;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Gather.Intake;
using Toguna.Warn;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Desk;

/// <summary>The report of a day tells it as it stood then, to each reader what they may know of, and a line of the log is never edited.</summary>
public sealed class DailyTests
{
    private const string Day = "/daily?day=2026-03-13";
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task A_day_is_told_as_it_stood_and_to_each_what_they_may_know(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var night = await app.AsAsync(Role.DutyOfficer);
        using var lead = await app.AsAsync(Role.HumanRightsOfficer);
        using var moussa = await app.AsAsync(Role.Reporter);
        await Sending.ReportAsync(moussa, [("text", "Des motos aux puits.")]);
        await Sending.ReportAsync(moussa, [("text", "Rien de neuf.")]);
        var report = (await night.PageAsync("/triage"))
            .QuerySelectorAll("main table tbody a[href^='/reports/']")
            .Select(a => a.GetAttribute("href")!)
            .Distinct()
            .First();
        await SetAsideAsync(night, report);
        var refused = await RaiseAsync(night, ("title", "No way in"));
        await DoneAsync(
            StepAsync(night, refused, "respond", ("do", "decide"), ("decision", "none"), ("reason", "out_of_reach"))
        );
        var helped = await RaiseAsync(night, ("title", "Market day"), ("urgency", "2"));
        var task = await AskAsync(night, helped, ("due", "2026-03-13T10:00"));
        await RaiseAsync(lead, ("title", "Strictly so"), ("classification", "2"));
        await RaiseAsync(night, ("title", "A drill"), ("exercise", "1"));
        clock.Now = Dawn.AddDays(1);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var partner = await app.OfAsync(Component.Partner, Role.FocalPoint);
        // The day after: what is done now was not done then.
        await DoneAsync(StepAsync(duty, helped, task, ("do", "begin")));
        await DoneAsync(StepAsync(duty, helped, task, ("do", "done"), ("words", "Both agreed.")));
        await DoneAsync(
            StepAsync(duty, helped, "respond", ("do", "close"), ("outcome", "averted"), ("note", "Market was held."))
        );

        var page = await duty.PageAsync(Day);
        Figure(page, "Reports that came in").ShouldBe("2 a danger that is coming 2 · form 2");
        Figure(page, "Decisions on reports").ShouldBe("1 set aside 1");
        Figure(page, "Waiting for a decision at the end").ShouldStartWith("1 the oldest since 13 Mar 2026 06:00");
        Figure(page, "Alerts issued").ShouldBe("2");
        Figure(page, "Decisions on alerts").ShouldBe("2 act 1, no action 1 · out of reach 1");
        Figure(page, "Steps of tasks").ShouldBe("1 asked 1");
        // The task that was due at ten, which is done by now.
        Figure(page, "Overdue at the end").ShouldBe("1 tasks 1");
        Table(page, "overdue").Single().ShouldContain("Task overdue by 14 h");
        var log = Table(page, "log").ToList();
        log.Count(l => l.Contains("Report received", StringComparison.Ordinal)).ShouldBe(2);
        log.ShouldContain(l => l.Contains("Decided No way in · no action · out of reach", StringComparison.Ordinal));
        log.ShouldContain(l =>
            l.Contains("Task asked for Market day · Dialogue · Civil affairs", StringComparison.Ordinal)
        );
        log[0].ShouldStartWith("13 Mar 2026 06:00 (06:00 UTC)");
        page.QuerySelector(".brief")!.TextContent.ShouldNotContain("Des motos aux puits");
        page.QuerySelector(".brief")!.TextContent.ShouldNotContain("Strictly so");
        page.QuerySelector(".class")!.TextContent.ShouldBe("Confidential");
        page.QuerySelector(".brief__more")!.TextContent.ShouldContain("Duty officer, reads up to confidential");
        // Drills are there, apart, and in no figure.
        Table(page, "drills").Select(l => l.Contains("A drill", StringComparison.Ordinal)).ShouldAllBe(b => b);
        log.ShouldNotContain(l => l.Contains("A drill", StringComparison.Ordinal));

        // The next day tells what was done in it; a watch tells its hours.
        var next = await duty.PageAsync("/daily?day=2026-03-14");
        Figure(next, "Steps of tasks").ShouldBe("2 done 1, under way 1");
        Figure(next, "Alerts closed, called off or merged").ShouldBe("1 averted, as far as known 1");
        Table(next, "log").ShouldContain(l => l.Contains("Both agreed.", StringComparison.Ordinal));
        Figure(await duty.PageAsync(Day + "&from=06:30&to=06:00"), "Alerts issued").ShouldBe("0");
        Figure(await duty.PageAsync(Day + "&from=06:30&to=06:00"), "Waiting for a decision at the end")
            .ShouldStartWith("1");

        var more = await rights.PageAsync(Day);
        Figure(more, "Alerts issued").ShouldBe("3");
        Figure(more, "Overdue at the end").ShouldBe("2 steps of alerts 1 · tasks 1");
        more.QuerySelector(".class")!.TextContent.ShouldBe("Strictly confidential");
        Figure(await partner.PageAsync(Day), "Reports that came in").ShouldBe("0");
        Figure(await partner.PageAsync(Day), "Waiting for a decision at the end").ShouldBe("0");

        // The files hold what the page shows to this reader.
        using var file = await WordAsync(analyst, Day);
        var words = file.MainDocumentPart!.Document!.Body!.InnerText;
        words.ShouldContain("No way in · no action · out of reach");
        words.ShouldContain("Analyst, reads up to confidential");
        words.ShouldNotContain("Strictly so");
        using var whole = await WordAsync(rights, Day);
        whole.MainDocumentPart!.Document!.Body!.InnerText.ShouldContain("Strictly so");
        whole.MainDocumentPart.HeaderParts.Single().Header!.InnerText.ShouldContain("Strictly confidential");
        var html = await analyst.GetStringAsync("/daily/file?format=html&day=2026-03-13");
        html.ShouldContain("No way in");
        html.ShouldNotContain("Strictly so");
        html.ShouldNotContain("href=\"/");
        using var french = new HttpRequestMessage(HttpMethod.Get, Day);
        french.Headers.Add("Accept-Language", "fr");
        var said = (await (await analyst.SendAsync(french)).DocumentAsync()).QuerySelector(".brief")!.TextContent;
        said.ShouldContain("Main courante");
        said.ShouldNotContain("Reports");
    }

    [Theory, BothEngines]
    public async Task A_line_by_hand_is_never_edited_and_a_correction_points_to_it(Engine engine)
    {
        var clock = new SetClock(Dawn.AddHours(8));
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var researcher = await app.AsAsync(Role.Researcher);
        using var reporter = await app.AsAsync(Role.Reporter);
        (await reporter.GetAsync("/daily")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await researcher.GetAsync("/daily/file?format=html")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (
            var (query, said) in new[]
            {
                ("day=yesterday", "“yesterday” is no day"),
                ("day=2026-03-15", "2026-03-15 has not begun yet"),
                ("from=06:00", "“” is no hour"),
                ("from=06:00&to=25:00", "“25:00” is no hour"),
            }
        )
        {
            var wrong = await duty.GetAsync("/daily?" + query);
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.DocumentAsync()).QuerySelector(".errsum")!.TextContent.ShouldContain(said);
            (await duty.GetAsync("/daily/file?format=docx&" + query)).StatusCode.ShouldBe(
                HttpStatusCode.UnprocessableEntity
            );
        }
        (await duty.GetAsync("/daily/file?format=pdf")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await WriteAsync(analyst, ("words", "The radio is out."))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SaidAsync(WriteAsync(duty), 422)).ShouldContain("Say what happened");
        (await SaidAsync(WriteAsync(duty, ("words", new string('x', 1_001))), 422)).ShouldContain("1000");
        (await SaidAsync(WriteAsync(duty, ("words", "Soon."), ("at", "2026-03-13T23:00")), 422)).ShouldContain(
            "still to come"
        );
        await SaidAsync(WriteAsync(duty, ("words", "Secret."), ("classification", "2")), 422);
        await SaidAsync(WriteAsync(duty, ("words", "No."), ("corrects", Guid.NewGuid().ToString())), 404);

        var line = Guid.NewGuid().ToString();
        foreach (var _ in new[] { 1, 2 })
        {
            (
                await WriteAsync(
                    duty,
                    ("line", line),
                    ("words", "Radio of the base is out."),
                    ("at", "2026-03-13T09:30")
                )
            ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        clock.Pass(TimeSpan.FromHours(1));
        (
            await WriteAsync(duty, ("words", "It was the generator."), ("corrects", line), ("classification", "0"))
        ).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var log = Table(await analyst.PageAsync(Day), "log").ToList();
        log.Count.ShouldBe(2);
        log[0].ShouldContain("Noted Radio of the base is out. · corrected on 13 Mar 2026 15:00");
        log[1].ShouldContain("Corrects the line of 13 Mar 2026 09:30 (09:30 UTC) It was the generator.");
        // A correction is no less guarded than its line: who may not know of that knows of neither.
        (await researcher.PageAsync(Day))
            .QuerySelector("#d-log")
            .ShouldBeNull();

        (await WriteAsync(duty, ("words", "Pretend."), ("exercise", "1"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Table(await duty.PageAsync(Day), "drills").Single().ShouldContain("Pretend.");
        await using var c = await app.Database.OpenAsync();
        (await c.QuerySingleAsync<long>("SELECT count(*) FROM duty_line")).ShouldBe(3);
        await Should.ThrowAsync<System.Data.Common.DbException>(() =>
            c.ExecuteAsync("UPDATE duty_line SET words = 'x'")
        );
        await Should.ThrowAsync<System.Data.Common.DbException>(() => c.ExecuteAsync("DELETE FROM duty_line"));
    }

    [Theory]
    [InlineData("2026-03-29", null, null, "2026-03-28T23:00Z", "2026-03-29T22:00Z")]
    [InlineData("2026-10-25", null, null, "2026-10-24T22:00Z", "2026-10-25T23:00Z")]
    [InlineData("2026-03-28", "18:00", "06:00", "2026-03-28T17:00Z", "2026-03-29T04:00Z")]
    // The clocks skip from two to three: the watch begins where they go on.
    [InlineData("2026-03-29", "02:30", "12:00", "2026-03-29T01:00Z", "2026-03-29T10:00Z")]
    public void A_day_is_as_long_as_the_clocks_make_it(string day, string? from, string? to, string begins, string ends)
    {
        var watch = new Watch(
            WrittenTime.Day(day)!.Value,
            from is null ? null : WrittenTime.Hour(from),
            to is null ? null : WrittenTime.Hour(to)
        );
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        watch
            .Bounds(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"))
            .ShouldBe((DateTimeOffset.Parse(begins, invariant), DateTimeOffset.Parse(ends, invariant)));
    }

    [Fact]
    public void How_an_alert_stood_is_told_by_its_events()
    {
        AlertEvent[] story =
        [
            Event(0, "raised"),
            Event(
                0,
                "issued",
                """{"Acknowledge":"2026-03-13T06:15:00+00:00","Decide":"2026-03-13T07:00:00+00:00","Act":"2026-03-13T09:00:00+00:00"}"""
            ),
            Event(20, "acknowledged"),
            Event(50, "decided", """{"decision":"act"}"""),
            Event(
                120,
                "updated",
                """{"title":["a","b"],"act_due":["2026-03-13T09:00:00.000Z","2026-03-13T08:30:00.000Z"]}"""
            ),
            Event(170, "decided", """{"decision":"do_not_approach"}"""),
            Event(180, "approach_lifted", """{"decision":"act"}"""),
            Event(200, "acted"),
        ];
        (string, DateTimeOffset)? Overdue(int minutes) =>
            AsItStood.At(story, Dawn.AddMinutes(minutes)).OverdueAt(Dawn.AddMinutes(minutes));

        Overdue(-1).ShouldBeNull();
        Overdue(15).ShouldBeNull();
        Overdue(16).ShouldBe(("acknowledge", Dawn.AddMinutes(15)));
        Overdue(20).ShouldBeNull();
        // The deadline came nearer at 08:00: until then it was 09:00.
        AsItStood.At(story, Dawn.AddMinutes(119)).Dues!.Act.ShouldBe(Dawn.AddHours(3));
        Overdue(150).ShouldBeNull();
        Overdue(151).ShouldBe(("act", Dawn.AddMinutes(150)));
        Overdue(170).ShouldBeNull();
        Overdue(180).ShouldBe(("act", Dawn.AddMinutes(150)));
        Overdue(200).ShouldBeNull();
    }

    private static AlertEvent Event(int minutes, string what, string? detail = null) =>
        new()
        {
            EventId = Guid.CreateVersion7(Dawn.AddMinutes(minutes)),
            At = Dawn.AddMinutes(minutes),
            What = what,
            Detail = detail,
        };

    private static async Task SetAsideAsync(HttpClient duty, string report)
    {
        var fields = (await duty.PageAsync(report))
            .QuerySelectorAll("main form input[type=hidden]")
            .DistinctBy(i => i.GetAttribute("name"))
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        (fields["do"], fields["reason"]) = ("set_aside", "duplicate");
        (await duty.PostAsync(report, new FormUrlEncodedContent(fields))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static Task<HttpResponseMessage> WriteAsync(HttpClient who, params (string Field, string Value)[] fields)
    {
        var sent = fields.ToDictionary(f => f.Field, f => f.Value);
        sent.TryAdd("day", "2026-03-13");
        return who.PostFormAsync("/daily", sent);
    }

    private static async Task<string> SaidAsync(Task<HttpResponseMessage> step, int status)
    {
        using var answer = await step;
        ((int)answer.StatusCode).ShouldBe(status);
        return (await answer.DocumentAsync()).QuerySelector(".errsum")!.TextContent;
    }

    private static string Figure(IParentNode page, string label) =>
        string.Join(
            ' ',
            page.QuerySelectorAll(".brief tbody tr")
                .First(r => r.Children[0].TextContent == label)
                .Children.Skip(1)
                .Select(c => c.TextContent)
                .Where(t => t.Length > 0)
        );

    private static IEnumerable<string> Table(IParentNode page, string id) =>
        page.QuerySelectorAll($"section[aria-labelledby='d-{id}'] tbody tr")
            .Select(r =>
                string.Join(
                    ' ',
                    r.Children.Select(c =>
                        string.Join(' ', c.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))
                    )
                )
            );

    private static async Task<WordprocessingDocument> WordAsync(HttpClient client, string page)
    {
        var bytes = await client.GetByteArrayAsync(
            page.Replace("/daily?", "/daily/file?format=docx&", StringComparison.Ordinal)
        );
        var word = WordprocessingDocument.Open(new MemoryStream(bytes), false);
        new OpenXmlValidator(FileFormatVersions.Office2016)
            .Validate(word)
            .Select(e => $"{e.Path?.XPath}: {e.Description}")
            .ShouldBeEmpty();
        return word;
    }
}
