using System.Text;
using Dapper;
using Microsoft.Playwright;
using Shouldly;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;
using Toguna.Tests.Gather.Intake;

namespace Toguna.Browser.Tests;

/// <summary>From a frightened person to triage, to a case, to an export, to being forgotten: one story through the pages.</summary>
[Collection("browser")]
public sealed class ReportWalkTests(BrowserFixture browser)
{
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
        var app = await StoryApp.StartAsync(browser, engine, null, People);

        var receipt = await SubmitAsync(app);
        var (incident, report) = await TriageAsync(app);
        await app.VerifiedAsync();
        var source = await OpenCaseAndReadSourceAsync(app, incident, report);
        await OthersAsync(app, incident);
        (await app.StatusAsync(receipt)).ShouldContain("Lu.");
        await WithdrawAsync(app, incident, source);
        await app.VerifiedAsync();
        await ShredAsync(app, source);
        await app.VerifiedAsync();

        if (engine == Engine.Postgres)
        {
            await using var c = await app.Database.OpenAsync();
            await c.ExecuteAsync("VACUUM");
            var dump = await DumpAsync(c);
            dump.ShouldNotContain(Name);
        }
        await app.StopAsync();
        foreach (var file in Directory.EnumerateFiles(app.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Name)).ShouldBe(-1, file);
            bytes.AsSpan().IndexOf("camera-serial-7781"u8).ShouldBe(-1, file);
        }
        await app.RemoveAsync();
    }

    /// <summary>A focal point on a telephone, in French, with a photo.</summary>
    private async Task<string> SubmitAsync(StoryApp app)
    {
        var page = await app.SignInAsync("focal", 360, "fr");
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

    private async Task<(string Incident, string Report)> TriageAsync(StoryApp app)
    {
        var page = await app.SignInAsync("duty");
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

    private async Task<string> OpenCaseAndReadSourceAsync(StoryApp app, string incident, string report)
    {
        var page = await app.SignInAsync("rights");
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
    private async Task OthersAsync(StoryApp app, string incident)
    {
        var analyst = await app.SignInAsync("jmac");
        await analyst.GotoAsync(incident);
        (await analyst.Locator("main").InnerTextAsync()).ShouldContain(Account);
        (await analyst.ContentAsync()).ShouldNotContain(Name);
        (await ExportAsync(analyst)).ShouldContain("Marché de Kéléma");
        await analyst.GotoAsync("/cases");
        (await analyst.Locator("main").InnerTextAsync()).ShouldNotContain("CASE-");
        await analyst.Context.CloseAsync();

        var partner = await app.SignInAsync("ngo");
        (await partner.GotoAsync(incident))!.Status.ShouldBe(404);
        foreach (var path in new[] { "/incidents", "/trends", "/map", "/now", "/search?q=Marché" })
        {
            await partner.GotoAsync(path);
            (await partner.Locator("main").InnerTextAsync()).ShouldNotContain("Marché de", Case.Sensitive, path);
        }
        await partner.Context.CloseAsync();
    }

    private async Task WithdrawAsync(StoryApp app, string incident, string source)
    {
        var page = await app.SignInAsync("duty");
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
        var analyst = await app.SignInAsync("jmac");
        (await analyst.GotoAsync(incident))!.Status.ShouldBe(404);
        await analyst.Context.CloseAsync();
    }

    /// <summary>One asks, another confirms; the certificate says so.</summary>
    private async Task ShredAsync(StoryApp app, string source)
    {
        var first = await app.SignInAsync("rights");
        await first.GotoAsync(source);
        await first.Locator("a[href^='/destruction/new']").ClickAsync();
        await first.Locator("input[name=reason]").First.CheckAsync();
        await first.Locator("form[action='/destruction/new'] button").ClickAsync();
        await first.Locator("main a[href^='/destruction/']").First.WaitForAsync();
        await first.Context.CloseAsync();
        var second = await app.SignInAsync("second");
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

    private static async Task<string> ExportAsync(IPage page)
    {
        var answer = await page.APIRequest.GetAsync(
            new Uri(new Uri(page.Url), "/incidents/export?format=csv").ToString()
        );
        answer.Status.ShouldBe(200);
        return await answer.TextAsync();
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
}
