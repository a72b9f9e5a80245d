using System.Globalization;
using Microsoft.Playwright;
using Shouldly;
using Toguna.Testing;

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
            // The address is written last, when the list of the view stands there.
            var before = page.Url;
            await page.ClickAsync("#zoom-in");
            await Assertions.Expect(page).Not.ToHaveURLAsync(before, new() { Timeout = 30_000 });
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

    [Fact]
    public async Task A_handle_moved_by_the_keyboard_moves_map_list_and_address_and_keeps_the_focus()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Light, "en");
        await page.GotoAsync("/map");
        await page.Locator(".maplibregl-marker").First.WaitForAsync();
        var all = await CountAsync(page);
        var handle = page.Locator("#time-from");
        var before = await handle.GetAttributeAsync("aria-valuetext");
        await handle.FocusAsync();
        // A slow machine answers each press by itself; the address is written last, when the list of the view stands there.
        var fourth = await page.Locator("#time .hist a").Nth(3).GetAttributeAsync("href");
        var from = System.Text.RegularExpressions.Regex.Match(fourth!, "from=[0-9-]+").Value;
        for (var i = 0; i < 3; i++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
        }
        await Assertions
            .Expect(page)
            .ToHaveURLAsync(new System.Text.RegularExpressions.Regex(from), new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("#all-time")).ToBeVisibleAsync();
        var fewer = await CountAsync(page);
        fewer.ShouldBeLessThan(all);
        (await page.Locator("#time .row .meta").InnerTextAsync()).ShouldStartWith(
            fewer.ToString("N0", CultureInfo.InvariantCulture)
        );
        (await handle.GetAttributeAsync("aria-valuetext")).ShouldNotBe(before);
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("time-from");
        (await page.Locator("#time .years__on").CountAsync()).ShouldBe(
            await page.Locator("#time .hist a").CountAsync() - 3
        );
        await page.ReloadAsync();
        (await CountAsync(page)).ShouldBe(fewer);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task On_a_touch_screen_one_finger_scrolls_the_page_and_two_move_the_map()
    {
        var page = await browser.OpenAsync(360, ColorScheme.Dark, "fr", touch: true);
        await page.GotoAsync("/map");
        await page.Locator(".maplibregl-marker").First.WaitForAsync();
        var map = (await page.Locator("#map").BoundingBoxAsync())!;
        var (x, y) = (map.X + map.Width / 2, map.Y + map.Height / 2);
        var fingers = await page.Context.NewCDPSessionAsync(page);
        await TouchAsync(fingers, "touchStart", x, y);
        for (var i = 1; i <= 10; i++)
        {
            await TouchAsync(fingers, "touchMove", x, y - i * 15);
        }
        await TouchAsync(fingers, "touchEnd");
        await page.WaitForTimeoutAsync(300);
        (await page.EvaluateAsync<double>("scrollY")).ShouldBeGreaterThan(50);
        page.Url.ShouldNotContain("bbox=");
        await page.EvaluateAsync("scrollTo(0, 0)");
        var answered = page.WaitForResponseAsync(r => r.Url.Contains("/map/view", StringComparison.Ordinal));
        await fingers.SendAsync(
            "Input.synthesizePinchGesture",
            new()
            {
                ["x"] = x,
                ["y"] = y,
                ["scaleFactor"] = 3,
                ["gestureSourceType"] = "touch",
            }
        );
        (await answered).Status.ShouldBe(200);
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("bbox="));
        foreach (var handle in new[] { "#time-from", "#time-to" })
        {
            (await page.Locator(handle).BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(44);
        }
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Areas_switched_on_are_listed_and_each_figure_leads_to_its_incidents()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Dark, "en");
        await page.GotoAsync("/map");
        await page.Locator(".maplibregl-marker").First.WaitForAsync();
        await page.Locator("#layer-areas").CheckAsync();
        await page.Locator("#measure").SelectOptionAsync("killed");
        var figures = page.Locator(".mapdesk__areas tbody td a");
        await figures.First.WaitForAsync();
        await Assertions.Expect(page.Locator("#measure")).ToHaveValueAsync("killed");
        await Assertions
            .Expect(page)
            .ToHaveURLAsync(new System.Text.RegularExpressions.Regex("measure=killed.*layer=areas"));
        var figure = Number(await figures.First.InnerTextAsync());
        var found = await figures.First.GetAttributeAsync("href");
        await page.GotoAsync(found!.Replace("/incidents?", "/map?", StringComparison.Ordinal));
        (await CountAsync(page)).ShouldBe(figure);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_WebGL_the_drawing_stays_with_its_areas_and_on_paper_it_is_the_drawing_too()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Light, "en");
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        await page.AddInitScriptAsync("HTMLCanvasElement.prototype.getContext = () => null;");
        await page.GotoAsync("/map?layer=areas&layer=incidents&measure=killed");
        await Assertions.Expect(page.Locator("#map > svg .m-fill").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#zoom")).ToBeHiddenAsync();
        (await page.Locator("#map canvas").CountAsync()).ShouldBe(0);
        complaints.ShouldBeEmpty();
        await page.Context.CloseAsync();

        var printed = await browser.OpenAsync(1440, ColorScheme.Light, "en");
        await printed.GotoAsync("/map");
        await printed.Locator(".maplibregl-marker").First.WaitForAsync();
        await Assertions.Expect(printed.Locator("#map > svg")).ToBeHiddenAsync();
        await printed.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(printed.Locator("#map > svg")).ToBeVisibleAsync();
        await Assertions.Expect(printed.Locator("#map canvas")).ToBeHiddenAsync();
        await printed.Context.CloseAsync();
    }

    [Fact]
    public async Task Detail_is_fetched_in_ranges_and_drawn_and_a_broken_tile_does_no_harm()
    {
        var path = Path.Combine(
            Directory.CreateDirectory(Path.Combine(browser.DataFolder, "map")).FullName,
            "detail.pmtiles"
        );
        try
        {
            await File.WriteAllBytesAsync(path, PmTilesFile.Write());
            var page = await browser.OpenAsync(1440, ColorScheme.Light, "en");
            var ranges = new List<(string? Range, int Status)>();
            page.Response += (_, r) =>
            {
                if (r.Url.EndsWith("detail.pmtiles", StringComparison.Ordinal))
                {
                    ranges.Add((r.Request.Headers.GetValueOrDefault("range"), r.Status));
                }
            };
            // The middle of the map, with nothing on it: what is drawn there is the water of the tile.
            await page.GotoAsync("/map?layer=");
            await page.Locator("#map.is-live").WaitForAsync();
            await page.Locator("#handles").WaitForAsync();
            var bare = await MiddleAsync(page);
            await page.Locator("#layer-detail").CheckAsync();
            await page.Locator(".map__credit").WaitForAsync();
            (await page.Locator(".map__credit").InnerTextAsync()).ShouldBe("© Nobody");
            for (var i = 0; i < 40 && (await MiddleAsync(page)).SequenceEqual(bare); i++)
            {
                await page.WaitForTimeoutAsync(250);
            }
            (await MiddleAsync(page)).ShouldNotBe(bare);
            ranges.Count.ShouldBeGreaterThanOrEqualTo(3);
            ranges.ShouldAllBe(r => r.Range!.StartsWith("bytes=", StringComparison.Ordinal) && r.Status == 206);
            await Assertions.Expect(page.Locator("#trouble")).ToBeHiddenAsync();
            await page.Context.CloseAsync();

            // The head is sound and the tile is not: the server cannot know, the browser finds out.
            var broken = PmTilesFile.Write();
            broken.AsSpan(broken.Length - 60).Fill(0xFF);
            await File.WriteAllBytesAsync(path, broken);
            var other = await browser.OpenAsync(1440, ColorScheme.Light, "en");
            await other.GotoAsync("/map");
            await Assertions
                .Expect(other.Locator("#trouble"))
                .ToContainTextAsync("The detail of the ground could not be read", new() { Timeout = 20_000 });
            await other.Locator(".maplibregl-marker").First.WaitForAsync();
            await other.Context.CloseAsync();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<byte[]> MiddleAsync(IPage page)
    {
        var map = (await page.Locator("#map").BoundingBoxAsync())!;
        return await page.ScreenshotAsync(
            new()
            {
                Clip = new()
                {
                    X = map.X + map.Width / 2,
                    Y = map.Y + map.Height / 2,
                    Width = 8,
                    Height = 8,
                },
            }
        );
    }

    private static Task TouchAsync(ICDPSession fingers, string type, params double[] at) =>
        fingers.SendAsync(
            "Input.dispatchTouchEvent",
            new()
            {
                ["type"] = type,
                ["touchPoints"] =
                    at.Length == 0
                        ? Array.Empty<object>()
                        : [new Dictionary<string, double> { ["x"] = at[0], ["y"] = at[1] }],
            }
        );

    private static async Task<int> CountAsync(IPage page) =>
        Number(await page.Locator("#in-view > p > b").First.InnerTextAsync());

    private static int Number(string? text) =>
        int.Parse(new string([.. (text ?? "").Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
}
