using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using Toguna.Tests.Record.Incidents;
using Toguna.Warn;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Warn;

/// <summary>Forecasts through the front door: of what, when, once, never rewritten, and scored by what happened.</summary>
public sealed class ForecastTests
{
    private static int incidents;

    [Theory, BothEngines]
    public async Task They_are_the_missions_own_and_not_made_of_too_little(Engine engine)
    {
        await using var app = await TestApp.StartAsync(engine, new SetClock(At(2026, 3, 13)));
        using var researcher = await app.AsAsync(Role.Researcher);
        using var reporter = await app.AsAsync(Role.Reporter);
        using var partner = await app.OfAsync(Component.Partner, Role.Analyst);
        foreach (var door in new[] { "/forecasts", "/forecasts/record", $"/forecasts/{Guid.NewGuid()}" })
        {
            (await reporter.GetAsync(door)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await partner.GetAsync(door)).StatusCode.ShouldBe(HttpStatusCode.NotFound, door);
        }
        (await partner.GetAsync("/forecasts/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await researcher.GetAsync("/forecasts/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await partner.PageAsync("/account")).QuerySelector("nav a[href='/forecasts']").ShouldBeNull();
        (await researcher.PageAsync("/account")).QuerySelector("nav a[href='/forecasts']").ShouldNotBeNull();

        (await SaidAsync(researcher)).ShouldContain("no incident that everybody in the mission may know of");
        // Known to some: for the page, and for the forecast, they are not there.
        await AddAsync(app, "Nord", new(2024, 3, 2), 3, classification: 1);
        (await SaidAsync(researcher)).ShouldContain("no incident that everybody in the mission may know of");
        await AddAsync(app, "Nord", new(2025, 11, 2), 3);
        await AddAsync(app, "Nord", new(2026, 2, 2), 3);
        (await SaidAsync(researcher)).ShouldContain("needs 12 months of the record, and there are 4");
        (await app.TickAsync("forecasts", At(2026, 3, 13))).ShouldBe(0);
        await AddAsync(app, "Nord", new(2025, 3, 2), 3);
        // Months without a record are no months without deaths.
        (await app.TickAsync("forecasts", At(2026, 7, 6))).ShouldBe(0);
        (await app.TickAsync("forecasts", At(2026, 3, 13))).ShouldBe(1);
        (await researcher.GetAsync("/forecasts?area=Atlantis")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await researcher.GetAsync("/forecasts?month=2019-01")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await researcher.GetAsync("/forecasts?issue=" + Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        static async Task<string> SaidAsync(HttpClient who) =>
            (await who.PageAsync("/forecasts")).QuerySelector(".empty")!.TextContent;
    }

    [Theory, BothEngines]
    public async Task Issued_once_from_what_everybody_may_know_and_nothing_later(Engine engine)
    {
        var clock = new SetClock(At(2026, 3, 4));
        await using var app = await TestApp.StartAsync(engine, clock);
        await RecordAsync(app);
        // The fifth of March: February is not five days over, so January is the newest that is known.
        (await app.TickAsync("forecasts", At(2026, 3, 5))).ShouldBe(1);
        (await app.TickAsync("forecasts", At(2026, 3, 5))).ShouldBe(0);
        var january = await IssueAsync(app, new(2026, 1, 31), false);
        january.Areas.ShouldBe(2);
        january.Months.ShouldBe(23);
        var said = await DrawsAsync(app, january);
        said.Count.ShouldBe(12);

        // Later and larger, and hidden of every kind before it: nothing of it may show.
        await AddAsync(app, "Nord", new(2026, 2, 20), 900);
        await AddAsync(app, "Ouest", new(2026, 2, 20), 900);
        foreach (var day in new DateOnly[] { new(2025, 12, 24), new(2026, 1, 12) })
        {
            await AddAsync(app, "Nord", day, 500, classification: 1);
            await AddAsync(app, "Nord", day, 500, compartment: Guid.NewGuid());
            await AddAsync(app, "Nord", day, 500, withheld: 1);
            await AddAsync(app, "Nord", day, 500, exercise: true);
            await AddAsync(app, "Nord", day, 500, finding: "discounted");
            await AddAsync(app, "Nord", day, 500, prec: 6);
            await AddAsync(app, "Zarma", day, 500, classification: 2);
        }
        clock.Now = At(2026, 3, 6);
        var runs = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => app.Services.GetRequiredService<ForecastIssues>().IssueAsync(12))
        );
        runs.Sum(r => r.Issued).ShouldBe(13, "February, and a year made afterwards, each once");
        var backcast = await IssueAsync(app, new(2026, 1, 31), true);
        backcast.PanelSha256.ShouldBe(january.PanelSha256);
        (await DrawsAsync(app, backcast)).ShouldBe(said);
        (await IssueAsync(app, new(2026, 2, 28), false)).Areas.ShouldBe(3);
        // One that everybody may know of does change what is made afterwards: the comparison above can fail.
        (await IssueAsync(app, new(2025, 12, 31), true)).PanelSha256.ShouldNotBe(january.PanelSha256);

        await using var c = await app.Database.OpenAsync();
        foreach (
            var edit in new[]
            {
                "UPDATE forecast SET mean = 0",
                "DELETE FROM forecast",
                "UPDATE forecast_issue SET retrospective = NOT retrospective",
                "DELETE FROM forecast_issue",
                "UPDATE forecast_area SET observed = '[]'",
                "DELETE FROM forecast_area",
            }
        )
        {
            await Should.ThrowAsync<System.Data.Common.DbException>(() => c.ExecuteAsync(edit), edit);
        }
        using var researcher = await app.AsAsync(Role.Researcher);
        var page = await researcher.PageAsync("/forecasts");
        page.QuerySelectorAll("table.table--stack tbody tr").Length.ShouldBe(3);
        page.QuerySelector(".answer")!.TextContent.ShouldContain("March 2026");
        page.QuerySelector("main")!.TextContent.ShouldContain("data until 28 February 2026");
        page.QuerySelector("main")!.TextContent.ShouldNotContain("Zarma");
        page.QuerySelector(".msg--warn").ShouldBeNull();
        var before = await researcher.PageAsync("/forecasts?issue=" + backcast.IssueId);
        before.QuerySelector(".msg--warn")!.TextContent.ShouldContain("Made afterwards.");
        (await researcher.PageAsync("/forecasts?area=Sud"))
            .QuerySelectorAll("table.table--stack tbody tr")
            .Length.ShouldBe(1);
        var record = await researcher.PageAsync("/forecasts/record");
        record.QuerySelectorAll("section[aria-labelledby=issues] .tag").Length.ShouldBe(12);
        record.QuerySelector("section[aria-labelledby=issued]")!.TextContent.ShouldContain("Nothing is scored");
        record.QuerySelectorAll("section[aria-labelledby=afterwards] table").Length.ShouldBe(2);
    }

    [Theory, BothEngines]
    public async Task Scored_once_by_what_happened_and_an_alert_rests_on_it(Engine engine)
    {
        var clock = new SetClock(At(2026, 3, 10));
        await using var app = await TestApp.StartAsync(engine, clock);
        await RecordAsync(app);
        (await app.TickAsync("forecasts", clock.Now)).ShouldBe(1);
        var march = await ForecastAsync(app, "Nord", new(2026, 3, 1));
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var researcher = await app.AsAsync(Role.Researcher);
        var page = await researcher.PageAsync("/forecasts/" + march.ForecastId);
        page.QuerySelector("main")!.TextContent.ShouldContain("45 days after the end of its month");
        page.QuerySelector("a[href^='/alerts/new']").ShouldBeNull("a researcher raises none");

        // An alert.
        var button = (await duty.PageAsync("/forecasts/" + march.ForecastId))
            .QuerySelector("a[href^='/alerts/new']")!
            .GetAttribute("href")!;
        (await duty.GetAsync("/alerts/new?forecast=" + Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var form = IncidentForms.Fields(await duty.PageAsync(button));
        form["place"].ShouldBe("Nord");
        form["urgency"].ShouldBe("2", "it is the month that runs");
        form["to"].ShouldBe("2026-03-31T23:59");
        form["why"].ShouldContain("Forecast for Nord in March 2026");
        form["why"].ShouldContain("the benchmark says");
        foreach (var (field, value) in Filled(("why", form["why"])))
        {
            form[field] = value;
        }
        using (var wrong = await duty.PostFormAsync("/alerts/new", new(form) { ["forecast"] = "nonsense" }))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
        using (var drill = await duty.PostFormAsync("/alerts/new", new(form) { ["exercise"] = "1" }))
        {
            drill.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
        using var raised = await duty.PostFormAsync("/alerts/new", new(form));
        raised.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var alert = raised.Headers.Location!.ToString();
        var basis = $"a[href='/forecasts/{march.ForecastId}']";
        (await duty.PageAsync(alert)).QuerySelector(basis)!.TextContent.ShouldBe("Forecast for Nord in March 2026");

        // What happened: four killed in two incidents, one more that only some may know of, and life goes on in April.
        await AddAsync(app, "Nord", new(2026, 3, 14), 3);
        await AddAsync(app, "Nord", new(2026, 3, 31), 1);
        await AddAsync(app, "Nord", new(2026, 3, 20), 70, classification: 1);
        (await ScoredAsync(app, At(2026, 5, 15))).ShouldBe(0, "44 days after March");
        (await ScoredAsync(app, At(2026, 5, 16))).ShouldBe(2, "both areas in March");
        (await ScoredAsync(app, At(2026, 5, 16))).ShouldBe(0, "once");
        (await ScoredAsync(app, At(2026, 7, 20))).ShouldBe(0, "the record has not reached April");
        var scored = await ForecastAsync(app, "Nord", new(2026, 3, 1));
        scored.Outcome.ShouldBe(4);
        scored.Crps!.Value.ShouldBe(Crps(4, scored.Draws), 1e-9);
        scored.BenchmarkCrps!.Value.ShouldBe(Crps(4, scored.Benchmark), 1e-9);
        scored.Covered90.ShouldBe(scored.Lower90 <= 4 && scored.Upper90 >= 4);
        var sud = await ForecastAsync(app, "Sud", new(2026, 3, 1));
        sud.Outcome.ShouldBe(0);
        await AddAsync(app, "Nord", new(2026, 3, 15), 50);
        await AddAsync(app, "Nord", new(2026, 4, 15), 2);
        (await ScoredAsync(app, At(2026, 7, 20))).ShouldBe(4, "April, of the forecasts from February and from March");
        (await ForecastAsync(app, "Nord", new(2026, 3, 1))).Outcome.ShouldBe(4, "a score is never rewritten");
        await using var c = await app.Database.OpenAsync();
        await Should.ThrowAsync<System.Data.Common.DbException>(() =>
            c.ExecuteAsync("UPDATE forecast_score SET outcome = 0")
        );
        await Should.ThrowAsync<System.Data.Common.DbException>(() => c.ExecuteAsync("DELETE FROM forecast_score"));

        // It is told wherever the forecast stands.
        (await researcher.PageAsync("/forecasts/" + march.ForecastId))
            .QuerySelector("section[aria-labelledby=became]")!
            .TextContent.ShouldContain("4 were killed");
        (await researcher.PageAsync("/forecasts/record"))
            .QuerySelectorAll("section[aria-labelledby=issued] table")
            .Length.ShouldBe(2);
        await DoneAsync(StepAsync(duty, alert, "respond", ("do", "acknowledge")));
        await DoneAsync(
            StepAsync(duty, alert, "respond", ("do", "decide"), ("decision", "none"), ("reason", "handled"))
        );
        await DoneAsync(
            StepAsync(duty, alert, "respond", ("do", "close"), ("outcome", "harm"), ("note", "Four were killed."))
        );
        var closed = await duty.PageAsync(alert);
        closed.QuerySelector("section[aria-labelledby=reviews] " + basis).ShouldNotBeNull();
        closed.QuerySelector("section[aria-labelledby=reviews]")!.TextContent.ShouldContain("4 were killed");

        using var file = await duty.GetAsync("/forecasts/export");
        var lines = (await file.Content.ReadAsStringAsync()).Trim().Split('\n');
        lines.Length.ShouldBe(1 + 3 * 2 * 6, "from February, March and April: two areas, six months");
        lines.ShouldContain(l =>
            l.Contains(march.ForecastId.ToString()) && l.Contains(",no,Tanvara,Nord,2026-03-01,1,")
        );
        (
            await c.ExecuteScalarAsync<long>("SELECT count(*) FROM audit_entry WHERE action = 'forecast.exported'")
        ).ShouldBe(1);

        await PlaceAsync(app, "Nord", 1);
        (await researcher.PageAsync((await PlaceAsync(app, "Sud", 1)).Address))
            .QuerySelector("section[aria-labelledby=forecast]")!
            .TextContent.ShouldContain("data until 30 April 2026");
        (await researcher.PageAsync((await PlaceAsync(app, "Atlantis", 1)).Address))
            .QuerySelector("section[aria-labelledby=forecast]")!
            .TextContent.ShouldContain("Nothing is forecast for Atlantis");

        using var french = new HttpRequestMessage(HttpMethod.Get, "/forecasts/record");
        french.Headers.AcceptLanguage.ParseAdd("fr");
        using var answer = await researcher.SendAsync(french);
        var words = (await answer.DocumentAsync()).QuerySelector("main")!.TextContent;
        words.ShouldContain("Bilan des prévisions");
        words.ShouldContain("2 émissions");
    }

    [Fact]
    public async Task The_verb_says_what_it_did_and_why_not()
    {
        var folder = Directory.CreateTempSubdirectory("toguna-test-").FullName;
        using (var refused = TestProgram.Start(folder, null, "forecast", "issue", "--back", "121"))
        {
            (await refused.StandardError.ReadToEndAsync()).ShouldContain("121");
            await refused.WaitForExitAsync();
            refused.ExitCode.ShouldBe(1);
        }
        using var verb = TestProgram.Start(folder, null, "forecast", "issue", "--back", "3", "--json");
        var said = JsonDocument.Parse(await verb.StandardOutput.ReadToEndAsync()).RootElement;
        await verb.WaitForExitAsync();
        verb.ExitCode.ShouldBe(0);
        said.GetProperty("issued").GetInt32().ShouldBe(0);
        said.GetProperty("areas").GetInt32().ShouldBe(0);
        said.GetProperty("dataUntil").ValueKind.ShouldBe(JsonValueKind.Null);
        said.GetProperty("seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        said.GetProperty("why").GetString().ShouldBe("none");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Two years in two areas: much in the north, little in the south.</summary>
    private static async Task RecordAsync(TestApp app)
    {
        for (var month = 0; month < 24; month++)
        {
            var day = new DateOnly(2024, 3, 9).AddMonths(month);
            await AddAsync(app, "Nord", day, 1 + month * 7 % 11);
            if (month % 3 == 0)
            {
                await AddAsync(app, "Sud", day, month % 2);
            }
        }
    }

    private static Task AddAsync(
        TestApp app,
        string area,
        DateOnly day,
        int killed,
        int classification = 0,
        Guid? compartment = null,
        int withheld = 0,
        bool exercise = false,
        string finding = "reported",
        int prec = 2
    ) =>
        app.Database.WriteAsync(tx =>
            tx.ExecuteAsync(
                """
                INSERT INTO incident (incident_id, number, title, date_start, date_end, date_prec, where_prec, country, adm1, finding,
                  killed_best, civilians_best, classification, component, compartment_id, withheld, exercise, created_at, created_by)
                VALUES (@id, @number, 'Raid', @day, @day, 1, @prec, 'Tanvara', @area, @finding, @killed, @killed, @classification, 'Joc',
                  @compartment, @withheld, @exercise, @Now, 'system')
                """,
                new
                {
                    id = tx.NewId(),
                    number = Interlocked.Increment(ref incidents),
                    day,
                    prec,
                    area,
                    finding,
                    killed,
                    classification,
                    compartment,
                    withheld,
                    exercise,
                    tx.Now,
                }
            )
        );

    private static async Task<(Guid Id, string Address)> PlaceAsync(TestApp app, string name, int level)
    {
        var id = await app.Database.WriteAsync(async tx =>
        {
            var made = tx.NewId();
            await tx.ExecuteAsync(
                "INSERT INTO place (place_id, gazetteer, external_id, name, kind, admin_level) VALUES (@made, 'local', @name, @name, 'admin', @level)",
                new
                {
                    made,
                    name,
                    level,
                }
            );
            return made;
        });
        return (id, $"/places/{id}");
    }

    private static async Task<ForecastIssue> IssueAsync(TestApp app, DateOnly until, bool retrospective)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.QuerySingleAsync<ForecastIssue>(
            "SELECT * FROM forecast_issue WHERE data_until = @until AND retrospective = @retrospective",
            new { until, retrospective }
        );
    }

    private static async Task<IReadOnlyList<string>> DrawsAsync(TestApp app, ForecastIssue issue)
    {
        await using var c = await app.Database.OpenAsync();
        return (
            await c.QueryAsync<Forecast>(
                "SELECT * FROM forecast WHERE issue_id = @IssueId ORDER BY area, horizon",
                new { issue.IssueId }
            )
        )
            .Select(f => $"{f.Area} {f.Month} {f.Horizon} {f.Draws} {f.Benchmark} {f.Mean} {f.Lower90} {f.Upper90}")
            .ToList();
    }

    /// <summary>Of the first issue.</summary>
    private static async Task<Forecast> ForecastAsync(TestApp app, string area, DateOnly month)
    {
        await using var c = await app.Database.OpenAsync();
        return await c.QueryFirstAsync<Forecast>(
            """
            SELECT f.*, s.outcome, s.crps, s.benchmark_crps, s.ign, s.covered90, s.scored_at FROM forecast f
            LEFT JOIN forecast_score s ON s.forecast_id = f.forecast_id WHERE f.area = @area AND f.month = @month ORDER BY f.horizon
            """,
            new { area, month }
        );
    }

    /// <summary>Ticks and gives how many scores that made.</summary>
    private static async Task<long> ScoredAsync(TestApp app, DateTimeOffset now)
    {
        await using var c = await app.Database.OpenAsync();
        var before = await c.ExecuteScalarAsync<long>("SELECT count(*) FROM forecast_score");
        await app.TickAsync("forecasts", now);
        return await c.ExecuteScalarAsync<long>("SELECT count(*) FROM forecast_score") - before;
    }

    /// <summary>By its definition, draw against draw: the mean distance from what happened, less half the mean distance between two draws.</summary>
    private static double Crps(double happened, string draws)
    {
        var all = JsonSerializer
            .Deserialize<Dictionary<string, int>>(draws)!
            .Select(d => (Killed: double.Parse(d.Key, CultureInfo.InvariantCulture), Draws: (double)d.Value))
            .ToList();
        var many = all.Sum(d => d.Draws);
        return all.Sum(d => d.Draws * Math.Abs(d.Killed - happened)) / many
            - all.Sum(a => all.Sum(b => a.Draws * b.Draws * Math.Abs(a.Killed - b.Killed))) / (2 * many * many);
    }

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 6, 0, 0, TimeSpan.Zero);
}
