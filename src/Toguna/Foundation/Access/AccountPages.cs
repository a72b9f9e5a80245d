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
    /// <summary>Name of the field that asks for the password before a token is made.</summary>
    private const string TokenConfirmation = "token-current";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/account").RequireAuthorization();
        pages.MapGet("", ShowAsync);
        pages.MapPost("/password", PasswordAsync);
        SecondStepPages.Map(pages);
        pages.MapPost("/everywhere", EverywhereAsync);
        pages.MapPost("/tokens", MakeTokenAsync);
        pages.MapPost("/tokens/{id:guid}/revoke", RevokeAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, UserManager<User> users, ApiTokens tokens) =>
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
            var changed = await accounts.ChangeAsync(
                user.Id.ToString(),
                "user.password_set",
                user,
                [() => users.ChangePasswordAsync(user, current ?? "", password ?? "")]
            );
            problems = changed.Succeeded ? [] : AccessProblems.Of(changed, user.UserName!);
            if (problems.Any(p => p.Name == "password_wrong"))
            {
                // Whoever sits at an open session cannot try passwords for ever either.
                await accounts.RefusedAsync(user);
            }
        }
        if (problems.Count > 0)
        {
            return Page(await ModelAsync(http, users, tokens) with { Problems = problems }, 422);
        }
        await signIn.RefreshSignInAsync(user);
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> EverywhereAsync(
        HttpContext http,
        UserManager<User> users,
        SignInManager<User> signIn,
        Accounts accounts
    )
    {
        var user = await UserAsync(http, users);
        await accounts.MustAsync(
            user.Id.ToString(),
            "sign_out.everywhere",
            user,
            [() => users.UpdateSecurityStampAsync(user)]
        );
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> MakeTokenAsync(
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        ApiTokens tokens,
        IFormCollection form
    )
    {
        var user = await UserAsync(http, users);
        // A token outlives the session: an open browser alone must not be enough to take one away.
        var problems = await accounts.ConfirmAsync(user, form[TokenConfirmation], TokenConfirmation);
        if (problems.Count > 0)
        {
            return Page(await ModelAsync(http, users, tokens) with { Problems = problems }, 422);
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

    internal static async Task<User> UserAsync(HttpContext http, UserManager<User> users) =>
        await users.GetUserAsync(http.User) ?? throw FoundationProblems.NotFound("account").Raise();

    internal static async Task<AccountModel> ModelAsync(HttpContext http, UserManager<User> users, ApiTokens tokens)
    {
        var user = await UserAsync(http, users);
        var caller = Caller.Of(http)!;
        return new AccountModel
        {
            Name = user.UserName!,
            Roles = caller.Roles,
            MayGrant = caller.May(Permission.Grant),
            SecondStep = user.TwoFactorEnabled,
            CodesLeft = user.TwoFactorEnabled ? await users.CountRecoveryCodesAsync(user) : 0,
            Passkeys = [.. await users.GetPasskeysAsync(user)],
            Tokens = await tokens.OfAsync(user.Id),
            Scopes = ApiTokens.ScopesOf(caller),
        };
    }

    internal static IResult Page(AccountModel model, int status = 200) =>
        new RazorComponentResult<AccountPage>(new { Model = model }) { StatusCode = status };
}

public sealed record AccountModel
{
    public required string Name { get; init; }
    public required IReadOnlySet<Role> Roles { get; init; }
    public bool MayGrant { get; init; }
    public bool SecondStep { get; init; }
    public int CodesLeft { get; init; }
    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; init; } = [];
    public IReadOnlyList<ApiToken> Tokens { get; init; } = [];

    /// <summary>What a token of this person can be for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Just made; shown this once.</summary>
    public string? NewToken { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
