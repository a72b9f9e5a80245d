using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Jobs;
using Toguna.Foundation.Storage;
using Toguna.Tests.Foundation;

namespace Toguna.Browser.Tests;

/// <summary>The loop is closed: from a text message in the night to what became of the people, and every page says the same.</summary>
[Collection("browser")]
public sealed class ResponseWalkTests(BrowserFixture browser)
{
    private const string Secret = "a-secret-of-the-gateway";
    private const string Said = "Des hommes à moto disent qu’ils viendront au marché ce matin.";
    private static readonly DateTimeOffset Night = new(2026, 3, 13, 5, 41, 0, TimeSpan.Zero);

    private static readonly (string Name, Role Role, Component Component)[] People =
    [
        ("admin", Role.Administrator, Component.FieldOffice),
        ("duty", Role.DutyOfficer, Component.Joc),
        ("adviser", Role.ProtectionAdviser, Component.Protection),
        ("head", Role.Leadership, Component.FieldOffice),
        ("civil", Role.FocalPoint, Component.CivilAffairs),
        ("force", Role.FocalPoint, Component.Force),
    ];

    private readonly SetClock clock = new(Night.AddMinutes(-20));

    // Each step of it has tests of its own on both engines.
    [Theory, InlineData(Engine.Sqlite)]
    public async Task A_warning_is_answered_and_every_page_says_the_same(Engine engine)
    {
        var app = await StoryApp.StartAsync(browser, engine, clock, People);
        await OpenGatewayAsync(app);
        var duty = await app.SignInAsync("duty");
        var head = await app.SignInAsync("head");

        clock.Now = Night;
        await SendTextAsync(app);
        var receipt = await TakeReportAsync(duty);
        (await app.StatusAsync(receipt)).ShouldContain("Reçu");
        clock.Now = Night.AddMinutes(3);
        await WarnAsync(duty);
        (await app.StatusAsync(receipt)).ShouldContain("Lu.");

        // The office hears of it while its page is open.
        await head.Locator("#told:not([hidden])").WaitForAsync();
        clock.Now = Night.AddMinutes(9);
        await head.GotoAsync("/alerts/AL-0001");
        await head.Locator("button[value=acknowledge]").ClickAsync();
        await head.Locator("ol.time >> text=Taken on").WaitForAsync();

        // Nobody decides: the next in line is told, once.
        clock.Now = Night.AddMinutes(61);
        await TickAsync(app);
        await TickAsync(app);
        var adviser = await app.SignInAsync("adviser");
        await adviser.GotoAsync("/notices");
        var told = adviser.Locator("ul.lines li b");
        (await told.CountAsync()).ShouldBe(1);
        (await told.InnerTextAsync()).ShouldBe("Nobody answered, next in line: to be decided");

        clock.Now = Night.AddMinutes(70);
        await adviser.Locator("ul.lines li a").ClickAsync();
        await AlertSample.AskAsync(adviser, "dialogue", "Call both herder committees.", "CivilAffairs");
        await AlertSample.AskAsync(adviser, "patrol", "Stay at the market until it closes.", "Force");
        await ShareSeatAsync(app, adviser);
        clock.Now = Night.AddMinutes(120);
        await AnswerAsync(app, "civil", "dialogue", "Both promised to keep the young men at home.");
        (await app.StatusAsync(receipt)).ShouldContain("Suivi d’effet");
        clock.Now = Night.AddHours(10);
        await AnswerAsync(app, "force", "patrol", "A quiet market day.");
        await CloseAsync(adviser);
        (await app.StatusAsync(receipt)).ShouldContain("Clos");

        await SameEverywhereAsync(app, adviser);
        await app.VerifiedAsync();
        await app.StopAsync();
        await app.RemoveAsync();
    }

    /// <summary>The administrator tells the program what the gateway signs with.</summary>
    private static async Task OpenGatewayAsync(StoryApp app)
    {
        var page = await app.SignInAsync("admin");
        await page.GotoAsync("/administration/channels");
        var form = page.Locator("form:has([name='sms_in.secret'])");
        await form.Locator("[name='sms_in.header']").FillAsync("X-Signature");
        await form.Locator("[name='sms_in.secret']").FillAsync(Secret);
        await form.Locator("button[type=submit]").First.ClickAsync();
        await page.Locator("h1").WaitForAsync();
        (await page.Locator(".errsum").CountAsync()).ShouldBe(0);
        await page.Context.CloseAsync();
    }

    private static async Task SendTextAsync(StoryApp app)
    {
        var body = $"from=%2B22376543210&id=41&text={Uri.EscapeDataString(Said)}";
        using var gateway = new HttpClient { BaseAddress = new Uri(app.Address) };
        // A gateway that got no answer in time sends again.
        for (var i = 0; i < 2; i++)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
            content.Headers.Add(
                "X-Signature",
                Convert.ToHexStringLower(
                    HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body))
                )
            );
            (await gateway.PostAsync("/gateway/sms", content)).IsSuccessStatusCode.ShouldBeTrue();
        }
    }

    /// <summary>The duty officer reads the message, notes what its sender said to the liaison assistant, and has a receipt read out.</summary>
    private static async Task<string> TakeReportAsync(IPage page)
    {
        await page.GotoAsync("/triage");
        (await page.Locator("main table tbody tr").CountAsync()).ShouldBe(1);
        await page.Locator("main table tbody th a").ClickAsync();
        (await page.Locator("pre.verbatim").InnerTextAsync()).ShouldBe(Said);
        (await page.ContentAsync()).ShouldNotContain("76543210");
        var report = page.Url;
        await page.Locator("aside a[href^='/sources/']").ClickAsync();
        await page.Locator("#contact").SelectOptionAsync("yes");
        await page.Locator("#share_inside").SelectOptionAsync("yes");
        await page.Locator("form[action$='/consent'] button").ClickAsync();
        await page.GotoAsync(report);
        await page.Locator("#exposes input[value=no]").CheckAsync();
        await page.Locator("button[value=receipt]").ClickAsync();
        return await page.Locator("code.cmd").InnerTextAsync();
    }

    /// <summary>One key in triage.</summary>
    private static async Task WarnAsync(IPage page)
    {
        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("w");
        await page.Locator("#title").FillAsync("Attack announced for the market");
        await page.SelectOptionAsync("#threat", "killing");
        await page.FillAsync("#place", "Issoumbré");
        await page.FillAsync("#at_risk", "traders of the market");
        await page.SelectOptionAsync("#owner", "FieldOffice");
        await page.CheckAsync("#urgency input[value='1']");
        await page.CheckAsync("#severity input[value='4']");
        await page.CheckAsync("#likelihood input[value='3']");
        await page.FillAsync("#why", "One message, from somebody who was right before.");
        await page.ClickAsync("button[value=issue]");
        await page.Locator("ol.time").WaitForAsync();
        new Uri(page.Url).AbsolutePath.ShouldBe("/alerts/AL-0001");
    }

    /// <summary>Civil affairs goes to talk, and human rights rides along: one convoy, seats of two sections.</summary>
    private async Task ShareSeatAsync(StoryApp app, IPage adviser)
    {
        await adviser.GotoAsync("/movements/fleet");
        await adviser.Locator("#vehicle-form > summary").ClickAsync();
        await SendAsync(
            adviser,
            "#vehicle-form",
            ("name", "Land Cruiser 12"),
            ("base", "Tabakoto"),
            ("seats", "7"),
            ("cargo", "400")
        );
        await adviser.GotoAsync("/movements/new");
        await adviser.CheckAsync("input[name=vehicles] >> nth=0");
        await SendAsync(
            adviser,
            "form.form",
            ("from", "Tabakoto"),
            ("to", "Issoumbré"),
            ("leaves", Local(3)),
            ("arrives", Local(5))
        );
        await adviser.Locator("button[value=authorise]").First.ClickAsync();
        await adviser.Locator("h1").WaitForAsync();
        var movement = new Uri(adviser.Url).AbsolutePath;
        foreach (var who in new[] { "civil", "force" })
        {
            var page = await app.SignInAsync(who);
            await page.GotoAsync(movement);
            var form = page.Locator("form:has([name=people])").First;
            await form.Locator("[name=people]").FillAsync("2");
            await form.Locator("[name=why]").FillAsync("To the market of Issoumbré.");
            await form.Locator("button[type=submit]").First.ClickAsync();
            await page.Locator("h1").WaitForAsync();
            (await page.Locator(".errsum").CountAsync()).ShouldBe(0);
            await page.Context.CloseAsync();
        }
        await adviser.GotoAsync(movement);
        var shown = await adviser.Locator("main").InnerTextAsync();
        shown.ShouldContain("Civil affairs");
        shown.ShouldContain("Force");
        await adviser.GotoAsync("/alerts/AL-0001");
    }

    private static async Task AnswerAsync(StoryApp app, string who, string kind, string happened)
    {
        var page = await app.SignInAsync(who);
        await page.GotoAsync("/alerts/AL-0001");
        foreach (var step in new[] { "accept", "begin" })
        {
            await page.Locator($"button[value={step}]").First.ClickAsync();
            await page.Locator("h1").WaitForAsync();
        }
        var done = page.Locator("form:has(button[value=done])").First;
        await done.Locator("input[name=words]").FillAsync(happened);
        await done.Locator("button[value=done]").ClickAsync();
        await page.Locator($"main:has-text('{happened}')").WaitForAsync();
        await page.Context.CloseAsync();
    }

    private static async Task CloseAsync(IPage page)
    {
        await page.GotoAsync("/alerts/AL-0001");
        await page.Locator("details:has(#outcome) > summary").ClickAsync();
        await page.SelectOptionAsync("#outcome", "averted");
        await page.FillAsync("#outcome-note", "Nobody came; the market was held.");
        await page.Locator("button[value=close]").ClickAsync();
        await page.Locator("ol.time >> text=Closed").First.WaitForAsync();
    }

    /// <summary>The rate, the feed, the daily report, the story of the alert and the audit log: one account of one night.</summary>
    private static async Task SameEverywhereAsync(StoryApp app, IPage page)
    {
        await page.GotoAsync("/alerts/AL-0001");
        var story = await page.Locator("ol.time li").AllInnerTextsAsync();
        string[] steps = ["Closed", "First task began", "Next in line told", "Taken on", "Issued"];
        foreach (var step in steps)
        {
            story.Count(s => s.StartsWith(step, StringComparison.Ordinal)).ShouldBe(1, step);
        }

        await page.GotoAsync("/response-rate?from=2026-03-01&to=2026-03-31");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("1 of 1");

        await page.GotoAsync("/daily?day=2026-03-13");
        var daily = await page.Locator("main").InnerTextAsync();
        daily.ShouldContain("AL-0001");
        daily.ShouldContain("averted");
        var word = await page.APIRequest.GetAsync(
            new Uri(
                new Uri(page.Url),
                await page.Locator("a[href*='docx']").First.GetAttributeAsync("href") ?? ""
            ).ToString()
        );
        word.Status.ShouldBe(200);
        (await word.BodyAsync()).AsSpan(0, 2).SequenceEqual("PK"u8).ShouldBeTrue();

        await using var c = await app.Database.OpenAsync();
        var adviser = await c.QuerySingleAsync<Guid>("""SELECT "Id" FROM user_account WHERE "UserName" = 'adviser'""");
        using var program = new HttpClient { BaseAddress = new Uri(app.Address) };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await app.Services.GetRequiredService<ApiTokens>().MakeAsync(adviser, "feed", ["export"])
        );
        XNamespace atom = "http://www.w3.org/2005/Atom";
        XNamespace cap = "urn:oasis:names:tc:emergency:cap:1.2";
        var feed = XDocument.Parse(await program.GetStringAsync("/api/alerts/feed")).Root!;
        feed.Elements(atom + "entry").Count().ShouldBe(2, "the alert and its end");
        var end = XDocument.Parse(await program.GetStringAsync("/api/alerts/AL-0001/cap/2")).Root!;
        end.Element(cap + "msgType")!.Value.ShouldBe("Update");
        end.Descendants(cap + "responseType").Single().Value.ShouldBe("AllClear");
        end.Descendants(cap + "value").Select(v => v.Value).ShouldContain("averted");

        var audited = (
            await c.QueryAsync<string>("SELECT action FROM audit_entry WHERE action LIKE 'alert.%' ORDER BY seq")
        ).ToList();
        foreach (
            var action in new[]
            {
                "alert.issued",
                "alert.acknowledged",
                "alert.next_in_line",
                "alert.acted",
                "alert.closed",
            }
        )
        {
            audited.Count(a => a == action).ShouldBe(1, action);
        }
    }

    private static async Task SendAsync(IPage page, string form, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
        {
            await page.FillAsync($"{form} [name={field}]", value);
        }
        await page.Locator(form + " button[type=submit]").First.ClickAsync();
        await page.Locator("h1").WaitForAsync();
        (await page.Locator(".errsum").CountAsync()).ShouldBe(0);
    }

    /// <summary>Hours after the night, as a field of a form holds them; the mission's zone is UTC until it is set.</summary>
    private static string Local(int hours) =>
        Night.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<int> TickAsync(StoryApp app) =>
        app.Services.GetServices<Tick>().Single(t => t.Name == "escalation").RunAsync(app.Services, default);
}
