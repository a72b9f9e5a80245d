using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Toguna.Foundation.Design;

namespace Toguna.Foundation.Access;

/// <summary>Whose role needs a second step is led to its set-up, and nothing else opens until it is done.</summary>
/// <remarks>
/// Asked of the account at each request, not of the session: turned off elsewhere, it closes here at once. A sample
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
        || http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || Caller.Of(http)?.Roles.Any(Policy.NeedsSecondStep) != true
        || http.RequestServices.GetRequiredService<Installation>().IsSample;

    private static async Task<bool> HasSecondStepAsync(HttpContext http)
    {
        var user = await http.RequestServices.GetRequiredService<UserManager<User>>().GetUserAsync(http.User);
        return user?.TwoFactorEnabled == true;
    }
}
