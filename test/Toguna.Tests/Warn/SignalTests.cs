using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Desk;
using Toguna.Tests.Foundation;
using Toguna.Warn;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Warn;

/// <summary>Signals through the front door: seen once, of what all may know of, decided by name, and looked at again.</summary>
public sealed class SignalTests
{
    /// <summary>A Monday: the week before it is over.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Sunday = new(2026, 11, 22);
    private static readonly DateOnly Monday = new(2026, 11, 16);

    [Theory, BothEngines]
    public async Task Who_may_not_is_refused_and_what_is_no_signal_is_not_there(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Now));
        await OutbreakAsync(app);
        await app.TickAsync("signals", Now);
        using var stranger = app.Stranger();
        using var reporter = await app.AsAsync(Role.Reporter);
        using var partner = await app.OfAsync(Component.Partner, Role.FocalPoint);
        using var researcher = await app.AsAsync(Role.Researcher);
        foreach (var path in new[] { "/signals", "/signals/record", "/signals/SG-0001" })
        {
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            (await reporter.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await partner.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await researcher.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
        (await partner.PageAsync("/notices")).QuerySelectorAll("nav a[href='/signals']").ShouldBeEmpty();
        (await researcher.PageAsync("/notices")).QuerySelector("nav a[href='/signals']").ShouldNotBeNull();
        (await partner.GetStringAsync("/now")).ShouldNotContain("/signals");
        (await researcher.GetAsync("/signals/SG-0099")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await researcher.GetAsync("/signals?week=2026-W99")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // Reading is everybody's, deciding is for those who warn.
        var page = await researcher.PageAsync("/signals/SG-0001");
        page.QuerySelector("form[action$=decide]").ShouldBeNull();
        (await DecideAsync(researcher, "/account", "SG-0001", ("do", "watched"))).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    [Theory, BothEngines]
    public async Task A_planted_outbreak_is_one_signal_and_a_quiet_record_none(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Now));
        using var analyst = await app.AsAsync(Role.Analyst);
        // Nothing at all is recorded: what is imported later can still be judged.
        (await app.TickAsync("signals", Now)).ShouldBe(0);
        (await CountAsync(app, "signal_run")).ShouldBe(0);
        (await analyst.PageAsync("/signals")).QuerySelector(".empty")!.TextContent.ShouldContain("Nothing was seen");

        await SignalRecords.QuietAsync(app, Sunday, "Velna");
        await SignalRecords.QuietAsync(app, Sunday, "Kaldra");
        (await app.TickAsync("signals", Now)).ShouldBe(0);
        (await CountAsync(app, "signal_run")).ShouldBe(2, "the week and the day were judged");
        (await CountAsync(app, "signal")).ShouldBe(0);

        // The week after: nine in one area, one in the other.
        var later = Now.AddDays(7);
        for (var i = 0; i < 9; i++)
        {
            await SignalRecords.AddAsync(app, Sunday.AddDays(1 + i % 7), "Velna", latitude: 11 + i * 0.3);
        }
        await SignalRecords.AddAsync(app, Sunday.AddDays(2), "Kaldra", latitude: 18);
        // Known no better than to the country, to the month, or set aside: not counted.
        await SignalRecords.AddAsync(app, Sunday.AddDays(2), "Kaldra", latitude: 19, more: "where_prec = 6");
        await SignalRecords.AddAsync(app, Sunday.AddDays(2), "Kaldra", latitude: 20, more: "date_prec = 4");
        await SignalRecords.AddAsync(app, Sunday.AddDays(2), "Kaldra", latitude: 21, more: "finding = 'discounted'");
        // Half a file is no record.
        await SignalRecords.BringingInAsync(app, Now);
        (await app.TickAsync("signals", later)).ShouldBe(0);
        (await CountAsync(app, "signal_run")).ShouldBe(2);
        await app.Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE import SET state = 'done'"));
        (await app.TickAsync("signals", later)).ShouldBe(1);
        (await app.TickAsync("signals", later.AddHours(1))).ShouldBe(0, "the same week is judged once");
        var page = await analyst.PageAsync("/signals");
        page.QuerySelector(".answer")!.TextContent.ShouldBe("1 signal waits for a decision.");
        var said = page.QuerySelector("#SG-0001 h3")!.TextContent;
        said.ShouldContain("Killing in Velna: 9 incidents");
        said.ShouldContain("usual are 0.5 a week");
        page.QuerySelectorAll("#SG-0001 a[href^='/incidents/']").Length.ShouldBe(6);
        page.QuerySelector("#SG-0001")!.TextContent.ShouldContain("and 3 more");
        page.QuerySelectorAll("#SG-0001 details tbody tr").Length.ShouldBe(29);
        (await analyst.PageAsync("/signals/SG-0001"))
            .QuerySelectorAll("section[aria-labelledby=incidents] li")
            .Length.ShouldBe(9);
        (await analyst.GetStringAsync("/now")).ShouldContain("1 signal waits for a decision");
        // On the page of its area, and of no place of which the area is not known.
        var place = await PlacePageTests.PlaceAsync(app, "Velna", 14, -4);
        (await analyst.PageAsync(place)).QuerySelector("#signals").ShouldBeNull();
        await app.Database.WriteAsync(tx => tx.ExecuteAsync("UPDATE place SET kind = 'admin', admin_level = 1"));
        (await analyst.PageAsync(place))
            .QuerySelector("section[aria-labelledby=signals] li")!
            .TextContent.ShouldContain("Waits for a decision");
        using (var partner = await app.OfAsync(Component.Partner, Role.FocalPoint))
        {
            (await partner.PageAsync(place)).QuerySelector("#signals").ShouldBeNull();
        }
        analyst.DefaultRequestHeaders.Add("Accept-Language", "fr");
        var french = await analyst.PageAsync("/signals");
        french.QuerySelector(".answer")!.TextContent.ShouldBe("1 signal attend une décision.");
        french.QuerySelector("#SG-0001 h3")!.TextContent.ShouldContain("Homicide, Velna\u00a0: 9 incidents");
        (await analyst.PageAsync("/signals/record")).QuerySelector(".answer")!.TextContent.ShouldContain("28 jours");
    }

    [Theory, BothEngines]
    public async Task What_is_hidden_from_anybody_changes_nothing(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Now));
        await SignalRecords.QuietAsync(app, Sunday, "Velna");
        await SignalRecords.AddAsync(app, Monday, "Velna", latitude: 16);
        foreach (
            var hidden in new[]
            {
                "classification = 1",
                "classification = 2, component = 'Force'",
                "compartment_id = @case",
                "withheld = 1",
                "exercise = @yes",
            }
        )
        {
            for (var i = 0; i < 4; i++)
            {
                await SignalRecords.AddAsync(app, Monday.AddDays(i), "Velna", latitude: 16, more: hidden);
            }
        }
        (await app.TickAsync("signals", Now)).ShouldBe(0);
        await using var c = await app.Database.OpenAsync();
        (await c.QueryAsync<(string, long)>("SELECT detector, series FROM signal_run ORDER BY detector")).ShouldBe([
            ("near_repeat", 2L),
            ("unusual_count", 1L),
        ]);
        // What all knew of then and few may know of now is named to those few only.
        await OutbreakAsync(app, Sunday.AddDays(7));
        await app.TickAsync("signals", Now.AddDays(7));
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                "UPDATE incident SET classification = 2 WHERE incident_id = (SELECT incident_id FROM signal_incident ORDER BY incident_id LIMIT 1)"
            )
        );
        using var researcher = await app.AsAsync(Role.Researcher);
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        (await ListedAsync(rights) - await ListedAsync(researcher)).ShouldBe(1);

        static async Task<int> ListedAsync(HttpClient who) =>
            (await who.PageAsync("/signals/SG-0001")).QuerySelectorAll("section[aria-labelledby=incidents] li").Length;
    }

    [Theory, BothEngines]
    public async Task Near_repeats_are_one_signal_for_a_chain_however_it_grows(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Now));
        await SignalRecords.QuietAsync(app, Sunday, "Velna");
        // Three that follow each other, one that is too far, one that is too vague, one of another kind.
        await SignalRecords.AddAsync(app, Sunday.AddDays(-13), "Velna", latitude: 16);
        await SignalRecords.AddAsync(app, Sunday.AddDays(-6), "Velna", latitude: 16.05);
        await SignalRecords.AddAsync(app, Sunday.AddDays(-1), "Velna", latitude: 16.1);
        await SignalRecords.AddAsync(app, Sunday.AddDays(-1), "Velna", latitude: 16.3);
        await SignalRecords.AddAsync(app, Sunday.AddDays(-1), "Velna", latitude: 16.1, more: "where_prec = 3");
        await SignalRecords.AddAsync(app, Sunday.AddDays(-1), "Velna", "abduction", 16.1);
        // Two on one day: one attack, or one that two lists have.
        await SignalRecords.AddAsync(app, Sunday.AddDays(-2), "Velna", "threat", 16.1);
        await SignalRecords.AddAsync(app, Sunday.AddDays(-2), "Velna", "threat", 16.1);
        await using var other = await app.BesideAsync();
        var seen = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i => (i % 2 == 0 ? app : other).Services.GetRequiredService<Detectors>().RunAsync())
        );
        await using var c = await app.Database.OpenAsync();
        seen.Sum().ShouldBe((int)await CountAsync(app, "signal"), "two servers at once see it once");
        (
            await c.QueryAsync<(string, long, string)>(
                "SELECT act, observed, place_text FROM signal WHERE detector = 'near_repeat'"
            )
        ).ShouldBe([("killing", 3L, "Village Velna")]);
        await SignalRecords.AddAsync(app, Sunday.AddDays(1), "Velna", latitude: 16.1);
        await app.TickAsync("signals", Now.AddDays(1));
        (await CountAsync(app, "signal WHERE detector = 'near_repeat'")).ShouldBe(1);
        (await CountAsync(app, "signal_run WHERE detector = 'near_repeat'")).ShouldBe(2);
        using var analyst = await app.AsAsync(Role.Analyst);
        (await analyst.GetStringAsync("/signals")).ShouldContain(
            "Killing near Village Velna: 3 incidents within 10 km and 14 days of each other, the last on 21 Nov 2026"
        );
        // One of them is hidden since: whoever may not know of it is told the area.
        await app.Database.WriteAsync(tx =>
            tx.ExecuteAsync("UPDATE incident SET classification = 2, component = 'Force' WHERE latitude = 16.05")
        );
        var since = await analyst.GetStringAsync("/signals");
        since.ShouldContain("Killing near Velna: 3 incidents");
        since.ShouldNotContain("Village Velna: 3 incidents");
    }

    [Theory, BothEngines]
    public async Task A_decision_has_a_reason_and_a_name_and_stays(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(Now));
        await OutbreakAsync(app);
        await app.TickAsync("signals", Now);
        using var analyst = await app.AsAsync(Role.Analyst);
        using (var refused = await DecideAsync(analyst, "/signals/SG-0001", "SG-0001", ("do", "set_aside")))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.DocumentAsync()).QuerySelector(".errsum")!.TextContent.ShouldContain("Give the reason");
        }
        using (
            var refused = await DecideAsync(
                analyst,
                "/signals/SG-0001",
                "SG-0001",
                ("do", "set_aside"),
                ("reason", "because")
            )
        )
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.DocumentAsync()).QuerySelector(".errsum")!.TextContent.ShouldContain("because");
        }
        (await DecideAsync(analyst, "/signals/SG-0001", "SG-0001", ("do", "alert"))).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await CountAsync(app, "signal_decision")).ShouldBe(0);
        await DoneAsync(DecideAsync(analyst, "/signals", "SG-0001", ("do", "watched"), ("list", "1")));
        await DoneAsync(
            DecideAsync(analyst, "/signals/SG-0001", "SG-0001", ("do", "set_aside"), ("reason", "counted_twice"))
        );
        // Who comes second with a page of before is told of the first.
        using (var second = await DecideAsync(analyst, "/signals/SG-0001", "SG-0001", ("do", "watched"), ("seen", "")))
        {
            second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await second.Content.ReadAsStringAsync()).ShouldContain("Somebody decided on SG-0001");
        }
        var page = await analyst.PageAsync("/signals/SG-0001");
        page.QuerySelector("input[name=seen]")!.GetAttribute("value")!.Length.ShouldBe(13);
        var story = page.QuerySelectorAll("ol.time li").Select(l => l.TextContent).ToList();
        story.Count.ShouldBe(2);
        story[0].ShouldStartWith("Set aside (one event recorded twice)");
        story[0].ShouldContain("analyst.");
        story[1].ShouldStartWith("Watched");
        (await analyst.PageAsync("/signals")).QuerySelector(".answer")!.TextContent.ShouldContain("No signal");
        // Of a week with many, twenty are shown and the rest is counted; nothing is thrown away.
        await app.Database.WriteAsync(async tx =>
        {
            for (var i = 2; i <= 24; i++)
            {
                await tx.ExecuteAsync(
                    """
                    INSERT INTO signal (signal_id, number, detector, period, week, created_at, act, area_key, from_on, to_on, observed,
                      expected, weeks)
                    SELECT @id, @i, 'near_repeat', '2026-11-22', week, created_at, act, area_key, from_on, to_on, 2, 0.1, weeks FROM signal
                    WHERE number = 1
                    """,
                    new { id = tx.NewId(), i }
                );
            }
        });
        var first = await analyst.PageAsync("/signals");
        first.QuerySelectorAll("li[id^=SG-]").Length.ShouldBe(20);
        first.QuerySelector("section p.row a")!.TextContent.ShouldBe("4 more of this week");
        var rest = await analyst.PageAsync(first.QuerySelector("section p.row a")!.GetAttribute("href")!);
        rest.QuerySelectorAll("li[id^=SG-]").Length.ShouldBe(4);
        rest.QuerySelector("li[id=SG-0001]").ShouldNotBeNull("what was decided comes last");
        foreach (
            var edit in new[]
            {
                "UPDATE signal SET observed = 1",
                "DELETE FROM signal",
                "UPDATE signal_decision SET what = 'watched'",
                "DELETE FROM signal_decision",
                "DELETE FROM signal_incident",
                "UPDATE signal_run SET signals = 0",
            }
        )
        {
            await Should.ThrowAsync<System.Data.Common.DbException>(
                app.Database.WriteAsync(tx => tx.ExecuteAsync(edit)),
                edit
            );
        }
    }

    [Theory, BothEngines]
    public async Task An_alert_from_a_signal_rests_on_it_and_its_clock_runs_from_it(Engine engine)
    {
        var clock = new SetClock(Now);
        await using var app = await TestApp.StartAsync(engine, clock);
        await OutbreakAsync(app);
        await app.TickAsync("signals", Now);
        clock.Pass(TimeSpan.FromMinutes(50));
        using var duty = await app.OfAsync(Component.Joc, Role.DutyOfficer);
        using var researcher = await app.AsAsync(Role.Researcher);
        var raise = (await duty.PageAsync("/signals")).QuerySelector("#SG-0001 a.btn--main")!.GetAttribute("href")!;
        (await researcher.GetAsync(raise)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await duty.GetAsync("/alerts/new?signal=SG-0099")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var form = await duty.PageAsync(raise);
        var signal = form.QuerySelector<IHtmlInputElement>("input[name=signal]")!.Value;
        form.QuerySelector<IHtmlInputElement>("#place")!.Value.ShouldBe("Velna");
        form.QuerySelector<IHtmlSelectElement>("#threat")!.Value.ShouldBe("killing");
        var why = form.QuerySelector<IHtmlTextAreaElement>("#why")!.Value;
        why.ShouldContain("Killing in Velna: 9 incidents");
        using (var refused = await duty.PostFormAsync("/alerts/new", Filled(("signal", signal), ("exercise", "1"))))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
        using (var refused = await duty.PostFormAsync("/alerts/new", Filled(("signal", Guid.NewGuid().ToString()))))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
        (await CountAsync(app, "signal_decision")).ShouldBe(0, "what was refused has decided nothing");

        var id = Guid.NewGuid().ToString();
        var alert = await RaiseAsync(duty, ("id", id), ("signal", signal), ("why", why), ("place", "Velna"));
        (await RaiseAsync(duty, ("id", id), ("signal", signal))).ShouldBe(alert, "the same form twice is one alert");
        await using var c = await app.Database.OpenAsync();
        var kept = await c.QuerySingleAsync<Alert>("SELECT * FROM alert");
        kept.ReceivedAt.ShouldBe(Now);
        kept.AcknowledgeDue.ShouldBe(Now.AddMinutes(15), "born late: the signal lay for fifty minutes");
        (await c.QueryAsync<string>("SELECT kind FROM alert_basis")).ShouldBe(["signal"]);
        (await c.QueryAsync<string>("SELECT what FROM signal_decision")).ShouldBe(["alert"]);
        var aside = (await duty.PageAsync(alert)).QuerySelector("aside")!;
        aside.QuerySelector("a[href='/signals/SG-0001']").ShouldNotBeNull();
        aside.TextContent.ShouldContain("is not known yet");
        (await duty.PageAsync("/signals/SG-0001")).QuerySelector($"a[href='{alert}']").ShouldNotBeNull();
        // The alert is confidential: who may not know of it reads that somebody dealt with the signal, and no more.
        var theirs = await researcher.GetStringAsync("/signals/SG-0001");
        theirs.ShouldContain("Dealt with");
        theirs.ShouldNotContain("AL-0001");
        theirs.ShouldNotContain("Alert raised");

        // 28 days after the week, and once the record goes so far, it is looked at what came.
        for (var i = 0; i < 5; i++)
        {
            await SignalRecords.AddAsync(app, Sunday.AddDays(3 + i), "Velna", latitude: 11 + i * 0.3);
        }
        (await CountAsync(app, "signal_outcome")).ShouldBe(0);
        await app.TickAsync("signals", Now.AddDays(28));
        (await CountAsync(app, "signal_outcome")).ShouldBe(0, "the record ends before: nothing is known");
        await SignalRecords.AddAsync(app, Sunday.AddDays(26), "Kaldra", latitude: 19);
        await app.TickAsync("signals", Now.AddDays(27));
        (await CountAsync(app, "signal_outcome")).ShouldBe(0, "the 28 days are not over");
        await app.TickAsync("signals", Now.AddDays(28));
        await app.TickAsync("signals", Now.AddDays(29));
        (await c.QueryAsync<(bool, long)>("SELECT followed, observed FROM signal_outcome")).ShouldBe([(true, 5L)]);
        (await duty.PageAsync(alert)).QuerySelector("aside")!.TextContent.ShouldContain("Followed: 5 in the 28 days");
        var record = await duty.PageAsync("/signals/record");
        record.QuerySelector(".answer")!.TextContent.ShouldContain("1 of 1 signals were followed");
        record.QuerySelector("tbody tr")!.TextContent.ShouldContain("1 / 1");
        await Should.ThrowAsync<System.Data.Common.DbException>(
            app.Database.WriteAsync(tx => tx.ExecuteAsync("DELETE FROM signal_outcome"))
        );
    }

    /// <summary>Half a year of calm and then nine in the week before <see cref="Now"/>, each far from the others.</summary>
    private static async Task OutbreakAsync(TestApp app, DateOnly? until = null)
    {
        await SignalRecords.QuietAsync(app, Sunday, "Velna");
        for (var i = 0; i < 9; i++)
        {
            await SignalRecords.AddAsync(app, (until ?? Sunday).AddDays(-(i % 7)), "Velna", latitude: 17 + i * 0.3);
        }
    }

    private static async Task<HttpResponseMessage> DecideAsync(
        HttpClient who,
        string page,
        string signal,
        params (string Field, string Value)[] fields
    )
    {
        var token = (await who.PageAsync(page)).QuerySelector<IHtmlInputElement>(
            "input[name=__RequestVerificationToken]"
        )!;
        var sent = fields.ToDictionary(f => f.Field, f => f.Value);
        sent["__RequestVerificationToken"] = token.Value;
        return await who.PostAsync($"/signals/{signal}/decide", new FormUrlEncodedContent(sent));
    }

    private static async Task<long> CountAsync(TestApp app, string from)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.ExecuteScalarAsync<long>($"SELECT count(*) FROM {from}");
    }
}
