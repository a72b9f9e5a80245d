using System.Net;
using AngleSharp.Dom;
using Dapper;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;
using static Toguna.Tests.Warn.AlertForms;

namespace Toguna.Tests.Learn;

/// <summary>A figure that a report quotes stays what it was, and the page says what differs today.</summary>
public sealed class KeptRateTests
{
    private const string Page = "/response-rate?period=2026-Q1";
    private static readonly DateTimeOffset Dawn = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    [Theory, BothEngines]
    public async Task A_copy_stays_as_it_was_kept_and_is_shown_beside_today(Engine engine)
    {
        var clock = new SetClock(Dawn);
        await using var app = await TestApp.StartAsync(engine, clock);
        using var duty = await app.AsAsync(Role.DutyOfficer);
        using var analyst = await app.AsAsync(Role.Analyst);
        using var researcher = await app.AsAsync(Role.Researcher);
        using var rights = await app.AsAsync(Role.HumanRightsOfficer);
        var alert = await RaiseAsync(duty);
        var task = await AskAsync(duty, alert);
        await RaiseAsync(rights, ("classification", "2"));
        clock.Pass(TimeSpan.FromHours(4));
        (await KeepAsync(researcher, "Quarterly")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var unnamed = await KeepAsync(analyst, "");
        unnamed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await unnamed.DocumentAsync()).QuerySelector(".errsum")!.TextContent.ShouldContain("of which report");

        var answer = await KeepAsync(analyst, "Quarterly note");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var kept = answer.Headers.Location!.ToString();
        var page = await analyst.PageAsync(kept);
        page.QuerySelector(".answer")!.TextContent.ShouldContain("0 of 1 alerts due");
        page.QuerySelector("section[aria-labelledby=differ]")!.TextContent.ShouldContain("Nothing: the same question");
        page.Body!.TextContent.ShouldContain("its fingerprint agrees");
        page.Body.TextContent.ShouldContain("Analyst, reads up to confidential");

        // Acted on late: the live rate says so, the copy does not change.
        await DoneAsync(StepAsync(duty, alert, task, ("do", "begin")));
        page = await analyst.PageAsync(kept);
        page.QuerySelector("section[aria-labelledby=differ] li")!
            .TextContent.Trim()
            .ShouldBe("AL-0001 was counted as: neither action nor reason; today: late");
        page.QuerySelectorAll("section[aria-labelledby=beside] tbody tr")
            .Select(r => string.Join(' ', r.Children.Select(c => c.TextContent)))
            .ShouldContain("Neither action nor reason 1 0");
        var lines = (await analyst.GetStringAsync(kept + "/export")).Split(
            "\r\n",
            StringSplitOptions.RemoveEmptyEntries
        );
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain(",silent,2026-03-13T10:00:00.000Z,");

        // Who may know of more, or of less, would read another's reach in its counts.
        foreach (var other in new[] { rights, duty, researcher })
        {
            (await other.GetAsync(kept)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await other.PageAsync("/response-rate/kept")).Body!.TextContent.ShouldNotContain("Quarterly note");
        }
        (await rights.GetAsync(kept + "/export")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var colleague = await app.AsAsync(Role.Analyst);
        (await colleague.PageAsync("/response-rate/kept")).Body!.TextContent.ShouldContain("Quarterly note");
        await using var c = await app.Database.OpenAsync();
        await Should.ThrowAsync<System.Data.Common.DbException>(() =>
            c.ExecuteAsync("UPDATE kept_rate SET content = '{}'")
        );
        await Should.ThrowAsync<System.Data.Common.DbException>(() => c.ExecuteAsync("DELETE FROM kept_rate"));
    }

    private static async Task<HttpResponseMessage> KeepAsync(HttpClient who, string report) =>
        await who.PostFormAsync(Page, new() { ["period"] = "2026-Q1", ["report"] = report }, "/response-rate/kept");
}
