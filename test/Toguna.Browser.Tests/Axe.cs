using System.Text.Json;
using Microsoft.Playwright;

namespace Toguna.Browser.Tests;

/// <summary>The accessibility checker axe-core, where it is found: <c>TOGUNA_AXE</c> names its script.</summary>
/// <remarks>It is not shipped with the source (its licence is not on the list); CI fetches it by name.</remarks>
internal static class Axe
{
    private static readonly string? Script = Environment.GetEnvironmentVariable("TOGUNA_AXE") is { Length: > 0 } path
        ? File.ReadAllText(path)
        : null;

    /// <returns>Serious and critical barriers, each with its rule and the first place; empty where the checker is absent.</returns>
    public static async Task<IReadOnlyList<string>> SeriousAsync(IPage page)
    {
        if (Script is null)
        {
            return [];
        }
        // Evaluated by the debugger, not as a script of the page: the policy of the page stays as strict as it is.
        await page.EvaluateAsync(Script);
        var result = await page.EvaluateAsync<JsonElement>(
            "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })"
        );
        return
        [
            .. result
                .GetProperty("violations")
                .EnumerateArray()
                .Where(v => v.GetProperty("impact").GetString() is "serious" or "critical")
                .Select(v =>
                    $"{v.GetProperty("id").GetString()}: {v.GetProperty("nodes")[0].GetProperty("html").GetString()}"
                ),
        ];
    }
}
