using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Toguna.Foundation.Access;

/// <summary>What a person can do with their own account: password, second step, sessions, tokens.</summary>
internal static class AccountPages
{
    private const int RecoveryCodes = 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/account").RequireAuthorization();
        pages.MapGet("", ShowAsync);
        pages.MapPost("/password", PasswordAsync);
        pages.MapGet("/second", SetupAsync);
        pages.MapPost("/second", TurnOnAsync);
        pages.MapPost("/second/off", TurnOffAsync);
        pages.MapPost("/second/codes", NewCodesAsync);
        pages.MapPost("/everywhere", EverywhereAsync);
        pages.MapPost("/tokens", MakeTokenAsync);
        pages.MapPost("/tokens/{id:guid}/revoke", RevokeAsync);
    }

    private static async Task<RazorComponentResult> ShowAsync(HttpContext http, UserManager<User> users, ApiTokens tokens) =>
        Page(await ModelAsync(http, users, tokens));

    private static async Task<IResult> PasswordAsync(
        HttpContext http,
        UserManager<User> users,
        SignInManager<User> signIn,
        Accounts accounts,
        ApiTokens tokens,
        [FromForm] string? current,
        [FromForm] string? password,
        [FromForm] string? again
    )
    {
        var user = await UserAsync(http, users);
        IReadOnlyList<Problem> problems = [];
        if (password != again)
        {
            problems = [AccessProblems.PasswordsDiffer()];
        }
        else if (await users.IsLockedOutAsync(user))
        {
            problems = [AccessProblems.PasswordWrong()];
        }
        else
        {
            var changed = await users.ChangePasswordAsync(user, current ?? "", password ?? "");
            problems = changed.Succeeded ? [] : AccessProblems.Of(changed, user.UserName!);
            if (problems.Any(p => p.Name == "password_wrong"))
            {
                // Whoever sits at an open session cannot try passwords for ever either.
                await users.AccessFailedAsync(user);
            }
        }
        if (problems.Count > 0)
        {
            return Page(await ModelAsync(http, users, tokens) with { Problems = problems }, 422);
        }
        await signIn.RefreshSignInAsync(user);
        await accounts.NoteAsync(user.Id.ToString(), "user.password_set", user);
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> SetupAsync(HttpContext http, UserManager<User> users, SignInManager<User> signIn)
    {
        var user = await UserAsync(http, users);
        // A page that is only looked at changes nothing for who has a second step: it is turned off first, on purpose.
        return user.TwoFactorEnabled
            ? Results.LocalRedirect("/account")
            : Page(await SecondAsync(users, signIn, user, http.Request.Host.Host));
    }

    private static async Task<IResult> TurnOnAsync(
        HttpContext http,
        UserManager<User> users,
        SignInManager<User> signIn,
        Accounts accounts,
        TimeProvider clock,
        [FromForm] string? code
    )
    {
        var user = await UserAsync(http, users);
        if (user.TwoFactorEnabled)
        {
            return Results.LocalRedirect("/account");
        }
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (Totp.Accept(key, code, user.LastTotpStep, clock.GetUtcNow()) is not { } step)
        {
            var model = await SecondAsync(users, signIn, user, http.Request.Host.Host);
            return Page(model with { Problems = [AccessProblems.CodeRefused().At("code")] }, 422);
        }
        user.LastTotpStep = step;
        await users.SetTwoFactorEnabledAsync(user, true);
        await signIn.RefreshSignInAsync(user);
        await accounts.NoteAsync(user.Id.ToString(), "user.second_step_on", user);
        return await CodesAsync(users, user);
    }

    private static async Task<IResult> TurnOffAsync(
        HttpContext http,
        UserManager<User> users,
        SignInManager<User> signIn,
        Accounts accounts,
        ApiTokens tokens,
        [FromForm] string? current
    )
    {
        var user = await UserAsync(http, users);
        if (!await ProvesAsync(users, user, current))
        {
            return Page(await ModelAsync(http, users, tokens) with { Problems = [AccessProblems.PasswordWrong()] }, 422);
        }
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        await signIn.RefreshSignInAsync(user);
        await accounts.NoteAsync(user.Id.ToString(), "user.second_step_off", user);
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> NewCodesAsync(
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        ApiTokens tokens,
        [FromForm] string? current
    )
    {
        var user = await UserAsync(http, users);
        if (!await ProvesAsync(users, user, current))
        {
            return Page(await ModelAsync(http, users, tokens) with { Problems = [AccessProblems.PasswordWrong()] }, 422);
        }
        await accounts.NoteAsync(user.Id.ToString(), "user.recovery_codes_made", user);
        return await CodesAsync(users, user);
    }

    private static async Task<IResult> EverywhereAsync(
        HttpContext http,
        UserManager<User> users,
        SignInManager<User> signIn,
        Accounts accounts
    )
    {
        var user = await UserAsync(http, users);
        await users.UpdateSecurityStampAsync(user);
        await signIn.SignOutAsync();
        await accounts.NoteAsync(user.Id.ToString(), "sign_out.everywhere", user);
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> MakeTokenAsync(
        HttpContext http,
        UserManager<User> users,
        ApiTokens tokens,
        IFormCollection form
    )
    {
        var user = await UserAsync(http, users);
        if (!await ProvesAsync(users, user, form["current"]))
        {
            return Page(await ModelAsync(http, users, tokens) with { Problems = [AccessProblems.PasswordWrong()] }, 422);
        }
        var token = await tokens.MakeAsync(user.Id, form["name"].ToString(), [.. form["scopes"].OfType<string>()]);
        return Page(await ModelAsync(http, users, tokens) with { NewToken = token });
    }

    private static async Task<IResult> RevokeAsync(Guid id, HttpContext http, UserManager<User> users, ApiTokens tokens)
    {
        var user = await UserAsync(http, users);
        await tokens.RevokeAsync(id, user.Id);
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> CodesAsync(UserManager<User> users, User user)
    {
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);
        return new RazorComponentResult<CodesPage>(new { Codes = codes!.ToArray() });
    }

    /// <summary>Whoever sits at an open session proves to be its owner before a lock is taken off; failures count towards the lock.</summary>
    private static async Task<bool> ProvesAsync(UserManager<User> users, User user, string? password)
    {
        if (!await users.IsLockedOutAsync(user) && await users.CheckPasswordAsync(user, password ?? ""))
        {
            return true;
        }
        await users.AccessFailedAsync(user);
        return false;
    }

    private static async Task<User> UserAsync(HttpContext http, UserManager<User> users) =>
        await users.GetUserAsync(http.User) ?? throw FoundationProblems.NotFound("account").Raise();

    private static async Task<SecondModel> SecondAsync(
        UserManager<User> users,
        SignInManager<User> signIn,
        User user,
        string host
    )
    {
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (string.IsNullOrEmpty(key))
        {
            await users.ResetAuthenticatorKeyAsync(user);
            key = await users.GetAuthenticatorKeyAsync(user);
            // A new key changes the stamp; who is about to scan it must not be signed out meanwhile.
            await signIn.RefreshSignInAsync(user);
        }
        var label = Uri.EscapeDataString($"{user.UserName}@{host}");
        return new SecondModel { Key = key!, Address = $"otpauth://totp/Toguna:{label}?secret={key}&issuer=Toguna" };
    }

    private static async Task<AccountModel> ModelAsync(HttpContext http, UserManager<User> users, ApiTokens tokens)
    {
        var user = await UserAsync(http, users);
        var caller = Caller.Of(http)!;
        return new AccountModel
        {
            Name = user.UserName!,
            Roles = caller.Roles,
            SecondStep = user.TwoFactorEnabled,
            CodesLeft = user.TwoFactorEnabled ? await users.CountRecoveryCodesAsync(user) : 0,
            Tokens = await tokens.OfAsync(user.Id),
            Scopes = ApiTokens.ScopesOf(caller),
        };
    }

    private static RazorComponentResult Page(AccountModel model, int status = 200) =>
        new RazorComponentResult<AccountPage>(new { Model = model }) { StatusCode = status };

    private static RazorComponentResult Page(SecondModel model, int status = 200) =>
        new RazorComponentResult<SecondPage>(new { Model = model }) { StatusCode = status };
}

public sealed record AccountModel
{
    public required string Name { get; init; }
    public required IReadOnlySet<Role> Roles { get; init; }
    public bool SecondStep { get; init; }
    public int CodesLeft { get; init; }
    public IReadOnlyList<ApiToken> Tokens { get; init; } = [];

    /// <summary>What a token of this person can be for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Just made; shown this once.</summary>
    public string? NewToken { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}

public sealed record SecondModel
{
    public required string Key { get; init; }
    public required string Address { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
