using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using Shouldly;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Storage;

namespace Toguna.Browser.Tests;

/// <summary>An installation of its own for a story that several people live through.</summary>
internal sealed class StoryApp(WebApplication app, BrowserFixture browser, string folder, string? connection)
{
    private const string Password = "sous le toit bas de paille";

    public IServiceProvider Services => app.Services;

    public string Folder => folder;

    public string Address => app.Urls.First();

    public Database Database => app.Services.GetRequiredService<Database>();

    /// <param name="clock">Null: that of the machine.</param>
    public static async Task<StoryApp> StartAsync(
        BrowserFixture browser,
        Engine engine,
        TimeProvider? clock,
        params (string Name, Role Role, Component Component)[] people
    )
    {
        var folder = Directory.CreateTempSubdirectory("toguna-story-").FullName;
        var connection = engine == Engine.Postgres ? await MakeDatabaseAsync() : null;
        var app = await Server.BuildAsync(
            new ServerOptions
            {
                DataFolder = folder,
                Connection = connection,
                Urls = "http://127.0.0.1:0",
                SecondStepOptional = true,
                PasswordRounds = 1_000,
                Ticks = false,
                Clock = clock ?? TimeProvider.System,
            }
        );
        await app.StartAsync();
        using (var scope = app.Services.CreateScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
            foreach (var (name, role, component) in people)
            {
                (await accounts.MakeAsync(name, Password, [role], "system", component)).Problems.ShouldBeEmpty();
            }
        }
        return new StoryApp(app, browser, folder, connection);
    }

    public async Task<IPage> SignInAsync(string name, int width = 1440, string language = "en")
    {
        var page = await browser.OpenAtAsync(Address, width, language);
        await page.GotoAsync("/sign-in");
        await page.Locator("input[name=name]").FillAsync(name);
        await page.Locator("input[name=password]").FillAsync(Password);
        await page.Locator("main button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync(new Regex("/(now|report)$"));
        return page;
    }

    /// <summary>What a receipt says, to whoever holds it.</summary>
    public async Task<string> StatusAsync(string code)
    {
        var page = await browser.OpenAtAsync(Address, 360, "fr");
        await page.GotoAsync("/status");
        await page.Locator("#code").FillAsync(code);
        await page.Locator("main button").ClickAsync();
        await page.Locator("[role=status]").WaitForAsync();
        var said = await page.Locator("main").InnerTextAsync();
        await page.Context.CloseAsync();
        return said;
    }

    public async Task VerifiedAsync()
    {
        await using var c = await Database.OpenAsync();
        (await app.Services.GetRequiredService<AuditLog>().VerifyAsync(c)).Verified.ShouldBeTrue();
    }

    /// <summary>The server stops; what it kept stays until <see cref="RemoveAsync"/>.</summary>
    public async Task StopAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    public async Task RemoveAsync()
    {
        Directory.Delete(folder, recursive: true);
        if (connection is not null)
        {
            await AdminAsync(
                Environment.GetEnvironmentVariable("TOGUNA_TEST_POSTGRES")!,
                $"DROP DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)"
            );
        }
    }

    private static async Task<string> MakeDatabaseAsync()
    {
        var server = Environment.GetEnvironmentVariable("TOGUNA_TEST_POSTGRES");
        Assert.SkipUnless(
            server is not null || Environment.GetEnvironmentVariable("TOGUNA_REQUIRE_ALL") == "1",
            "PostgreSQL: TOGUNA_TEST_POSTGRES names no server (see CONTRIBUTING)"
        );
        var name = "story_" + Ids.New(TimeProvider.System).ToString("N");
        await AdminAsync(server!, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
    }

    private static async Task AdminAsync(string server, string sql)
    {
        await using var c = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString()
        );
        await c.OpenAsync();
        await c.ExecuteAsync(sql);
    }
}
