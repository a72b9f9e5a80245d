using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Gather.Imports;

namespace Toguna.Browser.Tests;

/// <summary>A new user's walk through real data: who killed most civilians in one-sided violence in Ouaka in 2017, and how is it known?</summary>
[Collection("browser")]
public sealed class WalkTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("en", "115 civilians killed by best count", "Verbatim, as it arrived")]
    [InlineData("fr", "115 civils tués selon la meilleure estimation", "Texte d’origine, tel qu’il est arrivé")]
    public async Task Three_clicks_from_the_question_to_the_reports(string language, string answer, string verbatim)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-walk-").FullName;
        await using var app = await Server.BuildAsync(
            new ServerOptions { DataFolder = folder, Urls = "http://127.0.0.1:0" }
        );
        await app.StartAsync();
        var imports = app.Services.GetRequiredService<ImportService>();
        var file = Car();
        await imports.RunAsync(await imports.QueueAsync("ged", file, "car.csv", null, Caller.CommandLine));
        using (var scope = app.Services.CreateScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
            await accounts.MakeAsync("walker", Password, [Role.Analyst], "command-line");
        }
        var page = await browser.OpenAtAsync(app.Urls.First(), 1440, language);
        await page.GotoAsync("/sign-in");
        await page.Locator("input[name=name]").FillAsync("walker");
        await page.Locator("input[name=password]").FillAsync(Password);
        await page.Locator("main button[type=submit]").First.ClickAsync();
        await page.Locator("nav.nav").WaitForAsync();

        await page.GotoAsync("/trends");
        await page.Locator("#place").FillAsync("Ouaka");
        await page.Locator("#from").FillAsync("2017");
        await page.Locator("#to").FillAsync("2017");
        await page.Locator("#type").SelectOptionAsync("3");
        await page.Locator("#by").SelectOptionAsync("actor");
        // One: the question is asked.
        await page.Locator("#filters button[type=submit]").ClickAsync();
        await page.Locator(".chips").WaitForAsync();
        (await page.Locator(".answer").InnerTextAsync()).ShouldContain(answer);
        var first = page.Locator("section[aria-labelledby=ranking] tbody tr").First;
        (await first.Locator("th").InnerTextAsync()).Trim().ShouldBe("UPC");
        (await first.InnerTextAsync()).ShouldContain("77");
        // Two: the incidents behind the figure.
        await first.Locator("a.fig").First.ClickAsync();
        await page.Locator("h2#results").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        // Three: one of them, with the rows it rests on, word for word.
        await page.Locator("section[aria-labelledby=results] tbody th a").First.ClickAsync();
        await page.Locator("pre.verbatim").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var said = await page.Locator("main").InnerTextAsync();
        said.ShouldContain("UPC");
        said.ShouldContain(verbatim);
        said.ShouldContain("car.csv");
        await page.Context.CloseAsync();
        await app.StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private const string Password = "sous le toit bas de paille";

    /// <summary>The CAR file where it stands beside the repository; elsewhere its events of Ouaka in 2017, retyped.</summary>
    /// <remarks>
    /// Source of ouaka-2017.csv: UCDP Georeferenced Event Dataset 23.1, Central African Republic, CC BY 4.0 (Sundberg and
    /// Melander, Journal of Peace Research 50(4), 2013): who, where, when and how many, without the sources' words.
    /// </remarks>
    private static string Car()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at?.Parent is not null; at = at.Parent)
        {
            var file = Path.Combine(at.Parent.FullName, "shared", "data", "ged", "ged231_car.csv");
            if (File.Exists(file))
            {
                return file;
            }
        }
        return Path.Combine(AppContext.BaseDirectory, "ouaka-2017.csv");
    }
}
