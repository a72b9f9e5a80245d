using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Toguna.Foundation.Access;

namespace Toguna.Foundation.Design;

/// <summary>Turns refusals and failures into pages, or into RFC 9457 JSON under <c>/api</c>.</summary>
internal static class ProblemPages
{
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = FailedAsync,
                SuppressDiagnosticsCallback = c => c.Exception is ProblemException,
            }
        );
        app.UseStatusCodePages(context =>
            AnswerAsync(context.HttpContext, context.HttpContext.Response.StatusCode, null)
        );
    }

    private static Task FailedAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, problem) = error switch
        {
            ProblemException p => (p.Problem.Status, p.Problem),
            BadHttpRequestException bad => (bad.StatusCode, null),
            _ => (StatusCodes.Status500InternalServerError, (Problem?)null),
        };
        return AnswerAsync(http, status, problem);
    }

    private static Task AnswerAsync(HttpContext http, int status, Problem? problem)
    {
        http.Response.StatusCode = status;
        if (http.Request.Path.StartsWithSegments("/api"))
        {
            var detail = new ProblemDetails
            {
                Status = status,
                Type = problem is null ? "about:blank" : "urn:toguna:" + problem.Code,
                Title = problem?.Message() ?? Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            };
            return http.Response.WriteAsJsonAsync(
                detail,
                (System.Text.Json.JsonSerializerOptions?)null,
                "application/problem+json"
            );
        }
        return new RazorComponentResult<ProblemPage>(
            new
            {
                Status = status,
                Message = problem?.Message(),
                problem?.Code,
                Bare = Caller.Of(http) is null,
            }
        )
        {
            StatusCode = status,
        }.ExecuteAsync(http);
    }
}
