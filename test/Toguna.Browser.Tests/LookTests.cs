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

    /// <summary>The page that the first link of a list leads to.</summary>
    private const string FirstOf = "first of ";

    public static TheoryData<string, string> Pages =>
        new()
        {
            { "now", "/now" },
            { "views", "/views?type=3" },
            { "actors", "/actors" },
            { "actor", "first of /actors" },
            { "place", "first of /places?q=Issoumbr%C3%A9" },
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
            { "series", "/series" },
            { "one-series", "first of /series" },
            { "context", "/context" },
            { "api", "/api" },
            { "briefing", "/briefing?of=trends&by=actor" },
            { "places", "/places" },
            { "imports", "/imports" },
            { "administration", "/administration" },
            { "account", "/account" },
            { "design", "/design" },
            { "not-found", "/incidents/999999" },
        };

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_holds_at_every_width_theme_and_language(string name, string path)
    {
        foreach (var (width, theme, language) in Looks())
        {
            var page = await browser.OpenAsync(width, theme, language, name == "administration" ? "admin" : "analyst");
            var address = path;
            if (path.StartsWith(FirstOf, StringComparison.Ordinal))
            {
                await page.GotoAsync(path[FirstOf.Length..]);
                address = (await page.Locator("main tbody a").First.GetAttributeAsync("href"))!;
            }
            await LookAsync(page, name, address, width, theme, language);
            await page.Context.CloseAsync();
        }
    }

    [Theory, InlineData("en"), InlineData("fr")]
    public async Task The_sign_in_page_holds_for_a_stranger(string language)
    {
        foreach (var width in new[] { 360, 1440 })
        {
            var page = await browser.OpenAsync(width, ColorScheme.Light, language, user: null);
            await LookAsync(page, "sign-in", "/sign-in", width, ColorScheme.Light, language);
            await page.Context.CloseAsync();
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

    private static IEnumerable<(int, ColorScheme, string)> Looks()
    {
        yield return (1440, ColorScheme.Light, "en");
        yield return (1440, ColorScheme.Dark, "fr");
        yield return (360, ColorScheme.Light, "fr");
        yield return (360, ColorScheme.Dark, "en");
    }

    private static async Task LookAsync(
        IPage page,
        string name,
        string path,
        int width,
        ColorScheme theme,
        string language
    )
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // A page that is not there says so by its status; the browser repeats that as an error.
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        var response = await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        var look = $"{name} {width} {theme} {language}";
        response!.Status.ShouldBe(name == "not-found" ? 404 : 200, look);
        (await response.BodyAsync()).Length.ShouldBeLessThan(PageWeight, look);
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language, look);
        var overflow = await page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        overflow.ShouldBeLessThanOrEqualTo(0, $"{look}: wider than the screen");
        if (name.StartsWith("map", StringComparison.Ordinal))
        {
            await page.WaitForTimeoutAsync(1500);
        }
        (await Axe.SeriousAsync(page)).ShouldBeEmpty(look);
        complaints.ShouldBeEmpty(look);
        if (Environment.GetEnvironmentVariable("TOGUNA_SCREENSHOTS") is { Length: > 0 } folder)
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
