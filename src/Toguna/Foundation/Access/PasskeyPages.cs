using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Language;

namespace Toguna.Foundation.Access;

/// <summary>Passkeys: a key that stays on the person's device opens, with their finger or their device's code, and no password.</summary>
/// <remarks>Browsers offer them on HTTPS and on <c>localhost</c> only. A passkey that verified its person is both steps in one.</remarks>
/// <seealso href="https://www.w3.org/TR/webauthn-3/">Web Authentication, level 3</seealso>
internal static class PasskeyPages
{
    private const int MostOfOnePerson = 10;
    private const int LongestName = 60;
    private const int LongestAnswer = 32_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/passkeys/options", CreationOptionsAsync).RequireAuthorization();
        routes.MapPost("/account/passkeys", AddAsync).RequireAuthorization();
        routes.MapPost("/account/passkeys/remove", RemoveAsync).RequireAuthorization();
        routes
            .MapPost("/sign-in/passkey/options", RequestOptionsAsync)
            .AllowAnonymous()
            .RequireRateLimiting(AccessServices.SignInLimit);
        routes
            .MapPost("/sign-in/passkey", SignInAsync)
            .AllowAnonymous()
            .RequireRateLimiting(AccessServices.SignInLimit);
    }

    private static async Task<IResult> CreationOptionsAsync(
        HttpContext http,
        UserManager<User> users,
        SignInManager<User> signIn
    )
    {
        var user = await UserAsync(http, users);
        var options = await signIn.MakePasskeyCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = user.Id.ToString(),
                Name = user.UserName!,
                DisplayName = user.UserName!,
            }
        );
        return Results.Content(options, "application/json");
    }

    private static async Task<IResult> AddAsync(
        HttpContext http,
        UserManager<User> users,
        SignInManager<User> signIn,
        Accounts accounts,
        [FromForm] string? credential,
        [FromForm] string? name
    )
    {
        var user = await UserAsync(http, users);
        if ((await users.GetPasskeysAsync(user)).Count >= MostOfOnePerson || IsOdd(credential))
        {
            throw AccessProblems.PasskeyRefused().Raise();
        }
        var made = await signIn.PerformPasskeyAttestationAsync(credential!);
        if (!made.Succeeded)
        {
            throw AccessProblems.PasskeyRefused().Raise();
        }
        made.Passkey.Name = Cut(name);
        await users.AddOrUpdatePasskeyAsync(user, made.Passkey);
        await accounts.NoteAsync(user.Id.ToString(), "user.passkey_added", user);
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        [FromForm] string? id
    )
    {
        var user = await UserAsync(http, users);
        // Only among the person's own: somebody else's id finds nothing.
        var passkey = (await users.GetPasskeysAsync(user)).FirstOrDefault(p => IdOf(p) == id);
        if (passkey is null)
        {
            throw FoundationProblems.NotFound("passkey").Raise();
        }
        await users.RemovePasskeyAsync(user, passkey.CredentialId);
        await accounts.NoteAsync(user.Id.ToString(), "user.passkey_removed", user);
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> RequestOptionsAsync(SignInManager<User> signIn) =>
        Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    private static async Task<IResult> SignInAsync(
        UserManager<User> users,
        SignInManager<User> signIn,
        Accounts accounts,
        [FromForm] string? credential,
        [FromForm] string? back
    )
    {
        if (IsOdd(credential))
        {
            throw AccessProblems.PasskeyRefused().Raise();
        }
        var shown = await signIn.PerformPasskeyAssertionAsync(credential!);
        if (!shown.Succeeded || shown.User.Disabled || await users.IsLockedOutAsync(shown.User))
        {
            await accounts.NoteAsync("sign_in.failed", "user:unknown", new { by = "passkey" });
            throw AccessProblems.PasskeyRefused().Raise();
        }
        await users.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey);
        await signIn.SignInAsync(shown.User, isPersistent: false, "passkey");
        await accounts.NoteAsync(shown.User.Id.ToString(), "sign_in.done", shown.User, new { by = "passkey" });
        return Results.LocalRedirect(Languages.IsLocal(back) ? back! : "/");
    }

    /// <summary>As it stands in the page's form.</summary>
    public static string IdOf(UserPasskeyInfo passkey) => Convert.ToHexStringLower(passkey.CredentialId);

    private static bool IsOdd(string? credential) =>
        string.IsNullOrWhiteSpace(credential) || credential.Length > LongestAnswer || credential[0] != '{';

    private static string Cut(string? name) =>
        name?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : "Passkey";

    private static async Task<User> UserAsync(HttpContext http, UserManager<User> users) =>
        await users.GetUserAsync(http.User) ?? throw FoundationProblems.NotFound("account").Raise();
}
