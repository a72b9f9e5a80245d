using System.Security.Claims;
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
    /// <summary>How a session that a passkey opened calls itself; the framework would call it one of a password.</summary>
    public const string Method = "passkey";

    /// <summary>Where a passkey is added.</summary>
    public const string Add = "/account/passkeys";

    /// <summary>Names of the fields that ask for the password again.</summary>
    private const string AddConfirmation = "passkey-current";
    private const string RemoveConfirmation = "passkey-remove-current";
    private const int MostOfOnePerson = 10;
    private const int LongestName = 60;
    private const int LongestAnswer = 32_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Add + "/options", CreationOptionsAsync).RequireAuthorization();
        routes.MapPost(Add, AddAsync).RequireAuthorization();
        routes.MapPost(Add + "/remove", RemoveAsync).RequireAuthorization();
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
        ApiTokens tokens,
        [FromForm] string? credential,
        [FromForm] string? name,
        [FromForm(Name = AddConfirmation)] string? password
    )
    {
        var user = await UserAsync(http, users);
        // A passkey outlives the session: an open browser alone must not be enough to leave one behind.
        if (await RefusalAsync(http, users, accounts, tokens, user, password, AddConfirmation) is { } refusal)
        {
            return refusal;
        }
        if ((await users.GetPasskeysAsync(user)).Count >= MostOfOnePerson || IsOdd(credential))
        {
            throw AccessProblems.PasskeyRefused().Raise();
        }
        var made = await Answered(() => signIn.PerformPasskeyAttestationAsync(credential!));
        if (made is not { Succeeded: true })
        {
            throw AccessProblems.PasskeyRefused().Raise();
        }
        made.Passkey.Name = Cut(name);
        await accounts.MustAsync(
            user.Id.ToString(),
            "user.passkey_added",
            user,
            [() => users.AddOrUpdatePasskeyAsync(user, made.Passkey)]
        );
        return Results.LocalRedirect("/account");
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        ApiTokens tokens,
        [FromForm] string? id,
        [FromForm(Name = RemoveConfirmation)] string? password
    )
    {
        var user = await UserAsync(http, users);
        if (await RefusalAsync(http, users, accounts, tokens, user, password, RemoveConfirmation) is { } refusal)
        {
            return refusal;
        }
        // Only among the person's own: somebody else's id finds nothing.
        var passkey = (await users.GetPasskeysAsync(user)).FirstOrDefault(p => IdOf(p) == id);
        if (passkey is null)
        {
            throw FoundationProblems.NotFound("passkey").Raise();
        }
        await accounts.MustAsync(
            user.Id.ToString(),
            "user.passkey_removed",
            user,
            [() => users.RemovePasskeyAsync(user, passkey.CredentialId)]
        );
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
        var shown = await Answered(() => signIn.PerformPasskeyAssertionAsync(credential!));
        if (shown is not { Succeeded: true } || shown.User.Disabled || await users.IsLockedOutAsync(shown.User))
        {
            await accounts.NoteAsync("sign_in.failed", "user:unknown", new { by = "passkey" });
            throw AccessProblems.PasskeyRefused().Raise();
        }
        await users.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey);
        await signIn.SignInAsync(shown.User, isPersistent: false, Method);
        await accounts.NoteAsync(shown.User.Id.ToString(), "sign_in.done", shown.User, new { by = "passkey" });
        return Results.LocalRedirect(Languages.IsLocal(back) ? back! : "/");
    }

    /// <summary>Whether a passkey of the person's opened this session: their device asked for finger, face or code as well.</summary>
    /// <remarks>False as soon as the person has no passkey any more.</remarks>
    public static async Task<bool> OpenedAsync(HttpContext http, UserManager<User> users, User user) =>
        http.User.FindFirst(ClaimTypes.AuthenticationMethod)?.Value == Method
        && (await users.GetPasskeysAsync(user)).Count > 0;

    /// <returns>Null for an answer to a question that was not asked: the framework throws then.</returns>
    private static async Task<T?> Answered<T>(Func<Task<T>> check)
        where T : class
    {
        try
        {
            return await check();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<IResult?> RefusalAsync(
        HttpContext http,
        UserManager<User> users,
        Accounts accounts,
        ApiTokens tokens,
        User user,
        string? password,
        string field
    )
    {
        var problems = await accounts.ConfirmAsync(user, password, field);
        return problems.Count == 0
            ? null
            : AccountPages.Page(
                await AccountPages.ModelAsync(http, users, tokens) with
                {
                    Problems = problems,
                },
                StatusCodes.Status422UnprocessableEntity
            );
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
