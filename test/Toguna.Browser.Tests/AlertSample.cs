using Microsoft.Playwright;

namespace Toguna.Browser.Tests;

/// <summary>An alert with an unarmed and an armed task, made through its pages.</summary>
internal static class AlertSample
{
    /// <returns>Its address.</returns>
    public static async Task<string> MakeAsync(IPage page)
    {
        await page.GotoAsync("/alerts/new");
        await page.FillAsync("#title", "Reprisal expected on market day");
        await page.SelectOptionAsync("#threat", "killing");
        await page.FillAsync("#place", "Issoumbré");
        await page.FillAsync("#at_risk", "traders and herders of the market");
        await page.FillAsync("#at_risk_count", "1200");
        await page.SelectOptionAsync("#owner", "FieldOffice");
        await page.CheckAsync("#urgency input[value='1']");
        await page.CheckAsync("#severity input[value='4']");
        await page.CheckAsync("#likelihood input[value='3']");
        await page.FillAsync("#why", "Two people heard it said at the ford.");
        await page.ClickAsync("button[value=issue]");
        await page.Locator("ol.time").WaitForAsync();
        foreach (
            var (kind, what, of) in new[]
            {
                ("dialogue", "Call both herder committees.", "CivilAffairs"),
                ("patrol", "Stay the night at the market.", "Force"),
            }
        )
        {
            if (!await page.Locator("#kind").IsVisibleAsync())
            {
                await page.Locator("details:has(#kind) > summary").ClickAsync();
            }
            await page.SelectOptionAsync("#kind", kind);
            await page.FillAsync("#what", what);
            await page.SelectOptionAsync("#of", of);
            await page.CheckAsync("#exposes input[value=no]");
            await page.Locator("form:has(#kind) button[type=submit]").ClickAsync();
            await page.Locator($".kind--{(kind == "patrol" ? "armed" : "unarmed")} + .tag, .row:has(.kind) .tag")
                .First.WaitForAsync();
        }
        return new Uri(page.Url).AbsolutePath;
    }
}
