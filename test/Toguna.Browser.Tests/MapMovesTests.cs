using System.Globalization;
using Microsoft.Playwright;
using Shouldly;

namespace Toguna.Browser.Tests;

/// <summary>The map where the browser can move it, and where it cannot.</summary>
[Collection("browser")]
public sealed class MapMovesTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_list_and_the_address_follow_the_view_and_the_address_brings_it_back()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Dark, "en");
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync("/map");
        var signs = page.Locator(".maplibregl-marker");
        await signs.First.WaitForAsync();
        var all = await CountAsync(page);
        for (var i = 0; i < 2; i++)
        {
            var answered = page.WaitForResponseAsync(r => r.Url.Contains("/map/list", StringComparison.Ordinal));
            await page.ClickAsync("#zoom-in");
            (await answered).Status.ShouldBe(200);
            await page.WaitForTimeoutAsync(600);
        }
        page.Url.ShouldContain("bbox=");
        var near = await CountAsync(page);
        near.ShouldBeLessThan(all);
        await page.ReloadAsync();
        await signs.First.WaitForAsync();
        (await CountAsync(page)).ShouldBe(near);
        complaints.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_script_a_circle_of_the_drawing_leads_to_as_many_incidents_as_it_says()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Light, "en", script: false);
        await page.GotoAsync("/map");
        var circle = page.Locator("#map a:has(.m-cl)").First;
        var said = Number(await circle.Locator("title").TextContentAsync());
        var href = await circle.GetAttributeAsync("href");
        await page.GotoAsync(href!.Replace("/incidents?", "/map?", StringComparison.Ordinal));
        (await CountAsync(page)).ShouldBe(said);
        await page.Context.CloseAsync();
    }

    private static async Task<int> CountAsync(IPage page) =>
        Number(await page.Locator("#in-view > p > b").First.InnerTextAsync());

    private static int Number(string? text) =>
        int.Parse(new string([.. (text ?? "").Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
}
