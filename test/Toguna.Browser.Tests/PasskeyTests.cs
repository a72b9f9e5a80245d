using Microsoft.Playwright;
using Shouldly;

namespace Toguna.Browser.Tests;

/// <summary>A passkey from adding to signing in, with the virtual authenticator of Chromium.</summary>
[Collection("browser")]
public sealed class PasskeyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_passkey_is_added_opens_without_a_password_and_is_removed()
    {
        var page = await browser.OpenAsync(1440, ColorScheme.Light, "en", user: null);
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );

        await page.GotoAsync(browser.LocalAddress + "/sign-in?back=/account");
        await page.Locator("input[name=name]").FillAsync("leadership");
        await page.Locator("input[name=password]").FillAsync(browser.Passphrase);
        await page.Locator("form[action='/sign-in'] button").ClickAsync();
        await page.Locator("#passkey-name").FillAsync("Field laptop");
        await page.Locator("#passkey-current").FillAsync(browser.Passphrase);
        await page.Locator("form[action='/account/passkeys'] button").ClickAsync();
        await page.Locator("bdi", new() { HasText = "Field laptop" }).WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GotoAsync(browser.LocalAddress + "/sign-in?back=/account");
        await page.Locator("form[action='/sign-in/passkey'] button").ClickAsync();
        await page.GetByText("Signed in as leadership").WaitForAsync();

        await page.Locator("summary", new() { HasText = "Remove a passkey" }).ClickAsync();
        await page.Locator("#passkey-remove-current").FillAsync(browser.Passphrase);
        await page.Locator("form[action='/account/passkeys/remove'] button").ClickAsync();
        await page.GetByText("No passkey.").WaitForAsync();
        page.Url.ShouldEndWith("/account");
        await page.Context.CloseAsync();
    }
}
