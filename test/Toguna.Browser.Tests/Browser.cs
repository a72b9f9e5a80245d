using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Toguna.Foundation.Access;
using Toguna.Foundation.Storage;

namespace Toguna.Browser.Tests;

/// <summary>The sample mission served on a free port, and a Chromium that looks at it; shared by all tests of the project.</summary>
/// <remarks>
/// Chromium is named by <c>TOGUNA_CHROMIUM</c> or found at its usual place; without one the tests are skipped with the
/// reason, and with <c>TOGUNA_REQUIRE_ALL=1</c> they fail.
/// </remarks>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("toguna-browser-").FullName;
    private WebApplication? app;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private readonly Dictionary<string, string> states = [];
    private readonly ConcurrentDictionary<
        (int Width, ColorScheme Theme, string Language, string? User),
        Lazy<Task<Look>>
    > looks = new();

    public string Address => app!.Urls.First();

    /// <summary>The same by the name that passkeys accept without HTTPS.</summary>
    public string LocalAddress => Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public string DataFolder => folder;

    /// <summary>A source whose name is sealed.</summary>
    public Guid SealedSource { get; private set; }

    /// <summary>Address of a case that the human-rights officer of the sample keeps.</summary>
    public string Case { get; private set; } = "";

    /// <summary>Address of an alert that is being acted on.</summary>
    public string Alert { get; private set; } = "";

    /// <summary>Addresses of an alert that is over, of a kept copy of the rate, and of the form of a rotation.</summary>
    public (string Closed, string Kept, string Rotation) Learned { get; private set; } = ("", "", "");

    /// <summary>Of every sample user.</summary>
    public string Passphrase { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Chromium() is not { } chromium)
        {
            return;
        }
        var options = new ServerOptions
        {
            DataFolder = folder,
            Urls = "http://127.0.0.1:0",
            Sample = true,
            Ticks = false,
        };
        app = await Server.BuildAsync(options);
        var users = await SampleUsers.EnsureAsync(app.Services);
        Passphrase = users.Passphrase;
        SealedSource = await SealedSample.MakeAsync(app.Services, folder);
        await ChannelSample.MakeAsync(app.Services.GetRequiredService<Database>());
        await app.StartAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = chromium,
                Args = ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-background-networking"],
            }
        );
        foreach (var name in new[] { "admin", "analyst", "rights" })
        {
            states[name] = await SignInAsync(name, users.Passphrase);
        }
        var officer = await OpenAsync(1440, ColorScheme.Light, "en", "rights");
        Case = await CaseSample.MakeAsync(officer, app.Services.GetRequiredService<Database>());
        Learned = await AlertSample.LearnAsync(officer, await AlertSample.MakeAsync(officer));
        Alert = await AlertSample.MakeAsync(officer);
        await MovementSample.MakeAsync(officer);
        await officer.Context.CloseAsync();
    }

    /// <summary>A page of the given width, theme and language, of one of the sample's users; null: a stranger.</summary>
    public async Task<IPage> OpenAsync(
        int width,
        ColorScheme theme,
        string language,
        string? user = "analyst",
        bool script = true,
        bool touch = false
    )
    {
        Assert.SkipUnless(
            browser is not null || Required,
            "Chromium: TOGUNA_CHROMIUM names none and none is installed"
        );
        Assert.NotNull(browser);
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = Address,
                ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 780 : 900 },
                ColorScheme = theme,
                Locale = language,
                JavaScriptEnabled = script,
                HasTouch = touch,
                IsMobile = touch,
                StorageState = user is null ? null : states[user],
            }
        );
        return await context.NewPageAsync();
    }

    /// <summary>One kept page of that width, theme and language, for tests that only look: what it has loaded stays loaded.</summary>
    public Task<Look> LookAsync(int width, ColorScheme theme, string language, string? user = "analyst") =>
        looks
            .GetOrAdd(
                (width, theme, language, user),
                k => new(async () => new Look(await OpenAsync(k.Width, k.Theme, k.Language, k.User)))
            )
            .Value;

    /// <summary>A page of a stranger at another installation.</summary>
    public async Task<IPage> OpenAtAsync(string address, int width, string language)
    {
        Assert.SkipUnless(
            browser is not null || Required,
            "Chromium: TOGUNA_CHROMIUM names none and none is installed"
        );
        Assert.NotNull(browser);
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = address,
                ViewportSize = new ViewportSize { Width = width, Height = 800 },
                Locale = language,
            }
        );
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
        playwright?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static bool Required => Environment.GetEnvironmentVariable("TOGUNA_REQUIRE_ALL") == "1";

    private static string? Chromium() =>
        Environment.GetEnvironmentVariable("TOGUNA_CHROMIUM") is { Length: > 0 } named
            ? named
            : Array.Find(Places, File.Exists);

    /// <summary>Signs in through the page, as a person does; returns the cookies for the other contexts.</summary>
    private async Task<string> SignInAsync(string name, string passphrase)
    {
        await using var context = await browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Address });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.Locator("input[name=name]").FillAsync(name);
        await page.Locator("input[name=password]").FillAsync(passphrase);
        await page.Locator("main button[type=submit]").First.ClickAsync();
        await page.Locator("nav.nav").WaitForAsync();
        return await context.StorageStateAsync();
    }
}

/// <summary>A page that goes from address to address, and what the browser complained of at the last one.</summary>
public sealed partial class Look
{
    private readonly List<string> complaints = [];

    public Look(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            // A page that is not there says so by its status; the browser repeats that as an error.
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => complaints;

    /// <param name="path">
    /// An address, or "first of " and the address of a list: the page that its first link leads to; or that the first
    /// leads to that a selector fits: "first [href$=certificate] of /destruction".
    /// </param>
    public async Task<IResponse> GoAsync(string path)
    {
        if (FirstOf().Match(path) is { Success: true } first)
        {
            await Page.GotoAsync(first.Groups["list"].Value);
            path = (await Page.Locator("main tbody a" + first.Groups["which"].Value).First.GetAttributeAsync("href"))!;
        }
        complaints.Clear();
        return (await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load }))!;
    }

    [GeneratedRegex(@"^first (?:(?<which>\S+) )?of (?<list>.+)$")]
    private static partial Regex FirstOf();
}

[CollectionDefinition("browser")]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>;
