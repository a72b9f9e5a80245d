using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Toguna.Foundation.Access;

namespace Toguna.Foundation.Sealing;

/// <summary>The page <c>/lock</c>: one button, and afterwards the page of a locked office for everybody.</summary>
internal static class LockPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/lock", (KeyHolders holders) => Page(holders, null)).Needs(Permission.Lock);
        routes.MapPost("/lock", LockAsync).Needs(Permission.Lock);
    }

    private static async Task<IResult> LockAsync(HttpContext http, OfficeLock office, KeyHolders holders)
    {
        try
        {
            await office.LockAsync(Caller.Of(http)!);
        }
        catch (ProblemException e) when (e.Problem.Name == "holders_missing")
        {
            return Page(holders, e.Problem);
        }
        return Results.LocalRedirect("/");
    }

    private static IResult Page(KeyHolders holders, Problem? problem) =>
        new RazorComponentResult<LockPage>(new { Holders = holders.List().Count, Problem = problem })
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
}
