using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Language;

namespace Toguna.Foundation.Access;

/// <summary>Sign-in in one or two steps, sign-out, and the one-time links.</summary>
internal static class SignInPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("").AllowAnonymous();
        open.MapGet("/sign-in", (HttpContext http, string? back) => Form(http, new SignInModel { Back = back }));
        open.MapPost("/sign-in", SignInAsync).RequireRateLimiting(AccessServices.SignInLimit);
        open.MapGet("/sign-in/code", (string? back) => Page(new CodeModel { Back = back }));
        open.MapPost("/sign-in/code", CodeAsync).RequireRateLimiting(AccessServices.SignInLimit);
        open.MapGet("/link", LinkAsync).RequireRateLimiting(AccessServices.SignInLimit);
        open.MapPost("/link", UseLinkAsync).RequireRateLimiting(AccessServices.SignInLimit);
        open.MapGet("/leave", LeaveAsync);
        routes.MapPost("/sign-out", SignOutAsync);
    }

    private static IResult Form(HttpContext http, SignInModel model) =>
        Caller.Of(http) is not null
            ? Results.LocalRedirect(Languages.IsLocal(model.Back) ? model.Back! : "/")
            : Page(model);

    private static async Task<IResult> SignInAsync(
        [FromForm] string? name,
        [FromForm] string? password,
        [FromForm] string? back,
        SignInManager<User> signIn,
        UserManager<User> users,
        Accounts accounts,
        PasswordTurns turns,
        CancellationToken ct
    )
    {
        using var turn = await turns.EnterAsync(ct);
        var user = await users.FindByNameAsync((name ?? "").Trim());
        if (user?.PasswordHash is null || user.Disabled || await users.IsLockedOutAsync(user))
        {
            // Nobody checks this password. The same work all the same, so that time does not tell an unknown, closed,
            // invited or locked account from one whose password is only wrong.
            users.PasswordHasher.HashPassword(new User(), password ?? "");
        }
        if (user is null)
        {
            await accounts.NoteAsync("sign_in.failed", "user:unknown");
            return Refused();
        }
        var result = user.Disabled
            ? Microsoft.AspNetCore.Identity.SignInResult.NotAllowed
            : await signIn.PasswordSignInAsync(user, password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
        {
            return Results.LocalRedirect("/sign-in/code?back=" + Uri.EscapeDataString(Local(back)));
        }
        if (!result.Succeeded)
        {
            await accounts.NoteAsync("stranger", result.IsLockedOut ? "sign_in.locked" : "sign_in.failed", user);
            return Refused();
        }
        await accounts.NoteAsync(user.Id.ToString(), "sign_in.done", user, new { by = "password" });
        return Results.LocalRedirect(Local(back));

        IResult Refused() =>
            Page(
                new SignInModel
                {
                    Name = name,
                    Back = back,
                    Problems = [AccessProblems.SignInRefused()],
                },
                422
            );
    }

    private static async Task<IResult> CodeAsync(
        [FromForm] string? code,
        [FromForm] string? back,
        HttpContext http,
        SignInManager<User> signIn,
        UserManager<User> users,
        Accounts accounts,
        TimeProvider clock
    )
    {
        var user = await signIn.GetTwoFactorAuthenticationUserAsync();
        if (user is null || user.Disabled)
        {
            return Results.LocalRedirect("/sign-in");
        }
        var by = await users.IsLockedOutAsync(user) ? null : await CheckAsync(users, user, code, clock);
        if (by is null)
        {
            await users.AccessFailedAsync(user);
            await accounts.NoteAsync("stranger", "sign_in.code_failed", user);
            return Page(new CodeModel { Back = back, Problems = [AccessProblems.CodeRefused().At("code")] }, 422);
        }
        await users.ResetAccessFailedCountAsync(user);
        await signIn.SignInAsync(user, isPersistent: false, by);
        await Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.SignOutAsync(
            http,
            IdentityConstants.TwoFactorUserIdScheme
        );
        await accounts.NoteAsync(user.Id.ToString(), "sign_in.done", user, new { by });
        return Results.LocalRedirect(Local(back));
    }

    /// <returns>What opened: a code of the authenticator, or a recovery code, which is used up; null for neither.</returns>
    private static async Task<string?> CheckAsync(UserManager<User> users, User user, string? code, TimeProvider clock)
    {
        var key = await users.GetAuthenticatorKeyAsync(user);
        if (Totp.Accept(key, code, user.LastTotpStep, MissionClock.Outside(clock).GetUtcNow()) is { } step)
        {
            user.LastTotpStep = step;
            // The concurrency stamp decides a race: of two requests with one code, one is accepted.
            return (await users.UpdateAsync(user)).Succeeded ? "code" : null;
        }
        var recovery = await users.RedeemTwoFactorRecoveryCodeAsync(user, (code ?? "").Trim());
        return recovery.Succeeded ? "recovery-code" : null;
    }

    private static async Task<IResult> LinkAsync(string? token, OneTimeLinks links, UserManager<User> users)
    {
        var link = await links.LookAsync(token);
        if (link is null)
        {
            throw AccessProblems.LinkUsed().Raise();
        }
        var user = link.UserId is { } id ? await users.FindByIdAsync(id.ToString()) : null;
        return Page(
            new LinkModel
            {
                Token = token!,
                Name = user?.UserName,
                IsFirst = link.Purpose == OneTimeLinks.First,
            }
        );
    }

    private static async Task<IResult> UseLinkAsync(
        [FromForm] string? token,
        [FromForm] string? name,
        [FromForm] string? password,
        [FromForm] string? again,
        OneTimeLinks links,
        UserManager<User> users,
        Accounts accounts
    )
    {
        var link = await links.LookAsync(token);
        if (link is null)
        {
            throw AccessProblems.LinkUsed().Raise();
        }
        var user = link.UserId is { } id ? await users.FindByIdAsync(id.ToString()) : null;
        var model = new LinkModel
        {
            Token = token!,
            Name = user?.UserName ?? name,
            IsFirst = link.Purpose == OneTimeLinks.First,
        };
        if (password != again)
        {
            return Page(model with { Problems = [AccessProblems.PasswordsDiffer()] }, 422);
        }
        var problems = user is null
            ? await MakeFirstAsync(accounts, links, token!, name, password)
            : await SetPasswordAsync(users, accounts, links, token!, user, password);
        return problems.Count > 0 ? Page(model with { Problems = problems }, 422) : Results.LocalRedirect("/sign-in");
    }

    private static async Task<IReadOnlyList<Problem>> MakeFirstAsync(
        Accounts accounts,
        OneTimeLinks links,
        string token,
        string? name,
        string? password
    )
    {
        if (await accounts.AnyAsync())
        {
            throw AccessProblems.LinkUsed().Raise();
        }
        var problems = await accounts.CheckAsync(name ?? "", password ?? "");
        if (problems.Count > 0)
        {
            return problems;
        }
        // The link is used up first: of two who post at once, one makes an administrator. Should the program be killed
        // between the two, nobody has an account yet, and the next start prints a new link.
        if (!await links.UseAsync(token))
        {
            throw AccessProblems.LinkUsed().Raise();
        }
        (_, problems) = await accounts.MakeAsync(name ?? "", password ?? "", [Role.Administrator], "system");
        return problems;
    }

    private static async Task<IReadOnlyList<Problem>> SetPasswordAsync(
        UserManager<User> users,
        Accounts accounts,
        OneTimeLinks links,
        string token,
        User user,
        string? password
    )
    {
        foreach (var check in users.PasswordValidators)
        {
            var verdict = await check.ValidateAsync(users, user, password);
            if (!verdict.Succeeded)
            {
                return AccessProblems.Of(verdict, user.UserName!);
            }
        }
        if (!await links.UseAsync(token))
        {
            throw AccessProblems.LinkUsed().Raise();
        }
        await accounts.MustAsync(
            user.Id.ToString(),
            "user.password_set",
            user,
            [
                () => users.RemovePasswordAsync(user),
                () => users.AddPasswordAsync(user, password!),
                // A new password ends whatever sessions the old one had opened, and a lock.
                () => users.UpdateSecurityStampAsync(user),
                () => users.SetLockoutEndDateAsync(user, null),
            ]
        );
        return [];
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext http,
        SignInManager<User> signIn,
        EndedSessions sessions,
        Accounts accounts
    )
    {
        await EndAsync(http, signIn, sessions, accounts);
        return Results.LocalRedirect("/sign-in");
    }

    /// <summary>One touch on a telephone: the session ends, the browser drops what it holds of this place, an empty page is left.</summary>
    /// <remarks>A plain link, so that nothing can be in its way; who is made to follow it from elsewhere loses a session and no more.</remarks>
    private static async Task<IResult> LeaveAsync(
        HttpContext http,
        SignInManager<User> signIn,
        EndedSessions sessions,
        Accounts accounts
    )
    {
        if (Caller.Of(http) is not null)
        {
            await EndAsync(http, signIn, sessions, accounts);
        }
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
        return Results.Content("<!doctype html><title>&#8203;</title>", "text/html; charset=utf-8");
    }

    private static async Task EndAsync(
        HttpContext http,
        SignInManager<User> signIn,
        EndedSessions sessions,
        Accounts accounts
    )
    {
        var caller = Caller.Of(http)!;
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        await sessions.EndAsync(Guid.Parse(caller.Id), session.Properties, AccessServices.Session);
        await signIn.SignOutAsync();
        await accounts.NoteAsync("sign_out", $"user:{caller.Id}");
    }

    private static string Local(string? back) => Languages.IsLocal(back) ? back! : "/";

    private static IResult Page(SignInModel model, int status = 200) =>
        new RazorComponentResult<SignInPage>(new { Model = model }) { StatusCode = status };

    private static IResult Page(CodeModel model, int status = 200) =>
        new RazorComponentResult<CodePage>(new { Model = model }) { StatusCode = status };

    private static IResult Page(LinkModel model, int status = 200) =>
        new RazorComponentResult<LinkPage>(new { Model = model }) { StatusCode = status };
}

public sealed record SignInModel
{
    public string? Name { get; init; }
    public string? Back { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}

public sealed record CodeModel
{
    public string? Back { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}

public sealed record LinkModel
{
    public required string Token { get; init; }
    public string? Name { get; init; }
    public bool IsFirst { get; init; }
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
