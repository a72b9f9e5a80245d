using Microsoft.Playwright;
using Shouldly;

namespace Toguna.Browser.Tests;

/// <summary>
/// Every page at phone and desk width, light and dark, English and French: it loads without complaint of the browser,
/// fits its width, weighs little and has no serious barrier. With <c>TOGUNA_SCREENSHOTS</c> set to a folder, the
/// pictures of the documents are made on the way.
/// </summary>
[Collection("browser")]
public sealed class LookTests(BrowserFixture browser)
{
    private const int PageWeight = 100_000;

    public static TheoryData<string, string> Pages =>
        new()
        {
            { "now", "/now" },
            { "views", "/views?type=3" },
            { "actors", "/actors" },
            { "actor", "first of /actors" },
            { "place", "first of /places?q=Issoumbr%C3%A9" },
            { "search", "/search?q=Issoumbr%C3%A9" },
            { "search-reports", "/search?q=Issoumbr%C3%A9&in=reports" },
            { "search-empty", "/search" },
            { "incidents", "/incidents" },
            { "incident", "/incidents/INC-0219" },
            { "incident-new", "/incidents/new" },
            { "incident-edit", "/incidents/INC-0219/edit" },
            { "finding", "/incidents/INC-0219/finding" },
            { "merge", "/incidents/merge?id=INC-0219&id=INC-0220" },
            { "split", "/incidents/INC-0219/split" },
            { "bulk", "/incidents/bulk?all=1&type=2&year=2024" },
            { "changes", "/changes" },
            { "map", "/map" },
            {
                "map-areas",
                "/map?layer=areas&layer=boundaries&layer=towns&layer=incidents&measure=killed&from=2024-01&to=2025-06"
            },
            { "trends", "/trends?by=actor" },
            { "forecasts", "/forecasts" },
            { "forecasts-area", "/forecasts?area=Velna" },
            { "forecasts-one", "first of /forecasts" },
            { "forecasts-record", "/forecasts/record" },
            { "series", "/series" },
            { "one-series", "first of /series" },
            { "context", "/context" },
            { "api", "/api" },
            { "briefing", "/briefing?of=trends&by=actor" },
            { "places", "/places" },
            { "sources", "/sources" },
            { "source", "first of /sources?q=wren" },
            { "source-new", "/sources/new" },
            { "source-find", "/sources/find" },
            { "signals", "/signals" },
            { "signals-week", "/signals?week=2026-W28" },
            { "signals-one", "/signals/SG-0001" },
            { "signals-record", "/signals/record" },
            { "alerts", "/alerts" },
            { "alert-new", "/alerts/new" },
            { "notices", "/notices" },
            { "notices-wanted", "/notices/wanted" },
            { "alert", "{alert}" },
            { "alert-rate", "/response-rate?period=2026" },
            { "movements", "/movements" },
            { "movements-one", "/movements/MV-0001" },
            { "movements-new", "/movements/new" },
            { "movements-ask", "/movements/requests/new" },
            { "movements-fleet", "/movements/fleet" },
            { "movements-plan", "/movements/plan?days=7" },
            { "movements-denied", "/movements/denied" },
            { "movements-log", "/movements/denied/new?alert=AL-0001" },
            { "movements-caveats", "/movements/caveats" },
            { "alert-daily", "/daily" },
            { "alert-review", "{closed}/review" },
            { "alert-closed", "{closed}" },
            { "alert-lessons", "/reviews" },
            { "alert-kept", "/response-rate/kept" },
            { "alert-kept-one", "{kept}" },
            { "alert-exercises", "/exercises" },
            { "alert-training", "/training" },
            { "alert-exposure", "/exposure?from=2024-01-01&km=100" },
            { "alert-bases", "/exposure/bases" },
            { "alert-rotation", "{rotation}" },
            { "triage", "/triage" },
            { "triage-report", "first of /triage" },
            { "report", "/report" },
            { "report-long", "/report?long=1" },
            { "exports", "/exports" },
            { "imports", "/imports" },
            { "administration", "/administration" },
            { "access", "/administration/access" },
            { "keys-clocks", "/administration/clocks" },
            { "keys-escalation", "/administration/escalation" },
            { "channels", "/administration/channels" },
            { "channels-letters", "/administration/channels/letters" },
            { "cases", "/cases" },
            { "case", "{case}" },
            { "case-interview", "{case}/interviews/new" },
            { "case-find", "/cases/find" },
            { "case-incident", "/incidents/INC-0311" },
            { "keys", "/keys" },
            { "destruction", "/destruction" },
            { "destruction-new", "/destruction/new?kind=source&id={source}" },
            { "destruction-confirm", "first of /destruction" },
            { "destruction-certificate", "first [href$=certificate] of /destruction" },
            { "lock", "/lock" },
            { "account", "/account" },
            { "account-contact", "/account/contact" },
            { "design", "/design" },
            { "not-found", "/incidents/999999" },
        };

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_holds_at_every_width_theme_and_language(string name, string path)
    {
        // Side by side: a look waits for the browser more than it works.
        await Task.WhenAll(
            Looks().Select(look => LookAsync(name, path, look.Item1, look.Item2, look.Item3, UserOf(name)))
        );
    }

    [Theory, InlineData("en"), InlineData("fr")]
    public async Task What_a_stranger_may_open_holds(string language)
    {
        foreach (var width in new[] { 360, 1440 })
        {
            await LookAsync("sign-in", "/sign-in", width, ColorScheme.Light, language, user: null);
            await LookAsync("tell", "/tell", width, ColorScheme.Light, language, user: null);
            await LookAsync("status", "/status", width, ColorScheme.Light, language, user: null);
        }
    }

    [Fact]
    public async Task The_record_can_be_read_and_filtered_without_script()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Light, "en", script: false);
        await page.GotoAsync("/incidents");
        var all = await page.Locator("main table tbody tr").CountAsync();
        all.ShouldBeGreaterThan(5);
        await page.Locator("main table tbody a").First.ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldNotBeEmpty();
        await page.Context.CloseAsync();
    }

    /// <summary>Two that between them have both widths, themes and languages, the narrow one in the longer words; for pictures all four.</summary>
    private static IEnumerable<(int, ColorScheme, string)> Looks()
    {
        yield return (1440, ColorScheme.Light, "en");
        yield return (360, ColorScheme.Dark, "fr");
        if (Pictures is not null)
        {
            yield return (1440, ColorScheme.Dark, "fr");
            yield return (360, ColorScheme.Light, "en");
        }
    }

    /// <summary>The analyst, but for what is not for them.</summary>
    private static string UserOf(string name) =>
        name is "administration" or "keys" or "keys-clocks" or "keys-escalation" or "lock"
        || name.StartsWith("destruction", StringComparison.Ordinal)
        || name.StartsWith("channels", StringComparison.Ordinal)
            ? "admin"
        : name is "access"
        || name.StartsWith("source", StringComparison.Ordinal)
        || name.StartsWith("alert", StringComparison.Ordinal)
        || name.StartsWith("triage", StringComparison.Ordinal)
        || name.StartsWith("movements", StringComparison.Ordinal)
        || name.StartsWith("case", StringComparison.Ordinal)
            ? "rights"
        : "analyst";

    /// <summary>What sticks out, for the message.</summary>
    private static Task<string> WideAsync(IPage page) =>
        page.EvaluateAsync<string>(
            """
            [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)
              .slice(0, 8).map(e => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 30)).join(" | ")
            """
        );

    private static string? Pictures =>
        Environment.GetEnvironmentVariable("TOGUNA_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    private async Task LookAsync(string name, string path, int width, ColorScheme theme, string language, string? user)
    {
        var kept = await browser.LookAsync(width, theme, language, user);
        var page = kept.Page;
        var response = await kept.GoAsync(
            path.Replace("{source}", browser.SealedSource.ToString(), StringComparison.Ordinal)
                .Replace("{case}", browser.Case, StringComparison.Ordinal)
                .Replace("{alert}", browser.Alert, StringComparison.Ordinal)
                .Replace("{closed}", browser.Learned.Closed, StringComparison.Ordinal)
                .Replace("{kept}", browser.Learned.Kept, StringComparison.Ordinal)
                .Replace("{rotation}", browser.Learned.Rotation, StringComparison.Ordinal)
        );
        var look = $"{name} {width} {theme} {language}";
        response.Status.ShouldBe(name == "not-found" ? 404 : 200, look);
        // Before map and images: a map that the server draws is one.
        var map = await page.Locator(".minimap svg")
            .EvaluateAllAsync<int>("all => all.reduce((sum, m) => sum + m.outerHTML.length, 0)");
        ((await response.BodyAsync()).Length - map).ShouldBeLessThan(PageWeight, look);
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language, look);
        var overflow = await page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        overflow.ShouldBeLessThanOrEqualTo(0, $"{look}: wider than the screen: {await WideAsync(page)}");
        if (name.StartsWith("map", StringComparison.Ordinal))
        {
            await page.WaitForTimeoutAsync(1500);
        }
        (await Axe.SeriousAsync(page)).ShouldBeEmpty(look);
        kept.Complaints.ShouldBeEmpty(look);
        if (Pictures is { } folder)
        {
            var file =
                $"{name}-{width}-{(theme == ColorScheme.Dark ? "dark" : "light")}{(language == "fr" ? "-fr" : "")}.png";
            await page.ScreenshotAsync(
                new PageScreenshotOptions
                {
                    Path = Path.Combine(folder, file),
                    FullPage = width > 600 && name is "incident" or "incident-new" or "design",
                }
            );
        }
    }
}
