using Microsoft.Playwright;
using Shouldly;

namespace Toguna.Browser.Tests;

/// <summary>The form of an incident by keyboard alone, on a line that breaks, and left by mistake.</summary>
[Collection("browser")]
public sealed class FormKeysTests(BrowserFixture browser)
{
    [Fact]
    public async Task An_incident_is_recorded_by_keyboard_alone()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Light, "en");
        await page.GotoAsync("/incidents/new");
        var keys = page.Keyboard;
        await page.Locator("#title").FocusAsync();
        await keys.TypeAsync("Raid by keyboard");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("They came at dawn.");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("6 March 2022");
        for (var n = 0; n < 3; n++)
        {
            await keys.PressAsync("Tab");
        }
        (await FocusAsync(page)).ShouldBe("place");
        await keys.TypeAsync("Issoumb");
        await page.Locator("#place-choices input[type=radio]").First.WaitForAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        (await FocusAsync(page)).ShouldBe("place");
        (await page.Locator("#place-choices input:checked").CountAsync()).ShouldBe(1);
        (await page.Locator("#place").InputValueAsync()).ShouldStartWith("Issoumbr");

        // Enter in a row of the form adds and removes nothing; it saves, and is refused with all that was typed.
        await page.Locator("[id='act.0.kind']").FocusAsync();
        await keys.PressAsync("k");
        await page.Locator("[id='act.0.by']").FocusAsync();
        await keys.TypeAsync("Adrassane Front");
        await keys.PressAsync("Enter");
        await page.Locator(".errsum").WaitForAsync();
        (await page.Locator("[id='act.0.by']").InputValueAsync()).ShouldBe("Adrassane Front");
        (await page.Locator("#report").InputValueAsync()).ShouldBe("They came at dawn.");

        // A row more, and the cursor is in it.
        var add = page.Locator("button[value='add.casualties']");
        (await add.GetAttributeAsync("accesskey")).ShouldBe("c");
        await add.FocusAsync();
        await keys.PressAsync("Enter");
        await page.Locator("[id='casualties.1.best']").WaitForAsync();
        (await FocusAsync(page)).ShouldBe("casualties.1.outcome");
        await page.Locator("[id='act.0.grade']").FocusAsync();
        await keys.PressAsync("s");
        await page.Locator("[id='casualties.0.best']").FocusAsync();
        await keys.TypeAsync("11");
        await keys.PressAsync("Control+Enter");
        await page.WaitForURLAsync("**/incidents/INC-*");
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Raid by keyboard");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("Killed: ? – 11 – ?");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_broken_line_loses_nothing_and_a_draft_waits_on_the_server()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Light, "en");
        await page.GotoAsync("/incidents/new");
        await page.Locator("#title").FillAsync("Typed before the line broke");
        await page.Locator("[data-say=draft]", new() { HasText = "Draft kept" }).WaitForAsync();
        await page.Context.SetOfflineAsync(true);
        await page.Locator("#note").FillAsync("and this after");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator("[data-say=failed]").WaitForAsync();
        (await page.Locator("#note").InputValueAsync()).ShouldBe("and this after");
        (await page.Locator("form[data-form] .btn--main").IsEnabledAsync()).ShouldBeTrue();
        await page.Context.SetOfflineAsync(false);
        var asked = "";
        page.Dialog += (_, dialog) =>
        {
            asked = dialog.Type;
            _ = dialog.AcceptAsync();
        };
        await page.GotoAsync("/incidents/new");
        asked.ShouldBe("beforeunload");
        await page.Locator("a[href*='draft=']").First.ClickAsync();
        (await page.Locator("#title").InputValueAsync()).ShouldBe("Typed before the line broke");
        await page.GotoAsync("/incidents/new");
        await page.Locator("form[action='/incidents/draft/drop'] button").First.ClickAsync();
        await page.Locator("a[href*='draft=']").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GotoAsync("/incidents");
        await page.Keyboard.PressAsync("/");
        (await FocusAsync(page)).ShouldBe("f-q");
        await page.Context.CloseAsync();
    }

    private static Task<string> FocusAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.id");
}
