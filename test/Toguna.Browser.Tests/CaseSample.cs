using System.Globalization;
using Dapper;
using Microsoft.Playwright;
using Toguna.Foundation.Storage;

namespace Toguna.Browser.Tests;

/// <summary>A case with something in it, made as its officer makes one.</summary>
internal static class CaseSample
{
    private const string Hidden = "INC-0311";

    /// <param name="page">Of the human-rights officer, in English.</param>
    /// <returns>Its address.</returns>
    public static async Task<string> MakeAsync(IPage page, Database database)
    {
        await page.GotoAsync("/cases");
        await SendAsync(page, "form[action='/cases']");
        var address = new Uri(page.Url).AbsolutePath;
        foreach (var incident in new[] { "INC-0219", Hidden })
        {
            await page.FillAsync("#incident", incident);
            await SendAsync(page, $"form[action='{address}/incidents']");
        }
        await SendAsync(page, $"form[action$='{Hidden}/enclose']");
        await using (var c = await database.OpenAsync())
        {
            var code = await c.QueryFirstAsync<string>("SELECT code_name FROM source WHERE kind = 'person' LIMIT 1");
            await page.GotoAsync(address + "/interviews/new");
            await page.SelectOptionAsync("#who", "source");
            await page.FillAsync("#source", code);
            await page.FillAsync("#held_on", "2026-03-12");
            await page.SelectOptionAsync("#contact_reason", "came_themselves");
            await page.FillAsync("#notes", "She saw the lorry at the well.");
            await SendAsync(page, "form.writing");
        }
        await AnswerAsync(page);
        await page.GotoAsync(address);
        await page.ClickAsync("a[href^='/administration/access']");
        await page.SelectOptionAsync("#user", new SelectOptionValue { Label = "partner (External partner)" });
        await page.FillAsync(
            "#until",
            TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        );
        await page.SelectOptionAsync("#reason", "Referral");
        await SendAsync(page, "aside form");
        return address;
    }

    /// <summary>One person suffered in the hidden incident, and has said what may become of it.</summary>
    private static async Task AnswerAsync(IPage page)
    {
        await page.GotoAsync("/incidents/" + Hidden);
        await page.EvaluateAsync("document.querySelectorAll('#victims details').forEach(d => d.open = true)");
        await page.SelectOptionAsync("#victims select[name='contact']", "yes");
        await page.SelectOptionAsync("#victims select[name='share_outside.host_state']", "no");
        await SendAsync(page, "#victims form[action$='/consent']");
    }

    private static async Task SendAsync(IPage page, string form)
    {
        await page.RunAndWaitForResponseAsync(
            () => page.Locator($"{form} button[type=submit]").ClickAsync(),
            r => r.Request is { Method: "GET", IsNavigationRequest: true }
        );
        await page.WaitForLoadStateAsync();
    }
}
