using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Toguna.Foundation.Design;
using Toguna.Foundation.Sealing;
using Toguna.Foundation.Storage;

namespace Toguna.Foundation.Access;

/// <summary>Wires accounts, sign-in, the policy and the limits.</summary>
internal static class AccessServices
{
    /// <summary>Name of the limit on attempts to sign in.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>A token under <c>/api</c>, otherwise the cookie of a signed-in person.</summary>
    private const string Either = "either";

    /// <summary>What a session carries beside its claims.</summary>
    private const string LocksItem = "locks";

    internal static readonly TimeSpan Session = TimeSpan.FromHours(12);

    /// <summary>How old the names and roles in a session may be; whether it opens anything is asked with each request.</summary>
    private static readonly TimeSpan Refreshed = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddAccess(this IServiceCollection services, string dataFolder, int passwordRounds)
    {
        services
            .AddSingleton<TokenSeal>()
            .AddSingleton<EndedSessions>()
            .AddSingleton<OpenSessions>()
            .AddSingleton<OneTimeLinks>()
            .AddSingleton<ApiTokens>()
            .AddSingleton(
                new NavItem(90, "administration", "/administration", typeof(AccessText), Permission.Administer)
            )
            .AddSingleton<Grants>()
            .AddScoped<Accounts>()
            .AddDbContext<AccessDb>(
                (s, o) =>
                {
                    var database = s.GetRequiredService<Database>();
                    _ =
                        database.Engine == Engine.Sqlite
                            ? o.UseSqlite(database.ConnectionString)
                            : o.UseNpgsql(database.ConnectionString);
                }
            );
        services
            .AddIdentity<User, IdentityRole<Guid>>(o =>
            {
                o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                // Length is what counts; rules about digits and signs only make people write passwords down.
                o.Password.RequiredLength = 12;
                o.Password.RequireDigit = false;
                o.Password.RequireLowercase = false;
                o.Password.RequireUppercase = false;
                o.Password.RequireNonAlphanumeric = false;
                o.Password.RequiredUniqueChars = 5;
                o.Lockout.MaxFailedAccessAttempts = 5;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                o.User.RequireUniqueEmail = false;
            })
            .AddEntityFrameworkStores<AccessDb>()
            .AddUserStore<SealedUserStore>()
            .AddDefaultTokenProviders();
        services
            .AddAuthentication(o =>
            {
                o.DefaultAuthenticateScheme = Either;
                o.DefaultChallengeScheme = Either;
                o.DefaultForbidScheme = Either;
            })
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(ApiTokens.Scheme, null)
            .AddPolicyScheme(
                Either,
                null,
                o =>
                    o.ForwardDefaultSelector = http =>
                        http.Request.Path.StartsWithSegments("/api")
                        && http.Request.Headers.Authorization.ToString()
                            .StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                            ? ApiTokens.Scheme
                            : IdentityConstants.ApplicationScheme
            );
        services.AddSingleton<PasswordTurns>();
        // A password kept with fewer rounds is kept anew when its person signs in.
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = passwordRounds);
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required";
        });
        services.Configure<SecurityStampValidatorOptions>(o =>
        {
            o.ValidationInterval = Refreshed;
            o.OnRefreshingPrincipal = KeepMethod;
        });
        services.ConfigureApplicationCookie(o =>
        {
            o.Cookie.Name = "toguna.session";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.ExpireTimeSpan = Session;
            o.SlidingExpiration = true;
            o.LoginPath = "/sign-in";
            o.ReturnUrlParameter = "back";
            o.Events = new CookieAuthenticationEvents
            {
                OnSigningIn = NoteLocks,
                OnValidatePrincipal = ValidateAsync,
                OnRedirectToLogin = c => AnswerAsync(c, StatusCodes.Status401Unauthorized),
                OnRedirectToAccessDenied = c =>
                {
                    c.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                },
            };
        });
        services
            .AddDataProtection()
            .SetApplicationName("toguna")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(dataFolder, "keys")));
        services.AddAuthorization(Policy.Register);
        services.AddRateLimiter(Limit);
        return services;
    }

    /// <summary>A page goes to sign-in and comes back, a form that was being written comes back at once; the API says 401.</summary>
    private static async Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> c, int status)
    {
        // What a script asks for is no page to come back to.
        if (c.Request.Path.StartsWithSegments("/api") || c.Request.Headers.ContainsKey("HX-Request"))
        {
            c.Response.StatusCode = status;
        }
        else if (!await KeptForms.TryAnswerAsync(c.HttpContext, status))
        {
            c.Response.Redirect(c.RedirectUri);
        }
    }

    /// <summary>A session has a name, and knows how often the office had been locked when it was opened.</summary>
    private static Task NoteLocks(CookieSigningInContext c)
    {
        c.Properties.Items[LocksItem] = LocksOf(c.HttpContext);
        EndedSessions.Begin(c.Properties);
        return Task.CompletedTask;
    }

    /// <summary>
    /// One question to the database with each request: whoever has signed out, lost a role or the account, or had a grant
    /// revoked is told at the next one, whichever server wrote it down. A lock ends every session.
    /// </summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext c)
    {
        if (
            c.Properties.Items.TryGetValue(LocksItem, out var locks)
            && locks == LocksOf(c.HttpContext)
            && await StandingAsync(c) is { } asked
        )
        {
            c.HttpContext.Features.Set(asked);
            // Asked before its minute is over it changes nothing, and has all of Identity made to find that out.
            if (c.Properties.IssuedUtc is not { } issued || ClockOf(c).GetUtcNow() - issued > Refreshed)
            {
                await SecurityStampValidator.ValidatePrincipalAsync(c);
            }
        }
        else
        {
            c.RejectPrincipal();
            await c.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    /// <returns>Null for a session that opens nothing any more, or is none of ours.</returns>
    private static async Task<StandingOfSession?> StandingAsync(CookieValidatePrincipalContext c)
    {
        var services = c.HttpContext.RequestServices;
        var stampClaim = services
            .GetRequiredService<IOptions<IdentityOptions>>()
            .Value.ClaimsIdentity.SecurityStampClaimType;
        if (
            EndedSessions.NameOf(c.Properties) is not { } session
            || c.Principal?.FindFirstValue(stampClaim) is not { } stamp
            || !Guid.TryParse(c.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var account)
        )
        {
            return null;
        }
        var standing = await services
            .GetRequiredService<OpenSessions>()
            .StandingAsync(new SessionOf(account, stamp, session));
        return standing is null ? null : new StandingOfSession(account, standing);
    }

    private static TimeProvider ClockOf(CookieValidatePrincipalContext c) =>
        c.Options.TimeProvider ?? c.HttpContext.RequestServices.GetRequiredService<TimeProvider>();

    private static string LocksOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<KeyRing>().Locks.ToString(CultureInfo.InvariantCulture);

    /// <summary>The session is made anew each minute; how it was opened stays with it.</summary>
    private static Task KeepMethod(SecurityStampRefreshingPrincipalContext c)
    {
        if (
            c.CurrentPrincipal?.FindFirst(ClaimTypes.AuthenticationMethod) is { } method
            && c.NewPrincipal?.Identity is ClaimsIdentity identity
        )
        {
            identity.AddClaim(new Claim(method.Type, method.Value));
        }
        return Task.CompletedTask;
    }

    private static void Limit(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(
            SignInLimit,
            http =>
                RateLimitPartition.GetFixedWindowLimiter(
                    http.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new FixedWindowRateLimiterOptions { PermitLimit = 30, Window = TimeSpan.FromMinutes(1) }
                )
        );
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            RateLimitPartition.GetTokenBucketLimiter(
                http.User.Identity?.Name ?? http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = 600,
                    TokensPerPeriod = 100,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    AutoReplenishment = true,
                }
            )
        );
    }
}
