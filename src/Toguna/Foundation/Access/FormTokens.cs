using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Toguna.Foundation.Access;

/// <summary>Every request that changes something carries the token of its form, whether or not its handler binds a form.</summary>
/// <remarks>
/// The framework's own middleware looks only at handlers that bind one; a button without fields would be open to
/// forgery. Only a program signed in by its token under <c>/api</c> has no form, and one that signs its requests.
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
                if (!safe && !IsProgram(http) && !IsProven(http) && !await IsValidAsync(http))
                {
                    if (!await KeptForms.TryAnswerAsync(http, StatusCodes.Status400BadRequest))
                    {
                        http.Response.StatusCode = StatusCodes.Status400BadRequest;
                    }
                    return;
                }
                await next();
            }
        );

    /// <summary>A token in the header: no browser adds it by itself, so nothing can be forged with it.</summary>
    private static bool IsProgram(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api") && http.User.Identity?.AuthenticationType == ApiTokens.Scheme;

    /// <summary>The endpoint takes no form of ours and no session: its sender proves itself by a secret with each request.</summary>
    public static TBuilder ProvesItself<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Proof.Own);

    private static bool IsProven(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<Proof>() is not null;

    private sealed class Proof
    {
        public static readonly Proof Own = new();
    }

    private static async Task<bool> IsValidAsync(HttpContext http) =>
        http.Features.Get<IAntiforgeryValidationFeature>()?.IsValid
        ?? await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
}
