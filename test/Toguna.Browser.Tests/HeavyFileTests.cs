using Microsoft.Playwright;
using Shouldly;

namespace Toguna.Browser.Tests;

/// <summary>A film that is far too large, from a telephone on which no script runs: a browser pushes it to the end before it shows anything.</summary>
[Collection("browser")]
public sealed class HeavyFileTests(BrowserFixture browser)
{
    [Fact]
    public async Task What_was_typed_is_still_there_when_a_film_of_300_megabytes_is_refused()
    {
        var page = await browser.OpenAsync(360, ColorScheme.Light, "fr", script: false);
        var film = Path.Combine(Directory.CreateTempSubdirectory("toguna-film-").FullName, "film.mp4");
        await using (var file = File.Create(film))
        {
            // Without a byte of it on the disk.
            file.SetLength(300L << 20);
        }
        try
        {
            await page.GotoAsync("/report");
            await page.Locator("input[name=kind][value=danger]").CheckAsync();
            await page.Locator("#text").FillAsync("Des motos aux puits.");
            await page.Locator("#files").SetInputFilesAsync(film);
            await page.Locator("button[type=submit].btn--big").ClickAsync(new LocatorClickOptions { Timeout = 60_000 });
            await page.Locator(".errsum").WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });
            (await page.Locator(".errsum").InnerTextAsync()).ShouldContain("60\u00a0Mo");
            (await page.Locator("#text").InputValueAsync()).ShouldBe("Des motos aux puits.");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(film)!, recursive: true);
            await page.Context.CloseAsync();
        }
    }
}
