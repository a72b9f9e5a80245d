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
            await AskAsync(page, kind, what, of);
        }
        return new Uri(page.Url).AbsolutePath;
    }

    /// <summary>An alert that was acted on, closed and reviewed, a kept copy of the rate, and lines of the duty log and of a place.</summary>
    /// <returns>Addresses of the alert, of the copy, and of the form of a rotation.</returns>
    public static async Task<(string Closed, string Kept, string Rotation)> LearnAsync(IPage page, string alert)
    {
        foreach (
            var (name, unit, country, town, people) in new[]
            {
                ("Issoumbré post", "Second company", "TCD", "Issoumbré", "160"),
                ("Camp of Sanavel", "Signals platoon", "DEU", "Sanavel", "420"),
            }
        )
        {
            await page.GotoAsync("/exposure/bases");
            await page.FillAsync("#name", name);
            await page.FillAsync("#unit", unit);
            await page.SelectOptionAsync("#component", "Force");
            await page.FillAsync("#contingent", country);
            await page.FillAsync("#place", town);
            await page.FillAsync("#people", people);
            await page.FillAsync("#from_on", "2024-01-01");
            await page.ClickAsync("main form button[type=submit]");
        }
        await page.GotoAsync(alert);
        await page.Locator("details:has(#share-with) > summary").ClickAsync();
        await page.SelectOptionAsync("#share-with", "Force");
        await page.FillAsync("#base", "Issoumbré post");
        await page.Locator("form:has(#share-with) > button").ClickAsync();
        await page.Locator("button[value=begin]").First.ClickAsync();
        await page.Locator("details:has(#outcome) > summary").ClickAsync();
        await page.SelectOptionAsync("#outcome", "averted");
        await page.FillAsync("#outcome-note", "The market was held; nobody came.");
        await page.ClickAsync("button[value=close]");
        await page.Locator("details:has(#later_outcome) > summary").ClickAsync();
        await page.SelectOptionAsync("#later_outcome", "harm");
        await page.FillAsync("#later_note", "Two herders were beaten on the way home.");
        await page.Locator("form:has(#later_outcome) button").ClickAsync();
        await page.GotoAsync(alert + "/review");
        await page.FillAsync("#went_well", "Both committees answered within the hour.");
        await page.FillAsync("#to_change", "A second radio at the ford.");
        await page.FillAsync("#what-1", "Buy a second radio");
        await page.SelectOptionAsync("#who-1", "CivilAffairs");
        await page.FillAsync("#due-1", "2099-12-01");
        await page.ClickAsync("main form button[type=submit]");
        await page.GotoAsync("/daily");
        await page.FillAsync("#words", "The radio of the base was out for an hour.");
        await page.ClickAsync("#write button[type=submit]");
        await page.GotoAsync("/response-rate?period=2026");
        await page.FillAsync("#report", "Quarterly note");
        await page.ClickAsync("form:has(#report) button");
        var kept = new Uri(page.Url).AbsolutePath;
        await page.GotoAsync("/training");
        await page.FillAsync("#procedure", "Call-back without exposing");
        await page.FillAsync("#held_on", "2025-03-12");
        await page.FillAsync("#who", "CLA team east");
        await page.SelectOptionAsync("#component", "CivilAffairs");
        await page.ClickAsync("main form button[type=submit]");
        await page.GotoAsync("/places?q=Issoumbr%C3%A9");
        var place = (await page.Locator("main tbody a").First.GetAttributeAsync("href"))!;
        var rotation = "/rotations/new?place=" + place["/places/".Length..];
        await page.GotoAsync(rotation);
        await page.FillAsync("#unit", "Second company");
        await page.SelectOptionAsync("#component", "Force");
        await page.FillAsync("#from_on", "2026-03-20");
        await page.FillAsync("#promised", "A patrol on each market day.");
        await page.ClickAsync("main form button[type=submit]");
        return (alert, kept, rotation);
    }

    /// <summary>Asks for a task on the page of an alert.</summary>
    public static async Task AskAsync(IPage page, string kind, string what, string of)
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
        await page.Locator($"main li:has-text('{what}')").First.WaitForAsync();
    }
}
