using System.Text;
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
using Toguna.Tests.Gather.Intake;

namespace Toguna.Browser.Tests;

/// <summary>From a frightened person to triage, to a case, to an export, to being forgotten: one story through the pages.</summary>
[Collection("browser")]
public sealed class ReportWalkTests(BrowserFixture browser)
{
    private const string Password = "sous le toit bas de paille";
    private const string Name = "Aminata Wourodiallo";
    private const string Account = "Trois hommes armés au marché de Kéléma, deux marchands tués.";

    private static readonly (string Name, Role Role, Component Component)[] People =
    [
        ("focal", Role.Reporter, Component.FieldOffice),
        ("duty", Role.DutyOfficer, Component.Joc),
        ("rights", Role.HumanRightsOfficer, Component.HumanRights),
        ("second", Role.HumanRightsOfficer, Component.HumanRights),
        ("jmac", Role.Analyst, Component.Jmac),
        ("ngo", Role.FocalPoint, Component.Partner),
    ];

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_report_is_protected_used_as_allowed_and_forgotten_on_purpose(Engine engine)
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
            }
        );
        await app.StartAsync();
        using (var scope = app.Services.CreateScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
            foreach (var (name, role, component) in People)
            {
                (await accounts.MakeAsync(name, Password, [role], "system", component)).Problems.ShouldBeEmpty();
            }
        }

        var receipt = await SubmitAsync(app);
        var (incident, report) = await TriageAsync(app);
        await VerifiedAsync(app);
        var source = await OpenCaseAndReadSourceAsync(app, incident, report);
        await OthersAsync(app, incident);
        (await StatusAsync(app, receipt)).ShouldContain("Lu.");
        await WithdrawAsync(app, incident, source);
        await VerifiedAsync(app);
        await ShredAsync(app, source);
        await VerifiedAsync(app);

        var database = app.Services.GetRequiredService<Database>();
        if (engine == Engine.Postgres)
        {
            await using var c = await database.OpenAsync();
            await c.ExecuteAsync("VACUUM");
            var dump = await DumpAsync(c);
            dump.ShouldNotContain(Name);
        }
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Name)).ShouldBe(-1, file);
            bytes.AsSpan().IndexOf("camera-serial-7781"u8).ShouldBe(-1, file);
        }
        Directory.Delete(folder, recursive: true);
        if (connection is not null)
        {
            await DropDatabaseAsync(connection);
        }
    }

    /// <summary>A focal point on a telephone, in French, with a photo.</summary>
    private async Task<string> SubmitAsync(WebApplication app)
    {
        var page = await SignInAsync(app, "focal", 360, "fr");
        await page.GotoAsync("/report");
        await page.Locator("input[name=kind][value=happened]").CheckAsync();
        await page.Locator("#text").FillAsync(Account);
        await page.Locator("#where").FillAsync("Kéléma");
        await page.Locator("input[name=know][value=saw]").CheckAsync();
        await page.Locator("#files")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "Aminata.jpg",
                    MimeType = "image/jpeg",
                    Buffer = Photo.Bytes(),
                }
            );
        await page.Locator("input[name=receipt]").CheckAsync();
        await page.Locator("input[name=inside]").CheckAsync();
        await page.Locator("button[type=submit].btn--main").ClickAsync();
        var code = await page.Locator("code.cmd").InnerTextAsync();
        (await page.ContentAsync()).ShouldNotContain("Toguna");
        await page.Locator(".leave a[href='/leave']").ClickAsync();
        await page.GotoAsync("/report");
        page.Url.ShouldContain("/sign-in");
        await page.Context.CloseAsync();
        return code;
    }

    private async Task<(string Incident, string Report)> TriageAsync(WebApplication app)
    {
        var page = await SignInAsync(app, "duty", 1440, "en");
        await page.GotoAsync("/triage");
        // By keys alone: the first in the queue, then a new incident from it.
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("pre.verbatim").WaitForAsync();
        (await page.Locator("pre.verbatim").InnerTextAsync()).ShouldBe(Account);
        var report = new Uri(page.Url).AbsolutePath;
        await page.Locator("details:has(img.attachment) summary").ClickAsync();
        await page.Locator("img.attachment").WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await page.Locator("#title").FillAsync("Marché de Kéléma");
        await page.Locator("select[name='act.0.kind']").SelectOptionAsync("killing");
        await page.Locator("form[data-form] .btn--main").Last.ClickAsync();
        await page.Locator("h1:has-text('Marché de Kéléma')").WaitForAsync();
        var incident = new Uri(page.Url).AbsolutePath;
        await page.GotoAsync("/triage");
        (await page.Locator(".answer").InnerTextAsync()).ShouldContain("No report waits");
        await page.Context.CloseAsync();
        return (incident, report);
    }

    private async Task<string> OpenCaseAndReadSourceAsync(WebApplication app, string incident, string report)
    {
        var page = await SignInAsync(app, "rights", 1440, "en");
        await page.GotoAsync("/cases");
        await page.Locator("form[action='/cases'] button").ClickAsync();
        await page.Locator("#incident").FillAsync(incident[^8..]);
        await page.Locator("form[action$='/incidents'] button").ClickAsync();
        await page.Locator($"main a[href='{incident}']").First.WaitForAsync();
        await page.GotoAsync(report);
        await page.Locator("aside a[href^='/sources/']").ClickAsync();
        var source = new Uri(page.Url).AbsolutePath;
        await page.Locator("#identity").FillAsync(Name);
        await page.Locator("form[action$='/identity'] button").ClickAsync();
        await page.Locator("form[action$='/identity/read'] select").SelectOptionAsync("Protection");
        await page.Locator("form[action$='/identity/read'] button").ClickAsync();
        await page.Locator($"main:has-text('{Name}')").WaitForAsync();
        page.Url.ShouldNotContain("Wourodiallo");
        await page.Context.CloseAsync();
        return source;
    }

    /// <summary>An analyst sees the incident and no name; a partner sees nothing at all.</summary>
    private async Task OthersAsync(WebApplication app, string incident)
    {
        var analyst = await SignInAsync(app, "jmac", 1440, "en");
        await analyst.GotoAsync(incident);
        (await analyst.Locator("main").InnerTextAsync()).ShouldContain(Account);
        (await analyst.ContentAsync()).ShouldNotContain(Name);
        (await ExportAsync(analyst)).ShouldContain("Marché de Kéléma");
        await analyst.GotoAsync("/cases");
        (await analyst.Locator("main").InnerTextAsync()).ShouldNotContain("CASE-");
        await analyst.Context.CloseAsync();

        var partner = await SignInAsync(app, "ngo", 1440, "en");
        (await partner.GotoAsync(incident))!.Status.ShouldBe(404);
        foreach (var path in new[] { "/incidents", "/trends", "/map", "/now", "/search?q=Marché" })
        {
            await partner.GotoAsync(path);
            (await partner.Locator("main").InnerTextAsync()).ShouldNotContain("Marché de", Case.Sensitive, path);
        }
        await partner.Context.CloseAsync();
    }

    private async Task WithdrawAsync(WebApplication app, string incident, string source)
    {
        var page = await SignInAsync(app, "duty", 1440, "en");
        (await ExportAsync(page)).ShouldContain("Marché de Kéléma");
        await page.GotoAsync(source);
        await page.Locator("#share_inside").SelectOptionAsync("no");
        await page.Locator("form[action$='/consent'] button").ClickAsync();
        await page.Locator("#consent details summary").Last.WaitForAsync();
        (await ExportAsync(page)).ShouldNotContain("Marché de Kéléma");
        await page.GotoAsync("/exports");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("consent withdrawn: 1");
        (await page.Locator($"main td a[href='{incident}']").CountAsync()).ShouldBeGreaterThan(0);
        await page.Context.CloseAsync();
        var analyst = await SignInAsync(app, "jmac", 1440, "en");
        (await analyst.GotoAsync(incident))!.Status.ShouldBe(404);
        await analyst.Context.CloseAsync();
    }

    /// <summary>One asks, another confirms; the certificate says so.</summary>
    private async Task ShredAsync(WebApplication app, string source)
    {
        var first = await SignInAsync(app, "rights", 1440, "en");
        await first.GotoAsync(source);
        await first.Locator("a[href^='/destruction/new']").ClickAsync();
        await first.Locator("input[name=reason]").First.CheckAsync();
        await first.Locator("form[action='/destruction/new'] button").ClickAsync();
        await first.Locator("main a[href^='/destruction/']").First.WaitForAsync();
        await first.Context.CloseAsync();
        var second = await SignInAsync(app, "second", 1440, "en");
        await second.GotoAsync("/destruction");
        await second
            .Locator(
                "main tbody a[href^='/destruction/'], main article a[href^='/destruction/'], main li a[href^='/destruction/']"
            )
            .First.ClickAsync();
        await second.Locator("form[action$='/confirm'] button").ClickAsync();
        await second.Locator("a[href$='/certificate']").First.WaitForAsync(new() { Timeout = 60_000 });
        await second.GotoAsync(source);
        (await second.ContentAsync()).ShouldNotContain(Name);
        await second.Context.CloseAsync();
    }

    private async Task<string> StatusAsync(WebApplication app, string code)
    {
        var page = await browser.OpenAtAsync(app.Urls.First(), 360, "fr");
        await page.GotoAsync("/status");
        await page.Locator("#code").FillAsync(code);
        await page.Locator("main button").ClickAsync();
        await page.Locator("[role=status]").WaitForAsync();
        var said = await page.Locator("main").InnerTextAsync();
        await page.Context.CloseAsync();
        return said;
    }

    private async Task<IPage> SignInAsync(WebApplication app, string name, int width, string language)
    {
        var page = await browser.OpenAtAsync(app.Urls.First(), width, language);
        await page.GotoAsync("/sign-in");
        await page.Locator("input[name=name]").FillAsync(name);
        await page.Locator("input[name=password]").FillAsync(Password);
        await page.Locator("main button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync(new Regex("/(now|report)$"));
        return page;
    }

    private static async Task<string> ExportAsync(IPage page)
    {
        var answer = await page.APIRequest.GetAsync(
            new Uri(new Uri(page.Url), "/incidents/export?format=csv").ToString()
        );
        answer.Status.ShouldBe(200);
        return await answer.TextAsync();
    }

    private static async Task VerifiedAsync(WebApplication app)
    {
        var database = app.Services.GetRequiredService<Database>();
        await using var c = await database.OpenAsync();
        (await app.Services.GetRequiredService<AuditLog>().VerifyAsync(c)).Verified.ShouldBeTrue();
    }

    /// <summary>Every value of every table as text, as a dump would show it.</summary>
    private static async Task<string> DumpAsync(System.Data.Common.DbConnection c)
    {
        var tables = await c.QueryAsync<string>("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()");
        var dump = new StringBuilder();
        foreach (var table in tables)
        {
            foreach (
                var row in await c.QueryAsync<string>(
                    $"SELECT encode(convert_to(t::text, 'UTF8'), 'escape') FROM \"{table}\" t"
                )
            )
            {
                dump.AppendLine(row);
            }
        }
        return dump.ToString();
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

    private static Task DropDatabaseAsync(string connection) =>
        AdminAsync(
            Environment.GetEnvironmentVariable("TOGUNA_TEST_POSTGRES")!,
            $"DROP DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)"
        );

    private static async Task AdminAsync(string server, string sql)
    {
        await using var c = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString()
        );
        await c.OpenAsync();
        await c.ExecuteAsync(sql);
    }
}
