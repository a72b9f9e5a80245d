using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Foundation.Access;

/// <summary>Every request that changes something carries the token of its form, whether or not its handler binds a form.</summary>
/// <remarks>
/// The framework's own middleware looks only at handlers that bind one; a button without fields would be open to
/// forgery. Under <c>/api</c> nothing is signed in by cookie alone for writing, and there is no form.
/// </remarks>
internal static class FormTokens
{
    public static void UseFormTokens(this IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                var safe =
                    HttpMethods.IsGet(http.Request.Method)
                    || HttpMethods.IsHead(http.Request.Method)
                    || HttpMethods.IsOptions(http.Request.Method);
                // A token of the API is sent on purpose by a program; no other site can make a browser send it.
                var byToken = http.User.Identity?.AuthenticationType == ApiTokens.Scheme;
                if (!safe && !byToken && !await IsValidAsync(http))
                {
                    http.Response.StatusCode = StatusCodes.Status400BadRequest;
                    return;
                }
                await next();
            }
        );

    private static async Task<bool> IsValidAsync(HttpContext http) =>
        http.Features.Get<IAntiforgeryValidationFeature>()?.IsValid
        ?? await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
}
