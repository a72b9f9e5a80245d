using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Toguna.Foundation.Access;

/// <summary>Forms whose writing must not be lost: sent after the session has ended, or from a page that is too old, they come back.</summary>
/// <remarks>
/// Nothing is kept on the server or in the browser: the answer itself holds every field, and sends them again when the
/// reader has signed in. Only a form that came from our own pages is answered so; a forged one is refused as before.
/// </remarks>
internal static class KeptForms
{
    private const long Longest = 2 << 20;

    /// <summary>What is typed into this form comes back where it cannot be taken.</summary>
    public static TBuilder KeepsTyped<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Mark());

    /// <summary>Answers with the form as it was sent; false where it is none of these forms.</summary>
    /// <param name="status">401: the session has ended; 400: the page was too old.</param>
    public static async Task<bool> TryAnswerAsync(HttpContext http, int status)
    {
        if (
            !HttpMethods.IsPost(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<Mark>() is null
            || (http.Request.ContentLength is null or > Longest && HeavyForms.TooHeavy(http) is null)
            || !IsOurs(http)
        )
        {
            return false;
        }
        // Read although its token does not hold: it is shown again, not obeyed.
        http.Features.Set<IAntiforgeryValidationFeature>(null);
        if (!http.Request.HasFormContentType)
        {
            return false;
        }
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        var fields = sent.Where(f => status != StatusCodes.Status400BadRequest || f.Key != "__RequestVerificationToken")
            .SelectMany(f => f.Value.Select(v => (f.Key, v ?? "")))
            .ToList();
        http.Response.StatusCode = status;
        await new RazorComponentResult<KeptFormPage>(
            new
            {
                Fields = fields,
                Action = http.Request.Path.Value!,
                SignedOut = status == StatusCodes.Status401Unauthorized,
            }
        )
        {
            StatusCode = status,
        }.ExecuteAsync(http);
        return true;
    }

    private static bool IsOurs(HttpContext http) =>
        Uri.TryCreate(http.Request.Headers.Origin, UriKind.Absolute, out var origin)
        && origin.Authority.Equals(http.Request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private sealed class Mark;
}
