using Microsoft.Playwright;

namespace Toguna.Browser.Tests;

/// <summary>Movements with a fleet, open requests, a conflict, a denial and a restriction, made through their pages.</summary>
internal static class MovementSample
{
    public static async Task MakeAsync(IPage page)
    {
        var day = DateTime.UtcNow.Date.AddDays(2);
        foreach (var (name, seats) in new[] { ("Land Cruiser 12", "7"), ("Truck 3", "2") })
        {
            await OpenAsync(page, "/movements/fleet", "#vehicle-form");
            await FillAsync(
                page,
                "#vehicle-form",
                ("name", name),
                ("base", "Issoumbré"),
                ("seats", seats),
                ("cargo", "600")
            );
        }
        await OpenAsync(page, "/movements/fleet", "#escort-form");
        await FillAsync(page, "#escort-form", ("name", "Second company"), ("base", "Issoumbré"));
        foreach (var (one, other, minutes) in new[] { ("Issoumbré", "Tabakoto", "90"), ("Issoumbré", "Ouro", "150") })
        {
            await OpenAsync(page, "/movements/fleet", "details:has(#one)");
            await FillAsync(page, "details:has(#one)", ("one", one), ("other", other), ("minutes", minutes));
        }
        foreach (var leaves in new[] { 7, 12 })
        {
            await page.GotoAsync("/movements/new");
            await page.CheckAsync("input[name=vehicles] >> nth=0");
            await FillAsync(
                page,
                "form.form",
                ("from", "Issoumbré"),
                ("via", "Tabakoto"),
                ("to", "Ouro"),
                ("leaves", At(day, leaves)),
                ("arrives", At(day, leaves + 6))
            );
        }
        foreach (
            var (to, people, component) in new[]
            {
                ("Ouro", "2", "HumanRights"),
                ("Tabakoto", "3", "CivilAffairs"),
                ("Nowhere known", "1", "Police"),
            }
        )
        {
            await page.GotoAsync("/movements/requests/new");
            await page.SelectOptionAsync("#component", component);
            await FillAsync(
                page,
                "form.form",
                ("from", "Issoumbré"),
                ("to", to),
                ("earliest", At(day.AddDays(1), 6)),
                ("latest", At(day.AddDays(1), 17)),
                ("people", people),
                ("why", "To see the market committee before Friday.")
            );
        }
        await page.GotoAsync("/movements/denied/new?movement=MV-0002");
        await page.SelectOptionAsync("#by", "host_state");
        await page.SelectOptionAsync("#notified", "yes");
        await page.SelectOptionAsync("#kind", "obstructed");
        await FillAsync(page, "form.form", ("place", "Tabakoto"), ("stated", "No order from the governor."));
    }

    private static async Task OpenAsync(IPage page, string path, string details)
    {
        await page.GotoAsync(path);
        await page.Locator(details + " > summary").ClickAsync();
    }

    private static async Task FillAsync(IPage page, string form, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
        {
            await page.FillAsync($"{form} [name={field}]", value);
        }
        var before = page.Url;
        await page.Locator(form + " button[type=submit]").ClickAsync();
        await page.Locator("h1").WaitForAsync();
        if (await page.Locator(".errsum").CountAsync() > 0)
        {
            throw new InvalidOperationException($"{before}: {await page.Locator(".errsum").InnerTextAsync()}");
        }
    }

    private static string At(DateTime day, int hour) =>
        day.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
