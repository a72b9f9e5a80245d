using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Toguna.Analyse;
using Toguna.Desk;
using Toguna.Desk.Sample;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Audit;
using Toguna.Foundation.Design;
using Toguna.Foundation.Jobs;
using Toguna.Foundation.Language;
using Toguna.Foundation.Messages;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;
using Toguna.Foundation.Storage.Backups;
using Toguna.Gather;
using Toguna.Gather.Imports;
using Toguna.Gather.TextMessages;
using Toguna.Learn;
using Toguna.Mandate;
using Toguna.Record;
using Toguna.Respond;
using Toguna.Warn;

namespace Toguna;

/// <summary>How an installation is started.</summary>
public sealed record ServerOptions
{
    /// <summary>Folder of the database, keys, uploads and rejects files. Made when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Npgsql connection string; null: SQLite in the data folder.</summary>
    public string? Connection { get; init; }

    /// <summary>Where to listen; several are separated by semicolons.</summary>
    public string Urls { get; init; } = "http://localhost:5080";

    /// <summary>Names under which it answers beside <c>localhost</c> and those in <see cref="Urls"/>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Administrators and human-rights officers may do without a second step; for tests only, no option sets it.</summary>
    public bool SecondStepOptional { get; init; }

    /// <summary>Rounds of PBKDF2 with SHA-512 for a password, as OWASP advises; fewer for tests only, no option sets it.</summary>
    public int PasswordRounds { get; init; } = 210_000;

    /// <summary>How long the other side of a channel has to answer; shorter for tests only, no option sets it.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Load the sample mission before the first page, if it is not there: invented country, marked on every page.</summary>
    public bool Sample { get; init; }

    /// <summary>Looks by itself for what is due: escalations, messages. Off for tests that keep their own clock, no option sets it.</summary>
    public bool Ticks { get; init; } = true;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Builds the whole program: storage brought up to date, services, pages. The host only starts it.</summary>
public static class Server
{
    /// <summary>Bytes of an address: 10,000 letters of any script, each of them nine bytes there.</summary>
    private const int LongestAddress = 96 * 1024;

    public static async Task<WebApplication> BuildAsync(ServerOptions options, CancellationToken ct = default)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ApplicationName = "toguna", ContentRootPath = AppContext.BaseDirectory }
        );
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            // A search that is far too long still gets a page that says so, and keeps the rest of its filter.
            k.Limits.MaxRequestLineSize = LongestAddress;
        });
        builder
            .Logging.ClearProviders()
            .AddSimpleConsole(c => c.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            // The keys lie in the owner's private folder beside the audit key; saying so at every start teaches nobody.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        // A start that fails is thrown and answered by the command line; its stack is nothing for a terminal.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        AddServices(builder.Services, options);
        builder.Services.AddHostedService(s => s.GetRequiredService<ImportWorker>());
        builder.Services.AddHostedService<LockWatch>();
        builder.Services.AddRecordInMemory();
        if (options.Ticks)
        {
            builder.Services.AddSchedule(options.DataFolder, options.Connection);
        }
        var app = builder.Build();
        await PrepareAsync(app.Services, ct);
        if (options.Sample)
        {
            await SampleMission.LoadAsync(app.Services, ct: ct);
        }
        Map(app);
        return app;
    }

    /// <summary>Everything but the pages: what the command line needs as well.</summary>
    public static IServiceCollection AddServices(IServiceCollection services, ServerOptions options)
    {
        TimeProvider clock = new MissionClock(options.Clock);
        return services
            .AddSingleton(options)
            .AddSingleton(clock)
            .AddSingleton(_ => new Database(options.DataFolder, options.Connection, clock))
            .AddSingleton(_ => new KeyFolder(options.DataFolder))
            .AddSingleton<AuditLog>()
            .AddSealing()
            .AddMessages(options.SendTimeout)
            .AddSingleton<Backup>()
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
            .AddRazorComponents()
            .Services.AddAntiforgery()
            .AddLocalization()
            .AddHttpContextAccessor()
            .AddSingleton<Installation>()
            .AddSingleton<AssetPaths>()
            .AddAccess(options.DataFolder, options.PasswordRounds)
            .AddOpenApi()
            .AddMandate()
            .AddGather()
            .AddRecord()
            .AddAnalyse()
            .AddWarn()
            .AddRespond()
            .AddLearn()
            .AddDesk();
    }

    /// <summary>Brings the database up to date, checks that its keys are there, and ends what a crash has cut off.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken ct = default)
    {
        var database = services.GetRequiredService<Database>();
        await Migrator.ApplyAsync(database, ct);
        await LateIndexes.BuildAsync(database, ct);
        services.GetRequiredService<Installation>().KeepTime();
        await GatherStage.PrepareAsync(database, ct);
        await AuditLog.DemandKeyAsync(database, services.GetRequiredService<KeyFolder>(), ct);
        var office = services.GetRequiredService<OfficeLock>();
        office.Finish();
        if (!office.IsLocked)
        {
            await services.GetRequiredService<ShredSubject>().FinishAsync(ct);
        }
    }

    private static void Map(WebApplication app)
    {
        var options = app.Services.GetRequiredService<ServerOptions>();
        app.UseSecurityHeaders();
        app.UseLanguages();
        app.UseProblemPages();
        app.UseKnownHosts(options.Urls, options.Hosts);
        app.UseRouting();
        app.UseLockDoor();
        app.UseAuthentication();
        Standing.Use(app);
        app.UseRateLimiter();
        if (!options.SecondStepOptional)
        {
            app.UseSecondStepDoor();
        }
        app.UseAuthorization();
        app.UseHeavyForms();
        app.UseAntiforgery();
        app.UseFormTokens();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/health", () => Results.Text("ok")).AllowAnonymous();
        app.MapLanguages();
        app.MapDesign();
        app.MapOpenApi("/api/openapi.json").Needs(Permission.Read);
        SignInPages.Map(app);
        AccountPages.Map(app);
        PasskeyPages.Map(app);
        AdministrationPages.Map(app);
        app.MapSealing();
        app.MapMessages();
        GrantPages.Map(app);
        app.MapMandate();
        app.MapGather();
        app.MapRecord();
        app.MapAnalyse();
        app.MapWarn();
        app.MapRespond();
        app.MapLearn();
        app.MapDesk();
    }
}
