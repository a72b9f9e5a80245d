using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Design;

namespace Toguna.Foundation.Access;

/// <summary>Whose role needs a second step is led to its set-up, and nothing else opens until it is done.</summary>
/// <remarks>
/// A session that a passkey opened has both steps in it. Asked of the account at each request, not of the session: turned off elsewhere, it closes here at once. A sample
/// installation holds nothing to protect, and its password is printed.
/// </remarks>
internal static class SecondStepDoor
{
    private const string SetUp = "/account/second";

    public static void UseSecondStepDoor(this IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                if (IsOpen(http) || await HasSecondStepAsync(http))
                {
                    await next();
                }
                else if (HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api"))
                {
                    http.Response.Redirect(SetUp);
                }
                else
                {
                    http.Response.StatusCode = StatusCodes.Status403Forbidden;
                }
            }
        );

    private static bool IsOpen(HttpContext http) =>
        http.Request.Path == SetUp
        || http.Request.Path == "/sign-out"
        // Another way to a second step; it asks for the password again.
        || http.Request.Path == PasskeyPages.Add
        || http.Request.Path == PasskeyPages.Add + "/options"
        || http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || Caller.Of(http)?.Roles.Any(Policy.NeedsSecondStep) != true
        || http.RequestServices.GetRequiredService<Installation>().IsSample;

    private static async Task<bool> HasSecondStepAsync(HttpContext http)
    {
        var users = http.RequestServices.GetRequiredService<UserManager<User>>();
        return await users.GetUserAsync(http.User) is { } user
            && (user.TwoFactorEnabled || await PasskeyPages.OpenedAsync(http, users, user));
    }
}
