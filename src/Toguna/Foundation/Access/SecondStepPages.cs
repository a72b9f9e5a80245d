using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Foundation.Access;

/// <summary>A person's second step: set up with an authenticator, turned off, new recovery codes.</summary>
internal static class SecondStepPages
{
    /// <summary>Name of the field that asks for the password again.</summary>
    private const string Confirmation = "second-current";
    private const int RecoveryCodes = 10;

    private static readonly SemaphoreSlim FirstLook = new(1, 1);

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/second", SetupAsync);
        pages.MapPost("/second", TurnOnAsync);
        pages.MapPost("/second/off", TurnOffAsync);
        pages.MapPost("/second/codes", NewCodesAsync);
    }

    private static async Task<IResult> SetupAsync(HttpContext http, UserManager<User> users, IUserStore<User> store)
    {
        var user = await AccountPages.UserAsync(http, users);
        return user.TwoFactorEnabled
            ? Results.LocalRedirect("/account")
            : Page(await ModelAsync(http, users, store, user));
    }

    private static async Task<IResult> TurnOnAsync(
        HttpContext http,
        UserManager<User> users,
        IUserStore<User> store,
        SignInManager<User> signIn,
        Accounts accounts,
        TimeProvider clock,
        [FromForm] string? code
    )
    {
        var user = await AccountPages.UserAsync(http, users);
        if (user.TwoFactorEnabled)
        {
            return Results.LocalRedirect("/account");
        }
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (Totp.Accept(key, code, user.LastTotpStep, MissionClock.Outside(clock).GetUtcNow()) is not { } step)
        {
            // The key stays: the person has scanned it and only mistyped, or the clock of the telephone is off.
            var model = await ModelAsync(http, users, store, user);
            return Page(model with { Problems = [AccessProblems.CodeRefused().At("code")] }, 422);
        }
        user.LastTotpStep = step;
        string[] codes = [];
        await accounts.MustAsync(
            user.Id.ToString(),
            "user.second_step_on",
            user,
            [
                () => users.SetTwoFactorEnabledAsync(user, true),
                async () =>
                {
                    codes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];
                    return IdentityResult.Success;
                },
            ]
        );
        await signIn.RefreshSignInAsync(user);
        return Page(codes);
    }

    private static async Task<IResult> TurnOffAsync(
        HttpContext http,
        UserManager<User> users,
        SignInManager<User> signIn,
        Accounts accounts,
        ApiTokens tokens,
        [FromForm(Name = Confirmation)] string? password
    )
    {
        var user = await AccountPages.UserAsync(http, users);
        var problems = await accounts.ConfirmAsync(user, password, Confirmation);
        if (problems.Count > 0)
        {
            return AccountPages.Page(
                await AccountPages.ModelAsync(http, users, tokens) with
                {
                    Problems = problems,
                },
                422
            );
        }
        await accounts.MustAsync(
            user.Id.ToString(),
            "user.second_step_off",
            user,
            [() => users.SetTwoFactorEnabledAsync(user, false), () => users.ResetAuthenticatorKeyAsync(user)]
        );
        // Both changed the security stamp; without this the person's own session would end with the next request.
        await signIn.RefreshSignInAsync(user);
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> NewCodesAsync(
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        ApiTokens tokens,
        [FromForm(Name = Confirmation)] string? password
    )
    {
        var user = await AccountPages.UserAsync(http, users);
        if (!user.TwoFactorEnabled)
        {
            return Results.LocalRedirect("/account");
        }
        var problems = await accounts.ConfirmAsync(user, password, Confirmation);
        if (problems.Count > 0)
        {
            return AccountPages.Page(
                await AccountPages.ModelAsync(http, users, tokens) with
                {
                    Problems = problems,
                },
                422
            );
        }
        string[] codes = [];
        await accounts.MustAsync(
            user.Id.ToString(),
            "user.recovery_codes_made",
            user,
            [
                async () =>
                {
                    codes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];
                    return IdentityResult.Success;
                },
            ]
        );
        return Page(codes);
    }

    /// <summary>The key to scan; made at the first look, the same at every other.</summary>
    private static async Task<SecondModel> ModelAsync(
        HttpContext http,
        UserManager<User> users,
        IUserStore<User> store,
        User user
    )
    {
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrEmpty(key))
        {
            key = await MakeKeyAsync(http, users, store, user);
        }
        var label = Uri.EscapeDataString($"{user.UserName}@{http.Request.Host.Host}");
        return new SecondModel
        {
            Key = key,
            Address = $"otpauth://totp/Toguna:{label}?secret={key}&issuer=Toguna",
            Needed = Caller.Of(http)!.Roles.Any(Policy.NeedsSecondStep),
        };
    }

    /// <summary>Two first looks at once, one after the other: the first makes the key, both show it.</summary>
    private static async Task<string> MakeKeyAsync(
        HttpContext http,
        UserManager<User> users,
        IUserStore<User> store,
        User user
    )
    {
        await FirstLook.WaitAsync(http.RequestAborted);
        try
        {
            // What the other look wrote is not in what this one has read.
            http.RequestServices.GetRequiredService<AccessDb>().ChangeTracker.Clear();
            user = await AccountPages.UserAsync(http, users);
            var key = await users.GetAuthenticatorKeyAsync(user);
            if (string.IsNullOrEmpty(key))
            {
                // By the store: the manager's reset would change the security stamp and end every session of the person.
                key = users.GenerateNewAuthenticatorKey();
                await ((IUserAuthenticatorKeyStore<User>)store).SetAuthenticatorKeyAsync(
                    user,
                    key,
                    http.RequestAborted
                );
                await users.UpdateAsync(user);
            }
            return key;
        }
        finally
        {
            FirstLook.Release();
        }
    }

    private static IResult Page(string[] codes) => new RazorComponentResult<CodesPage>(new { Codes = codes });

    private static IResult Page(SecondModel model, int status = 200) =>
        new RazorComponentResult<SecondPage>(new { Model = model }) { StatusCode = status };
}

public sealed record SecondModel
{
    public required string Key { get; init; }
    public required string Address { get; init; }

    /// <summary>The person's role opens nothing without it.</summary>
    public bool Needed { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
