using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;

namespace Toguna.Browser.Tests;

/// <summary>Paper: briefings fit one sheet, and every page prints as ink on white without what is only there to press.</summary>
/// <remarks>With <c>TOGUNA_PRINTS</c> set to a folder, the sheets are kept there.</remarks>
[Collection("browser")]
public sealed partial class PrintTests(BrowserFixture browser)
{
    public static TheoryData<string, string> Briefings =>
        new()
        {
            { "incidents", "/incidents?type=3" },
            { "map", "/map" },
            { "trends", "/trends?by=actor" },
            { "trends-act", "/trends?by=act&measure=killed" },
            { "place", "first of /places?q=Issoumbr%C3%A9" },
            { "actor", "first of /actors" },
        };

    [Theory, MemberData(nameof(Briefings))]
    public async Task A_briefing_prints_on_one_sheet(string name, string from)
    {
        foreach (var language in new[] { "en", "fr" })
        {
            var look = await browser.LookAsync(1440, ColorScheme.Light, language);
            var page = look.Page;
            (await look.GoAsync(from)).Status.ShouldBe(200);
            var link = await page.Locator("a[href^='/briefing']").First.GetAttributeAsync("href");
            await page.GotoAsync(link!);
            (await PrintAsync(page, $"briefing-{name}-{language}")).ShouldBe(1, $"{name} {language}");
        }
    }

    public static TheoryData<string, string> Pages =>
        new()
        {
            { "incidents", "/incidents" },
            { "incident", "/incidents/INC-0219" },
            { "map", "/map" },
            { "trends", "/trends?by=actor" },
            { "place", "first of /places?q=Issoumbr%C3%A9" },
            { "actor", "first of /actors" },
            { "now", "/now" },
            { "context", "/context" },
        };

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_prints_as_ink_on_white(string name, string from)
    {
        var look = await browser.LookAsync(1440, ColorScheme.Dark, "en");
        var page = look.Page;
        (await look.GoAsync(from)).Status.ShouldBe(200);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        foreach (var gone in new[] { ".roof", ".head__acts", "main form:not(.mapdesk__layers)", "main button" })
        {
            foreach (var element in await page.Locator(gone).AllAsync())
            {
                (await element.IsVisibleAsync()).ShouldBeFalse($"{name}: {gone}");
            }
        }
        foreach (var open in await page.Locator(".chart details table, details.rule p").AllAsync())
        {
            (await open.IsVisibleAsync()).ShouldBeTrue($"{name}: figures and counting rules are open");
        }
        (await page.Locator(".printed").First.InnerTextAsync()).ShouldContain(
            name == "trends" ? "/trends?by=actor" : "/"
        );
        var ground = await page.EvaluateAsync<string>(
            "getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()"
        );
        ground.ShouldBe("#ffffff", name);
        (await PrintAsync(page, name)).ShouldBeInRange(1, 12, name);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
    }

    /// <returns>How many sheets of A4 it takes.</returns>
    private static async Task<int> PrintAsync(IPage page, string name)
    {
        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4", PreferCSSPageSize = true });
        if (Environment.GetEnvironmentVariable("TOGUNA_PRINTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.pdf"), pdf);
        }
        return Sheet().Count(Encoding.Latin1.GetString(pdf));
    }

    [GeneratedRegex(@"/Type\s*/Page[^s]")]
    private static partial Regex Sheet();
}
