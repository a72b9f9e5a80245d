using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Toguna.Foundation;
using Toguna.Foundation.Access;
using Toguna.Foundation.Language;
using Toguna.Foundation.Storage;
using Toguna.Gather.Imports;
using Toguna.Record;
using Toguna.Tests.Foundation;

namespace Toguna.Tests.Record.Incidents;

/// <summary>The pages of the record on real Kestrel and a real database; who asks is said in a header.</summary>
public sealed class IncidentDesk : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;
    private readonly string? connection;

    private IncidentDesk(WebApplication app, string folder, string? connection)
    {
        this.app = app;
        this.folder = folder;
        this.connection = connection;
    }

    public IServiceProvider Services => app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public static async Task<IncidentDesk> StartAsync(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("toguna-desk-").FullName;
        var connection = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        Server.AddServices(builder.Services, new ServerOptions { DataFolder = folder, Connection = connection });
        builder.Services.AddAuthentication(ByHeader.Scheme).AddScheme<AuthenticationSchemeOptions, ByHeader>(ByHeader.Scheme, null);
        builder.Services.AddAuthorization(o =>
        {
            foreach (var permission in Enum.GetValues<Permission>())
            {
                o.AddPolicy(
                    Policy.Name(permission),
                    p => p.RequireAuthenticatedUser().RequireAssertion(c =>
                        Enum.GetValues<Role>().Any(r => Policy.Allows(r, permission) && c.User.IsInRole(r.ToString()))
                    )
                );
            }
        });
        var app = builder.Build();
        await Server.PrepareAsync(app.Services);
        app.UseLanguages();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerAsync });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapRecord();
        await app.StartAsync();
        return new IncidentDesk(app, folder, connection);
    }

    /// <summary>Somebody of that role; follows no redirect, keeps cookies.</summary>
    public HttpClient As(Role role, string language = "en", string name = "")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Add(ByHeader.Header, role.ToString());
        client.DefaultRequestHeaders.Add(ByHeader.NameHeader, name.Length == 0 ? "user-" + role : name);
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return client;
    }

    public async Task ImportGedAsync(string path)
    {
        var imports = Services.GetRequiredService<ImportService>();
        await imports.RunAsync(await imports.QueueAsync("ged", path, Path.GetFileName(path), null, Caller.CommandLine));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (connection is not null)
        {
            await TestPostgres.DropAsync(connection);
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()!.Error;
        http.Response.StatusCode = error is ProblemException refused ? refused.Problem.Status : 500;
        await http.Response.WriteAsync(error is ProblemException p ? p.Problem.Message() : error.ToString());
    }

    private sealed class ByHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        public new const string Scheme = "header";
        public const string Header = "X-Test-Role";
        public const string NameHeader = "X-Test-Name";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Request.Headers.TryGetValue(Header, out var role))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }
            var name = Request.Headers[NameHeader].ToString();
            var identity = new ClaimsIdentity(
                [new Claim(ClaimTypes.Role, role.ToString()), new Claim(ClaimTypes.NameIdentifier, name), new Claim(ClaimTypes.Name, name)],
                Scheme
            );
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme)));
        }
    }
}
